namespace Plumb.Formats.Points;

/// <summary>
/// Takes points one after the other and writes them at once, so that any number of points needs the same memory.
/// The file appears under its name only when <see cref="Complete"/> has returned. One thread at a time.
/// </summary>
public interface IPointWriter : IDisposable
{
    /// <summary>Writes one point.</summary>
    /// <param name="point">The point: degrees, metres, metres per year.</param>
    /// <param name="series">Displacement along the line of sight, metres, positive towards the satellite, shape (dates); NaN is no-data.</param>
    /// <exception cref="ArgumentException">The series has not one value per date.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    void Write(in MeasuredPoint point, ReadOnlySpan<float> series);

    /// <summary>Finishes the file and gives it its name.</summary>
    /// <exception cref="IOException">The file cannot be finished; nothing stands under its name then.</exception>
    void Complete();
}
