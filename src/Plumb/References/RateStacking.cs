using System.Numerics;
using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Networks;

namespace Plumb.References;

/// <summary>
/// Rough rate of phase by stacking a few pairs, weighted by their time span: sum(phi dT) / sum(dT^2) over the valid pairs of a pixel, the
/// least-squares line through the origin, for finding ground that moves before any inversion. Stacking after Sandwell and Price 1998,
/// doi:10.1029/1998JB900008. Not a result: atmosphere and unwrapping errors are in it.
/// </summary>
public static class RateStacking
{
    /// <summary>Days of a year, 365.25 days.</summary>
    public const double DaysPerYear = 365.25;

    /// <summary>
    /// Chooses pairs for the stack: from the shortest ones, which are least likely to hold unwrapping errors, some spread evenly over time.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="count">How many pairs, at least 1; all when there are fewer.</param>
    /// <returns>Indices of pairs, ascending.</returns>
    public static IReadOnlyList<int> ChoosePairs(Network network, int count)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var byLength = Enumerable.Range(0, network.Pairs.Count).OrderBy(k => network.Pairs[k].Days).ThenBy(k => k).ToArray();
        if (byLength.Length <= count)
        {
            return byLength.Order().ToArray();
        }

        var longest = network.Pairs[byLength[count - 1]].Days;
        var shortest = byLength.Where(k => network.Pairs[k].Days <= longest).Order().ToArray();
        return Enumerable.Range(0, count)
            .Select(i => shortest[count == 1 ? shortest.Length / 2 : (int)((long)i * (shortest.Length - 1) / (count - 1))])
            .ToArray();
    }

    /// <summary>Time span of pairs, years of 365.25 days.</summary>
    /// <param name="pairs">The pairs.</param>
    public static double[] Years(IEnumerable<DatePair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return pairs.Select(p => p.Days / DaysPerYear).ToArray();
    }

    /// <summary>Stacks the pixels of a tile, many at a time. No allocation; the result does not depend on the tile.</summary>
    /// <param name="phase">Unwrapped phase, radians, shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <param name="offset">What to take off each pair, radians, shape (pair): its phase at a common place or its median over the scene, as
    /// each pair has its own constant. A pair whose offset is not finite is left out.</param>
    /// <param name="years">Time span of each pair, years, positive; shape (pair).</param>
    /// <param name="rates">Phase rates to write, radians per year, shape (pixel); NaN where fewer than <paramref name="minPairs"/> are valid.</param>
    /// <param name="minPairs">Least number of valid pairs of a pixel, at least 1.</param>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static void Solve(
        ReadOnlySpan<float> phase, ReadOnlySpan<float> offset, ReadOnlySpan<double> years, Span<float> rates, int minPairs = 1)
    {
        Check(phase, offset, years, rates, minPairs);
        var lanes = Vector<float>.Count;
        var pixel = 0;
        for (; pixel <= rates.Length - lanes; pixel += lanes)
        {
            var (sumLow, sumHigh, squareLow, squareHigh) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
            var count = Vector<int>.Zero;
            for (var pair = 0; pair < years.Length; pair++)
            {
                var value = new Vector<float>(phase.Slice((pair * rates.Length) + pixel, lanes));
                var given = Vector.AndNot(Vector<int>.AllBitsSet, Vector.Equals(value, Vector<float>.Zero));
                value -= new Vector<float>(offset[pair]);
                var valid = given & Vector.Equals(value - value, Vector<float>.Zero);
                Vector.Widen(Vector.ConditionalSelect(valid, value, Vector<float>.Zero), out var low, out var high);
                Vector.Widen(Vector.ConditionalSelect(valid, Vector<float>.One, Vector<float>.Zero), out var oneLow, out var oneHigh);
                var span = new Vector<double>(years[pair]);
                var square = new Vector<double>(years[pair] * years[pair]);
                sumLow += low * span;
                sumHigh += high * span;
                squareLow += oneLow * square;
                squareHigh += oneHigh * square;
                count -= valid;
            }

            var rate = Vector.Narrow(sumLow / squareLow, sumHigh / squareHigh);
            var enough = Vector.GreaterThanOrEqual(count, new Vector<int>(minPairs));
            Vector.ConditionalSelect(enough, rate, new Vector<float>(float.NaN)).CopyTo(rates.Slice(pixel, lanes));
        }

        SolveScalar(phase, offset, years, rates, minPairs, pixel);
    }

    /// <summary>The same as <see cref="Solve"/>, one pixel at a time: its specification.</summary>
    /// <param name="phase">Unwrapped phase, radians, shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <param name="offset">What to take off each pair, radians; shape (pair).</param>
    /// <param name="years">Time span of each pair, years, positive; shape (pair).</param>
    /// <param name="rates">Phase rates to write, radians per year; shape (pixel).</param>
    /// <param name="minPairs">Least number of valid pairs of a pixel, at least 1.</param>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static void SolveScalar(
        ReadOnlySpan<float> phase, ReadOnlySpan<float> offset, ReadOnlySpan<double> years, Span<float> rates, int minPairs = 1)
    {
        Check(phase, offset, years, rates, minPairs);
        SolveScalar(phase, offset, years, rates, minPairs, 0);
    }

    /// <summary>
    /// Centre of the rates of still ground: the middle of the shortest half of them, which a subsiding minority hardly moves.
    /// </summary>
    /// <param name="rates">Rates, radians per year, NaN is no-data; not changed. Shape (pixel).</param>
    /// <returns>The centre and a standard deviation of the half around it, radians per year; NaN when no rate is finite.</returns>
    public static (double Centre, double Spread) StillLevel(ReadOnlySpan<float> rates)
    {
        var finite = new float[rates.Length];
        var count = 0;
        foreach (var rate in rates)
        {
            if (float.IsFinite(rate))
            {
                finite[count++] = rate;
            }
        }

        return OrderStatistics.ShortestHalf(finite.AsSpan(0, count));
    }

    private static void SolveScalar(
        ReadOnlySpan<float> phase, ReadOnlySpan<float> offset, ReadOnlySpan<double> years, Span<float> rates, int minPairs, int fromPixel)
    {
        for (var pixel = fromPixel; pixel < rates.Length; pixel++)
        {
            var (sum, square, count) = (0.0, 0.0, 0);
            for (var pair = 0; pair < years.Length; pair++)
            {
                var value = phase[(pair * rates.Length) + pixel];
                var relative = value - offset[pair];
                if (value != 0 && float.IsFinite(relative))
                {
                    sum += relative * years[pair];
                    square += years[pair] * years[pair];
                    count++;
                }
            }

            rates[pixel] = count >= minPairs ? (float)(sum / square) : float.NaN;
        }
    }

    private static void Check(
        ReadOnlySpan<float> phase, ReadOnlySpan<float> offset, ReadOnlySpan<double> years, Span<float> rates, int minPairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minPairs, 1);
        if (offset.Length != years.Length || phase.Length != (long)years.Length * rates.Length)
        {
            throw new ArgumentException(
                $"{phase.Length} phases, {offset.Length} offsets and {years.Length} time spans do not fit {rates.Length} pixels.", nameof(phase));
        }
    }
}
