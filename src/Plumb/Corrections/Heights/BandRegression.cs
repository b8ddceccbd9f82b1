using Plumb.Grids;

namespace Plumb.Corrections.Heights;

/// <summary>
/// Slope of one field on another from their bands. Turbulence has most of its power in long waves, noise in short ones; taken apart into octaves each band has a
/// scatter of its own, and the bands are nearly independent, so weights by the inverse square of that scatter are close to those of the best linear unbiased
/// estimate (Lin et al. 2010, doi:10.1029/2010GC003228, do the same band by band and take a mean). Reweighted with Huber's weights, then Tukey's, so that motion
/// the masks did not catch counts little. For one thread.
/// </summary>
internal sealed class BandRegression
{
    private const int Reweightings = 12;
    private const int Huber = 6;
    private const double HuberLimit = 1.345;
    private const double BiweightLimit = 4.685;
    private const int BlocksAcross = 4;
    private readonly CellPyramid pyramid;
    private readonly double[] robust;
    private readonly double[] scale;
    private readonly float[] sizes;

    public BandRegression(CellPyramid pyramid)
    {
        this.pyramid = pyramid;
        robust = new double[pyramid.Samples];
        scale = new double[pyramid.Levels];
        sizes = new float[pyramid.Samples];
        Share = new double[pyramid.Samples];
    }

    /// <summary>Weight of each sample in the last slope: weight by data, by robustness and by the scatter of its band, one over square metres; shape (sample).</summary>
    public double[] Share { get; }

    /// <summary>
    /// The slope and its standard deviation, from the scatter of the parts of the scene about it (Liang and Zeger 1986, doi:10.1093/biomet/73.1.13): within a part
    /// residuals may depend on each other. Both zero where the field is, both NaN where the other does not vary.
    /// </summary>
    public (double Slope, double Sigma) Of(ReadOnlySpan<float> field, ReadOnlySpan<float> by)
    {
        Array.Fill(robust, 1.0);
        if (!Scales(field, by, 0))
        {
            Array.Clear(Share);
            return (0, 0);
        }

        var (slope, power) = (0.0, 0.0);
        for (var pass = 0; pass < Reweightings; pass++)
        {
            (var cross, power) = (0.0, 0.0);
            for (var level = 0; level < pyramid.Levels; level++)
            {
                var inverse = 1 / (scale[level] * scale[level]);
                for (var i = pyramid.Offsets[level]; i < pyramid.Offsets[level + 1]; i++)
                {
                    Share[i] = pyramid.Weight[i] * robust[i] * inverse;
                    cross += Share[i] * field[i] * by[i];
                    power += Share[i] * by[i] * by[i];
                }
            }

            if (!(power > 0))
            {
                return (double.NaN, double.NaN);
            }

            slope = cross / power;
            if (pass < Reweightings - 1)
            {
                Scales(field, by, slope);
                Reweight(field, by, slope, pass);
            }
        }

        return (slope, Sigma(field, by, slope));
    }

    /// <summary>The scatter of each band about a slope; false where all is zero.</summary>
    private bool Scales(ReadOnlySpan<float> field, ReadOnlySpan<float> by, double slope)
    {
        var any = false;
        var whole = 0.0;
        for (var level = 0; level < pyramid.Levels; level++)
        {
            var count = 0;
            for (var i = pyramid.Offsets[level]; i < pyramid.Offsets[level + 1]; i++)
            {
                if (pyramid.Weight[i] > 0.25f)
                {
                    sizes[count++] = Math.Abs(field[i] - (float)(slope * by[i]));
                    any |= field[i] != 0;
                }
            }

            // A band with next to no samples of its own gets the scatter of the one before: longer waves scatter no less.
            scale[level] = count >= 6 ? 1.4826 * OrderStatistics.Median(sizes.AsSpan(0, count)) : level > 0 ? 2 * scale[level - 1] : 0;
            whole = Math.Max(whole, scale[level]);
        }

        for (var level = 0; level < pyramid.Levels; level++)
        {
            scale[level] = Math.Max(scale[level], Math.Max(1e-3 * whole, 1e-9));
        }

        return any;
    }

    private void Reweight(ReadOnlySpan<float> field, ReadOnlySpan<float> by, double slope, int pass)
    {
        for (var level = 0; level < pyramid.Levels; level++)
        {
            for (var i = pyramid.Offsets[level]; i < pyramid.Offsets[level + 1]; i++)
            {
                var size = Math.Abs(field[i] - (slope * by[i])) / scale[level];
                var near = Math.Max(0, 1 - (size / BiweightLimit * (size / BiweightLimit)));
                robust[i] = pass < Huber ? Math.Min(1, HuberLimit / Math.Max(size, 1e-300)) : near * near;
            }
        }
    }

    private double Sigma(ReadOnlySpan<float> field, ReadOnlySpan<float> by, double slope)
    {
        var parts = new double[BlocksAcross * BlocksAcross];
        var bend = 0.0;
        for (var level = 0; level < pyramid.Levels; level++)
        {
            var (rows, columns) = pyramid.Size(level);
            for (var i = pyramid.Offsets[level]; i < pyramid.Offsets[level + 1]; i++)
            {
                var at = i - pyramid.Offsets[level];
                var part = (at / columns * BlocksAcross / rows * BlocksAcross) + (at % columns * BlocksAcross / columns);
                var residual = field[i] - (slope * by[i]);
                parts[part] += Share[i] * by[i] * residual;

                // How fast the weighted residual changes with the residual itself: less than its weight, far out even backwards.
                var far = residual / scale[level] / BiweightLimit;
                far *= far;
                bend += far < 1 ? pyramid.Weight[i] / (scale[level] * scale[level]) * by[i] * by[i] * (1 - far) * (1 - (5 * far)) : 0;
            }
        }

        var used = parts.Count(p => p != 0);
        if (used < 2 || !(bend > 0))
        {
            return double.NaN;
        }

        // Few parts tell little of their own scatter: never less than samples without dependence would have.
        var byParts = Math.Sqrt(parts.Sum(p => p * p) * used / (used - 1)) / bend;
        return Math.Max(byParts, Math.Sqrt(1 / bend));
    }
}
