using MathNet.Numerics.LinearAlgebra;
using Plumb.Inversion;

namespace Plumb.Tests.Inversion;

/// <summary>
/// One pixel as the papers write it, dense and in double precision: unknowns are the displacement increments m_j between neighbouring dates, the error of the
/// elevation model dh and the coefficients of a time function; a row sqrt(w) per pair, rows gamma of the smoothing, rows of the tie; one orthogonal
/// decomposition of all rows.
/// </summary>
internal sealed class SystemOracle
{
    private readonly SolverStack stack;
    private readonly InversionOptions options;
    private readonly int dates;
    private readonly double[] years;
    private readonly List<double[]> rows = [];
    private readonly List<double> right = [];

    public SystemOracle(SolverStack stack, InversionOptions options, int pixel)
    {
        this.stack = stack;
        this.options = options;
        var network = stack.Network;
        dates = network.Dates.Count;
        years = [.. network.Dates.Select(d => (d.DayNumber - network.Dates[0].DayNumber) / 365.25)];
        Functions = options.MinimumNorm == MinimumNorm.Model ? TimeFunctions(options.Model, years[^1]) : [];
        var range = stack.HorizontalRange[pixel];
        var count = AddPairs(pixel, range);
        AddSmoothing();
        AddTie();
        Solve(count);
    }

    public Func<double, double>[] Functions { get; }

    /// <summary>Displacement of the dates, radian.</summary>
    public double[] Series { get; private set; } = [];

    public double[] Sigma { get; private set; } = [];

    public double Height { get; private set; }

    public double HeightSigma { get; private set; }

    public double Rate { get; private set; }

    public double RateSigma { get; private set; }

    public double Share { get; private set; }

    private int Unknowns => dates - 1 + (options.DateBaselines is null ? 0 : 1) + Functions.Length;

    private static Func<double, double>[] TimeFunctions(SeriesModel model, double last)
    {
        Func<double, double>[] all = [_ => 1, t => t, t => (t - (last / 2)) * (t - (last / 2)), t => Math.Cos(2 * Math.PI * t), t => Math.Sin(2 * Math.PI * t)];
        return model switch
        {
            SeriesModel.Linear => all[..2],
            SeriesModel.Quadratic => all[..3],
            SeriesModel.LinearSeasonal => [.. all[..2], .. all[3..]],
            _ => all,
        };
    }

    private int AddPairs(int pixel, double range)
    {
        var (network, table) = (stack.Network, new PhaseVariance(options.Looks));
        for (var p = 0; p < network.Pairs.Count; p++)
        {
            var y = stack.Phase[(p * stack.Pixels) + pixel];
            if (float.IsNaN(y))
            {
                continue;
            }

            var c = Math.Max(stack.Coherence[(p * stack.Pixels) + pixel], 0.05);
            var w = options.Weighting switch { Weighting.None => 1, Weighting.Coherence => c, Weighting.CoherenceSquared => c * c, _ => 1 / table.Of(c) };
            var row = new double[Unknowns];
            for (var k = network.FirstIndex[p]; k < network.SecondIndex[p]; k++)
            {
                row[k] = 1;
            }

            if (options.DateBaselines is { } b)
            {
                row[dates - 1] = (b[network.SecondIndex[p]] - b[network.FirstIndex[p]]) / range;
            }

            Add(row, y, Math.Sqrt(w));
        }

        return rows.Count;
    }

    private void AddSmoothing()
    {
        for (var j = 0; options.Smoothing != Smoothing.None && j < dates - (options.Smoothing == Smoothing.Velocity ? 1 : 2); j++)
        {
            var row = new double[Unknowns];
            row[j] = 1 / (years[j + 1] - years[j]);
            if (options.Smoothing == Smoothing.Acceleration)
            {
                row[j + 1] = -1 / (years[j + 2] - years[j + 1]);
            }

            Add(row, 0, options.SmoothingStrength);
        }
    }

    private void AddTie()
    {
        for (var i = 0; Functions.Length > 0 && i < dates; i++)
        {
            var row = new double[Unknowns];
            row.AsSpan(0, i).Fill(1);
            for (var k = 0; k < Functions.Length; k++)
            {
                row[Unknowns - Functions.Length + k] = -Functions[k](years[i]);
            }

            Add(row, 0, options.DateStrengths?[i] ?? options.ModelStrength);
        }
    }

    private void Add(double[] row, double y, double weight)
    {
        rows.Add([.. row.Select(v => v * weight)]);
        right.Add(y * weight);
    }

    private void Solve(int count)
    {
        // Columns of one size, so that the decomposition loses as little as it can.
        var scale = Enumerable.Range(0, Unknowns).Select(k => 1 / Math.Sqrt(rows.Sum(r => r[k] * r[k]))).ToArray();
        var matrix = Matrix<double>.Build.Dense(rows.Count, Unknowns, (r, k) => rows[r][k] * scale[k]);
        var svd = matrix.Svd();
        var inverse = Matrix<double>.Build.DenseOfDiagonalVector(Vector<double>.Build.Dense(scale)) * svd.VT.Transpose()
            * Matrix<double>.Build.DenseOfDiagonalVector(svd.S.Map(s => 1 / s)) * svd.U.SubMatrix(0, rows.Count, 0, Unknowns).Transpose();
        var y = Vector<double>.Build.DenseOfEnumerable(right);
        var x = inverse * y;
        var residual = y - (Matrix<double>.Build.DenseOfRowArrays(rows) * x);
        var influence = Enumerable.Range(0, rows.Count).Select(r => (inverse.Column(r) * Vector<double>.Build.Dense(rows[r]), r)).ToArray();
        var (byPairs, byRows) = (influence.Take(count).Sum(e => e.Item1), influence.Skip(count).Sum(e => e.Item1));
        var pure = options.Weighting is not (Weighting.Variance or Weighting.Fisher);
        var noise = !pure ? 1 : count - byPairs > 0.01 ? residual.Take(count).Sum(r => r * r) / (count - byPairs) : double.NaN;
        var misfit = residual.Skip(count).Sum(r => r * r) / Math.Max(rows.Count - count - byRows, 1);
        var cumulate = Matrix<double>.Build.Dense(Unknowns, Unknowns, (a, b) => a < dates - 1 && b < dates - 1 ? (b <= a ? 1 : 0) : a == b ? 1 : 0);
        var (value, spread) = (cumulate * x, cumulate * inverse);
        double Spread(int row) => Math.Sqrt(Enumerable.Range(0, rows.Count).Sum(r => spread[row, r] * spread[row, r] * (r < count ? noise : misfit)));
        Series = [0, .. value.Take(dates - 1)];
        Sigma = [0, .. Enumerable.Range(0, dates - 1).Select(Spread)];
        Share = 1 - (byPairs / (dates - 1));
        if (options.DateBaselines is not null)
        {
            (Height, HeightSigma) = (x[dates - 1], Spread(dates - 1));
        }

        if (Functions.Length > 0)
        {
            var at = Unknowns - Functions.Length + 1;
            (Rate, RateSigma) = (x[at], Spread(at));
        }
    }
}
