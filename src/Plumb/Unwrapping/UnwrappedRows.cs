using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>
/// An unwrapped interferogram that is looked at by rows: as <see cref="UnwrappedImage"/>, but it lies in working memory, which may be a file.
/// Give it back by <see cref="Dispose"/>.
/// </summary>
public sealed unsafe class UnwrappedRows : IDisposable
{
    private readonly WorkingMemory memory;
    private readonly WorkingArray<float> phase;
    private WorkingArray<byte>? components;

    internal UnwrappedRows(int rows, int columns, WorkingMemory memory)
    {
        (Rows, Columns, this.memory) = (rows, columns, memory);
        phase = new WorkingArray<float>(memory, (long)rows * columns, "Unwrapping: the phase");
    }

    /// <summary>Number of rows, pixels.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, pixels.</summary>
    public int Columns { get; }

    /// <summary>Number of pixels that have a value (count).</summary>
    public long Pixels => Found.Pixels;

    /// <summary>Number of residues (count): loops of 2 x 2 pixels around which the wrapped differences do not add up to zero.</summary>
    public long Residues => Found.Residues;

    /// <summary>Number of regions (count): sets of pixels that hang together by their edges.</summary>
    public int Regions => Found.Regions;

    /// <summary>Components by falling size; the first is number 1 in <see cref="ComponentOf"/>.</summary>
    public IReadOnlyList<UnwrappedComponent> Components => Found.Components;

    internal UnwrappingFound Found { get; set; } = new(0, 0, 0, []);

    internal float* PhaseStart => phase.Pointer;

    /// <summary>Unwrapped phase of rows, radian; shape (count, columns); NaN is no-data. Lies in the memory itself: valid until <see cref="Dispose"/>.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="count">Number of rows.</param>
    public Span<float> Phase(int row, int count)
    {
        Check(row, count);
        memory.Ease((long)count * Columns);
        return new Span<float>(phase.Pointer + ((long)row * Columns), checked(count * Columns));
    }

    /// <summary>Number of the component of each pixel of rows, 0 for none (count); shape (count, columns). Valid until <see cref="Dispose"/>.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="count">Number of rows.</param>
    public ReadOnlySpan<byte> ComponentOf(int row, int count)
    {
        Check(row, count);
        memory.Ease((long)count * Columns);
        return new ReadOnlySpan<byte>(components!.Pointer + ((long)row * Columns), checked(count * Columns));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        phase.Dispose();
        components?.Dispose();
    }

    internal nint TakeComponents(long pixels)
    {
        components = new WorkingArray<byte>(memory, pixels, "Unwrapping: components");
        return (nint)components.Pointer;
    }

    private void Check(int row, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)row + count, Rows);
    }
}

/// <summary>What is told of an unwrapped interferogram beside its pixels.</summary>
internal sealed record UnwrappingFound(long Pixels, long Residues, int Regions, IReadOnlyList<UnwrappedComponent> Components);
