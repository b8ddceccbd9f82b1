using Plumb.Grids;

namespace Plumb.Uncertainty;

/// <summary>
/// Measures the noise that pixels share, date by date, from the series themselves: semivariogram of the residuals of <see cref="MotionFilter"/> over random pairs of places
/// (empirical covariance with distance as in Hanssen 2001, section 4.7; Sudhaus and Jonsson 2009, doi:10.1111/j.1365-246X.2008.03989.x), the mean over all pairs without
/// any plane taken off first, as a plane is part of what a pixel's distance from the reference costs. Half the mean square is taken and no robust measure of spread:
/// within one image differences follow its gradient and are not normal. Places whose residual is far larger than usual are left out instead.
/// </summary>
public static class AtmosphereEstimate
{
    private const double LargestRms = 3;
    private const double HeightLimit = 4;
    private const int Quarters = 4;

    /// <summary>Measures and fits.</summary>
    /// <param name="pairs">The pairs of places.</param>
    /// <param name="filter">What takes motion off.</param>
    /// <param name="series">Displacement of the places of <see cref="PlacePairs.Pixels"/>, metres; shape (place, date); changed: becomes the residual. A place with a NaN is left out.</param>
    /// <param name="heights">Heights of the places, metres; shape (place); empty where not known.</param>
    /// <param name="family">Form of the semivariogram; null for the one that fits best.</param>
    /// <returns>The model, or null where too few places are left.</returns>
    /// <exception cref="ArgumentException">The series do not fit places and dates.</exception>
    public static AtmosphereModel? Of(PlacePairs pairs, MotionFilter filter, Span<float> series, ReadOnlySpan<float> heights, VariogramFamily? family = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(filter);
        var dates = filter.Dates;
        if (series.Length != (long)pairs.Pixels.Length * dates || (!heights.IsEmpty && heights.Length != pairs.Pixels.Length))
        {
            throw new ArgumentException($"{series.Length} values and {heights.Length} heights do not fit {pairs.Pixels.Length} places of {dates} dates.", nameof(series));
        }

        Filter(filter, series, pairs.Pixels.Length);
        (double[] Slope, double[] Variance)? slopes = heights.IsEmpty ? null : Slopes(pairs, series, dates, heights);
        var test = slopes is null ? double.NaN : Test(slopes, dates - filter.Terms);
        var used = test > HeightLimit ? slopes : null;
        var sums = new Sums(pairs, series, dates, heights, used);
        var kept = sums.Kept();
        return kept.Length < 3 ? null : Fit(pairs, filter, sums, kept, used, test, family);
    }

    private static void Filter(MotionFilter filter, Span<float> series, int places)
    {
        var dates = filter.Dates;
        var rms = new List<float>(places);
        for (var i = 0; i < places; i++)
        {
            var one = series.Slice(i * dates, dates);
            if (one.ContainsAnyExceptInRange(-1e6f, 1e6f))
            {
                one.Fill(float.NaN);
                continue;
            }

            filter.Apply(one);
            rms.Add(System.Numerics.Tensors.TensorPrimitives.Norm<float>(one));
        }

        var limit = LargestRms * OrderStatistics.Median(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rms));
        for (var i = 0; i < places; i++)
        {
            var one = series.Slice(i * dates, dates);
            if (!(System.Numerics.Tensors.TensorPrimitives.Norm<float>(one) <= limit))
            {
                one.Fill(float.NaN);
            }
        }
    }

    /// <summary>Slope of the residuals with height by date, and its variance, from pairs weighted by how much each class can tell.</summary>
    private static (double[] Slope, double[] Variance) Slopes(PlacePairs pairs, ReadOnlySpan<float> series, int dates, ReadOnlySpan<float> heights)
    {
        var plain = new Sums(pairs, series, dates, default, null);
        var (slope, variance) = (new double[dates], new double[dates]);
        for (var k = 0; k < pairs.Distance.Length; k++)
        {
            var effective = Math.Min(1, pairs.Area / (pairs.Distance[k] * pairs.Distance[k]) / (pairs.Start[k + 1] - pairs.Start[k]));
            for (var p = pairs.Start[k]; p < pairs.Start[k + 1]; p++)
            {
                var (a, b) = (pairs.First[p], pairs.Second[p]);
                var rise = (double)heights[a] - heights[b];
                if (!double.IsFinite(rise) || float.IsNaN(series[a * dates]) || float.IsNaN(series[b * dates]))
                {
                    continue;
                }

                for (var i = 0; i < dates; i++)
                {
                    var semivariance = plain.Of(k, i);
                    if (semivariance > 0)
                    {
                        var weight = effective / (2 * semivariance);
                        slope[i] += weight * rise * ((double)series[(a * dates) + i] - series[(b * dates) + i]);
                        variance[i] += weight * rise * rise;
                    }
                }
            }
        }

        for (var i = 0; i < dates; i++)
        {
            slope[i] = variance[i] > 0 ? slope[i] / variance[i] : 0;
            variance[i] = variance[i] > 0 ? 1 / variance[i] : 0;
        }

        return (slope, variance);
    }

    /// <summary>How far the sum of the squared slopes over their variances lies above its expectation, in standard deviations of a chi-squared of so many degrees.</summary>
    private static double Test((double[] Slope, double[] Variance)? slopes, int degrees)
    {
        var sum = 0.0;
        for (var i = 0; i < slopes!.Value.Slope.Length; i++)
        {
            sum += slopes.Value.Variance[i] > 0 ? slopes.Value.Slope[i] * slopes.Value.Slope[i] / slopes.Value.Variance[i] : 0;
        }

        var spare = Math.Max(1, degrees);
        return (sum - spare) / Math.Sqrt(2.0 * spare);
    }

    private static AtmosphereModel Fit(
        PlacePairs pairs, MotionFilter filter, Sums sums, int[] kept, (double[] Slope, double[] Variance)? slopes, double test, VariogramFamily? family)
    {
        var dates = filter.Dates;
        var all = pairs.Weights();
        var distance = Array.ConvertAll(kept, k => pairs.Distance[k]);
        var weight = Array.ConvertAll(kept, k => all[k]);
        var spare = (double)dates / Math.Max(1, dates - filter.Terms);
        var pooled = Array.ConvertAll(kept, k => spare * Enumerable.Range(0, dates).Average(i => sums.Of(k, i)));
        var mean = VariogramFit.Fit(distance, pooled, weight, family);
        var shape = mean with { Nugget = 0, Sill = 1 };
        var (sill, nugget) = Scales(shape, filter, sums, kept, distance, weight, -1);
        var errors = Errors(shape, filter, sums, kept, distance, weight, dates);
        var height = new double[dates];
        if (slopes is { } found)
        {
            filter.Unmix(Enumerable.Range(0, dates).Select(i => Math.Max(0, (found.Slope[i] * found.Slope[i]) - found.Variance[i])).ToArray(), height);
        }

        var noise = new DateNoise[dates];
        for (var i = 0; i < dates; i++)
        {
            var own = Array.ConvertAll(kept, k => sums.Of(k, i));
            var told = VariogramFit.Scale(shape, distance, own, weight);
            var factor = told.Sill > 0 ? sill[i] / told.Sill : spare;
            noise[i] = new DateNoise(sill[i], errors[i], nugget[i], height[i], VariogramFit.Fit(distance, Array.ConvertAll(own, v => v * factor), weight, mean.Family));
        }

        var empirical = kept.Select((k, n) => new SemivariogramClass(distance[n], pooled[n], pairs.Start[k + 1] - pairs.Start[k])).ToArray();
        return new AtmosphereModel(shape, mean, noise, empirical, test);
    }

    /// <summary>Scale and nugget of each date, given back what the filter took, one quarter of the scene left out (or none).</summary>
    private static (double[] Sill, double[] Nugget) Scales(
        VariogramModel shape, MotionFilter filter, Sums sums, int[] kept, double[] distance, double[] weight, int without)
    {
        var dates = filter.Dates;
        var (mixed, rest) = (new double[dates], new double[dates]);
        for (var i = 0; i < dates; i++)
        {
            var model = VariogramFit.Scale(shape, distance, Array.ConvertAll(kept, k => sums.Of(k, i, without)), weight);
            (mixed[i], rest[i]) = (model.Sill, model.Nugget);
        }

        var (sill, nugget) = (new double[dates], new double[dates]);
        filter.Unmix(mixed, sill);
        filter.Unmix(rest, nugget);
        return (sill, nugget);
    }

    private static double[] Errors(VariogramModel shape, MotionFilter filter, Sums sums, int[] kept, double[] distance, double[] weight, int dates)
    {
        var without = Enumerable.Range(0, Quarters).Select(q => Scales(shape, filter, sums, kept, distance, weight, q).Sill).ToArray();
        return Enumerable.Range(0, dates).Select(i =>
        {
            var mean = without.Average(s => s[i]);
            return Math.Sqrt((Quarters - 1.0) / Quarters * without.Sum(s => (s[i] - mean) * (s[i] - mean)));
        }).ToArray();
    }

    /// <summary>Half the mean squared differences by class, date and quarter of the scene (by the first place, which quarter of the row of pixels it lies in).</summary>
    private sealed class Sums
    {
        private readonly double[] sum;
        private readonly double[] count;
        private readonly int dates;
        private readonly int classes;

        public Sums(PlacePairs pairs, ReadOnlySpan<float> series, int dates, ReadOnlySpan<float> heights, (double[] Slope, double[] Variance)? slopes)
        {
            this.dates = dates;
            classes = pairs.Distance.Length;
            sum = new double[Quarters * classes * dates];
            count = new double[Quarters * classes];
            for (var k = 0; k < classes; k++)
            {
                for (var p = pairs.Start[k]; p < pairs.Start[k + 1]; p++)
                {
                    var (a, b) = (pairs.First[p], pairs.Second[p]);
                    var rise = slopes is null ? 0 : (double)heights[a] - heights[b];
                    if (float.IsNaN(series[a * dates]) || float.IsNaN(series[b * dates]) || !double.IsFinite(rise))
                    {
                        continue;
                    }

                    var quarter = (int)((long)a * Quarters / pairs.Pixels.Length);
                    count[(quarter * classes) + k]++;
                    var row = sum.AsSpan(((quarter * classes) + k) * dates, dates);
                    for (var i = 0; i < dates; i++)
                    {
                        var d = (double)series[(a * dates) + i] - series[(b * dates) + i] - (slopes is { } found ? found.Slope[i] * rise : 0);
                        row[i] += 0.5 * d * d;
                    }
                }
            }
        }

        public double Of(int k, int date, int without = -1)
        {
            var (s, n) = (0.0, 0.0);
            for (var q = 0; q < Quarters; q++)
            {
                if (q != without)
                {
                    s += sum[(((q * classes) + k) * dates) + date];
                    n += count[(q * classes) + k];
                }
            }

            return n > 0 ? s / n : 0;
        }

        /// <summary>Classes with pairs in every quarter.</summary>
        public int[] Kept() => [.. Enumerable.Range(0, classes).Where(k => Enumerable.Range(0, Quarters).Count(q => count[(q * classes) + k] > 0) >= 2)];
    }
}
