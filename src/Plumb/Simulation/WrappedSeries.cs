using Plumb.Acquisitions;

namespace Plumb.Simulation;

/// <summary>
/// A series of simulated interferograms over mines with their truth, as hard to unwrap as <see cref="WrappedScene"/> of the same kind: the bowls of that scene sink
/// steadily, so that the longest pairs have its fringes; every date has its own power-law atmosphere; coherence and noise are drawn for each pair by itself,
/// the noise from its exact law. A date is twelve days after the one before, each is paired with the next few. Depends on kind, size, dates and seed alone.
/// </summary>
public sealed class WrappedSeries
{
    private const int Interval = 12;
    private const int SeedsApart = 1000;
    private readonly WrappedSceneKind kind;
    private readonly long seed;
    private readonly int rows;
    private readonly int columns;
    private readonly int links;
    private readonly double speed;
    private readonly float[] motion;
    private readonly float[][] delay;

    /// <summary>A stack.</summary>
    /// <param name="kind">How hard its longest pairs are.</param>
    /// <param name="rows">Number of rows, pixels, at least 16.</param>
    /// <param name="columns">Number of columns, pixels, at least 16.</param>
    /// <param name="dates">Number of dates (count), at least 2.</param>
    /// <param name="links">Following dates that each date is paired with (count), at least 1.</param>
    /// <param name="seed">Seed (pure number): other seeds make other stacks.</param>
    /// <param name="speed">How many times as fast the bowls sink (pure number): 1 gives the longest pairs the fringes of the kind, <paramref name="links"/> the shortest.</param>
    public WrappedSeries(WrappedSceneKind kind, int rows, int columns, int dates, int links, long seed, double speed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dates, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(links, 1);
        (this.kind, this.rows, this.columns, this.links, this.seed, this.speed) = (kind, rows, columns, links, seed, speed);
        motion = WrappedScene.Motion(kind, rows, columns, seed);
        delay = [.. Enumerable.Range(0, dates).Select(d => WrappedSceneRows.DelayOfDate(rows, columns, seed + (SeedsApart * (d + 1L))))];
        var start = new DateOnly(2024, 1, 3);
        Pairs = [.. from i in Enumerable.Range(0, dates) from j in Enumerable.Range(i + 1, links) where j < dates select new DatePair(start.AddDays(Interval * i), start.AddDays(Interval * j))];
        Dates = dates;
    }

    /// <summary>Number of dates (count).</summary>
    public int Dates { get; }

    /// <summary>The pairs.</summary>
    public IReadOnlyList<DatePair> Pairs { get; }

    /// <summary>The interferogram of a pair with its truth; its layers have shape (rows, columns).</summary>
    /// <param name="pair">Index of the pair.</param>
    public WrappedScene Interferogram(int pair)
    {
        var (first, days) = ((Pairs[pair].First.DayNumber - Pairs[0].First.DayNumber) / Interval, Pairs[pair].Days / Interval);
        var clean = new float[motion.Length];
        var share = (float)(speed * days / links);
        for (var p = 0; p < clean.Length; p++)
        {
            clean[p] = (share * motion[p]) + delay[first + days][p] - delay[first][p];
        }

        return WrappedScene.Of(kind, rows, columns, clean, seed, seed + (SeedsApart * (pair + 1L)));
    }
}
