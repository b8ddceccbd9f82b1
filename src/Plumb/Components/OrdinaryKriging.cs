using System.Runtime.CompilerServices;
using Plumb.Kernels;
using Plumb.Uncertainty;

namespace Plumb.Components;

/// <summary>
/// Ordinary Kriging: the best linear unbiased estimate of a field of unknown level from places near by (Matheron 1963, doi:10.2113/gsecongeo.58.8.1246; Cressie 1993, section
/// 3.2). With C the covariance of the field between the places, D the variances of their own noise and c that of the places with the target, the weights are
/// w = (C + D)^-1 (c + m 1) with m such that they sum to 1, and the variance of the estimate is C(0) - w'c + m. With D = 0 a place is met exactly; with D the noise is
/// filtered out. Eight targets side by side, in double precision; allocates nothing; safe for threads with their own scratch.
/// </summary>
public static unsafe class OrdinaryKriging
{
    /// <summary>Most places a target takes from, a count.</summary>
    public const int MostPlaces = 128;

    // Share of the sill that is added to the noise, so that places on one spot do not make the system singular.
    private const double Floor = 1e-9;

    /// <summary>Numbers of scratch, double precision, a count.</summary>
    /// <param name="places">Number of places a target takes from.</param>
    public static int ScratchLength(int places) => DoubleLane.Width * ((places * (places + 1) / 2) + (3 * places));

    /// <summary>Weights of the places of a set of targets.</summary>
    /// <param name="field">The semivariogram of the field, of a form that levels off; its nugget counts as noise of every place.</param>
    /// <param name="data">The places.</param>
    /// <param name="nearest">Places that each target takes from, index into <paramref name="data"/>, -1 for none; shape (target, place).</param>
    /// <param name="targets">The targets: coordinates, metres; shape (target).</param>
    /// <param name="weights">Receives the weights, pure numbers that sum to 1 for each target; shape (target, place); NaN for a target without places.</param>
    /// <param name="variances">Receives the variance of each estimate, metres squared or the square of the field's own unit; shape (target).</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> numbers, of no meaning before or after.</param>
    /// <exception cref="ArgumentException">The semivariogram does not level off, there are too many places, or a span is too short.</exception>
    public static void Solve(
        VariogramModel field, KrigingData data, ReadOnlySpan<int> nearest, (double[] East, double[] North) targets, Span<double> weights, Span<double> variances, Span<double> scratch)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(data);
        var count = targets.East.Length;
        var places = count == 0 ? 0 : nearest.Length / count;
        if (field.Family == VariogramFamily.Power || places > MostPlaces || weights.Length < count * places || variances.Length < count || scratch.Length < ScratchLength(places))
        {
            throw new ArgumentException($"Kriging of {count} targets from {places} places each (at most {MostPlaces}) needs a semivariogram that levels off and room for the weights.", nameof(field));
        }

        fixed (double* memory = scratch)
        {
            for (var first = 0; first < count; first += DoubleLane.Width)
            {
                var lanes = Math.Min(DoubleLane.Width, count - first);
                Eight(field, data, nearest.Slice(first * places, lanes * places), new Points(targets.East.AsSpan(first, lanes), targets.North.AsSpan(first, lanes)), weights[(first * places)..], variances[first..], (DoubleLane*)memory);
            }
        }
    }

    private static void Eight(
        VariogramModel field, KrigingData data, ReadOnlySpan<int> nearest, Points targets, Span<double> weights, Span<double> variances, DoubleLane* memory)
    {
        var (lanes, places) = (targets.East.Length, nearest.Length / targets.East.Length);
        var matrix = memory;
        var cross = matrix + (places * (places + 1) / 2);
        var solved = cross + places;
        var ones = solved + places;
        for (var lane = 0; lane < DoubleLane.Width; lane++)
        {
            // Lanes beyond the last target repeat it.
            var target = Math.Min(lane, lanes - 1);
            Fill(field, data, nearest.Slice(target * places, places), targets.East[target], targets.North[target], (double*)matrix + lane, (double*)cross + lane, (double*)ones + lane);
        }

        Factor(places, matrix);
        for (var j = 0; j < places; j++)
        {
            solved[j] = cross[j];
        }

        Weights(places, matrix, solved, ones, cross, field.Sill, out var variance);
        for (var lane = 0; lane < lanes; lane++)
        {
            var isAlone = nearest[lane * places] < 0;
            variances[lane] = isAlone ? double.NaN : Math.Max(0, ((double*)&variance)[lane]);
            for (var j = 0; j < places; j++)
            {
                weights[(lane * places) + j] = isAlone ? double.NaN : nearest[(lane * places) + j] < 0 ? 0 : ((double*)(solved + j))[lane];
            }
        }
    }

    /// <summary>Covariances of one lane: lower triangle, right side and ones; a place that is not there has a row of the unit matrix.</summary>
    private static void Fill(VariogramModel field, KrigingData data, ReadOnlySpan<int> nearest, double x, double y, double* matrix, double* cross, double* ones)
    {
        const int Step = DoubleLane.Width;
        var at = 0;
        for (var j = 0; j < nearest.Length; j++)
        {
            var a = nearest[j];
            for (var k = 0; k < j; k++, at += Step)
            {
                var b = nearest[k];
                matrix[at] = a < 0 || b < 0 ? 0 : Covariance(field, data.East[a] - data.East[b], data.North[a] - data.North[b]);
            }

            matrix[at] = a < 0 ? 1 : field.Sill + field.Nugget + data.Noise[a] + (Floor * field.Sill);
            at += Step;
            cross[j * Step] = a < 0 ? 0 : Covariance(field, data.East[a] - x, data.North[a] - y);
            ones[j * Step] = a < 0 ? 0 : 1;
        }
    }

    private static double Covariance(VariogramModel field, double dx, double dy) => field.Sill - field.Shared(Math.Sqrt((dx * dx) + (dy * dy)));

    /// <summary>A = L L' in place, the diagonal of L inverted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Factor(int order, DoubleLane* a)
    {
        var row = a;
        for (var j = 0; j < order; j++)
        {
            var other = a;
            for (var k = 0; k < j; k++)
            {
                var sum = row[k];
                for (var m = 0; m < k; m++)
                {
                    sum -= row[m] * other[m];
                }

                row[k] = sum * other[k];
                other += k + 1;
            }

            var pivot = row[j];
            for (var k = 0; k < j; k++)
            {
                pivot -= row[k] * row[k];
            }

            row[j] = DoubleLane.Splat(1) / DoubleLane.Sqrt(pivot);
            row += j + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Weights(int order, DoubleLane* factor, DoubleLane* solved, DoubleLane* ones, DoubleLane* cross, double sill, out DoubleLane variance)
    {
        Both(order, factor, solved);
        Both(order, factor, ones);
        var (sum, total) = (DoubleLane.Zero, DoubleLane.Zero);
        for (var j = 0; j < order; j++)
        {
            (sum, total) = (sum + solved[j], total + ones[j]);
        }

        var multiplier = (DoubleLane.Splat(1) - sum) / total;
        variance = DoubleLane.Splat(sill) + multiplier;
        for (var j = 0; j < order; j++)
        {
            solved[j] = DoubleLane.Fma(multiplier, ones[j], solved[j]);
            variance -= solved[j] * cross[j];
        }
    }

    /// <summary>L L' x = b in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Both(int order, DoubleLane* factor, DoubleLane* b)
    {
        for (var j = 0; j < order; j++)
        {
            var row = factor + (j * (j + 1) / 2);
            var sum = b[j];
            for (var k = 0; k < j; k++)
            {
                sum -= row[k] * b[k];
            }

            b[j] = sum * row[j];
        }

        for (var j = order - 1; j >= 0; j--)
        {
            var row = factor + (j * (j + 1) / 2);
            var x = b[j] * row[j];
            b[j] = x;
            for (var k = 0; k < j; k++)
            {
                b[k] -= row[k] * x;
            }
        }
    }

    private readonly ref struct Points(ReadOnlySpan<double> east, ReadOnlySpan<double> north)
    {
        public ReadOnlySpan<double> East { get; } = east;

        public ReadOnlySpan<double> North { get; } = north;
    }
}

/// <summary>The places that Kriging takes from.</summary>
/// <param name="East">East coordinates, metres; shape (place).</param>
/// <param name="North">North coordinates, metres; shape (place).</param>
/// <param name="Noise">Variance of each place's own noise, metres squared or the square of the field's own unit; shape (place).</param>
public sealed record KrigingData(double[] East, double[] North, double[] Noise);
