namespace Plumb.Uncertainty;

/// <summary>
/// The noise that a pixel shares with others, whatever function of its series is asked: that of the reference, and that of the dates with what a filter over them leaves of it.
/// Immutable and safe for threads.
/// </summary>
public sealed class SharedNoise
{
    private readonly ReferenceNoise? reference;
    private readonly AtmosphereModel? atmosphere;
    private readonly TimeFilter? filter;
    private readonly double unseen;

    /// <summary>The noise of a run.</summary>
    /// <param name="reference">Noise of the reference; null when unknown.</param>
    /// <param name="atmosphere">Noise of the dates; null when unknown.</param>
    /// <param name="filter">Correction that is a filter over the dates; null for none.</param>
    public SharedNoise(ReferenceNoise? reference, AtmosphereModel? atmosphere, TimeFilter? filter = null)
    {
        (this.reference, this.atmosphere, this.filter) = (reference, atmosphere, filter);
        unseen = atmosphere is not null && filter is not null ? 2 * filter.Unseen(atmosphere.Form) : 0;
    }

    /// <summary>Values that <see cref="Of(ReadOnlySpan{double}, Span{double})"/> needs as working memory (count).</summary>
    /// <param name="dates">Number of dates (count).</param>
    public static int WorkLength(int dates) => 2 * dates;

    /// <summary>The noise of a function.</summary>
    /// <param name="coefficients">Coefficients of the displacements by date, any unit; shape (date).</param>
    public FunctionNoise Of(ReadOnlySpan<double> coefficients) => Of(coefficients, new double[WorkLength(coefficients.Length)]);

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

            SigmaBudget.Combine(Of(one, work), pairs.Slice(i, 1), area.Slice(i, 1), rise.IsEmpty ? rise : rise.Slice(i, 1), total.Slice(i, 1), []);
        }
    }

    /// <summary>The noise of a function. Allocates nothing.</summary>
    /// <param name="coefficients">Coefficients of the displacements by date, any unit; shape (date).</param>
    /// <param name="work">Working memory (unit: elements), <see cref="WorkLength"/> values.</param>
    public FunctionNoise Of(ReadOnlySpan<double> coefficients, Span<double> work)
    {
        var fields = work[..coefficients.Length];
        var rest = work.Slice(coefficients.Length, coefficients.Length);
        var own = reference?.Of(coefficients, fields) ?? 0;
        if (atmosphere is null)
        {
            return new FunctionNoise(own, 0, 0);
        }

        AtmosphereModel.Fields(coefficients, fields);
        if (filter is null)
        {
            var (sill, slope) = atmosphere.Of(fields);
            return new FunctionNoise(own, sill, slope);
        }

        filter.Rest(fields, rest);
        var (seen, heightSlope) = atmosphere.Of(rest);
        return new FunctionNoise(own, seen, heightSlope, atmosphere.Of(fields).Sill, unseen);
    }
}
