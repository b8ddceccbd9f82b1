namespace Plumb.Formats.Store;

/// <summary>
/// The part of a region that one chunk covers, as runs of elements that are contiguous on both sides.
/// Offsets and strides are in elements; the last dimension has stride 1.
/// </summary>
internal ref struct Box
{
    private readonly Span<long> state;
    private readonly int rank;

    /// <summary>Longs of working space that a box of a rank needs.</summary>
    public static int StateLength(int rank) => rank * 4;

    /// <summary>A box of a size within two arrays, at an offset in each.</summary>
    /// <param name="state">Working space of <see cref="StateLength"/> longs.</param>
    /// <param name="size">Size of the box along each dimension.</param>
    /// <param name="innerShape">Shape of the chunk.</param>
    /// <param name="innerStart">Start of the box in the chunk.</param>
    /// <param name="outerShape">Shape of the region.</param>
    /// <param name="outerStart">Start of the box in the region.</param>
    public Box(
        Span<long> state, ReadOnlySpan<int> size, ReadOnlySpan<int> innerShape, ReadOnlySpan<int> innerStart, ReadOnlySpan<int> outerShape, ReadOnlySpan<int> outerStart)
    {
        this.state = state;
        rank = size.Length;
        long inner = 1, outer = 1;
        var merging = true;
        RunLength = 1;
        RunDimension = rank;
        for (var d = rank - 1; d >= 0; d--)
        {
            (state[d], state[rank + d], state[(2 * rank) + d], state[(3 * rank) + d]) = (0, size[d], inner, outer);
            InnerOffset += innerStart[d] * inner;
            OuterOffset += outerStart[d] * outer;
            if (merging)
            {
                RunLength *= size[d];
                RunDimension = d;
                merging = size[d] == innerShape[d] && size[d] == outerShape[d];
            }

            inner *= innerShape[d];
            outer *= outerShape[d];
        }
    }

    /// <summary>Elements per run.</summary>
    public int RunLength { get; }

    /// <summary>Offset of the current run in the chunk, elements.</summary>
    public long InnerOffset { get; private set; }

    /// <summary>Offset of the current run in the region, elements.</summary>
    public long OuterOffset { get; private set; }

    private int RunDimension { get; }

    /// <summary>Steps to the next run; false after the last.</summary>
    public bool Next()
    {
        for (var d = RunDimension - 1; d >= 0; d--)
        {
            var (inner, outer) = (state[(2 * rank) + d], state[(3 * rank) + d]);
            InnerOffset += inner;
            OuterOffset += outer;
            if (++state[d] < state[rank + d])
            {
                return true;
            }

            state[d] = 0;
            InnerOffset -= inner * state[rank + d];
            OuterOffset -= outer * state[rank + d];
        }

        return false;
    }
}
