using MathNet.Numerics.LinearAlgebra;
using Plumb.Inversion;
using Plumb.Networks;

namespace Plumb.Tests.Inversion;

/// <summary>The inversion of one pixel as the papers write it: design matrix, singular value decomposition, pseudo-inverse, double precision.</summary>
internal sealed class DenseOracle
{
    public DenseOracle(Network network, Weighting weighting, MinimumNorm norm, double looks, Func<int, float> phase, Func<int, float> coherence)
    {
        var valid = Enumerable.Range(0, network.Pairs.Count).Where(p => float.IsFinite(phase(p)) && phase(p) != 0).ToArray();
        Count = valid.Length;
        var n = network.Dates.Count;
        Series = new double[n];
        Variance = new double[n];
        if (Count == 0)
        {
            return;
        }

        var days = network.Dates.Select(d => d.DayNumber / 365.25).ToArray();
        var table = new PhaseVariance(looks);
        var design = Matrix<double>.Build.Dense(Count, n - 1);
        var y = Vector<double>.Build.Dense(Count, r => phase(valid[r]));
        var w = Vector<double>.Build.Dense(Count, r => Weight(weighting, table, looks, coherence(valid[r])));
        for (var r = 0; r < Count; r++)
        {
            var (i, j) = (network.FirstIndex[valid[r]], network.SecondIndex[valid[r]]);
            if (norm == MinimumNorm.Velocity)
            {
                for (var k = i; k < j; k++)
                {
                    design[r, k] = days[k + 1] - days[k];
                }
            }
            else
            {
                design[r, j - 1] = 1;
                if (i > 0)
                {
                    design[r, i - 1] = -1;
                }
            }
        }

        var root = w.PointwiseSqrt();
        var svd = (Matrix<double>.Build.DenseOfDiagonalVector(root) * design).Svd();
        Rank = svd.S.Count(s => s > 1e-7 * svd.S[0]);
        var inverse = Matrix<double>.Build.Dense(n - 1, Count);
        for (var k = 0; k < Rank; k++)
        {
            inverse += svd.VT.Row(k).OuterProduct(svd.U.Column(k)) / svd.S[k];
        }

        var x = inverse * root.PointwiseMultiply(y);
        var cumulate = Matrix<double>.Build.Dense(n - 1, n - 1, (a, b) =>
            norm == MinimumNorm.Phase ? (a == b ? 1 : 0) : (b <= a ? days[b + 1] - days[b] : 0));
        var series = cumulate * x;
        var spread = cumulate * inverse;
        for (var i = 1; i < n; i++)
        {
            Series[i] = series[i - 1];
            Variance[i] = spread.Row(i - 1) * spread.Row(i - 1);
        }

        var residual = y - (design * x);
        Rms = Math.Sqrt(residual * residual / Count);
        Weighted = residual.PointwiseMultiply(residual) * w;
        Coherence = Math.Sqrt(Math.Pow(residual.Sum(Math.Cos), 2) + Math.Pow(residual.Sum(Math.Sin), 2)) / Count;
    }

    public int Count { get; }

    public int Rank { get; }

    public double[] Series { get; }

    public double[] Variance { get; }

    public double Rms { get; }

    public double Weighted { get; }

    public double Coherence { get; }

    private static double Weight(Weighting weighting, PhaseVariance table, double looks, double c)
    {
        c = double.IsNaN(c) || c < 0.05 ? 0.05 : c;
        return weighting switch
        {
            Weighting.None => 1,
            Weighting.Coherence => c,
            Weighting.CoherenceSquared => c * c,
            Weighting.Fisher => 2 * looks * Math.Min(c, 0.999) * Math.Min(c, 0.999) / (1 - (Math.Min(c, 0.999) * Math.Min(c, 0.999))),
            _ => 1 / table.Of(c),
        };
    }
}
