using System.Numerics.Tensors;
using Plumb.Grids;

namespace Plumb.Uncertainty;

/// <summary>What is known of the places at which the noise of dates is measured.</summary>
public sealed record PlaceSeries
{
    /// <summary>Displacement at the places of <see cref="PlacePairs.Pixels"/>, metres; shape (place, date); a place with a NaN is left out. Is changed: becomes the residual.</summary>
    public required float[] Series { get; init; }

    /// <summary>Standard deviation of the displacement by the noise of the pairs at one late date, in any one unit: only its ratio between places counts; shape (place); empty where not known.</summary>
    public float[] PairNoise { get; init; } = [];

    /// <summary>Heights, metres; shape (place); empty where not known.</summary>
    public float[] Heights { get; init; } = [];

    /// <summary>Share (0 to 1) of what is asked later that lies at each class of distance, see <see cref="PlacePairs.Relevance"/>; shape (class).</summary>
    public required double[] Relevance { get; init; }

    /// <summary>Whether the model stands for the measured semivariogram; otherwise that itself is used.</summary>
    public VariogramFamily? Family { get; init; }
}

/// <summary>
/// Measures the noise that pixels share, date by date, from the series themselves: semivariogram of the residuals of <see cref="MotionFilter"/> over random pairs of places
/// (empirical covariance with distance as in Hanssen 2001, section 4.7; Sudhaus and Jonsson 2009, doi:10.1111/j.1365-246X.2008.03989.x), the mean over all pairs without
/// any plane taken off first, as a plane is part of what a pixel's distance from the reference costs. Half the mean square is taken and no robust measure of spread:
/// within one image differences follow its gradient and are not normal. Places whose residual is far larger than usual are left out instead.
/// <para>The form in space is that of the mean over the dates. A date's scale is what its semivariances beyond the nugget are of the form's, over the distances that
/// matter. Noise of the pairs, which no two pixels share, is the nugget; as it differs from place to place, each class has its own share of it.</para>
/// </summary>
public static class AtmosphereEstimate
{
    private const double LargestRms = 3;
    private const double HeightLimit = 4;
    private const double LeastSigmas = 2;

    /// <summary>Measures and fits.</summary>
    /// <param name="pairs">The pairs of places.</param>
    /// <param name="filter">What takes motion off.</param>
    /// <param name="places">The places' series.</param>
    /// <returns>The model, or null where too few places are left.</returns>
    /// <exception cref="ArgumentException">The series do not fit places and dates.</exception>
    public static AtmosphereModel? Of(PlacePairs pairs, MotionFilter filter, PlaceSeries places)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(places);
        var (count, dates) = (pairs.Pixels.Length, filter.Dates);
        if (places.Series.Length != (long)count * dates || places.Relevance.Length != pairs.Distance.Length ||
            (places.Heights.Length != 0 && places.Heights.Length != count) || (places.PairNoise.Length != 0 && places.PairNoise.Length != count))
        {
            throw new ArgumentException($"The series, heights or shares do not fit {count} places of {dates} dates in {pairs.Distance.Length} classes.", nameof(places));
        }

        Filter(filter, places, count);
        var sums = new BlockSums(pairs, places, dates, null);
        var kept = sums.Kept();
        if (kept.Length < 3)
        {
            return null;
        }

        var fitting = new Fitting(pairs, filter, places, sums, kept);
        var slopes = places.Heights.Length == 0 ? null : HeightSlopes.Of(pairs, places, dates, fitting.Mean);
        var useHeight = slopes?.Test(dates - filter.Terms) > HeightLimit;
        return (useHeight ? new Fitting(pairs, filter, places, new BlockSums(pairs, places, dates, slopes), kept) : fitting).Model(slopes, useHeight);
    }

    private static void Filter(MotionFilter filter, PlaceSeries places, int count)
    {
        var dates = filter.Dates;
        var size = new float[count];
        for (var i = 0; i < count; i++)
        {
            var one = places.Series.AsSpan(i * dates, dates);
            var known = !one.ContainsAnyExceptInRange(-1e6f, 1e6f) && (places.PairNoise.Length == 0 || float.IsFinite(places.PairNoise[i]));
            if (known)
            {
                filter.Apply(one);
            }

            size[i] = known ? TensorPrimitives.Norm<float>(one) : float.NaN;
        }

        var finite = Array.FindAll(size, float.IsFinite);
        var limit = LargestRms * OrderStatistics.Median(finite);
        for (var i = 0; i < count; i++)
        {
            if (!(size[i] <= limit))
            {
                places.Series.AsSpan(i * dates, dates).Fill(float.NaN);
            }
        }
    }

    /// <summary>From the sums to the model.</summary>
    private sealed class Fitting
    {
        private readonly PlacePairs pairs;
        private readonly MotionFilter filter;
        private readonly PlaceSeries places;
        private readonly BlockSums sums;
        private readonly int[] kept;
        private readonly double[] distance;
        private readonly double[] weight;
        private readonly double[] relevance;
        private readonly double[] noise;
        private readonly double[] pooled;
        private readonly double spare;

        public Fitting(PlacePairs pairs, MotionFilter filter, PlaceSeries places, BlockSums sums, int[] kept)
        {
            (this.pairs, this.filter, this.places, this.sums, this.kept) = (pairs, filter, places, sums, kept);
            var weights = pairs.Weights();
            distance = Array.ConvertAll(kept, k => pairs.Distance[k]);
            weight = Array.ConvertAll(kept, k => weights[k]);
            relevance = Array.ConvertAll(kept, k => places.Relevance[k]);
            var mean = kept.Average(sums.NoiseOf);
            noise = Array.ConvertAll(kept, k => mean > 0 ? sums.NoiseOf(k) / mean : 1);
            spare = (double)filter.Dates / Math.Max(1, filter.Dates - filter.Terms);
            pooled = Array.ConvertAll(kept, k => spare * Enumerable.Range(0, filter.Dates).Average(i => sums.Of(k, i)));
            Mean = VariogramFit.Fit(distance, pooled, weight, noise, places.Family);
        }

        public VariogramModel Mean { get; }

        public AtmosphereModel Model(HeightSlopes? slopes, bool useHeight)
        {
            var dates = filter.Dates;
            var form = new DistanceForm(distance, Array.ConvertAll(Enumerable.Range(0, kept.Length).ToArray(), n => places.Family is null
                ? pooled[n] - (Mean.Nugget * noise[n])
                : Mean.Shared(distance[n])));
            var (sill, nugget) = Scales(form, -1);
            var total = Enumerable.Range(0, BlockSums.Blocks).Select(b => Scales(form, b).Sill.Sum()).ToArray();
            if (sill.Sum() < LeastSigmas * BlockSums.Jackknife(total))
            {
                Array.Clear(sill);
            }

            var error = ScaleShrinkage.Shrink(sill, ScaleShrinkage.Sampling(pairs, form, relevance, kept));

            var height = new double[dates];
            if (useHeight)
            {
                filter.Unmix(slopes!.Squares(), height);
            }

            var result = new DateNoise[dates];
            for (var i = 0; i < dates; i++)
            {
                var own = VariogramFit.Fit(distance, Array.ConvertAll(kept, k => spare * sums.Of(k, i)), weight, noise, Mean.Family);
                result[i] = new DateNoise(sill[i], error * sill[i], nugget[i], height[i], own);
            }

            var empirical = kept.Select((k, n) => new SemivariogramClass(distance[n], pooled[n], sums.PairsOf(k))).ToArray();
            return new AtmosphereModel(form, Mean, result, empirical, slopes?.Test(dates - filter.Terms) ?? double.NaN);
        }

        /// <summary>Scale and nugget of each date, given back what the filter took, one block of the scene left out (or none).</summary>
        private (double[] Sill, double[] Nugget) Scales(DistanceForm form, int without)
        {
            var dates = filter.Dates;
            var (mixed, rest) = (new double[dates], new double[dates]);
            var told = 0.0;
            for (var n = 0; n < kept.Length; n++)
            {
                told += relevance[n] * form.At(distance[n]);
            }

            for (var i = 0; i < dates; i++)
            {
                var own = Array.ConvertAll(kept, k => sums.Of(k, i, without));
                rest[i] = VariogramFit.Scale(Mean, distance, own, weight, noise).Nugget;
                var found = 0.0;
                for (var n = 0; n < kept.Length; n++)
                {
                    found += relevance[n] * (own[n] - (rest[i] * noise[n]));
                }

                mixed[i] = told > 0 ? Math.Max(0, found / told) : 0;
            }

            var (sill, nugget) = (new double[dates], new double[dates]);
            filter.Unmix(mixed, sill);
            filter.Unmix(rest, nugget);
            return (sill, nugget);
        }
    }
}
