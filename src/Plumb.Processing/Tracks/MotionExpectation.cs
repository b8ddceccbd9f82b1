using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Plumb.Components;
using Plumb.Formats.Gdal;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Processing.Progress;
using Plumb.Processing.Stages;
using Plumb.Uncertainty;

namespace Plumb.Processing.Tracks;

/// <summary>
/// What one sensor's series lead another's to expect (Zhu et al., steps 3b to 3d): a polynomial in time at each place, ordinary Kriging of its coefficients to the pixels of the
/// other sensor, the times of that sensor put in, and the upward motion projected on its line of sight. Motion is taken as upwards alone.
/// </summary>
public static class MotionExpectation
{
    /// <summary>Makes the expected motion of a run whose products are imported and writes it to its folder.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="budget">The memory that tiles are sized by, bytes.</param>
    /// <param name="progress">Where the work is told of.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">The known sensor has no series or shares no ground with the other, or a grid is no map.</exception>
    public static ExpectationSummary Make(FusionRequest request, Kernels.MemoryBudget budget, IRunProgress progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        var stack = StackDescription.Read(request.Run);
        var known = TrackReader.Open(request.Known, TrackHints.None);
        var run = known.Run ?? throw new RequestException($"{request.Known} has rates and no series, so that nothing says how its ground moved at other dates. Give the result folder of a run from interferograms.");
        if (stack.Grid.Crs.IsRadar)
        {
            throw new RequestException($"{request.Settings}: its products are in radar coordinates; sensors are brought together on a map. Geocode them first.");
        }

        progress.Begin("Model of the known motion", stack.Grid.Rows);
        var model = KnownMotionModel.Fit(known, run, request, budget, stop);
        var (x, y) = Places(known, model.Pixels, stack.Grid);
        Require(request, x, y, stack.Grid);
        var field = VariogramOf(model, x, y);
        var noise = request.Method == FusionMethod.Plain || field.Nugget <= 0 ? new double[x.Length] : NoiseOf(model, field.Nugget);
        var data = new KrigingData(x, y, noise);
        var dates = stack.DatesOfPairs();
        var record = Write(request, stack, model, data, field with { Nugget = 0 }, dates, progress, stop, out var sigma);
        ResultJson.Write(request.Expected, ExpectedMotionRecord.FileName, record);
        progress.End(FormattableString.Invariant($"{x.Length} places, {dates.Length} dates"));
        return new ExpectationSummary(
            x.Length, field, 1000 * sigma, Math.Max(0, run.Dates[0].DayNumber - dates[0].DayNumber), Math.Max(0, dates[^1].DayNumber - run.Dates[^1].DayNumber));
    }

    /// <summary>Noise of each place: its own stated variance, scaled so that they are the nugget on average.</summary>
    private static double[] NoiseOf(KnownMotionModel model, double nugget)
    {
        var mean = model.RateVariance.Where(double.IsFinite).DefaultIfEmpty(1).Average();
        return [.. model.RateVariance.Select(v => double.IsFinite(v) && mean > 0 ? Math.Clamp(v / mean, 0.01, 100) * nugget : nugget)];
    }

    /// <summary>Coordinates of the places in metres of the other grid.</summary>
    private static (double[] X, double[] Y) Places(TrackSource known, int[] pixels, Grid grid)
    {
        var (x, y) = (new double[pixels.Length], new double[pixels.Length]);
        for (var k = 0; k < pixels.Length; k++)
        {
            (x[k], y[k]) = known.Grid!.CentreOf(pixels[k] / known.Grid.Columns, pixels[k] % known.Grid.Columns);
        }

        if (known.Crs != grid.Crs)
        {
            using var transform = new CoordinateTransform(known.Crs, grid.Crs);
            transform.Apply(x, y);
        }

        var (east, north) = MetresPerUnit(grid);
        for (var k = 0; k < x.Length; k++)
        {
            (x[k], y[k]) = (x[k] * east, y[k] * north);
        }

        return (x, y);
    }

    private static (double East, double North) MetresPerUnit(Grid grid) => grid.Crs.IsGeographic
        ? (ReferencePlace.MetresPerDegree * Math.Cos((grid.OriginY + grid.EndY) / 2 * Math.PI / 180), ReferencePlace.MetresPerDegree)
        : (1, 1);

    private static void Require(FusionRequest request, double[] x, double[] y, Grid grid)
    {
        var (east, north) = MetresPerUnit(grid);
        var inside = x.Zip(y).Count(p => p.First >= grid.OriginX * east && p.First <= grid.EndX * east && p.Second <= grid.OriginY * north && p.Second >= grid.EndY * north);
        if (inside < request.Neighbours)
        {
            throw new RequestException($"{request.Known} has {inside} good pixels with a series on the ground of {request.Settings}, fewer than the {request.Neighbours} that a pixel takes from. Check that both are of one area, or lower --neighbours.");
        }
    }

    /// <summary>Semivariogram of the rates upwards over pairs of places drawn by a fixed sequence, with the exponential form.</summary>
    private static VariogramModel VariogramOf(KnownMotionModel model, double[] x, double[] y)
    {
        const int Classes = 24;
        const int Draws = 200_000;
        var extent = Math.Sqrt(Math.Pow(x.Max() - x.Min(), 2) + Math.Pow(y.Max() - y.Min(), 2));
        var (low, high) = (extent / 300, extent / 2);
        var (sums, counts, distances) = (new double[Classes], new double[Classes], new double[Classes]);
        var random = new Simulation.CounterRandom(20100910, 3);
        for (var k = 0UL; k < Draws; k++)
        {
            var (a, b) = ((int)(random.Uniform(2 * k) * x.Length), (int)(random.Uniform((2 * k) + 1) * x.Length));
            var distance = Math.Sqrt(Math.Pow(x[a] - x[b], 2) + Math.Pow(y[a] - y[b], 2));
            var at = distance <= low ? 0 : (int)(Classes * Math.Log(distance / low) / Math.Log(high / low));
            if (distance > 0 && at < Classes)
            {
                (sums[at], counts[at], distances[at]) = (sums[at] + (0.5 * Math.Pow(model.Rate[a] - model.Rate[b], 2)), counts[at] + 1, distances[at] + distance);
            }
        }

        int[] some = [.. Enumerable.Range(0, Classes).Where(c => counts[c] >= 30)];
        if (some.Length < 2)
        {
            return new VariogramModel(VariogramFamily.Exponential, 0, Math.Max(1e-12, model.Rate.Average(r => r * r)), Math.Max(1, extent / 4));
        }

        var fitted = VariogramFit.Fit(
            some.Select(c => distances[c] / counts[c]).ToArray(), some.Select(c => sums[c] / counts[c]).ToArray(), some.Select(c => counts[c]).ToArray(), some.Select(_ => 1.0).ToArray(),
            VariogramFamily.Exponential);
        return fitted with { Sill = Math.Max(fitted.Sill, 1e-12) };
    }

    private static ExpectedMotionRecord Write(
        FusionRequest request, StackDescription stack, KnownMotionModel model, KrigingData data, VariogramModel field, DateOnly[] dates, IRunProgress progress, CancellationToken stop, out double sigma)
    {
        var grid = stack.Grid;
        var store = ChunkStore.Create(Path.Combine(request.Expected, "store"));
        var array = store.CreateArray(ExpectedMotionRecord.ArrayName, StackArrays.Stack(
            new ChunkPlan(grid), "date", dates.Length, float.NaN, "m", "positive towards the satellite", "Displacement that is expected along the line of sight"));
        var spread = new float[grid.PixelCount];
        var up = UpOf(request.Run, stack);
        var search = new NearestPlaces(data.East, data.North);
        var columns = model.ColumnsAt(dates);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var strip in Tile.Cover(grid.Rows, grid.Columns, ChunkPlan.Side, grid.Columns))
        {
            stop.ThrowIfCancellationRequested();
            var values = new float[dates.Length * strip.PixelCount];
            Parallel.For(
                0,
                strip.Rows,
                new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = request.Threads > 0 ? request.Threads : Environment.ProcessorCount },
                () => new RowWork(grid.Columns, request.Neighbours),
                (r, _, work) =>
                {
                    Row(grid, strip.Row + r, work, search, data, field);
                    work.Combine(model, columns, up.AsSpan((strip.Row + r) * grid.Columns, grid.Columns), values, r, strip, dates.Length, spread);
                    return work;
                },
                _ => { });
            array.WriteRegion([0, strip.Row, strip.Column], [dates.Length, strip.Rows, strip.Columns], values);
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
            progress.Advance(strip.Rows);
        }

        MapArrays.Write(store, grid, ExpectedMotionRecord.SigmaName, spread, "m/yr", "none", "Standard deviation of the rate that is expected along the line of sight");
        store.Consolidate();
        sigma = OrderStatistics.MedianOfFinite(spread.Select((s, i) => (double)s / up[i]));
        return new ExpectedMotionRecord
        {
            Grid = grid,
            Dates = dates,
            Source = $"{model.Title}, by ordinary Kriging from {data.East.Length} places",
            Hash = Convert.ToHexStringLower(hash.GetHashAndReset()),
        };
    }

    private static void Row(Grid grid, int row, RowWork work, NearestPlaces search, KrigingData data, VariogramModel field)
    {
        var (east, north) = MetresPerUnit(grid);
        var places = work.Places;
        for (var c = 0; c < grid.Columns; c++)
        {
            var (x, y) = grid.CentreOf(row, c);
            (work.East[c], work.North[c]) = (x * east, y * north);
            var found = search.Find(work.East[c], work.North[c], work.Nearest.AsSpan(c * places, places), work.Squares);
            work.Nearest.AsSpan((c * places) + found, places - found).Fill(-1);
        }

        OrdinaryKriging.Solve(field, data, work.Nearest, (work.East, work.North), work.Weights, work.Variances, work.Scratch);
    }

    /// <summary>Upward component of the look vector of every pixel.</summary>
    private static float[] UpOf(string folder, StackDescription stack)
    {
        var store = ChunkStore.Open(Path.Combine(folder, "store"));
        var incidence = MapArrays.ReadGeometry(store, stack, StorePaths.Incidence);
        var up = new float[stack.Grid.PixelCount];
        for (var i = 0; i < up.Length; i++)
        {
            var angle = incidence is not null && float.IsFinite(incidence[i]) ? incidence[i] : stack.Incidence;
            up[i] = double.IsFinite(angle) ? (float)Math.Cos(angle) : throw new RequestException(
                "The products do not tell the incidence, without which an upward motion has no line of sight. Add it in a plumb-product.yaml.");
        }

        return up;
    }

    private sealed class RowWork(int columns, int places)
    {
        public int Places => places;

        public double[] East { get; } = new double[columns];

        public double[] North { get; } = new double[columns];

        public int[] Nearest { get; } = new int[columns * places];

        public double[] Squares { get; } = new double[places];

        public double[] Weights { get; } = new double[columns * places];

        public double[] Variances { get; } = new double[columns];

        public double[] Scratch { get; } = new double[OrdinaryKriging.ScratchLength(places)];

        private readonly double[] coefficients = new double[TimeFunctions.PolynomialTerm.MaxDegree];

        public void Combine(KnownMotionModel model, double[] times, ReadOnlySpan<float> up, float[] values, int row, Tile strip, int dates, float[] spread)
        {
            var degree = model.Degree;
            for (var c = 0; c < columns; c++)
            {
                Array.Clear(coefficients);
                for (var k = 0; k < places && Nearest[(c * places) + k] is var place and >= 0; k++)
                {
                    for (var j = 0; j < degree; j++)
                    {
                        coefficients[j] += Weights[(c * places) + k] * model.Coefficients[(j * model.Pixels.Length) + place];
                    }
                }

                for (var d = 0; d < dates; d++)
                {
                    var motion = 0.0;
                    for (var j = 0; j < degree; j++)
                    {
                        motion += coefficients[j] * times[(j * dates) + d];
                    }

                    values[(d * strip.PixelCount) + (row * strip.Columns) + c] = (float)(motion * up[c]);
                }

                spread[((strip.Row + row) * strip.Columns) + c] = (float)(Math.Sqrt(Variances[c]) * up[c]);
            }
        }
    }
}
