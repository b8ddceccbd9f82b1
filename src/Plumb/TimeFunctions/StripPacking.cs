using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// Some pixels of a tile, brought from (date, pixel) to one run of memory per block of lanes: whole cache lines of every date are read at once,
/// and what follows stays in the nearest cache. Missing values become 0 with weight 0.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal readonly unsafe struct StripPacking<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Pixels that are packed together.</summary>
    public const int Pixels = 64;

    private readonly int dates;
    private readonly T* values;
    private readonly T* weights;

    public StripPacking(T* memory, int dates)
    {
        this.dates = dates;
        Count = memory;
        values = memory + Blocks;
        weights = values + (Blocks * dates);
        End = weights + (Blocks * dates);
    }

    /// <summary>Number of dates of each pixel; shape (block).</summary>
    public readonly T* Count;

    /// <summary>End of the memory used.</summary>
    public readonly T* End;

    private static int Blocks => Pixels / T.Width;

    /// <summary>Working memory (unit: lanes).</summary>
    public static int LanesFor(int dates) => checked(Blocks * (1 + (2 * dates)));

    /// <summary>Values of a block, 0 where missing, each multiplied by the root of its date's weight; shape (date).</summary>
    public T* Value(int block) => values + (block * dates);

    /// <summary>Weights of a block beside those of the dates: 0 where missing, else 1 or the inverse variance; shape (date).</summary>
    public T* Weight(int block) => weights + (block * dates);

    /// <summary>Packs a strip.</summary>
    /// <param name="series">Values of the first date; shape (date, pixel).</param>
    /// <param name="sigma">Standard deviations in the same layout, or null.</param>
    /// <param name="stride">From one date to the next.</param>
    /// <param name="start">First pixel of the strip.</param>
    /// <param name="count">Pixels of the strip.</param>
    /// <param name="rootWeights">Root of each date's weight; shape (date).</param>
    public void Pack(float* series, float* sigma, int stride, int start, int count, float* rootWeights)
    {
        new Span<T>(Count, Blocks).Clear();
        for (var i = 0; i < dates; i++)
        {
            var at = ((nint)i * stride) + start;
            var root = T.Splat(rootWeights[i]);
            var used = rootWeights[i] > 0 ? T.Splat(1) : T.Splat(0);
            for (var v = 0; v * T.Width < count; v++)
            {
                var lanes = Math.Min(T.Width, count - (v * T.Width));
                var x = Load(series + at + (v * T.Width), lanes);
                var valid = T.Same(x - x, T.Splat(0));
                var weight = T.Splat(1);
                if (sigma != null)
                {
                    var s = Load(sigma + at + (v * T.Width), lanes);
                    valid &= T.Less(T.Splat(0), s) & T.Same(s - s, T.Splat(0));
                    weight = T.Splat(1) / (s * s);
                    valid &= T.Same(weight - weight, T.Splat(0));
                }

                Count[v] += valid & used;
                values[(v * dates) + i] = valid & (x * root);
                weights[(v * dates) + i] = valid & weight;
            }
        }
    }

    private static T Load(float* from, int lanes)
    {
        if (lanes == T.Width)
        {
            return *(T*)from;
        }

        var part = T.Splat(float.NaN);
        for (var lane = 0; lane < lanes; lane++)
        {
            ((float*)&part)[lane] = from[lane];
        }

        return part;
    }
}
