using System.Numerics.Tensors;

namespace Plumb.Uncertainty;

/// <summary>
/// The noise that a pixel shares with others, whatever function of its series is asked: that of the reference, and that of the dates with what a filter over them leaves of it.
/// Immutable and safe for threads.
/// </summary>
public sealed class SharedNoise
{
    private readonly ReferenceNoise? reference;
    private readonly AtmosphereModel? atmosphere;
    private readonly double[] starts = [];
    private readonly double[][] left = [];
    private readonly double[] leftOfSlopes = [];

    /// <summary>The noise of a run.</summary>
    /// <param name="reference">Noise of the reference; null when unknown.</param>
    /// <param name="atmosphere">Noise of the dates; null when unknown.</param>
    /// <param name="filter">Correction that is a filter over the dates; null for none.</param>
    public SharedNoise(ReferenceNoise? reference, AtmosphereModel? atmosphere, TimeFilter? filter = null)
    {
        (this.reference, this.atmosphere) = (reference, atmosphere);
        if (atmosphere is null)
        {
            return;
        }

        if (filter is null)
        {
            starts = [0];
            return;
        }

        // What a filter leaves is linear in the fields: its matrices are what it leaves of each date alone. The variance of a difference of two places is twice that of a field.
        double[][] alone = [.. Enumerable.Range(0, filter.Dates).Select(d => SeriesScale.Unit(filter.Dates, d))];
        var levels = filter.Levels(alone, atmosphere.Form);
        starts = [.. levels.Select(l => 2 * l.From)];
        left = [.. levels.Select(l => l.Left.SelectMany(rest => rest).ToArray())];
        leftOfSlopes = [.. alone.SelectMany(f => filter.RestWithoutRamps(f))];
    }

    /// <summary>Values that <see cref="Combine"/> needs as working memory (count).</summary>
    /// <param name="dates">Number of dates (count).</param>
    public static int WorkLength(int dates) => 2 * dates;

    /// <summary>The noise of a function.</summary>
    /// <param name="coefficients">Coefficients of the displacements by date, any unit; shape (date).</param>
    public FunctionNoise Of(ReadOnlySpan<double> coefficients)
    {
        var levels = new NoiseLevel[starts.Length];
        var (own, slope) = Parts(coefficients, new double[WorkLength(coefficients.Length)], levels);
        return new FunctionNoise(own, levels, slope);
    }

    /// <summary>Adds up the parts of a function that is each pixel's own, see <see cref="SigmaBudget"/>. Allocates nothing.</summary>
    /// <param name="functions">Coefficients of the displacements, any unit; shape (date, pixel); where they are NaN the result is.</param>
    /// <param name="pairs">Standard deviation by the noise of the pixel's pairs, metres times the unit of the function; shape (pixel).</param>
    /// <param name="area">What the form of the dates' noise does over the distance to the reference (metres squared per metre squared of sill); shape (pixel).</param>
    /// <param name="rise">Height above the reference, metres; shape (pixel); empty where not known.</param>
    /// <param name="one">Working memory (unit: elements); shape (date).</param>
    /// <param name="work">Working memory (unit: elements), <see cref="WorkLength"/> values.</param>
    /// <param name="total">Receives the standard deviation, metres times the unit of the function; shape (pixel).</param>
    public void Combine(
        ReadOnlySpan<float> functions, ReadOnlySpan<float> pairs, ReadOnlySpan<float> area, ReadOnlySpan<float> rise, Span<double> one, Span<double> work, Span<float> total)
    {
        Span<NoiseLevel> levels = stackalloc NoiseLevel[starts.Length];
        for (var i = 0; i < total.Length; i++)
        {
            if (float.IsNaN(pairs[i]))
            {
                total[i] = float.NaN;
                continue;
            }

            for (var d = 0; d < one.Length; d++)
            {
                one[d] = functions[(d * total.Length) + i];
            }

            var (own, slope) = Parts(one, work, levels);
            SigmaBudget.Combine(own, levels, slope, pairs.Slice(i, 1), area.Slice(i, 1), rise.IsEmpty ? rise : rise.Slice(i, 1), total.Slice(i, 1), []);
        }
    }

    /// <summary>Variances that the reference and slopes with height add to a function, and the levels of the noise of the dates.</summary>
    private (double Reference, double HeightSlope) Parts(ReadOnlySpan<double> coefficients, Span<double> work, Span<NoiseLevel> levels)
    {
        var fields = work[..coefficients.Length];
        var rest = work.Slice(coefficients.Length, coefficients.Length);
        var own = reference?.Of(coefficients, fields) ?? 0;
        if (atmosphere is null)
        {
            return (own, 0);
        }

        AtmosphereModel.Fields(coefficients, fields);
        if (left.Length == 0)
        {
            var (sill, slope) = atmosphere.Of(fields);
            levels[0] = new NoiseLevel(0, sill);
            return (own, slope);
        }

        for (var k = 0; k < levels.Length; k++)
        {
            Leave(left[k], fields, rest);
            levels[k] = new NoiseLevel(starts[k], atmosphere.Of(rest).Sill);
        }

        Leave(leftOfSlopes, fields, rest);
        return (own, atmosphere.Of(rest).HeightSlope);
    }

    private static void Leave(double[] matrix, ReadOnlySpan<double> fields, Span<double> rest)
    {
        rest.Clear();
        for (var d = 0; d < fields.Length; d++)
        {
            TensorPrimitives.MultiplyAdd(matrix.AsSpan(d * rest.Length, rest.Length), fields[d], rest, rest);
        }
    }
}
