using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// Robust solutions of one block of lanes by iterated weights (Holland and Welsch 1977, doi:10.1080/03610927708827533). The scale is the median
/// of the absolute residuals over 0.6745, times sqrt(n / (n - p)) for the coefficients they were fitted with. It ends where no
/// coefficient of the orthonormal basis, each of which has the scale as its standard deviation, moves by a thousandth of the scale; each lane for itself.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal readonly unsafe struct LaneRobust<T>
    where T : unmanaged, ILane<T>
{
    private const int Most = 50;
    private const float Tolerance = 1e-3f;
    private const float HuberLimit = 1.345f;
    private const float TukeyLimit = 4.685f;

    /// <summary>Huber's limit so low that nearly all residuals count by their size: a start that many outliers on one side do not pull along.</summary>
    private const float NearlyAbsolute = 0.1f;

    /// <summary>Scales below this are rounding of the series (metres, or a pure number beside given standard deviations).</summary>
    private const float LeastScale = 1e-6f;

    private readonly LaneModel<T> model;
    private readonly LaneSystem<T> system;
    private readonly T* before;

    /// <summary>Robust solutions in working memory.</summary>
    public LaneRobust(LaneModel<T> model, LaneSystem<T> system, T* memory)
    {
        this.model = model;
        this.system = system;
        Share = memory;
        Weight = Share + model.Dates;
        before = Weight + model.Dates;
        End = before + model.Coefficients;
    }

    /// <summary>What is left of each date's own weight, 0 to 1; shape (date).</summary>
    public readonly T* Share;

    /// <summary>The weights of the solution: the dates' own times their share; shape (date).</summary>
    public readonly T* Weight;

    /// <summary>End of the memory used.</summary>
    public readonly T* End;

    /// <summary>Working memory (unit: lanes).</summary>
    public static int LanesFor(LaneModel<T> model) => (2 * model.Dates) + model.Coefficients;

    /// <summary>Solves.</summary>
    /// <param name="loss">How large residuals count.</param>
    /// <param name="value">Values; shape (date).</param>
    /// <param name="own">The dates' own weights, 0 where missing; shape (date).</param>
    /// <param name="count">Number of dates.</param>
    /// <param name="variance">Receives what (A'WA)^-1 of the own weights is multiplied by to give the covariance (Huber 1981, Robust Statistics, equation 7.6.7).</param>
    /// <returns>Mask of the lanes whose dates tell the terms apart.</returns>
    public T Solve(RobustLoss loss, T* value, T* own, T count, out T variance)
    {
        for (var i = 0; i < model.Dates; i++)
        {
            (Share[i], Weight[i]) = (T.Splat(1), own[i]);
        }

        var regular = system.Solve(value, own);
        var spare = count - T.Splat(model.Coefficients);
        var correction = T.Sqrt(count / T.Max(spare, T.Splat(1)));
        var scale = Iterate(value, own, count, correction, loss == RobustLoss.Tukey ? NearlyAbsolute : HuberLimit, T.Splat(0), ref regular);
        if (loss == RobustLoss.Tukey)
        {
            Iterate(value, own, count, correction, 0, scale, ref regular);
        }

        variance = Variance(own, scale, count, spare, loss == RobustLoss.Tukey);
        return regular;
    }

    /// <summary>Iterates Huber's weights of a limit, or with a limit of 0 the biweight of a given scale.</summary>
    private T Iterate(T* value, T* own, T count, T correction, float limit, T given, ref T regular)
    {
        var (done, kept) = (T.Splat(0), given);
        var all = T.Same(done, done);
        for (var pass = 0; pass < Most && !T.All(done); pass++)
        {
            var scale = limit == 0 ? given : T.Max(Median(own, count) * correction * T.Splat(1 / 0.6745f), T.Splat(LeastScale));
            kept = T.Select(done, kept, scale);
            Reweight(own, kept, done, limit);
            for (var j = 0; j < model.Coefficients; j++)
            {
                before[j] = system.Solution[j];
            }

            regular &= system.Solve(value, Weight);
            var moved = T.Splat(0);
            for (var j = 0; j < model.Coefficients; j++)
            {
                moved = T.Max(moved, T.Abs(system.Solution[j] - before[j]));
            }

            // A lane whose terms cannot be told apart never settles and is not waited for.
            done = T.Select(T.Less(moved, kept * T.Splat(Tolerance)), all, T.Select(regular, done, all));
        }

        return kept;
    }

    private void Reweight(T* own, T scale, T done, float limit)
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        for (var i = 0; i < model.Dates; i++)
        {
            var size = T.Abs(system.Residual[i]) * T.Sqrt(own[i]) / scale;
            T share;
            if (limit == 0)
            {
                var part = size * T.Splat(1 / TukeyLimit);
                var rest = T.Max(one - (part * part), zero);
                share = rest * rest;
            }
            else
            {
                share = T.Splat(limit) / T.Max(size, T.Splat(limit));
            }

            Share[i] = T.Select(done, Share[i], share);
            Weight[i] = own[i] * Share[i];
        }
    }

    /// <summary>Median of the absolute residuals by bisection: half of the dates at least are no larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private T Median(T* own, T count)
    {
        var (zero, one, half) = (T.Splat(0), T.Splat(1), T.Splat(0.5f));
        var (low, high) = (zero, zero);
        for (var i = 0; i < model.Dates; i++)
        {
            before[0] = T.Abs(system.Residual[i]) * T.Sqrt(own[i]);
            high = T.Max(high, before[0]);
        }

        for (var step = 0; step < 28; step++)
        {
            var middle = half * (low + high);
            var below = zero;
            for (var i = 0; i < model.Dates; i++)
            {
                var size = T.Abs(system.Residual[i]) * T.Sqrt(own[i]);
                below += T.Less(zero, own[i]) & T.Without(T.Less(middle, size), one);
            }

            var enough = T.Without(T.Less(below, half * count), T.Same(zero, zero));
            high = T.Select(enough, middle, high);
            low = T.Select(enough, low, middle);
        }

        return high;
    }

    private T Variance(T* own, T scale, T count, T spare, bool biweight)
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        T squares = zero, slope = zero, slopeSquares = zero;
        for (var i = 0; i < model.Dates; i++)
        {
            var size = T.Abs(system.Residual[i]) * T.Sqrt(own[i]) / scale;
            var influence = size * Share[i];
            T derivative;
            if (biweight)
            {
                var square = size * size * T.Splat(1 / (TukeyLimit * TukeyLimit));
                derivative = T.Less(square, one) & ((one - square) * (one - (T.Splat(5) * square)));
            }
            else
            {
                derivative = T.Less(size, T.Splat(HuberLimit)) & one;
            }

            var present = T.Less(zero, own[i]);
            squares = T.Fma(influence, present & influence, squares);
            slope += present & derivative;
            slopeSquares = T.Fma(derivative, present & derivative, slopeSquares);
        }

        var mean = slope / count;
        var spread = T.Max((slopeSquares / count) - (mean * mean), zero);
        var small = one + (T.Splat(model.Coefficients) / count * spread / (mean * mean));
        return T.Select(T.Less(zero, spare), small * small * scale * scale * squares / (spare * mean * mean), T.Splat(float.NaN));
    }
}
