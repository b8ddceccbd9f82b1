using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Uncertainty;

/// <summary>
/// The whole covariance matrix of one pixel's series, in double precision: what <see cref="NetworkPropagation"/> never forms, and its plain specification. Costs
/// dates times (pairs + dates) per date, so it is for single pixels.
/// </summary>
public static class PixelCovariance
{
    /// <summary>Covariance of the series by the noise of the pairs.</summary>
    /// <param name="plan">The plan of the propagation.</param>
    /// <param name="phase">Unwrapped phase less that of the reference, radian; shape (pair); NaN is no data.</param>
    /// <param name="coherence">Sample coherence (pure number); shape (pair); empty where the stack has none: a pair then has the variance of one radian squared.</param>
    /// <returns>Covariance, metres squared, shape (date, date); 0 in row and column of the first date.</returns>
    /// <exception cref="ArgumentException">The spans have not one value per pair.</exception>
    public static double[,] Of(NetworkPropagation plan, ReadOnlySpan<float> phase, ReadOnlySpan<float> coherence)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var network = plan.Inversion.Network;
        var (pairs, dates) = (network.Pairs.Count, network.Dates.Count);
        if (phase.Length != pairs || (!coherence.IsEmpty && coherence.Length != pairs))
        {
            throw new ArgumentException($"{phase.Length} phases and {coherence.Length} coherences do not fit {pairs} pairs.", nameof(phase));
        }

        var weight = new double[pairs];
        for (var p = 0; p < pairs; p++)
        {
            weight[p] = float.IsNaN(phase[p]) ? 0 : PairWeights.Of(plan.Inversion.Options, coherence.IsEmpty ? 1 : coherence[p]);
        }

        var solver = new Solver(plan, weight, phase);
        var variance = solver.Variances(plan, coherence);
        var carried = new double[dates][];
        for (var i = 0; i < dates; i++)
        {
            carried[i] = solver.Coefficients(i);
        }

        var metres = plan.Inversion.MetresPerUnit * plan.Inversion.MetresPerUnit;
        var covariance = new double[dates, dates];
        for (var i = 1; i < dates; i++)
        {
            for (var j = 1; j <= i; j++)
            {
                var sum = solver.Join(i, j);
                for (var p = 0; p < pairs; p++)
                {
                    sum += carried[i][p] * carried[j][p] * variance[p];
                }

                covariance[i, j] = covariance[j, i] = metres * sum;
            }
        }

        return covariance;
    }

    private sealed class Solver
    {
        private readonly Networks.Network network;
        private readonly LaplacianPlan plan;
        private readonly GapBridge bridge;
        private readonly double[] weight;
        private readonly double[] factors;
        private readonly double[] inverse;
        private readonly bool broken;

        public Solver(NetworkPropagation owner, double[] weight, ReadOnlySpan<float> phase)
        {
            network = owner.Inversion.Network;
            plan = owner.Inversion.Plan;
            this.weight = weight;
            factors = new double[plan.Slots];
            inverse = new double[plan.Nodes];
            var right = new double[plan.Nodes];
            LaplacianKernel.Assemble(plan, network.FirstIndex, network.SecondIndex, weight, Array.ConvertAll(phase.ToArray(), y => (double)y), factors, right);
            broken = LaplacianKernel.Factor(plan, factors, inverse) > 0;
            LaplacianKernel.Solve(plan, factors, inverse, right);
            bridge = new GapBridge(owner.Inversion);
            for (var i = 0; i < plan.Nodes; i++)
            {
                bridge.Value[i] = right[plan.Position[i]];
            }

            bridge.Join(phase, 1);
        }

        public double[] Variances(NetworkPropagation owner, ReadOnlySpan<float> coherence)
        {
            var (offDiagonal, diagonal, variance) = (new double[plan.Slots], new double[plan.Nodes], new double[weight.Length]);
            LaplacianKernel.SelectedInverse(plan, factors, inverse, offDiagonal, diagonal);
            for (var p = 0; p < weight.Length; p++)
            {
                var (i, j) = (plan.Position[network.FirstIndex[p]], plan.Position[network.SecondIndex[p]]);
                var leverage = weight[p] * (diagonal[i] + diagonal[j] - (2 * offDiagonal[plan.EdgeSlot[p]]));
                variance[p] = coherence.IsEmpty ? 1 : owner.Variance.Of(coherence[p], leverage);
            }

            return variance;
        }

        /// <summary>What each pair contributes to a date, radian per radian; shape (pair).</summary>
        public double[] Coefficients(int date)
        {
            var u = new double[plan.Nodes];
            u[plan.Position[date]] = 1;
            LaplacianKernel.Solve(plan, factors, inverse, u);
            var carried = new double[weight.Length];
            for (var p = 0; p < weight.Length; p++)
            {
                carried[p] = weight[p] * (u[plan.Position[network.SecondIndex[p]]] - u[plan.Position[network.FirstIndex[p]]]);
            }

            return carried;
        }

        /// <summary>What the joins add to the covariance of two dates, radian squared.</summary>
        public double Join(int i, int j)
        {
            if (!broken)
            {
                return 0;
            }

            var unit = new double[plan.Nodes];
            unit[i] = 1;
            var first = bridge.VarianceOf(unit);
            (unit[i], unit[j]) = (0, 1);
            var second = bridge.VarianceOf(unit);
            unit[i] += 1;
            return 0.5 * (bridge.VarianceOf(unit) - first - second);
        }
    }
}
