using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Simulation;

namespace Plumb.Processing.Studies.Shaqu;

/// <summary>Ground that truly does not move.</summary>
/// <param name="Pixels">Number of its pixels that the run trusts (count).</param>
/// <param name="Fluctuation">Standard deviation of the series about its own mean, root mean square over the pixels, metres.</param>
/// <param name="Usual">The same of the usual pixel (median), metres.</param>
/// <param name="Worst">Value that 95 % of the pixels stay below, metres.</param>
/// <param name="WithinShare">Share of the pixels (0 to 1) whose series stays within the study's figure (one standard deviation).</param>
/// <param name="RateRmse">Root mean square of its rate, metres per year.</param>
public sealed record StableGround(int Pixels, double Fluctuation, double Usual, double Worst, double WithinShare, double RateRmse);

/// <summary>A zone of rates.</summary>
/// <param name="Name">Name of the zone.</param>
/// <param name="True">Pixels (count) that truly belong to it, of those trusted.</param>
/// <param name="Found">Pixels (count) that the run puts there.</param>
/// <param name="Right">Pixels (count) in both.</param>
public sealed record RateZone(string Name, int True, int Found, int Right);

/// <summary>A trough's centre and life.</summary>
/// <param name="Trough">Name of the trough.</param>
/// <param name="TrueRate">Slope of the straight line through the true motion at its centre, metres per year.</param>
/// <param name="Rate">Slope through the run's series there, metres per year; NaN is no-data.</param>
/// <param name="Distance">Distance between the true and the run's middle of the pixels within 1 km that have at least half of the lowest rate, metres; NaN where none is trusted.</param>
/// <param name="IsTrusted">Whether the run trusts the centre.</param>
/// <param name="Phases">Its phases.</param>
public sealed record TroughLife(string Trough, double TrueRate, double Rate, double Distance, bool IsTrusted, IReadOnlyList<PhaseSlope> Phases)
{
    /// <summary>True motion at the centre, metres; shape (date).</summary>
    public IReadOnlyList<float> TrueSeries { get; init; } = [];

    /// <summary>The run's motion there, metres; shape (date); NaN is no-data.</summary>
    public IReadOnlyList<float> Series { get; init; } = [];
}

/// <summary>Rate in one phase, metres per year, positive towards the satellite.</summary>
/// <param name="Name">Name of the phase.</param>
/// <param name="True">Slope through the true motion, metres per year.</param>
/// <param name="Found">Slope through the run's series, metres per year.</param>
public sealed record PhaseSlope(string Name, double True, double Found);

/// <summary>One run on the scene of the study, held against its truth over the pixels that Plumb's own run trusts.</summary>
/// <param name="Lowest">Lowest rate, metres per year.</param>
/// <param name="Highest">Highest rate, metres per year.</param>
/// <param name="RateRmse">Root mean square error of the rate, metres per year.</param>
/// <param name="SeriesRmse">Root mean square error of the series, metres.</param>
/// <param name="Stable">Ground that does not move.</param>
/// <param name="Zones">The zones.</param>
/// <param name="Troughs">The troughs.</param>
/// <param name="Dates">Dates of the run (UTC).</param>
public sealed record ShaquRun(
    double Lowest, double Highest, double RateRmse, double SeriesRmse, StableGround Stable, IReadOnlyList<RateZone> Zones, IReadOnlyList<TroughLife> Troughs, IReadOnlyList<DateOnly> Dates)
{
    private const float StillTotal = 0.002f;
    private const double SearchMetres = 1000;

    /// <summary>Lowest true rate over the pixels, metres per year.</summary>
    public double TrueLowest { get; init; }

    /// <summary>Highest true rate over the pixels, metres per year.</summary>
    public double TrueHighest { get; init; }

    /// <summary>Measures a run.</summary>
    /// <param name="results">The run.</param>
    /// <param name="simulator">The scene it was made from.</param>
    /// <param name="trusted">Which pixels count.</param>
    /// <param name="published">Limits (millimetres, millimetres per year) and phases.</param>
    public static ShaquRun Of(ResultSet results, SceneSimulator simulator, Mask trusted, ShaquPublished published)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(trusted);
        ArgumentNullException.ThrowIfNull(published);
        var (truth, grid) = (new SceneTruth(results, simulator), results.Grid);
        var (pixels, dates) = (grid.Rows * grid.Columns, results.Dates.Count);
        var rate = results.Rate().Values.ToArray();
        var series = new float[dates * pixels];
        results.Series(grid.Whole, series);
        int[] good = [.. Enumerable.Range(0, pixels).Where(i => trusted.IsGood(i) && float.IsFinite(rate[i]) && float.IsFinite(series[((dates - 1) * pixels) + i]))];
        int[] still = [.. good.Where(i => Math.Abs(truth.Total(i)) < StillTotal && Math.Abs(truth.Rate(i)) < StillTotal)];
        var squares = Enumerable.Range(1, dates - 1).Sum(d =>
        {
            var known = truth.Date(d);
            return good.Sum(i => Math.Pow(series[(d * pixels) + i] - known[i], 2));
        });
        return new ShaquRun(
            good.Min(i => rate[i]),
            good.Max(i => rate[i]),
            Math.Sqrt(good.Average(i => Math.Pow(rate[i] - truth.Rate(i), 2))),
            Math.Sqrt(squares / good.Length / (dates - 1)),
            StableOf(series, rate, still, dates, published.StableFluctuation / 1000),
            ZonesOf(good, truth, rate, published),
            [.. simulator.Scene.Troughs.Select(t => Life(t, simulator, truth, rate, series, results.Dates, trusted, published)).OfType<TroughLife>()],
            results.Dates)
        {
            TrueLowest = good.Min(truth.Rate),
            TrueHighest = good.Max(truth.Rate),
        };
    }

    private static StableGround StableOf(float[] series, float[] rate, int[] still, int dates, double limit)
    {
        var pixels = rate.Length;
        double[] spreads =
        [
            .. still.Select(i =>
            {
                var mean = Enumerable.Range(0, dates).Average(d => (double)series[(d * pixels) + i]);
                return Math.Sqrt(Enumerable.Range(0, dates).Average(d => Math.Pow(series[(d * pixels) + i] - mean, 2)));
            }).Order(),
        ];
        return spreads.Length == 0
            ? new StableGround(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)
            : new StableGround(
                still.Length,
                Math.Sqrt(spreads.Average(s => s * s)),
                spreads[spreads.Length / 2],
                spreads[(int)(0.95 * (spreads.Length - 1))],
                spreads.Count(s => s <= limit) / (double)spreads.Length,
                Math.Sqrt(still.Average(i => (double)rate[i] * rate[i])));
    }

    private static RateZone[] ZonesOf(int[] good, SceneTruth truth, float[] rate, ShaquPublished published)
    {
        string[] names = ["fast", "slow to moderate", "stable or rising"];
        int Of(double metresPerYear) => 1000 * metresPerYear < published.HighZone ? 0 : 1000 * metresPerYear < published.ModerateZone ? 1 : 2;
        return
        [
            .. names.Select((name, zone) => new RateZone(
                name, good.Count(i => Of(truth.Rate(i)) == zone), good.Count(i => Of(rate[i]) == zone), good.Count(i => Of(truth.Rate(i)) == zone && Of(rate[i]) == zone))),
        ];
    }

    private static TroughLife? Life(
        SceneTrough trough, SceneSimulator simulator, SceneTruth truth, float[] rate, float[] series, IReadOnlyList<DateOnly> dates, Mask trusted, ShaquPublished published)
    {
        if (truth.PixelOfTrough(trough.Name) is not { } pixel)
        {
            return null;
        }

        var middle = simulator.View.Position(pixel / simulator.Grid.Columns, pixel % simulator.Grid.Columns);
        (double East, double North, int Pixel)[] near =
        [
            .. Enumerable.Range(0, rate.Length).Where(trusted.IsGood).Select(i => (simulator.View.Position(i / simulator.Grid.Columns, i % simulator.Grid.Columns), i))
                .Select(p => (p.Item1.East, p.Item1.North, p.i)).Where(p => Metres(middle, (p.East, p.North)) < SearchMetres),
        ];
        var off = near.Length == 0 ? double.NaN : Metres(Centre(near, i => rate[i]), Centre(near, truth.Rate));
        float[] found = [.. dates.Select((_, d) => series[(d * rate.Length) + pixel])];
        var known = truth.Series(pixel);
        return new TroughLife(
            trough.Name, truth.Rate(pixel), rate[pixel], off, trusted.IsGood(pixel),
            [.. published.Phases.Where(p => p.Trough == trough.Name).Select(p => new PhaseSlope(p.Name, SeriesSlope.Within(dates, known, p.From, p.To), SeriesSlope.Within(dates, found, p.From, p.To)))])
        {
            TrueSeries = known,
            Series = found,
        };
    }

    // The lowest pixel of a flat floor is wherever noise puts it; the middle of the faster half is not.
    private static (double East, double North) Centre((double East, double North, int Pixel)[] near, Func<int, double> rate)
    {
        var half = near.Min(p => rate(p.Pixel)) / 2;
        var fast = near.Where(p => rate(p.Pixel) <= half).ToArray();
        return (fast.Average(p => p.East), fast.Average(p => p.North));
    }

    private static double Metres((double East, double North) a, (double East, double North) b) => Math.Sqrt(Math.Pow(a.East - b.East, 2) + Math.Pow(a.North - b.North, 2));
}
