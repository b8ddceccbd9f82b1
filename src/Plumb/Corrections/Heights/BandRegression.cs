using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Plumb.Grids;

namespace Plumb.Corrections.Heights;

/// <summary>
/// Slope of one field on another from their bands. Turbulence has most of its power in long waves, noise in short ones; taken apart into octaves each band has a
/// scatter of its own, and the bands are nearly independent, so weights by the inverse square of that scatter are close to those of the best linear unbiased
/// estimate (Lin et al. 2010, doi:10.1029/2010GC003228, do the same band by band and take a mean). Reweighted with Huber's weights, then Tukey's, so that motion
/// the masks did not catch counts little; each until the slope moves by less than a thousandth of its own standard deviation. For one thread.
/// </summary>
internal sealed class BandRegression
{
    private const int MostReweightings = 6;
    private const double StillShare = 1e-3;
    private const float HuberLimit = 1.345f;
    private const float BiweightLimit = 4.685f;
    private const int BlocksAcross = 2;
    private const double LeastRest = 0.2;
    private readonly CellPyramid pyramid;
    private readonly double[] scale;
    private readonly float[] sizes;
    private readonly int[] heard;
    private readonly int[] heardFrom;
    private readonly float[] heardField;
    private readonly float[] heardBy;

    public BandRegression(CellPyramid pyramid)
    {
        this.pyramid = pyramid;
        scale = new double[pyramid.Levels];
        heard = [.. Enumerable.Range(0, pyramid.Samples).Where(i => pyramid.Weight[i] > 0.25f)];
        heardFrom = [.. pyramid.Offsets.Select(o => heard.AsSpan().BinarySearch(o) is var at && at < 0 ? ~at : at)];
        (sizes, heardField, heardBy) = (new float[heard.Length], new float[heard.Length], new float[heard.Length]);
        Share = new float[pyramid.Samples];
    }

    private enum Robustness
    {
        None,
        Huber,
        Tukey,
    }

    /// <summary>Weight of each sample in the last slope: weight by data, by robustness and by the scatter of its band, one over square metres; shape (sample).</summary>
    public float[] Share { get; }

    /// <summary>
    /// The slope and its variance, as samples without dependence would have it and from the scatter of the parts of the scene about it (Liang and Zeger 1986,
    /// doi:10.1093/biomet/73.1.13): within a part residuals may depend on each other. All zero where the field is, all NaN where the other does not vary.
    /// </summary>
    public (double Slope, double BySamples, double ByParts) Of(ReadOnlySpan<float> field, ReadOnlySpan<float> by)
    {
        if (field.IndexOfAnyExcept(0f) < 0)
        {
            Array.Clear(Share);
            return (0, 0, 0);
        }

        for (var k = 0; k < heard.Length; k++)
        {
            (heardField[k], heardBy[k]) = (field[heard[k]], by[heard[k]]);
        }

        var slope = 0.0;
        foreach (var kind in (ReadOnlySpan<Robustness>)[Robustness.None, Robustness.Huber, Robustness.Tukey])
        {
            for (var pass = 0; pass < (kind == Robustness.None ? 1 : MostReweightings); pass++)
            {
                Scales(slope);
                var (cross, power) = Weigh(field, by, (float)slope, kind);
                if (!(power > 0))
                {
                    return (double.NaN, double.NaN, double.NaN);
                }

                var before = slope;
                slope = cross / power;
                if (Math.Abs(slope - before) < StillShare / Math.Sqrt(power))
                {
                    break;
                }
            }
        }

        var (bySamples, byParts) = Variance(field, by, slope);
        return (slope, bySamples, byParts);
    }

    /// <summary>The scatter of each band about a slope.</summary>
    private void Scales(double slope)
    {
        var whole = 0.0;
        TensorPrimitives.MultiplyAdd(heardBy, -(float)slope, heardField, sizes);
        TensorPrimitives.Abs(sizes, sizes);
        for (var level = 0; level < pyramid.Levels; level++)
        {
            var own = sizes.AsSpan(heardFrom[level]..heardFrom[level + 1]);

            // A band with next to no samples of its own gets the scatter of the one before: longer waves scatter no less.
            scale[level] = own.Length >= 6 ? 1.4826 * OrderStatistics.Median(own) : level > 0 ? 2 * scale[level - 1] : 0;
            whole = Math.Max(whole, scale[level]);
        }

        for (var level = 0; level < pyramid.Levels; level++)
        {
            scale[level] = Math.Max(scale[level], Math.Max(1e-3 * whole, 1e-9));
        }
    }

    /// <summary>Weighs the samples by their distance from a slope and sums what the next one follows from. The sums have eight parts whatever the machine, so that their bytes do not depend on it.</summary>
    private (double Cross, double Power) Weigh(ReadOnlySpan<float> field, ReadOnlySpan<float> by, float slope, Robustness kind)
    {
        var (cross, power) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (restCross, restPower) = (0.0, 0.0);
        for (var level = 0; level < pyramid.Levels; level++)
        {
            var (from, end) = (pyramid.Offsets[level], pyramid.Offsets[level + 1]);
            var (perScale, inverse) = ((float)(1 / scale[level]), (float)(1 / (scale[level] * scale[level])));
            var at = from;
            for (; at + Vector256<float>.Count <= end; at += Vector256<float>.Count)
            {
                var (f, b) = (Load(field, at), Load(by, at));
                var share = Load(pyramid.Weight, at) * Robust(Vector256.Abs(f - (b * slope)) * perScale, kind) * inverse;
                share.CopyTo(Share, at);
                cross += Wide(share) * Wide(f) * Wide(b);
                power += Wide(share) * Wide(b) * Wide(b);
            }

            for (; at < end; at++)
            {
                var size = Vector256.CreateScalar(Math.Abs(field[at] - (by[at] * slope)) * perScale);
                Share[at] = pyramid.Weight[at] * Robust(size, kind).ToScalar() * inverse;
                restCross += (double)Share[at] * field[at] * by[at];
                restPower += (double)Share[at] * by[at] * by[at];
            }
        }

        return (Vector512.Sum(cross) + restCross, Vector512.Sum(power) + restPower);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Robust(Vector256<float> size, Robustness kind)
    {
        if (kind == Robustness.None)
        {
            return Vector256<float>.One;
        }

        if (kind == Robustness.Huber)
        {
            return Vector256.Min(Vector256<float>.One, Vector256.Create(HuberLimit) / Vector256.Max(size, Vector256.Create(1e-30f)));
        }

        var far = size * (1 / BiweightLimit);
        var near = Vector256.Max(Vector256<float>.Zero, Vector256<float>.One - (far * far));
        return near * near;
    }

    private static Vector256<float> Load(ReadOnlySpan<float> values, int at) => Vector256.Create(values.Slice(at, Vector256<float>.Count));

    private static Vector512<double> Wide(Vector256<float> values)
    {
        var (low, high) = Vector256.Widen(values);
        return Vector512.Create(low, high);
    }

    private (double BySamples, double ByParts) Variance(ReadOnlySpan<float> field, ReadOnlySpan<float> by, double slope)
    {
        var (parts, powers) = (new double[BlocksAcross * BlocksAcross], new double[BlocksAcross * BlocksAcross]);
        var bend = 0.0;
        for (var level = 0; level < pyramid.Levels; level++)
        {
            var (rows, columns) = pyramid.Size(level);
            var (perScale, inverse) = (1 / scale[level] / BiweightLimit, 1 / (scale[level] * scale[level]));
            for (var (i, row) = (pyramid.Offsets[level], 0); row < rows; row++)
            {
                for (var column = 0; column < columns; column++, i++)
                {
                    var residual = field[i] - (slope * by[i]);
                    var part = (row * BlocksAcross / rows * BlocksAcross) + (column * BlocksAcross / columns);
                    parts[part] += Share[i] * by[i] * residual;
                    powers[part] += Share[i] * by[i] * by[i];

                    // How fast the weighted residual changes with the residual itself: less than its weight, far out even backwards.
                    var far = residual * perScale;
                    far *= far;
                    bend += far < 1 ? pyramid.Weight[i] * inverse * by[i] * by[i] * (1 - far) * (1 - (5 * far)) : 0;
                }
            }
        }

        var used = parts.Count(p => p != 0);
        if (used < 2 || !(bend > 0))
        {
            return (double.NaN, double.NaN);
        }

        // A part that decides much of the slope draws it to itself and then scatters little about it: what it would scatter about the slope of the others counts (MacKinnon and
        // White 1985, doi:10.1016/0304-4076(85)90158-7).
        var power = powers.Sum();
        var squares = parts.Select((p, k) => Math.Pow(p / Math.Max(1 - (powers[k] / power), LeastRest), 2)).Sum();
        return (1 / bend, squares * (used - 1) / used / (bend * bend));
    }
}
