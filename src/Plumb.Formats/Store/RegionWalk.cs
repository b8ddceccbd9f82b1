namespace Plumb.Formats.Store;

/// <summary>The chunks that a region touches, one after the other, last dimension fastest. Offsets are in elements.</summary>
internal readonly ref struct RegionWalk
{
    private readonly Span<int> index;
    private readonly Span<int> first;
    private readonly Span<int> last;
    private readonly Span<int> size;
    private readonly Span<int> inChunk;
    private readonly Span<int> inRegion;
    private readonly ReadOnlySpan<long> start;
    private readonly ReadOnlySpan<int> count;
    private readonly int[] chunk;

    /// <summary>A walk over a region with at least one element.</summary>
    public RegionWalk(Span<int> state, ReadOnlySpan<long> start, ReadOnlySpan<int> count, ArrayMetadata metadata)
    {
        var rank = count.Length;
        index = state[..rank];
        first = state.Slice(rank, rank);
        last = state.Slice(2 * rank, rank);
        size = state.Slice(3 * rank, rank);
        inChunk = state.Slice(4 * rank, rank);
        inRegion = state.Slice(5 * rank, rank);
        this.start = start;
        this.count = count;
        chunk = metadata.Chunk;
        for (var d = 0; d < rank; d++)
        {
            first[d] = (int)(start[d] / chunk[d]);
            last[d] = (int)((start[d] + count[d] - 1) / chunk[d]);
        }

        first.CopyTo(index);
        Place();
    }

    /// <summary>Index of the current chunk.</summary>
    public ReadOnlySpan<int> Index => index;

    /// <summary>Elements that the region and the current chunk share.</summary>
    public int BoxLength
    {
        get
        {
            var product = 1;
            foreach (var s in size)
            {
                product *= s;
            }

            return product;
        }
    }

    /// <summary>Integers of working space that a walk of a rank needs.</summary>
    public static int StateLength(int rank) => rank * 6;

    /// <summary>What the region and the current chunk share.</summary>
    public Box Box(Span<long> state, ReadOnlySpan<int> chunkShape, ReadOnlySpan<int> regionShape) =>
        new(state, size, chunkShape, inChunk, regionShape, inRegion);

    /// <summary>Steps to the next chunk; false after the last.</summary>
    public bool Next()
    {
        for (var d = index.Length - 1; d >= 0; d--)
        {
            if (++index[d] <= last[d])
            {
                Place();
                return true;
            }

            index[d] = first[d];
        }

        return false;
    }

    private void Place()
    {
        for (var d = 0; d < index.Length; d++)
        {
            var origin = (long)index[d] * chunk[d];
            var from = Math.Max(start[d], origin);
            var to = Math.Min(start[d] + count[d], origin + chunk[d]);
            (size[d], inChunk[d], inRegion[d]) = ((int)(to - from), (int)(from - origin), (int)(from - start[d]));
        }
    }
}
