using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>
/// Counts the parts that the pairs of a pixel fall into, by the elimination of <see cref="LaplacianLanes{T}"/> with masks in place of weights: a date without a
/// neighbour left is the root of a part. Edges of an assumption count for nothing here.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal static unsafe class PixelParts<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Number of dates that nothing joins to the first (count), the root of each part not joined to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Roots(InversionIndex graph, T* phase, T* linked)
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        for (var s = 0; s < graph.Slots; s++)
        {
            linked[s] = zero;
        }

        for (var p = 0; p < graph.Pairs; p++)
        {
            linked[graph.Slot[p]] = T.Same(phase[p], phase[p]);
        }

        var roots = zero;
        var target = graph.Target;
        for (var k = 0; k < graph.Nodes - 1; k++)
        {
            var row = linked + graph.RowStart[k];
            var n = graph.RowStart[k + 1] - graph.RowStart[k];
            var any = zero;
            for (var b = n - 1; b >= 0; b--)
            {
                var edge = row[b];
                any ^= T.Without(any, edge);
                for (var a = 0; a < b; a++)
                {
                    var t = linked + target[a];
                    *t ^= T.Without(*t, edge & row[a]);
                }

                target += b;
            }

            roots += T.Without(any, one);
        }

        return roots;
    }
}
