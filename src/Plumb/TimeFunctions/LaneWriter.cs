using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>Writes the lanes of one block to their pixels, those of the last block only as far as there are pixels; NaN where a pixel was not solved.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <param name="at">First pixel of the block.</param>
/// <param name="pixels">Number of pixels of the tile (count).</param>
/// <param name="solved">Mask of the pixels that were solved.</param>
internal readonly unsafe struct LaneWriter<T>(int at, int pixels, T solved)
    where T : unmanaged, ILane<T>
{
    private readonly int lanes = Math.Min(T.Width, pixels - at);

    /// <summary>Writes a value, NaN where the pixel was not solved; nothing where the row is empty.</summary>
    public void Value(Span<float> row, T value)
    {
        if (!row.IsEmpty)
        {
            Always(row, T.Select(solved, value, T.Splat(float.NaN)));
        }
    }

    /// <summary>A value where the pixel was solved, another elsewhere.</summary>
    public T OrElse(T value, T other) => T.Select(solved, value, other);

    /// <summary>Writes a value whether or not the pixel was solved; nothing where the row is empty.</summary>
    public void Always(Span<float> row, T value)
    {
        if (row.IsEmpty)
        {
            return;
        }

        if (lanes == T.Width)
        {
            fixed (float* start = row.Slice(at, lanes))
            {
                *(T*)start = value;
            }
        }
        else
        {
            new ReadOnlySpan<float>(&value, lanes).CopyTo(row[at..]);
        }
    }
}
