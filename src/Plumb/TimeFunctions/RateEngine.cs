using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>The arithmetic of <see cref="LinearRate"/> at one vector width.</summary>
internal abstract class RateEngine
{
    public static RateEngine For(ReadOnlySpan<double> years, LaneWidth width)
    {
        return LaneWidths.Choose(width) switch
        {
            LaneWidth.Bits512 => new RateEngine<Lane512>(years),
            LaneWidth.Bits256 => new RateEngine<Lane256>(years),
            _ => new RateEngine<Lane128>(years),
        };
    }

    public abstract void Fit(ReadOnlySpan<float> series, int stride, Span<float> rate, Span<float> sigma);
}

/// <summary>The arithmetic of <see cref="LinearRate"/> for one lane type.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class RateEngine<T> : RateEngine
    where T : unmanaged, ILane<T>
{
    private readonly float[] time;

    public RateEngine(ReadOnlySpan<double> years)
    {
        // Times are small numbers about the mean, so that single precision keeps what matters.
        var mean = 0.0;
        foreach (var t in years)
        {
            mean += t / years.Length;
        }

        time = new float[years.Length];
        for (var i = 0; i < time.Length; i++)
        {
            time[i] = (float)(years[i] - mean);
        }
    }

    public override void Fit(ReadOnlySpan<float> series, int stride, Span<float> rate, Span<float> sigma)
    {
        var rows = stackalloc T[4];
        fixed (float* t = time)
        fixed (float* x = series)
        fixed (float* r = rate)
        fixed (float* s = sigma)
        {
            for (var at = 0; at < rate.Length; at += T.Width)
            {
                var lanes = Math.Min(T.Width, rate.Length - at);
                if (lanes == T.Width)
                {
                    Line(t, time.Length, x + at, stride, T.Width, out rows[0], out rows[1]);
                }
                else
                {
                    Line(t, time.Length, x + at, stride, lanes, out rows[0], out rows[1]);
                }

                new ReadOnlySpan<float>(rows, lanes).CopyTo(new Span<float>(r + at, lanes));
                if (s != null)
                {
                    new ReadOnlySpan<float>(rows + 1, lanes).CopyTo(new Span<float>(s + at, lanes));
                }
            }
        }
    }

    /// <summary>Three passes, each about the mean of what has data: means, slope, scatter about the line.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Line(float* time, int dates, float* series, int stride, int lanes, out T rate, out T sigma)
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        T count = zero, sumTime = zero, sumValue = zero;
        for (var i = 0; i < dates; i++)
        {
            var x = Load(series + ((nint)i * stride), lanes);
            var valid = T.Same(x, x);
            count += valid & one;
            sumTime += valid & T.Splat(time[i]);
            sumValue += valid & x;
        }

        var meanTime = sumTime / count;
        var meanValue = sumValue / count;
        T squares = zero, products = zero;
        for (var i = 0; i < dates; i++)
        {
            var x = Load(series + ((nint)i * stride), lanes);
            var t = T.Same(x, x) & (T.Splat(time[i]) - meanTime);
            squares = T.Fma(t, t, squares);
            products += t * (T.Same(x, x) & (x - meanValue));
        }

        rate = products / squares;
        var scatter = zero;
        for (var i = 0; i < dates; i++)
        {
            var x = Load(series + ((nint)i * stride), lanes);
            var e = T.Same(x, x) & (x - meanValue - (rate * (T.Splat(time[i]) - meanTime)));
            scatter = T.Fma(e, e, scatter);
        }

        var spare = count - T.Splat(2);
        sigma = T.Select(T.Less(zero, spare), T.Sqrt(scatter / (spare * squares)), T.Splat(float.NaN));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Load(float* row, int lanes)
    {
        if (lanes == T.Width)
        {
            return *(T*)row;
        }

        var part = T.Splat(float.NaN);
        for (var lane = 0; lane < lanes; lane++)
        {
            ((float*)&part)[lane] = row[lane];
        }

        return part;
    }
}
