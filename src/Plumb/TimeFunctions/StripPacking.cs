using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// Some pixels of a tile, brought from (date, pixel) to one run of memory per block of lanes: whole cache lines of every date are read at once,
/// and what follows stays in the nearest cache. Blocks with missing values have them set to 0 with weight 0 by <see cref="Complete"/>.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal readonly unsafe struct StripPacking<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Pixels that are packed together: long enough runs of each date for the processor to fetch ahead.</summary>
    public const int Pixels = 256;

    private readonly int dates;
    private readonly T* values;
    private readonly T* deviations;

    public StripPacking(T* memory, int dates)
    {
        this.dates = dates;
        Count = memory;
        values = memory + Blocks;
        deviations = values + (Blocks * dates);
        Weight = deviations + (Blocks * dates);
        Ones = Weight + dates;
        End = Ones + dates;
    }

    /// <summary>Number of dates of each pixel; shape (block). With standard deviations given, <see cref="Complete"/> puts it right.</summary>
    public readonly T* Count;

    /// <summary>Weights of the block last completed, beside those of the dates: 0 where missing, else 1 or the inverse variance; shape (date).</summary>
    public readonly T* Weight;

    /// <summary>Weights of a block without gaps, all 1; shape (date).</summary>
    public readonly T* Ones;

    /// <summary>End of the memory used.</summary>
    public readonly T* End;

    private static int Blocks => Pixels / T.Width;

    /// <summary>Working memory (unit: lanes).</summary>
    public static int LanesFor(int dates) => checked((Blocks * (1 + (2 * dates))) + (2 * dates));

    /// <summary>Values of a block, each multiplied by the root of its date's weight; 0 where missing, once completed; shape (date).</summary>
    public T* Value(int block) => values + (block * dates);

    /// <summary>Packs a strip.</summary>
    /// <param name="series">Values of the first date; shape (date, pixel).</param>
    /// <param name="sigma">Standard deviations in the same layout, or null.</param>
    /// <param name="stride">From one date to the next.</param>
    /// <param name="start">First pixel of the strip.</param>
    /// <param name="count">Pixels of the strip.</param>
    /// <param name="rootWeights">Root of each date's weight; shape (date).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(float* series, float* sigma, int stride, int start, int count, float* rootWeights)
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        var whole = count / T.Width;
        new Span<T>(Count, Blocks).Clear();
        new Span<T>(Ones, dates).Fill(one);
        for (var i = 0; i < dates; i++)
        {
            var from = series + ((nint)i * stride) + start;
            var root = T.Splat(rootWeights[i]);
            var used = rootWeights[i] > 0 ? one : zero;
            for (var v = 0; v < whole; v++)
            {
                var x = ((T*)from)[v] * root;
                Count[v] += T.Same(x - x, zero) & used;
                values[(v * dates) + i] = x;
            }

            if (whole * T.Width < count)
            {
                var x = Part(from + (whole * T.Width), count - (whole * T.Width)) * root;
                Count[whole] += T.Same(x - x, zero) & used;
                values[(whole * dates) + i] = x;
            }
        }

        for (var i = 0; i < dates && sigma != null; i++)
        {
            var from = sigma + ((nint)i * stride) + start;
            for (var v = 0; v * T.Width < count; v++)
            {
                var lanes = Math.Min(T.Width, count - (v * T.Width));
                deviations[(v * dates) + i] = lanes == T.Width ? ((T*)from)[v] : Part(from + (v * T.Width), lanes);
            }
        }
    }

    /// <summary>Gives a block its weights, and missing values the value 0.</summary>
    /// <param name="block">The block.</param>
    /// <param name="hasSigma">Whether standard deviations were packed.</param>
    /// <param name="rootWeights">Root of each date's weight; shape (date).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Complete(int block, bool hasSigma, float* rootWeights)
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        var value = values + (block * dates);
        var count = zero;
        for (var i = 0; i < dates; i++)
        {
            var valid = T.Same(value[i] - value[i], zero);
            var weight = one;
            if (hasSigma)
            {
                var s = deviations[(block * dates) + i];
                weight = one / (s * s);
                valid &= T.Less(zero, s) & T.Same(s - s, zero) & T.Same(weight - weight, zero);
            }

            count += valid & (rootWeights[i] > 0 ? one : zero);
            value[i] = valid & value[i];
            Weight[i] = valid & weight;
        }

        Count[block] = count;
    }

    private static T Part(float* from, int lanes)
    {
        var part = T.Splat(float.NaN);
        for (var lane = 0; lane < lanes; lane++)
        {
            ((float*)&part)[lane] = from[lane];
        }

        return part;
    }
}
