namespace Plumb.Components;

/// <content>The adjustment of tracks whose errors hang together over the map.</content>
public sealed partial class TrackAdjustment
{
    // What a block has for itself at least, of the variance that is stated for it.
    private const double LeastOwn = 0.02;

    // Blocks that err together are not judged as strictly as ones that err alone: what they share is in none of them.
    private const double SharedHuberLimit = 2.5;
    private const int SharedRounds = 4;
    private double[] gain = [];
    private (int First, int Second, double East, double North)[] places = [];
    private IReadOnlyList<TrackErrors> trackErrors = [];

    /// <summary>Whether the errors of tracks were part of the adjustment.</summary>
    public bool IsCorrelated => gain.Length > 0;

    /// <summary>Number of unknowns, a count.</summary>
    public int Unknowns => Order;

    /// <summary>
    /// Covariance of the unknowns with what a track's error at a place shares with others, metres per year squared (and kilometre): the datum's error on an overlap, say, is in the level of
    /// its neighbour.
    /// </summary>
    /// <param name="track">Index of the track.</param>
    /// <param name="east">East of the middle of the mosaic, kilometres.</param>
    /// <param name="north">North of it, kilometres.</param>
    /// <param name="shared">Takes the covariances; shape (unknown).</param>
    public void SharedWith(int track, double east, double north, Span<double> shared)
    {
        shared.Clear();
        for (var b = 0; b < places.Length; b++)
        {
            var (first, second, x, y) = places[b];
            var sign = first == track ? 1 : second == track ? -1 : 0;
            if (sign == 0)
            {
                continue;
            }

            var covariance = sign * trackErrors[track].Covariance(east, north, x, y);
            for (var k = 0; k < shared.Length; k++)
            {
                shared[k] += gain[(k * places.Length) + b] * covariance;
            }
        }
    }

    /// <summary>Covariance of a track's correction with another track's error at a place, metres per year squared, from <see cref="SharedWith"/>.</summary>
    /// <param name="track">Index of the corrected track.</param>
    /// <param name="east">East of the middle of the mosaic, kilometres.</param>
    /// <param name="north">North of it, kilometres.</param>
    /// <param name="shared">Covariances of the unknowns with the error; shape (unknown).</param>
    public double CorrectionShares(int track, double east, double north, ReadOnlySpan<double> shared)
    {
        if (track == datum)
        {
            return 0;
        }

        var at = At(track, 0);
        return terms == 1 ? shared[at] : shared[at] + (east * shared[at + 1]) + (north * shared[at + 2]);
    }

    private static TrackAdjustment Correlated(
        IReadOnlyList<TrackOverlap> overlaps, int tracks, int datum, int terms, List<Row> rows, IReadOnlyList<TrackErrors> errors)
    {
        var (count, order) = (rows.Count, (tracks - 1) * terms);
        (int First, int Second, double East, double North)[] places = [.. overlaps.SelectMany(o => Enumerable.Range(0, o.Difference.Length).Select(i => (o.First, o.Second, o.East[i], o.North[i])))];
        var design = new double[count * order];
        for (var i = 0; i < count; i++)
        {
            foreach (var (index, value) in rows[i].Entries)
            {
                design[(i * order) + index] = value;
            }
        }

        var together = Together(places, rows, errors);
        double[] observed = [.. rows.Select(r => r.Difference)], weights = [.. rows.Select(_ => 1.0)];
        CorrelatedLeastSquares? found = null;
        var scale = 1.0;
        for (var round = 0; round < SharedRounds; round++)
        {
            var covariance = (double[])together.Clone();
            for (var i = 0; i < count; i++)
            {
                covariance[(i * count) + i] /= weights[i];
            }

            found = CorrelatedLeastSquares.Solve(design, observed, covariance, order) ?? throw Undetermined();
            var left = found.Left.Select(Math.Abs).Order().ToArray();
            scale = 1.4826 * left[left.Length / 2] * Math.Sqrt(count / (double)(count - order));
            for (var i = 0; i < count; i++)
            {
                var off = Math.Abs(rows[i].Left(found.Solution)) / (Math.Sqrt(together[(i * count) + i]) * Math.Max(1, scale));
                weights[i] = off < SharedHuberLimit ? 1 : SharedHuberLimit / off;
            }
        }

        var factor = Math.Max(1, scale * scale);
        return new TrackAdjustment(tracks, terms, datum, found!.Solution, [.. found.Inverse.Select(v => v * factor)], scale) { gain = found.Gain, places = places, trackErrors = errors };
    }

    /// <summary>Covariance of the differences of the blocks, metres per year squared; shape (block, block).</summary>
    private static double[] Together((int First, int Second, double East, double North)[] places, List<Row> rows, IReadOnlyList<TrackErrors> errors)
    {
        var count = places.Length;
        var together = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            var a = places[i];
            var shared = errors[a.First].Shared(a.East, a.North) + errors[a.Second].Shared(a.East, a.North);
            together[(i * count) + i] = Math.Max(rows[i].Sigma * rows[i].Sigma, (1 + LeastOwn) * shared);
            for (var j = 0; j < i; j++)
            {
                var b = places[j];
                var sum = 0.0;
                foreach (var (track, sign) in new[] { (a.First, 1), (a.Second, -1) })
                {
                    var other = b.First == track ? 1 : b.Second == track ? -1 : 0;
                    sum += other == 0 ? 0 : sign * other * errors[track].Covariance(a.East, a.North, b.East, b.North);
                }

                together[(i * count) + j] = together[(j * count) + i] = sum;
            }
        }

        return together;
    }
}
