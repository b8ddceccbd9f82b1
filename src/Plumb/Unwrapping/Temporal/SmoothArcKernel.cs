using Plumb.Kernels;

namespace Plumb.Unwrapping.Temporal;

/// <summary>
/// Differences of neighbouring pixels smoothed in time, several side by side, after Hooper (2010): a constant rate that explains the steps best is taken off, and the rest of
/// each step is expected to be the mean of the rests of the steps around it, weighted by a Gaussian in time and by their own variance. The step itself takes no part
/// in its mean, so that the errors of the two are not the same. A straight line through dates is a constant through steps: this is the local line of the paper. The
/// variance is that of the angle of a mean phasor, (1 - g^2) / (2 n g^2) with the length g of the mean and the number n of
/// steps that its weights amount to, but no less than the known noise of the steps leaves. A result has the same bits at every width.
/// </summary>
internal static unsafe class SmoothArcKernel
{
    /// <summary>Arcs side by side.</summary>
    internal const int Wide = 16;

    /// <summary>Scratch arrays of one number for each step and arc: phasors, weights, means, variances.</summary>
    internal const int Layers = 5;

    /// <summary>Variance where nothing is known: that of a phase that may be anything, radian squared.</summary>
    internal const float Unknown = MathF.PI * MathF.PI / 3;

    // Beyond noise: what the motion of neighbouring pixels does not do smoothly, radian squared.
    private const float Roughness = 0.02f;

    /// <summary>Smooths the arcs that were loaded.</summary>
    /// <param name="rates">The models.</param>
    /// <param name="window">Weights of step j in the mean of step i, 0 of itself; shape (step, step).</param>
    /// <param name="scratch">
    /// Differences (radian), nothing, weights (inverse variance, 0 for none), and two layers that receive expectation and variance; shape (layer, step, arc).
    /// </param>
    internal static void Solve(ArcRates rates, float[] window, float[] scratch)
    {
        switch (LaneWidths.Choose(LaneWidth.Widest))
        {
            case LaneWidth.Bits512:
                Solve<Lane512>(rates, window, scratch);
                break;
            case LaneWidth.Bits256:
                Solve<Lane256>(rates, window, scratch);
                break;
            default:
                Solve<Lane128>(rates, window, scratch);
                break;
        }
    }

    internal static void Solve<T>(ArcRates rates, float[] window, float[] scratch)
        where T : unmanaged, ILane<T>
    {
        fixed (float* start = scratch, weights = window)
        {
            for (var lane = 0; lane < Wide; lane += T.Width)
            {
                Phasors<T>(rates.Days.Length, start + lane);
                var (rate, height) = Rate<T>(rates, start + lane);
                Rests<T>(rates, rate, height, start + lane);
                Smooth<T>(rates, rate, height, weights, start + lane);
            }
        }
    }

    private static void Phasors<T>(int steps, float* x)
        where T : unmanaged, ILane<T>
    {
        var y = x + (steps * Wide);
        var w = y + (steps * Wide);
        for (var k = 0; k < steps * Wide; k += Wide)
        {
            LaneMath.SinCos(*(T*)(x + k), out var sine, out var cosine);
            *(T*)(x + k) = *(T*)(w + k) * cosine;
            *(T*)(y + k) = *(T*)(w + k) * sine;
        }
    }

    /// <summary>The model with the largest sum of w cos(difference - model), and the rate at the top of the sum near it.</summary>
    private static (T Rate, T Height) Rate<T>(ArcRates rates, float* x)
        where T : unmanaged, ILane<T>
    {
        var steps = rates.Days.Length;
        var y = x + (steps * Wide);
        var (best, rate, height, lean, bend) = (T.Splat(-1e30f), T.Splat(0), T.Splat(0), T.Splat(0), T.Splat(1));
        for (var m = 0; m < rates.Models.Length; m++)
        {
            var (sum, slope, curve) = (T.Splat(0), T.Splat(0), T.Splat(0));
            for (var k = 0; k < steps; k++)
            {
                var (c, s, days) = (T.Splat(rates.Cosine[(m * steps) + k]), T.Splat(rates.Sine[(m * steps) + k]), T.Splat(rates.Days[k]));
                var (u, v) = (*(T*)(x + (k * Wide)), *(T*)(y + (k * Wide)));
                var along = T.Fma(c, u, s * v);
                sum += along;
                slope = T.Fma(days, (c * v) - (s * u), slope);
                curve = T.Fma(days * days, along, curve);
            }

            var better = T.Less(best, sum);
            best = T.Select(better, sum, best);
            rate = T.Select(better, T.Splat(rates.Models[m].Rate), rate);
            height = T.Select(better, T.Splat(rates.Models[m].Height), height);
            (lean, bend) = (T.Select(better, slope, lean), T.Select(better, curve, bend));
        }

        // One step of Newton's, within the spacing of the rates.
        var most = T.Splat((float)(Math.PI / 8 / rates.Days.Max()));
        var more = lean / T.Max(bend, T.Splat(1e-6f));
        return (rate + T.Min(T.Max(more, T.Splat(0) - most), most), height);
    }

    private static void Rests<T>(ArcRates rates, T rate, T height, float* x)
        where T : unmanaged, ILane<T>
    {
        var steps = rates.Days.Length;
        var y = x + (steps * Wide);
        for (var k = 0; k < steps; k++)
        {
            LaneMath.SinCos(T.Fma(rate, T.Splat(rates.Days[k]), height * T.Splat(rates.Baselines[k])), out var s, out var c);
            var (u, v) = (*(T*)(x + (k * Wide)), *(T*)(y + (k * Wide)));
            *(T*)(x + (k * Wide)) = T.Fma(c, u, s * v);
            *(T*)(y + (k * Wide)) = (c * v) - (s * u);
        }
    }

    private static void Smooth<T>(ArcRates rates, T rate, T height, float* window, float* x)
        where T : unmanaged, ILane<T>
    {
        var steps = rates.Days.Length;
        var y = x + (steps * Wide);
        var w = y + (steps * Wide);
        var mean = w + (steps * Wide);
        var variance = mean + (steps * Wide);
        for (var i = 0; i < steps; i++)
        {
            var (sumX, sumY, sum, squares) = (T.Splat(0), T.Splat(0), T.Splat(0), T.Splat(0));
            var noise = T.Splat(0);
            for (var j = 0; j < steps; j++)
            {
                var weight = window[(i * steps) + j];
                if (weight > 0)
                {
                    var g = T.Splat(weight);
                    var own = g * *(T*)(w + (j * Wide));
                    sumX = T.Fma(g, *(T*)(x + (j * Wide)), sumX);
                    sumY = T.Fma(g, *(T*)(y + (j * Wide)), sumY);
                    sum += own;
                    squares = T.Fma(own, own, squares);
                    noise = T.Fma(g, own, noise);
                }
            }

            var inverse = T.Splat(1) / T.Max(sum, T.Splat(1e-9f));
            var length2 = T.Fma(sumX, sumX, sumY * sumY) * inverse * inverse;
            var share = squares * inverse * inverse;
            var seen = T.Splat(0.5f) * share * (T.Splat(1) - T.Min(length2, T.Splat(1))) / T.Max(length2, T.Splat(1e-6f));
            var known = noise * inverse * inverse;
            var isTold = T.Less(T.Splat(1e-6f), sum);
            var spread = T.Min(T.Max(seen, known) + T.Splat(Roughness), T.Splat(Unknown));
            *(T*)(variance + (i * Wide)) = T.Select(isTold, spread, T.Splat(Unknown));
            *(T*)(mean + (i * Wide)) = T.Fma(rate, T.Splat(rates.Days[i]), T.Fma(height, T.Splat(rates.Baselines[i]), LaneMath.Angle(sumY, sumX)));
        }
    }
}
