using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>
/// How much larger the covariance of a robust estimate is than (A'WA)^-1, by the asymptotic formula of M-estimates, E(psi^2) / E(psi')^2 (Huber 1981, section
/// 7.6). psi is the slope of the norm. For Huber's, psi = s held within the limit: mean of psi^2 over the degrees of freedom that are left over, and the share
/// of the residuals inside the limit. For least absolute residuals 1 / (2 f(0))^2 with the density f of the residuals at 0 from the share of them in a window, the
/// unknowns' worth of residuals that the fit makes 0 left out (McKean and Schrader 1987, in Dodge, Statistical Data Analysis Based on the L1-Norm). It comes
/// from the residuals alone, so that it holds for weights that are pure numbers and for noise that the weights do not tell.
/// </summary>
internal sealed unsafe class RobustVariance(InversionOptions options)
{
    // (mean root |z|)^2 = 0.675 for a standard normal z; the window is half a standard deviation to either side.
    private const float Window = 0.5f / 0.6755f;

    private readonly bool absolute = options.Norm == ResidualNorm.L1;
    private readonly bool pureWeights = options.HasPureWeights;

    /// <summary>The factor (pure number for inverse variances, radian squared for pure weights). With nothing to spare: 1 for inverse variances, NaN for pure weights.</summary>
    public T Inflation<T>(InversionIndex graph, T* phase, T* root, T* x, T limit, T count, T spare)
        where T : unmanaged, ILane<T>
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        var left = T.Max(spare, one);
        T factor;
        if (absolute)
        {
            var mean = RobustLanes<T>.Roots(graph, phase, root, x) / left;
            var window = T.Max(T.Splat(Window) * mean * mean, T.Splat(RobustNorm.LeastLimit));
            var inside = T.Max(RobustLanes<T>.Below(graph, phase, root, x, window) - (count - left), one);
            var half = window * left / inside;
            factor = half * half;
        }
        else
        {
            RobustLanes<T>.Squares(graph, phase, root, x, limit, out var squares);
            var share = T.Max(RobustLanes<T>.Below(graph, phase, root, x, limit), one) / count;
            factor = squares / (left * share * share);
        }

        return T.Select(T.Less(zero, spare), factor, pureWeights ? T.Splat(float.NaN) : one);
    }
}
