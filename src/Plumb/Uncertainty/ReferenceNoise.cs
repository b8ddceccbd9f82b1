using Plumb.Kernels;
using Plumb.References;

namespace Plumb.Uncertainty;

/// <summary>
/// The noise that the reference itself has in every pair and every pixel takes over: the mean of its pixels' variances over their number, and pi / 2 times that for the
/// median (of normal noise). In a function of the series it is what the reference would have as a pixel of its own, weighted by its own variances; pixels with other weights
/// take over a little more. Immutable and safe for threads.
/// </summary>
public sealed class ReferenceNoise
{
    private const double MedianLoss = Math.PI / 2;
    private readonly NetworkPropagation plan;
    private readonly double[] factors;
    private readonly double[] inverse;

    /// <summary>The noise of a reference.</summary>
    /// <param name="plan">The plan of the propagation.</param>
    /// <param name="pairVariance">Variance of the reference's phase in each pair, radian squared; NaN where it has none; shape (pair).</param>
    /// <exception cref="ArgumentException">There is not one variance per pair.</exception>
    public ReferenceNoise(NetworkPropagation plan, ReadOnlySpan<double> pairVariance)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var network = plan.Inversion.Network;
        if (pairVariance.Length != network.Pairs.Count)
        {
            throw new ArgumentException($"There are {pairVariance.Length} variances for {network.Pairs.Count} pairs.", nameof(pairVariance));
        }

        this.plan = plan;
        var weight = new double[pairVariance.Length];
        for (var p = 0; p < weight.Length; p++)
        {
            weight[p] = pairVariance[p] > 0 ? 1 / pairVariance[p] : 0;
        }

        var laplacian = plan.Inversion.Plan;
        factors = new double[laplacian.Slots];
        inverse = new double[laplacian.Nodes];
        LaplacianKernel.Assemble(laplacian, network.FirstIndex, network.SecondIndex, weight, new double[weight.Length], factors, new double[laplacian.Nodes]);
        LaplacianKernel.Factor(laplacian, factors, inverse);
    }

    /// <summary>Variance of the reference's phase in each pair.</summary>
    /// <param name="plan">The plan of the propagation, which knows what a coherence means.</param>
    /// <param name="phase">Phase of the reference's pixels, radian; shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <param name="coherence">Sample coherence (pure number); shape (pair, pixel); empty where there is none.</param>
    /// <param name="pixels">Number of pixels that are given (count): those of the reference or an even choice of them.</param>
    /// <param name="counts">Number of pixels behind the reference's phase in each pair (count); shape (pair).</param>
    /// <param name="statistic">How they became one value.</param>
    /// <param name="withoutCoherence">Variance of a pair where there is no coherence, radian squared.</param>
    /// <returns>Variances, radian squared; NaN for a pair without data; shape (pair).</returns>
    public static double[] PairVariances(
        NetworkPropagation plan, ReadOnlySpan<float> phase, ReadOnlySpan<float> coherence, int pixels, ReadOnlySpan<int> counts, ReferenceStatistic statistic, double withoutCoherence)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var result = new double[plan.Inversion.Network.Pairs.Count];
        for (var p = 0; p < result.Length; p++)
        {
            var (sum, count) = (0.0, 0);
            for (var i = p * pixels; i < (p + 1) * pixels; i++)
            {
                if (float.IsFinite(phase[i]) && phase[i] != 0)
                {
                    sum += coherence.IsEmpty ? withoutCoherence : plan.Variance.Of(coherence[i], 1);
                    count++;
                }
            }

            var loss = statistic == ReferenceStatistic.Median && counts[p] > 2 ? MedianLoss : 1;
            result[p] = count > 0 && counts[p] > 0 ? loss * sum / count / counts[p] : double.NaN;
        }

        return result;
    }

    /// <summary>Variance that the reference gives to a function of the series: g'N^-1 g with N = U'DU is the sum of squares of U'^-1 g over D. Allocates nothing.</summary>
    /// <param name="coefficients">Coefficients by date, any unit; shape (date).</param>
    /// <param name="work">Working memory (unit: elements); shape (date).</param>
    /// <returns>Variance, metres squared times the unit of the coefficients squared.</returns>
    public double Of(ReadOnlySpan<double> coefficients, Span<double> work)
    {
        var laplacian = plan.Inversion.Plan;
        for (var i = 0; i < coefficients.Length; i++)
        {
            work[laplacian.Position[i]] = coefficients[i];
        }

        var sum = 0.0;
        for (var k = 0; k < laplacian.Nodes - 1; k++)
        {
            sum += work[k] * work[k] * inverse[k];
            for (var s = laplacian.RowStart[k]; s < laplacian.RowStart[k + 1]; s++)
            {
                work[laplacian.Column[s]] += factors[s] * work[k];
            }
        }

        return sum * plan.Inversion.MetresPerUnit * plan.Inversion.MetresPerUnit;
    }
}
