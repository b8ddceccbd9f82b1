using System.Runtime.CompilerServices;
using Plumb.Grids;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Writes the lanes of one block to their pixels, those of the last block only as far as there are pixels; NaN, 0 and a reason where a pixel was not solved.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <param name="at">First pixel of the block.</param>
/// <param name="pixels">Number of pixels of the tile (count).</param>
/// <param name="solved">Mask of the pixels that have a series.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct BlockWriter<T>(int at, int pixels, T solved)
    where T : unmanaged, ILane<T>
{
    private readonly int lanes = Math.Min(T.Width, pixels - at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Value(float* row, T value)
    {
        value = T.Select(solved, value, T.Splat(float.NaN));
        if (lanes == T.Width)
        {
            *(T*)(row + at) = value;
        }
        else
        {
            new ReadOnlySpan<float>(&value, lanes).CopyTo(new Span<float>(row + at, lanes));
        }
    }

    public void Value(Span<float> row, T value)
    {
        fixed (float* start = row)
        {
            Value(start, value);
        }
    }

    public void Count(Span<int> row, T pairs)
    {
        fixed (int* start = row)
        {
            Count(start, &pairs);
        }
    }

    public void Reasons(Span<MaskReasons> row, T count, T broken)
    {
        fixed (MaskReasons* start = row)
        {
            Reasons(start, &count, (int*)&broken);
        }
    }

    public void Count(int* row, T* pairs)
    {
        var count = *pairs & solved;
        for (var lane = 0; lane < lanes; lane++)
        {
            row[at + lane] = (int)((float*)&count)[lane];
        }
    }

    public void Reasons(MaskReasons* row, T* count, int* broken)
    {
        var solvedHere = solved;
        for (var lane = 0; lane < lanes; lane++)
        {
            var found = ((float*)count)[lane] > 0;
            row[at + lane] = !found ? MaskReasons.NoData
                : ((int*)&solvedHere)[lane] == 0 ? MaskReasons.TooFewPairs
                : broken[lane] != 0 ? MaskReasons.Disconnected
                : MaskReasons.None;
        }
    }
}
