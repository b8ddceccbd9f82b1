using Plumb.Kernels;

namespace Plumb.Components;

/// <summary>The overlap of two tracks, thinned to blocks.</summary>
/// <param name="First">Index of the first track.</param>
/// <param name="Second">Index of the second track.</param>
/// <param name="East">East of each block, kilometres from the middle of the mosaic; shape (block).</param>
/// <param name="North">North of each block, kilometres; shape (block).</param>
/// <param name="Difference">Value of the first less the second, metres per year; shape (block).</param>
/// <param name="Sigma">Standard deviation of the difference, metres per year; shape (block).</param>
public sealed record TrackOverlap(int First, int Second, double[] East, double[] North, double[] Difference, double[] Sigma);

/// <summary>
/// Levels and ramps that bring overlapping tracks together: a network of differences adjusted by weighted least squares with Huber's weights against single blocks that are
/// off. The correction of track k is a + b east + c north (metres per year, and per kilometre), taken off its values; the datum track has none. The covariance is scaled by what is left of the differences. Where it is known how the errors of each track hang together over the map, they are part of the adjustment (<see cref="TrackErrors"/>).
/// </summary>
public sealed partial class TrackAdjustment
{
    private const double HuberLimit = 1.5;
    private const int Rounds = 12;
    private readonly double[] covariance;
    private readonly int terms;
    private readonly int datum;

    private TrackAdjustment(int tracks, int terms, int datum, double[] solution, double[] covariance, double scale)
    {
        (this.terms, this.datum, this.covariance, Scale) = (terms, datum, covariance, scale);
        Coefficients = [.. Enumerable.Range(0, tracks).Select(t => Enumerable.Range(0, 3).Select(k => k < terms && At(t, k) is var i and >= 0 ? solution[i] : 0).ToArray())];
    }

    /// <summary>Level (metres per year) and ramps to the east and north (metres per year and kilometre) of each track; shape (track, 3).</summary>
    public IReadOnlyList<double[]> Coefficients { get; }

    /// <summary>Root of the variance that is left of the differences over the stated one, pure number; the covariance is scaled with its square.</summary>
    public double Scale { get; }

    /// <summary>Correction of a track at a place, metres per year: what is to be taken off.</summary>
    /// <param name="track">Index of the track.</param>
    /// <param name="east">East of the middle of the mosaic, kilometres.</param>
    /// <param name="north">North of it, kilometres.</param>
    public double Correction(int track, double east, double north) => Coefficients[track][0] + (Coefficients[track][1] * east) + (Coefficients[track][2] * north);

    /// <summary>Covariance of the corrections of two tracks at a place, metres per year squared; the variance for a track with itself.</summary>
    /// <param name="first">Index of one track.</param>
    /// <param name="second">Index of the other.</param>
    /// <param name="east">East of the middle of the mosaic, kilometres.</param>
    /// <param name="north">North of it, kilometres.</param>
    public double Covariance(int first, int second, double east, double north)
    {
        if (first == datum || second == datum)
        {
            return 0;
        }

        ReadOnlySpan<double> at = [1, east, north];
        var (sum, order) = (0.0, Order);
        for (var j = 0; j < terms; j++)
        {
            for (var k = 0; k < terms; k++)
            {
                sum += at[j] * at[k] * covariance[(At(first, j) * order) + At(second, k)];
            }
        }

        return sum;
    }

    private int Order => (int)Math.Round(Math.Sqrt(covariance.Length));

    /// <summary>Adjusts.</summary>
    /// <param name="overlaps">The overlaps, metres per year and kilometres; every track is joined to the datum by some chain of them.</param>
    /// <param name="tracks">Number of tracks.</param>
    /// <param name="datum">Index of the track that stays.</param>
    /// <param name="ramps">Whether ramps are estimated too.</param>
    /// <param name="errors">How the errors of each track hang together, metres per year and kilometres; shape (track); null where they do not.</param>
    /// <exception cref="RequestException">A track hangs on nothing, or the overlaps do not determine the ramps.</exception>
    public static TrackAdjustment Fit(IReadOnlyList<TrackOverlap> overlaps, int tracks, int datum, bool ramps, IReadOnlyList<TrackErrors>? errors = null)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        RequireJoined(overlaps, tracks, datum);
        var terms = ramps ? 3 : 1;
        var order = (tracks - 1) * terms;
        var rows = Rows(overlaps, terms, datum);
        if (rows.Count <= order)
        {
            throw new RequestException($"The overlaps hold {rows.Count} blocks, too few for {order} corrections. Leave --ramps out, or take smaller blocks (--block).");
        }

        if (errors is not null && errors.Any(e => e.Sill > 0))
        {
            return Correlated(overlaps, tracks, datum, terms, rows, errors);
        }

        var solution = new double[order];
        double[] inverse = [];
        var scale = 1.0;
        for (var round = 0; round < Rounds; round++)
        {
            var (normal, right) = (new double[order * order], new double[order]);
            foreach (var row in rows)
            {
                var left = Math.Abs(row.Left(solution)) / (row.Sigma * scale);
                row.AddTo(normal, right, order, round == 0 || left < HuberLimit ? 1 : HuberLimit / left);
            }

            inverse = SymmetricInverse.Of(normal, order) ?? throw Undetermined();
            for (var j = 0; j < order; j++)
            {
                solution[j] = 0;
                for (var k = 0; k < order; k++)
                {
                    solution[j] += inverse[(j * order) + k] * right[k];
                }
            }

            // The robust scale: 1.4826 times the median of what is left.
            var all = rows.Select(r => Math.Abs(r.Left(solution)) / r.Sigma).Order().ToArray();
            scale = Math.Max(1e-6, 1.4826 * all[all.Length / 2] * Math.Sqrt(rows.Count / (double)(rows.Count - order)));
        }

        return new TrackAdjustment(tracks, terms, datum, solution, [.. inverse.Select(v => v * scale * scale)], scale);
    }

    private static RequestException Undetermined() => new("The overlaps do not determine the ramps. Leave --ramps out.");

    private static void RequireJoined(IReadOnlyList<TrackOverlap> overlaps, int tracks, int datum)
    {
        var joined = new bool[tracks];
        joined[datum] = true;
        for (var round = 0; round < tracks; round++)
        {
            foreach (var overlap in overlaps.Where(o => o.Difference.Length > 0 && (joined[o.First] || joined[o.Second])))
            {
                joined[overlap.First] = joined[overlap.Second] = true;
            }
        }

        if (joined.Contains(false))
        {
            var alone = string.Join(", ", joined.Select((j, t) => (j, t)).Where(e => !e.j).Select(e => e.t + 1));
            throw new RequestException($"Input {alone} shares no ground with the others, so nothing says what its level is. Leave it out, or add a track between.");
        }
    }

    private static List<Row> Rows(IReadOnlyList<TrackOverlap> overlaps, int terms, int datum)
    {
        var rows = new List<Row>();
        foreach (var overlap in overlaps)
        {
            for (var i = 0; i < overlap.Difference.Length; i++)
            {
                var entries = new List<(int, double)>();
                double[] at = [1, overlap.East[i], overlap.North[i]];
                for (var k = 0; k < terms; k++)
                {
                    Add(overlap.First, k, at[k]);
                    Add(overlap.Second, k, -at[k]);
                }

                rows.Add(new Row([.. entries], overlap.Difference[i], overlap.Sigma[i]));
                void Add(int track, int term, double value)
                {
                    if (track != datum)
                    {
                        entries.Add((((track - (track > datum ? 1 : 0)) * terms) + term, value));
                    }
                }
            }
        }

        return rows;
    }

    private int At(int track, int term) => track == datum ? -1 : ((track - (track > datum ? 1 : 0)) * terms) + term;

    private sealed record Row((int Index, double Value)[] Entries, double Difference, double Sigma)
    {
        public double Left(double[] solution) => Difference - Entries.Sum(e => e.Value * solution[e.Index]);

        public void AddTo(double[] normal, double[] right, int order, double factor)
        {
            var weight = factor / (Sigma * Sigma);
            foreach (var (j, x) in Entries)
            {
                right[j] += weight * x * Difference;
                foreach (var (k, y) in Entries)
                {
                    normal[(j * order) + k] += weight * x * y;
                }
            }
        }
    }
}
