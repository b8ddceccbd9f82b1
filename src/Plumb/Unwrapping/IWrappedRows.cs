namespace Plumb.Unwrapping;

/// <summary>
/// An interferogram that is read row by row, from north to south, as often as it is asked for. A pixel is left out where its phase is NaN or infinite,
/// where its coherence is NaN, 0 or less, or where its amplitude is NaN, 0 or less. Used by one thread at a time.
/// </summary>
public interface IWrappedRows
{
    /// <summary>Number of rows, pixels.</summary>
    int Rows { get; }

    /// <summary>Number of columns, pixels.</summary>
    int Columns { get; }

    /// <summary>Whether there is a coherence.</summary>
    bool HasCoherence { get; }

    /// <summary>Whether there is an amplitude.</summary>
    bool HasAmplitude { get; }

    /// <summary>Mean of all amplitudes that are positive and finite, in their unit; 0 where there are none.</summary>
    double MeanAmplitude();

    /// <summary>Reads whole rows.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="phase">Receives the phase, radian; whole cycles in it do not count; shape (count, columns); NaN is no-data.</param>
    /// <param name="coherence">Receives the sample coherence, 0 to 1 (pure number); shape (count, columns); empty where there is none.</param>
    /// <param name="amplitude">Receives the amplitude, any unit; shape (count, columns); empty where there is none.</param>
    /// <exception cref="RequestException">The rows cannot be read.</exception>
    void Read(int row, int count, Span<float> phase, Span<float> coherence, Span<float> amplitude);
}

/// <summary>An interferogram in memory, read row by row.</summary>
internal sealed class ImageRows(WrappedImage image) : IWrappedRows
{
    /// <inheritdoc/>
    public int Rows => image.Rows;

    /// <inheritdoc/>
    public int Columns => image.Columns;

    /// <inheritdoc/>
    public bool HasCoherence => image.Coherence is not null;

    /// <inheritdoc/>
    public bool HasAmplitude => image.Amplitude is not null;

    /// <inheritdoc/>
    public double MeanAmplitude()
    {
        var mean = new AmplitudeMean();
        mean.Add(image.Amplitude);
        return mean.Value;
    }

    /// <inheritdoc/>
    public void Read(int row, int count, Span<float> phase, Span<float> coherence, Span<float> amplitude)
    {
        var (first, pixels) = (row * image.Columns, count * image.Columns);
        image.Phase.AsSpan(first, pixels).CopyTo(phase);
        image.Coherence?.AsSpan(first, pixels).CopyTo(coherence);
        image.Amplitude?.AsSpan(first, pixels).CopyTo(amplitude);
    }
}

/// <summary>Mean of the amplitudes that are positive and finite, in their unit, added up in order.</summary>
public sealed class AmplitudeMean
{
    private double sum;
    private long count;

    /// <summary>The mean of what was added, in the unit of the amplitudes; 0 for nothing.</summary>
    public double Value => count > 0 ? sum / count : 0;

    /// <summary>Adds amplitudes.</summary>
    /// <param name="amplitude">Amplitudes, any unit; any shape; NaN is no-data.</param>
    public void Add(ReadOnlySpan<float> amplitude)
    {
        foreach (var a in amplitude)
        {
            if (a > 0 && float.IsFinite(a))
            {
                sum += a;
                count++;
            }
        }
    }
}
