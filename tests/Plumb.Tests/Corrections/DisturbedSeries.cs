using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.References;
using Plumb.Simulation;
using Plumb.TimeFunctions;

namespace Plumb.Tests.Corrections;

/// <summary>
/// A simulated scene as the series an inversion would give, with its truth: motion, atmosphere, ramps, error of the elevation model, and noise that is independent from pixel to
/// pixel and date to date; all relative to the first date and one reference area.
/// </summary>
internal sealed class DisturbedSeries
{
    private readonly ReferenceArea reference = new(14, 14, 3);

    public DisturbedSeries(Scene scene, double noiseMillimetres = 2, Func<int, double>? loudness = null)
    {
        Simulator = new SceneSimulator(scene);
        var grid = Simulator.Grid;
        (Pixels, Dates) = ((int)grid.PixelCount, Simulator.Network.Dates.Count);
        Values = new float[Pixels * Dates];
        Truth = new float[Values.Length];
        Shift = new float[Pixels];
        for (var i = 0; i < Pixels; i++)
        {
            var (row, column) = (i / grid.Columns, i % grid.Columns);
            var incidence = Simulator.View.Incidence(row, column);
            Shift[i] = (float)(1 / (Simulator.View.SlantRange(incidence) * Math.Sin(incidence)));
        }

        DemError = new float[Pixels];
        Simulator.DemError(grid.Whole, DemError);
        var first = new float[Pixels];
        for (var date = 0; date < Dates; date++)
        {
            var motion = new float[Pixels];
            Simulator.Displacement(date, grid.Whole, motion);
            var seen = Disturbance(date, noiseMillimetres, loudness?.Invoke(date) ?? 1);
            if (date == 0)
            {
                first = seen;
            }

            Place(motion, Truth, date);
            Place([.. motion.Select((m, i) => m + seen[i] - first[i])], Values, date);
        }

        Rate = RateOf(Values, out var sigma);
        RateSigma = sigma;
        TrueRate = RateOf(Truth, out _);
    }

    public SceneSimulator Simulator { get; }

    public int Pixels { get; }

    public int Dates { get; }

    /// <summary>Shape (date, pixel), metres.</summary>
    public float[] Values { get; }

    /// <summary>True motion, shape (date, pixel), metres.</summary>
    public float[] Truth { get; }

    /// <summary>Error of the elevation model, metres.</summary>
    public float[] DemError { get; }

    /// <summary>1 / (R sin theta), one over metres: apparent displacement per metre of height and of baseline.</summary>
    public float[] Shift { get; }

    public float[] Rate { get; }

    public float[] RateSigma { get; }

    public float[] TrueRate { get; }

    public static Scene Mine(long seed, int dates = 25) => Scene.SmallMine() with
    {
        Seed = seed,
        Grid = new() { Step = 80, Columns = 150, Rows = 150 },
        Dates = new() { Count = dates },
        Atmosphere = new() { TurbulentMillimetres = 8 },
        UnwrappingErrors = new(),
    };

    public static Scene Still(Scene scene) => scene with { Panels = [], SeasonalAreas = [], Uplifts = [] };

    public bool[] Steady(SteadyGroundOptions options)
    {
        var good = new bool[Pixels];
        Array.Fill(good, true);
        var grid = Simulator.Grid;
        return SteadyGround.Find(Rate, RateSigma, good, grid.Rows, grid.Columns, options);
    }

    /// <summary>The series with common-scene stacking taken off, as a run does it.</summary>
    public float[] WithoutCommonScene(CommonSceneOptions options, double smoothingMetres = 1000, bool onSteadyGround = true)
    {
        var grid = Simulator.Grid;
        var length = smoothingMetres / grid.StepX;
        using var coarse = new CoarseSeries(
            Dates, grid.Rows, grid.Columns, smoothingMetres > 0 ? CoarseSeries.CellFor(length) : 1, new MemoryBudget(1 << 30));
        Fill(coarse, Steady(onSteadyGround ? new SteadyGroundOptions(4, 2, 4) : new SteadyGroundOptions(0, 1, 0)));
        var estimate = CommonScene.For(Simulator.Network, options).Estimate(coarse.Moments());
        coarse.Multiply(estimate.Matrix);
        if (smoothingMetres > 0)
        {
            coarse.Smooth(length);
        }

        var layer = new float[Pixels];
        return WithoutLayer(date =>
        {
            coarse.Interpolate(date, grid.Whole, layer, grid.Columns);
            return layer;
        });
    }

    /// <summary>The series with a layer taken off that is made relative to the first date and the reference, as a run does it.</summary>
    public float[] WithoutLayer(Func<int, float[]> of)
    {
        var corrected = (float[])Values.Clone();
        var first = new float[Pixels];
        for (var date = 0; date < Dates; date++)
        {
            var layer = of(date);
            var offset = AtReference(layer);
            if (date == 0)
            {
                first = [.. layer.Select(v => (float)(v - offset))];
            }

            for (var i = 0; i < Pixels; i++)
            {
                corrected[(date * Pixels) + i] -= (float)(layer[i] - offset) - first[i];
            }
        }

        return corrected;
    }

    public void Fill(CoarseSeries coarse, bool[] used)
    {
        var grid = Simulator.Grid;
        foreach (var tile in Tile.Cover(grid.Rows, grid.Columns, 64, 64))
        {
            coarse.Add(tile, Cut(Values, tile), tile.PixelCount, tile.Columns, used);
        }
    }

    public float[] Cut(float[] values, Tile tile)
    {
        var part = new float[Dates * tile.PixelCount];
        for (var at = 0; at < part.Length; at++)
        {
            var (date, pixel) = (at / tile.PixelCount, at % tile.PixelCount);
            part[at] = values[(date * Pixels) + ((tile.Row + (pixel / tile.Columns)) * Simulator.Grid.Columns) + tile.Column + (pixel % tile.Columns)];
        }

        return part;
    }

    /// <summary>Root mean square error against the true motion after the first date, metres.</summary>
    public double Error(float[] series, Func<int, bool>? where = null)
    {
        var (sum, count) = (0.0, 0L);
        for (var at = Pixels; at < series.Length; at++)
        {
            if (where is null || where(at % Pixels))
            {
                sum += Math.Pow(series[at] - Truth[at], 2);
                count++;
            }
        }

        return Math.Sqrt(sum / count);
    }

    /// <summary>Root mean square error of the rate, metres per year.</summary>
    public double RateError(float[] series)
    {
        var rate = RateOf(series, out _);
        return Math.Sqrt(rate.Select((r, i) => Math.Pow(r - TrueRate[i], 2)).Average());
    }

    /// <summary>Whether a pixel moves by more than a centimetre at some date.</summary>
    public bool Moves(int pixel) => Enumerable.Range(0, Dates).Any(d => Math.Abs(Truth[(d * Pixels) + pixel]) > 0.01);

    public float[] RateOf(float[] series, out float[] sigma)
    {
        var rate = new float[Pixels];
        sigma = new float[Pixels];
        new LinearRate(DecimalYears.Since(Simulator.Network.Dates, TimeAxis.Julian)).Fit(series, Pixels, rate, sigma);
        return rate;
    }

    private float[] Disturbance(int date, double noiseMillimetres, double loudness)
    {
        var whole = Simulator.Grid.Whole;
        var (delay, ramp) = (new float[Pixels], new float[Pixels]);
        Simulator.Atmosphere(date, whole, delay);
        Simulator.OrbitRamp(date, whole, ramp);
        var random = new CounterRandom(Simulator.Scene.Seed, 1000 + date);
        for (var i = 0; i < Pixels; i++)
        {
            delay[i] = (float)((loudness * -delay[i]) - ramp[i] + (Simulator.Acquisitions[date].Perpendicular * Shift[i] * DemError[i])
                + (1e-3 * noiseMillimetres * random.Normal((ulong)i)));
        }

        return delay;
    }

    private void Place(float[] values, float[] into, int date)
    {
        var offset = AtReference(values);
        for (var i = 0; i < Pixels; i++)
        {
            into[(date * Pixels) + i] = (float)(values[i] - offset);
        }
    }

    private double AtReference(float[] values)
    {
        var tile = reference.On(Simulator.Grid);
        return Enumerable.Range(tile.Row, tile.Rows)
            .SelectMany(r => Enumerable.Range(tile.Column, tile.Columns).Select(c => (double)values[(r * Simulator.Grid.Columns) + c])).Average();
    }
}
