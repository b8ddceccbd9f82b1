using Plumb.Components;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Progress;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Tracks;

/// <summary>What came of joining the series of tracks.</summary>
/// <param name="Dates">The joint dates (UTC), ascending.</param>
/// <param name="Store">The store with the series (metres; shape (date, row, column)).</param>
/// <param name="Model">The model of the motion between dates: random walks in metres squared per year, noise factors as pure numbers.</param>
public sealed record JoinedSeries(IReadOnlyList<DateOnly> Dates, ChunkStore Store, JointModel Model);

/// <summary>
/// Series upwards and to the east from the series of tracks that are seen on different dates, by <see cref="JointSeries"/>: walks and noise are fitted to a sample of cells, then
/// each cell averages over factors of the walks by how probable its own series makes them.
/// </summary>
public static class JoinTracks
{
    private const int SampleCells = 64;

    // All cells hold the weather of the reference, which is half of the variance between places far apart, and near ones share all of it: a sample is worth 1 to 4 cells of their own weather.
    private const double OwnWeather = 1.5;

    // One cell in so many counts as one that moves.
    private const int MovingShare = 50;
    private const double StartWalk = 1e-5;

    // A tenth of a millimetre in a year: a sample that keeps its rates does not say that all other ground does.
    private const double LeastWalk = 2e-8;
    private static readonly double[] FewFactors = [1.0 / 256, 1.0 / 16, 1, 16, 256];
    private static readonly double[] Factors = [1.0 / 256, 1.0 / 64, 1.0 / 16, 1.0 / 4, 1, 4, 16, 64, 256];

    /// <summary>Joins the series.</summary>
    /// <param name="decomposition">The tracks, of which those with series are joined.</param>
    /// <param name="folder">Folder of the results; the series go into its store.</param>
    /// <param name="budget">The memory that tiles are sized by.</param>
    /// <param name="threads">Most threads (count); 0 for all cores.</param>
    /// <param name="progress">Where the work is told of.</param>
    /// <param name="stop">Stops the work.</param>
    /// <param name="isUpwards">Whether the motion is upwards alone; nothing is written of the east then.</param>
    /// <returns>The series; null where fewer than two tracks have one.</returns>
    public static JoinedSeries? Run(Decomposition decomposition, string folder, MemoryBudget budget, int threads, IRunProgress progress, CancellationToken stop, bool isUpwards = false)
    {
        ArgumentNullException.ThrowIfNull(decomposition);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(progress);
        var tracks = decomposition.Tracks;
        int[] with = [.. Enumerable.Range(0, tracks.Sources.Count).Where(t => tracks.Sources[t].Run is not null)];
        if (with.Length < 2 || with.Length > JointSeries.MostTracks)
        {
            return null;
        }

        var dates = with.SelectMany(t => tracks.Sources[t].Run!.Dates).Distinct().Order().ToArray();
        var readers = with.Select(t => new TrackSeries(tracks, t, [.. tracks.Sources[t].Run!.Dates.Select(d => Array.BinarySearch(dates, d))])).ToArray();
        var start = new JointModel([.. dates.Select(d => (d.DayNumber - dates[0].DayNumber) / 365.25)], StartWalk, StartWalk) { North = decomposition.Options };
        var found = Calibrated(readers, decomposition, start);
        var model = found with { WalkFactors = Factors, EastWalk = Math.Max(found.EastWalk, LeastWalk), UpWalk = Math.Max(found.UpWalk, LeastWalk) };
        var store = ChunkStore.Create(Path.Combine(folder, "store"));
        Write(readers, decomposition, dates, model, store, Rows(budget, tracks.Grid, readers), isUpwards, threads, progress, stop);
        return new JoinedSeries(dates, store, model);
    }

    /// <summary>
    /// Walks and noise from cells with components: half of them spread evenly over the map, half over those that move most for their deviations. Still ground alone would say that
    /// nothing ever leaves its steady rate.
    /// </summary>
    private static JointModel Calibrated(TrackSeries[] readers, Decomposition decomposition, JointModel start)
    {
        var grid = decomposition.Tracks.Grid;
        int[] cells = [.. Enumerable.Range(0, (int)grid.PixelCount).Where(i => float.IsFinite(decomposition.Tile.East[i]))];
        int[] chosen = Sample(decomposition.Tile, cells);
        var sample = readers.Select(reader =>
        {
            var parts = chosen.Select(c => reader.Read(new Tile(c / grid.Columns, c % grid.Columns, 1, 1))).ToArray();
            float[] Stack(Func<JointTrack, float[]> of, int rows) => [.. Enumerable.Range(0, rows).SelectMany(d => parts.Select(p => of(p)[d]))];
            var length = reader.DateOf.Length;
            return new JointTrack(reader.DateOf, Stack(p => p.Value, length), Stack(p => p.Sigma, length), Stack(p => p.East, 1), Stack(p => p.North, 1), Stack(p => p.Up, 1))
            {
                Drift = [.. parts.SelectMany(p => p.Drift)],
            };
        }).ToArray();
        return JointCalibration.Fit(sample, start with { NorthOf = decomposition.NorthAt(chosen), WalkFactors = FewFactors }, chosen.Length, OwnWeather) with { NorthOf = null };
    }

    private static int[] Sample(ComponentTile tile, int[] cells)
    {
        double Pace(int cell) => Math.Max(Math.Abs(tile.Up[cell] / (double)tile.UpSigma[cell]), tile.EastSigma[cell] > 0 ? Math.Abs(tile.East[cell] / (double)tile.EastSigma[cell]) : 0);
        static IEnumerable<int> Spread(int[] from, int count) => Enumerable.Range(0, Math.Min(count, from.Length)).Select(k => from[(int)((k + 0.5) * from.Length / Math.Min(count, from.Length))]);
        int[] moving = [.. cells.OrderByDescending(Pace).Take(Math.Max(SampleCells, cells.Length / MovingShare)).Order()];
        return [.. Spread(cells, SampleCells / 2).Union(Spread(moving, SampleCells / 2)).Order()];
    }

    private static int Rows(MemoryBudget budget, Grid grid, TrackSeries[] readers)
    {
        var all = readers.Sum(r => r.DateOf.Length);
        // Series and noise of the sources and on the grid, and four results at every joint date.
        var perRow = (long)grid.Columns * all * 12 * sizeof(float);
        return (int)Math.Clamp((budget.Bytes - budget.Leased) / 2 / Math.Max(1, perRow) / ChunkPlan.Side * ChunkPlan.Side, ChunkPlan.Side, 4L * ChunkPlan.Side);
    }

    private static void Write(
        TrackSeries[] readers, Decomposition decomposition, DateOnly[] dates, JointModel model, ChunkStore store, int rows, bool isUpwards, int threads, IRunProgress progress, CancellationToken stop)
    {
        var grid = decomposition.Tracks.Grid;
        var chunks = new ChunkPlan(grid);
        var axis = new System.Text.Json.Nodes.JsonArray([.. dates.Select(d => (System.Text.Json.Nodes.JsonNode)d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))]);
        ZarrArray<float> Create(string name, string sign, string title)
        {
            var layout = StackArrays.Stack(chunks, "date", dates.Length, float.NaN, "m", sign, title);
            layout.Attributes!["dates"] = axis.DeepClone();
            return store.CreateArray(name, layout);
        }

        List<ZarrArray<float>> arrays =
        [
            Create(StorePaths.VerticalSeries, "positive upwards", "Displacement upwards since the first date"),
            Create(StorePaths.VerticalSeriesSigma, "none", "Standard deviation of the displacement upwards"),
        ];
        if (!isUpwards)
        {
            arrays.Add(Create(StorePaths.EastSeries, "positive eastwards", "Displacement to the east since the first date"));
            arrays.Add(Create(StorePaths.EastSeriesSigma, "none", "Standard deviation of the displacement to the east"));
        }

        progress.Begin("Join the series", grid.Rows);
        foreach (var strip in Tile.Cover(grid.Rows, grid.Columns, rows, grid.Columns))
        {
            stop.ThrowIfCancellationRequested();
            var tile = new JointTile(dates.Length, strip.PixelCount);
            JointTrack[] parts = [.. readers.Select(r => r.Read(strip))];
            var cells = Enumerable.Range(strip.Row * grid.Columns, strip.PixelCount).ToArray();
            Solve(parts, model with { NorthOf = decomposition.NorthAt(cells) }, tile, threads, stop);
            foreach (var (array, values) in arrays.Zip([tile.Up, tile.UpSigma, tile.East, tile.EastSigma]))
            {
                array.WriteRegion([0, strip.Row, strip.Column], [dates.Length, strip.Rows, strip.Columns], values);
            }

            progress.Advance(strip.Rows);
        }

        store.Consolidate();
        progress.End(FormattableString.Invariant($"{dates.Length} dates"));
    }

    private static void Solve(JointTrack[] parts, JointModel model, JointTile tile, int threads, CancellationToken stop)
    {
        const int Portion = 512;
        var length = JointSeries.ScratchLength(tile.Dates, parts.Length);
        Parallel.For(
            0,
            (tile.Pixels + Portion - 1) / Portion,
            new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount },
            () => new double[length],
            (p, _, scratch) =>
            {
                JointSeries.Solve(parts, model, tile, p * Portion, Math.Min(Portion, tile.Pixels - (p * Portion)), scratch);
                return scratch;
            },
            _ => { });
    }
}
