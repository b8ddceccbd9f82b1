using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Uncertainty;

/// <summary>
/// Standard deviation of a rate from the scatter of the dates about the straight line, with neighbouring dates allowed to be alike: of n dates whose residuals have
/// the correlation r from one to the next only n (1 - r) / (1 + r) count (Santer et al. 2000, doi:10.1029/1999JD901105, equations 3 to 6), r corrected for the number of dates,
/// r + (1 + 4 r) / n (Kendall 1954), and taken as 0 where negative. Everything that scatters is in it, motion that is no straight line too. Dates that
/// are NaN are left out. Immutable and safe for threads; no allocation.
/// </summary>
public sealed class ResidualRate
{
    private readonly ResidualEngine engine;

    /// <summary>The scatter at given times.</summary>
    /// <param name="years">Times, years, ascending; shape (date).</param>
    public ResidualRate(ReadOnlySpan<double> years)
        : this(years, LaneWidth.Widest)
    {
    }

    internal ResidualRate(ReadOnlySpan<double> years, LaneWidth width)
    {
        Dates = years.Length;
        engine = LaneWidths.Choose(width) switch
        {
            LaneWidth.Bits512 => new ResidualEngine<Lane512>(years),
            LaneWidth.Bits256 => new ResidualEngine<Lane256>(years),
            _ => new ResidualEngine<Lane128>(years),
        };
    }

    /// <summary>Number of dates (count).</summary>
    public int Dates { get; }

    /// <summary>Measures the scatter of each pixel.</summary>
    /// <param name="series">Displacement, metres; shape (date, pixel); NaN: no data.</param>
    /// <param name="dateStride">Distance from one date to the next (unit: elements), at least the number of pixels.</param>
    /// <param name="sigma">Receives the standard deviation of the rate, metres per year; NaN with fewer than four dates; shape (pixel).</param>
    /// <param name="correlation">Receives the correlation r of neighbouring dates (pure number, 0 to 0.95); shape (pixel), or empty.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Measure(ReadOnlySpan<float> series, int dateStride, Span<float> sigma, Span<float> correlation)
    {
        var pixels = sigma.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(dateStride, pixels);
        if (pixels == 0)
        {
            return;
        }

        if (series.Length < ((long)(Dates - 1) * dateStride) + pixels || (!correlation.IsEmpty && correlation.Length < pixels))
        {
            throw new ArgumentException($"The series has {series.Length} values, too few for {Dates} x {pixels} at a stride of {dateStride}, or there is no room for the correlations.", nameof(series));
        }

        engine.Measure(series, dateStride, sigma, correlation);
    }
}

/// <summary>The arithmetic of <see cref="ResidualRate"/> at one vector width.</summary>
internal abstract class ResidualEngine
{
    public abstract void Measure(ReadOnlySpan<float> series, int stride, Span<float> sigma, Span<float> correlation);
}

/// <summary>The arithmetic of <see cref="ResidualRate"/> for one lane type.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class ResidualEngine<T> : ResidualEngine
    where T : unmanaged, ILane<T>
{
    private readonly float[] time;

    public ResidualEngine(ReadOnlySpan<double> years)
    {
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

    public override void Measure(ReadOnlySpan<float> series, int stride, Span<float> sigma, Span<float> correlation)
    {
        var part = stackalloc T[time.Length];
        fixed (float* t = time)
        fixed (float* x = series)
        {
            for (var at = 0; at < sigma.Length; at += T.Width)
            {
                var lanes = Math.Min(T.Width, sigma.Length - at);
                for (var i = 0; i < time.Length; i++)
                {
                    part[i] = Load(x + ((nint)i * stride) + at, lanes);
                }

                Scatter(t, time.Length, part, out var s, out var r);
                new ReadOnlySpan<float>(&s, lanes).CopyTo(sigma[at..]);
                if (!correlation.IsEmpty)
                {
                    new ReadOnlySpan<float>(&r, lanes).CopyTo(correlation[at..]);
                }
            }
        }
    }

    /// <summary>Four passes, each about the mean of what has data: means, slope, scatter, products of neighbours.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Scatter(float* time, int dates, T* series, out T sigma, out T correlation)
    {
        var (zero, one, two, noData) = (T.Splat(0), T.Splat(1), T.Splat(2), T.Splat(float.NaN));
        T count = zero, sumTime = zero, sumValue = zero;
        for (var i = 0; i < dates; i++)
        {
            var valid = T.Same(series[i], series[i]);
            count += valid & one;
            sumTime += valid & T.Splat(time[i]);
            sumValue += valid & series[i];
        }

        var (meanTime, meanValue) = (sumTime / count, sumValue / count);
        T squares = zero, products = zero;
        for (var i = 0; i < dates; i++)
        {
            var valid = T.Same(series[i], series[i]);
            var t = valid & (T.Splat(time[i]) - meanTime);
            squares = T.Fma(t, t, squares);
            products += t * (valid & (series[i] - meanValue));
        }

        var slope = products / squares;
        T scatter = zero, neighbours = zero, last = zero;
        for (var i = 0; i < dates; i++)
        {
            var valid = T.Same(series[i], series[i]);
            var e = valid & (series[i] - meanValue - (slope * (T.Splat(time[i]) - meanTime)));
            scatter = T.Fma(e, e, scatter);
            neighbours = T.Fma(e, last, neighbours);
            last = T.Select(valid, e, last);
        }

        var raw = T.Select(T.Less(zero, scatter), neighbours / scatter, zero);
        var r = T.Min(T.Max(raw + (T.Fma(T.Splat(4), raw, one) / count), zero), T.Splat(0.95f));
        var effective = T.Max(count * (one - r) / (one + r), T.Splat(3));
        var enough = T.Less(T.Splat(3), count);
        sigma = T.Select(enough, T.Sqrt(scatter / ((effective - two) * squares)), noData);
        correlation = T.Select(enough, r, noData);
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
