using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>What the inverse of the system says, one pixel per lane.</summary>
internal struct SystemTrace
{
    /// <summary>Degrees of freedom that the pairs fix (count): the trace of the matrix from pairs to fitted pairs.</summary>
    public DoubleLane ByPairs;

    /// <summary>Those that the assumption fixes among the dates (count).</summary>
    public DoubleLane ByAssumption;

    /// <summary>Rows of the assumption less the degrees of freedom that they fix (count).</summary>
    public DoubleLane SpareRows;
}

/// <summary>
/// Standard deviations of a regularised series. The estimate is x = M^-1 A'W y with M = A'WA + R'R; noise of covariance nu W^-1 in the pairs and a
/// misfit of covariance tau^2 I in the rows of the assumption give it the covariance M^-1 (nu A'WA + tau^2 R'R) M^-1 = nu (Z - P) + tau^2 P, with Z = M^-1 and
/// P = M^-1 R'R M^-1. Z's diagonal is the selected inverse; P is -dZ/ds of M(s) = A'WA + s R'R, taken between s = 1 and 1 + <see cref="Step"/>, so that no
/// full inverse is formed. In the same way the trace of M^-1 R'R is d log det M / ds, from the product of the pivots. Smoothing makes nu (Z - P) small and leaves tau^2 P: what it takes away
/// from the noise it must answer for as misfit.
/// </summary>
internal static unsafe class BorderedVariance
{
    /// <summary>How much stronger the assumption is taken for the derivative (pure number).</summary>
    public const double Step = 1e-3;

    /// <summary>Share of a variance (pure number) that an assumption may change and still be taken for none.</summary>
    public const double LooseShare = 1e-4;

    /// <summary>Diagonal of the inverse, of the dates without the elevation model's part and behind them of the border unknowns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Invert(BorderedIndex index, in BorderedWork work, DoubleLane* diagonal)
    {
        var g = index.Graph;
        var (nodes, columns) = (g.Nodes, index.Columns);
        BorderedLanes.SelectedInverse(nodes, g.RowStart, g.Column, g.Target + g.TargetCount, work.Slots, work.Inverse, work.OffDiagonal, diagonal);
        for (var k = 0; k < columns; k++)
        {
            var covariance = work.Covariance + ((nint)k * columns);
            new Span<DoubleLane>(covariance, columns).Clear();
            covariance[k] = DoubleLane.Splat(1);
            BorderedLanes.SolveCorner(columns, work.Corner, work.CornerInverse, covariance);
            diagonal[nodes + k] = covariance[k];
            var response = work.Response + ((nint)k * nodes);
            new Span<DoubleLane>(work.Border + ((nint)k * nodes), nodes).CopyTo(new Span<DoubleLane>(response, nodes));
        }

        for (var k = 0; k < columns; k += 2)
        {
            var response = work.Response + ((nint)k * nodes);
            if (k + 1 < columns)
            {
                BorderedLanes.Back(nodes, g.RowStart, g.Column, work.Slots, work.Inverse, response, response + nodes);
            }
            else
            {
                BorderedLanes.Back(nodes, g.RowStart, g.Column, work.Slots, work.Inverse, response);
            }
        }

        for (var i = 0; i < nodes && index.DemColumn >= 0; i++)
        {
            work.Response[((nint)index.DemColumn * nodes) + i] += DoubleLane.Splat(index.Baseline[i]);
        }

        for (var k = 0; k < columns; k++)
        {
            for (var l = 0; l < columns; l++)
            {
                var covariance = work.Covariance[(k * columns) + l];
                var a = work.Response + ((nint)k * nodes);
                var b = work.Response + ((nint)l * nodes);
                for (var i = 0; i < nodes - 1; i++)
                {
                    diagonal[i] = DoubleLane.Fma(covariance * a[i], b[i], diagonal[i]);
                }
            }
        }
    }

    /// <summary>Keeps the pivots of the system that was factored last.</summary>
    public static void KeepPivots(BorderedIndex index, in BorderedWork work)
    {
        new Span<DoubleLane>(work.Inverse, index.Graph.Nodes).CopyTo(new Span<DoubleLane>(work.Pivot, index.Graph.Nodes));
        new Span<DoubleLane>(work.CornerInverse, index.Columns).CopyTo(new Span<DoubleLane>(work.CornerPivot, index.Columns));
    }

    /// <summary>Traces from the pivots kept and those of the system whose assumption is stronger by <see cref="Step"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static SystemTrace Trace(BorderedIndex index, in BorderedWork work)
    {
        var (zero, one) = (DoubleLane.Zero, DoubleLane.Splat(1));
        var (determinant, open) = (one, zero);
        for (var k = 0; k < index.Graph.Nodes - 1; k++)
        {
            determinant *= work.Pivot[k] / work.Inverse[k];
        }

        for (var k = 0; k < index.Columns; k++)
        {
            var isFixed = DoubleLane.Less(zero, work.CornerPivot[k]) & DoubleLane.Less(zero, work.CornerInverse[k]);
            determinant *= DoubleLane.Select(isFixed, work.CornerPivot[k] / work.CornerInverse[k], one);
            open += DoubleLane.Without(isFixed, one);
        }

        var byRows = Logarithm(determinant - one) / DoubleLane.Splat(Math.Log(1 + Step));
        var border = DoubleLane.Splat(index.Columns) - open;
        var dates = DoubleLane.Splat(index.Graph.Nodes - 1);
        return new SystemTrace
        {
            ByPairs = dates + border - byRows,
            ByAssumption = byRows - border,
            SpareRows = DoubleLane.Splat(index.Rows) - byRows,
        };
    }

    /// <summary>
    /// Mask of the pixels whose dates the pairs fix so well that a tie to a time function moves their variances by less than <see cref="LooseShare"/>. With R'R of the dates
    /// (the function's coefficients eliminated) not above s^2 I, P = Z R'R Z has a diagonal not above s^2 (Z^2)_ii, and that not above s^2 Z_ii trace Z.
    /// </summary>
    /// <param name="index">The constants.</param>
    /// <param name="work">Its variance holds the diagonal of the inverse.</param>
    /// <param name="noise">Variance of a pair of weight 1.</param>
    /// <param name="misfit">Variance of a row of the assumption.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static DoubleLane Loose(BorderedIndex index, in BorderedWork work, DoubleLane noise, DoubleLane misfit)
    {
        var trace = DoubleLane.Zero;
        for (var k = 0; k < index.Graph.Nodes - 1; k++)
        {
            trace += work.Variance[k];
        }

        return DoubleLane.Less(trace * DoubleLane.Max(noise, misfit) * DoubleLane.Splat(index.Tie / LooseShare), noise);
    }

    /// <summary>Variances of such pixels, in place of the diagonal of the inverse: noise for the dates; for the border what the tie alone leaves open as misfit, the rest as noise.</summary>
    public static void CombineLoose(BorderedIndex index, in BorderedWork work, DoubleLane noise, DoubleLane misfit)
    {
        var nodes = index.Graph.Nodes;
        for (var k = 0; k < nodes - 1; k++)
        {
            work.Variance[k] *= noise;
        }

        work.Variance[nodes - 1] = DoubleLane.Zero;
        for (var k = 0; k < index.Columns; k++)
        {
            var alone = DoubleLane.Splat(index.CornerAlone[k]);
            work.Variance[nodes + k] = (noise * DoubleLane.Max(work.Variance[nodes + k] - alone, DoubleLane.Zero)) + (misfit * alone);
        }
    }

    /// <summary>log(1 + x) of a small x.</summary>
    private static DoubleLane Logarithm(DoubleLane x)
    {
        var sum = DoubleLane.Zero;
        for (var n = 12; n > 0; n--)
        {
            sum = x * (DoubleLane.Splat(1.0 / n) - sum);
        }

        return sum;
    }

    /// <summary>From the two diagonals to variances, in place of the first: noise (Z - P) + misfit P.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Combine(BorderedIndex index, in BorderedWork work, DoubleLane noise, DoubleLane misfit)
    {
        var (zero, perStep) = (DoubleLane.Zero, DoubleLane.Splat(1 / Step));
        var last = index.Graph.Nodes - 1;
        for (var k = 0; k < index.Graph.Nodes + index.Columns; k++)
        {
            if (k == last)
            {
                work.Variance[k] = zero;
                continue;
            }

            // Z = 1 / (pairs + s rows) for each direction of its own: the difference of the inverses is exact where one part outweighs the other.
            var z = work.Variance[k];
            var p = DoubleLane.Min(DoubleLane.Max((z - work.Stepped[k]) * perStep * (z / work.Stepped[k]), zero), z);
            work.Variance[k] = (noise * (z - p)) + (misfit * p);
        }
    }
}
