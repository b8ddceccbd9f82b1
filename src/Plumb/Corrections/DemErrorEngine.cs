using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Corrections;

/// <summary>The arithmetic of <see cref="DemError"/> at one vector width.</summary>
internal abstract class DemErrorEngine
{
    public static DemErrorEngine For(double[] rest, double[] filtered, double power, double varianceFactor, LaneWidth width) => LaneWidths.Choose(width) switch
    {
        LaneWidth.Bits512 => new DemErrorEngine<Lane512>(rest, filtered, power, varianceFactor),
        LaneWidth.Bits256 => new DemErrorEngine<Lane256>(rest, filtered, power, varianceFactor),
        _ => new DemErrorEngine<Lane128>(rest, filtered, power, varianceFactor),
    };

    public abstract void Estimate(ReadOnlySpan<float> series, int stride, Span<float> shift, Span<float> variance);
}

/// <summary>The arithmetic of <see cref="DemError"/> for one lane type: each pixel's filtered series, projected on the filtered baselines.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class DemErrorEngine<T> : DemErrorEngine
    where T : unmanaged, ILane<T>
{
    private readonly float[] rest;
    private readonly int[] from;
    private readonly int[] to;
    private readonly float[] project;
    private readonly float power;
    private readonly float varianceFactor;
    private readonly int dates;

    public DemErrorEngine(double[] rest, double[] filtered, double power, double varianceFactor)
    {
        dates = filtered.Length;
        this.rest = Array.ConvertAll(rest, v => Math.Abs(v) < 1e-9 ? 0 : (float)v);
        (from, to) = (new int[dates], new int[dates]);
        for (var i = 0; i < dates; i++)
        {
            var row = this.rest.AsSpan(i * dates, dates);
            to[i] = row.LastIndexOfAnyExcept(0f) + 1;
            from[i] = Math.Max(0, row.IndexOfAnyExcept(0f));
        }

        project = Array.ConvertAll(filtered, f => (float)(f / power));
        (this.power, this.varianceFactor) = ((float)power, (float)varianceFactor);
    }

    public override void Estimate(ReadOnlySpan<float> series, int stride, Span<float> shift, Span<float> variance)
    {
        var rows = stackalloc T[2];
        fixed (float* x = series)
        fixed (float* q = shift)
        fixed (float* v = variance)
        {
            for (var at = 0; at < shift.Length; at += T.Width)
            {
                var lanes = Math.Min(T.Width, shift.Length - at);
                Lanes(x + at, stride, lanes, out rows[0], out rows[1]);
                new ReadOnlySpan<float>(rows, lanes).CopyTo(new Span<float>(q + at, lanes));
                new ReadOnlySpan<float>(rows + 1, lanes).CopyTo(new Span<float>(v + at, lanes));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Lanes(float* series, int stride, int lanes, out T shift, out T variance)
    {
        var values = stackalloc T[dates];
        for (var j = 0; j < dates; j++)
        {
            values[j] = Load(series + ((nint)j * stride), lanes);
        }

        T q = T.Splat(0), squares = T.Splat(0);
        fixed (float* matrix = rest)
        {
            // Two rows at once, so that one sum's rounding does not wait for the other's.
            for (var i = 0; i < dates; i += 2)
            {
                var second = Math.Min(i + 1, dates - 1);
                T a = T.Splat(0), b = T.Splat(0);
                float* upper = matrix + ((nint)i * dates), lower = matrix + ((nint)second * dates);
                for (int j = Math.Min(from[i], from[second]), end = Math.Max(to[i], to[second]); j < end; j++)
                {
                    a = T.Fma(T.Splat(upper[j]), values[j], a);
                    b = T.Fma(T.Splat(lower[j]), values[j], b);
                }

                q = T.Fma(T.Splat(project[i]), a, q);
                squares = T.Fma(a, a, squares);
                if (second > i)
                {
                    q = T.Fma(T.Splat(project[second]), b, q);
                    squares = T.Fma(b, b, squares);
                }
            }
        }

        shift = q;
        variance = T.Max(squares - (q * q * T.Splat(power)), T.Splat(0)) * T.Splat(varianceFactor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Load(float* row, int lanes)
    {
        if (lanes == T.Width)
        {
            return *(T*)row;
        }

        var part = T.Splat(0);
        for (var lane = 0; lane < lanes; lane++)
        {
            ((float*)&part)[lane] = row[lane];
        }

        return part;
    }
}
