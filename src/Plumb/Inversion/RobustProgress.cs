using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Limits, convergence and noise level of <see cref="RobustNorm"/> for one set of options.</summary>
internal sealed class RobustProgress
{
    private readonly bool absolute;
    private readonly bool estimatesScale;
    private readonly bool pureWeights;
    private readonly float threshold;
    private readonly float consistency;

    public RobustProgress(InversionOptions options)
    {
        absolute = options.Norm == ResidualNorm.L1;
        pureWeights = options.HasPureWeights;
        estimatesScale = pureWeights && !absolute;
        threshold = (float)options.HuberThreshold;
        consistency = (float)RobustNorm.Consistency(threshold);
    }

    /// <summary>Whether the first limit depends on the residuals.</summary>
    public bool NeedsSquares => absolute || estimatesScale;

    /// <summary>State for the first pass, from the sum of squares of the least-squares residuals, the number of pairs and that beyond the unknowns (counts).</summary>
    public RobustState<T> Start<T>(T squares, T count, T spare)
        where T : unmanaged, ILane<T>
    {
        var one = T.Splat(1);
        var least = T.Splat(RobustNorm.LeastLimit);
        var limit = absolute ? T.Max(T.Sqrt(squares / T.Max(count, one)), least)
            : estimatesScale ? T.Max(T.Splat(threshold) * T.Sqrt(squares / T.Max(spare, one)), least)
            : T.Splat(threshold);
        return new RobustState<T>
        {
            Limit = limit,
            Scale = absolute ? one : limit,
            ScaleBefore = one,
            Reach = T.Splat(0),
            Gap = T.Splat(float.PositiveInfinity),
        };
    }

    /// <summary>Which pixels have converged with the values of the last pass (mask); brings the state to the next. Misfit: sum of squares of an assumption's rows.</summary>
    public T Advance<T>(ref RobustState<T> state, in RobustSums<T> sums, T misfit, T count, T spare)
        where T : unmanaged, ILane<T>
    {
        var (one, half) = (T.Splat(1), T.Splat(0.5f));
        var data = absolute ? sums.Absolute : state.Scale * (sums.Size - (half * state.Limit * sums.Part));
        var objective = T.Fma(half, misfit, data);
        var f = T.Min(one, state.Scale / (state.ScaleBefore * T.Max(sums.Largest, T.Splat(1e-20f))));
        var quadratic = absolute ? misfit : T.Fma(state.ScaleBefore * state.ScaleBefore * sums.Square, state.Limit / state.Scale, misfit);
        var gap = objective - ((f * T.Fma(state.ScaleBefore, sums.Product, misfit)) - (half * f * f * quadratic));
        var settled = T.Less(gap, T.Fma(T.Splat(RobustNorm.Tolerance), objective, T.Splat(RobustNorm.LeastLimit) * count));

        var slack = T.Select(T.Less(gap, state.Gap), T.Splat(RobustNorm.Ease), T.Splat(RobustNorm.Damp)) * (one - state.Reach);
        slack = T.Min(T.Max(slack, T.Splat(RobustNorm.LeastSlack)), T.Splat(RobustNorm.MostSlack));
        state.Reach = one - T.Select(T.Less(T.Splat(0), state.Reach), slack, T.Splat(RobustNorm.FirstSlack));
        state.Gap = gap;
        state.ScaleBefore = state.Scale;
        if (absolute)
        {
            var final = T.Max(T.Splat(RobustNorm.FinalLimit) * data / T.Max(count, one), T.Splat(RobustNorm.LeastLimit));
            state.Limit = T.Max(T.Splat(RobustNorm.Shrink) * state.Limit, final);
        }
        else if (estimatesScale)
        {
            var next = state.Limit * T.Splat(threshold) * T.Sqrt(sums.Part / (T.Max(spare, one) * T.Splat(consistency)));
            next = T.Max(next, T.Splat(RobustNorm.LeastLimit));
            settled &= T.Less(T.Abs(next - state.Limit), T.Splat(RobustNorm.Tolerance) * state.Limit);
            state.Limit = next;
            state.Scale = next;
        }

        return settled;
    }
}
