using System.Globalization;

namespace Plumb.Unwrapping;

/// <summary>
/// One interferogram to unwrap. A pixel is left out where its phase is NaN or infinite, where its coherence is NaN, 0 or less, or
/// where its amplitude is NaN, 0 or less. The arrays are not copied and not changed.
/// </summary>
public sealed class WrappedImage
{
    /// <summary>An interferogram.</summary>
    /// <param name="rows">Number of rows, pixels, at least 1.</param>
    /// <param name="columns">Number of columns, pixels, at least 1.</param>
    /// <param name="phase">Phase, radian; whole cycles in it do not count; shape (rows, columns); NaN is no-data.</param>
    /// <param name="coherence">Sample coherence, 0 to 1 (pure number); shape (rows, columns); null where there is none.</param>
    /// <param name="amplitude">Amplitude, any unit in proportion to the field strength; shape (rows, columns); null where there is none.</param>
    /// <exception cref="RequestException">The arrays do not have the shape, or the coherence is not between 0 and 1.</exception>
    public WrappedImage(int rows, int columns, float[] phase, float[]? coherence = null, float[]? amplitude = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentNullException.ThrowIfNull(phase);
        (Rows, Columns, Phase, Coherence, Amplitude) = (rows, columns, phase, coherence, amplitude);
        Check(phase, "The phase");
        Check(coherence, "The coherence");
        Check(amplitude, "The amplitude");
        CheckCoherence(coherence);
    }

    /// <summary>Number of rows, pixels.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, pixels.</summary>
    public int Columns { get; }

    /// <summary>Phase, radian; shape (rows, columns); NaN is no-data.</summary>
    public float[] Phase { get; }

    /// <summary>Sample coherence, 0 to 1 (pure number); shape (rows, columns); null where there is none.</summary>
    public float[]? Coherence { get; }

    /// <summary>Amplitude, any unit; shape (rows, columns); null where there is none.</summary>
    public float[]? Amplitude { get; }

    /// <summary>What other times say of the differences between neighbouring pixels; shape (rows, columns); null where nothing is known.</summary>
    public Temporal.ArcExpectations? Expectations { get; init; }

    /// <summary>Refuses what is no coherence.</summary>
    internal static void CheckCoherence(ReadOnlySpan<float> coherence)
    {
        // Not by TensorPrimitives.MaxNumber, which is NaN as soon as one value is.
        var largest = 0f;
        foreach (var value in coherence)
        {
            largest = value > largest ? value : largest;
        }

        if (largest > 1.001f)
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"The coherence reaches {largest:g4}, but it lies between 0 and 1. Check that the file is the coherence; divide it by 255 or 10000 where it was stored in whole numbers."));
        }
    }

    private void Check(float[]? values, string what)
    {
        if (values is not null && values.LongLength != (long)Rows * Columns)
        {
            throw new RequestException($"{what} has {values.LongLength} pixels, but the image has {Rows} x {Columns}. All files of one interferogram have the same size.");
        }
    }
}
