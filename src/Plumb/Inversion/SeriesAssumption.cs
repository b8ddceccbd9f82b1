using Plumb.Kernels;
using Plumb.Networks;

namespace Plumb.Inversion;

/// <summary>One row of what is assumed of the series: sum of factor times X at some dates, less the border's part, is to be 0.</summary>
/// <param name="Dates">Dates of the row (index).</param>
/// <param name="Factors">Their factors.</param>
/// <param name="Border">Factors of the border unknowns.</param>
internal sealed record AssumptionRow(int[] Dates, double[] Factors, double[] Border);

/// <summary>
/// What is assumed of a series beside its pairs, as rows R (X - G z) = 0 in the least-squares sense. X is all that the radar saw at a date (radian), the
/// error of the elevation model included, so that pairs and rows stay graphs; the border unknowns z are the coefficients of the time function and the
/// error of the elevation model as phase per metre of baseline, G their course in time. R'R becomes edges of the graph (some of negative weight), -R'RG the
/// border, G'R'RG the corner. The same for all pixels. Immutable.
/// <para>Smoothing: gamma times the velocities m_j / dt_j (order 1) or their differences m_j / dt_j - m_(j+1) / dt_(j+1) (order 2), of the series without
/// the elevation model's part. Tie: strength times (X_i - B_i u - sum c_k f_k(t_i)), the first date included.</para>
/// </summary>
internal sealed class SeriesAssumption
{
    private readonly int dates;
    private readonly List<AssumptionRow> rows = [];
    private readonly double[] years;
    private readonly double[] baselines;

    private SeriesAssumption(Network network, InversionOptions options)
    {
        dates = network.Dates.Count;
        years = [.. network.Dates.Select(d => (d.DayNumber - network.Dates[0].DayNumber) / 365.25)];
        baselines = options.DateBaselines?.Select(b => b - options.DateBaselines[0]).ToArray() ?? [];
        var functions = options.MinimumNorm == MinimumNorm.Model ? Functions(options.Model) : [];
        RateColumn = functions.Count > 0 ? 1 : -1;
        DemColumn = baselines.Length > 0 ? functions.Count : -1;
        Columns = functions.Count + (baselines.Length > 0 ? 1 : 0);
        if (functions.Count > 0)
        {
            AddTie(functions, options);
        }

        if (options.Smoothing != Smoothing.None)
        {
            AddSmoothing(options.Smoothing, options.SmoothingStrength);
        }

        IsTieAlone = functions.Count > 0 && DemColumn < 0 && options.Smoothing == Smoothing.None;
        Multiply();
        RequireBaselines();
        Plan = Join(network);
    }

    /// <summary>The order of elimination of the graph of pairs and of the edges below: its first edges are the pairs.</summary>
    public LaplacianPlan Plan { get; }

    /// <summary>Number of border unknowns (count).</summary>
    public int Columns { get; }

    /// <summary>Which of them is the error of the elevation model, radian per metre of baseline; -1: none.</summary>
    public int DemColumn { get; }

    /// <summary>Which of them is the rate; -1: none.</summary>
    public int RateColumn { get; }

    /// <summary>Whether nothing is assumed but that the dates lie near a time function.</summary>
    public bool IsTieAlone { get; }

    /// <summary>From that coefficient to radian per year.</summary>
    public double RatePerUnit { get; private set; } = 1;

    /// <summary>Baselines of the dates, metres, 0 at the first; empty without <see cref="DemColumn"/>.</summary>
    public ReadOnlySpan<double> Baselines => baselines;

    public IReadOnlyList<AssumptionRow> Rows => rows;

    /// <summary>Edges of R'R between dates, and the edge of <see cref="Plan"/> that each is.</summary>
    public IReadOnlyList<(int First, int Second, double Weight)> Edges { get; private set; } = [];

    public int[] EdgeIndex { get; private set; } = [];

    /// <summary>-R'RG; shape (column, date).</summary>
    public double[,] Border { get; private set; } = new double[0, 0];

    /// <summary>G'R'RG; shape (column, column).</summary>
    public double[,] Corner { get; private set; } = new double[0, 0];

    /// <summary>What the options assume; null where they assume nothing.</summary>
    public static SeriesAssumption? Of(Network network, InversionOptions options) =>
        options.Smoothing == Smoothing.None && options.MinimumNorm != MinimumNorm.Model && options.DateBaselines is null ? null : new SeriesAssumption(network, options);

    /// <summary>Time functions over centred time in units of half the span, which keeps their coefficients alike in size.</summary>
    private List<Func<double, double>> Functions(SeriesModel model)
    {
        var half = Math.Max(years[^1] / 2, 1e-9);
        RatePerUnit = 1 / half;
        double Scaled(double t) => (t - half) / half;
        List<Func<double, double>> functions = [_ => 1, Scaled];
        if (model is SeriesModel.Quadratic or SeriesModel.QuadraticSeasonal)
        {
            functions.Add(t => Scaled(t) * Scaled(t));
        }

        if (model is SeriesModel.LinearSeasonal or SeriesModel.QuadraticSeasonal)
        {
            functions.Add(t => Math.Cos(2 * Math.PI * t));
            functions.Add(t => Math.Sin(2 * Math.PI * t));
        }

        return functions;
    }

    private void AddTie(List<Func<double, double>> functions, InversionOptions options)
    {
        for (var i = 0; i < dates; i++)
        {
            var strength = options.DateStrengths?[i] ?? options.ModelStrength;
            var border = new double[Columns];
            for (var k = 0; k < functions.Count; k++)
            {
                border[k] = strength * functions[k](years[i]);
            }

            if (DemColumn >= 0)
            {
                border[DemColumn] = strength * baselines[i];
            }

            rows.Add(new AssumptionRow([i], [strength], border));
        }
    }

    private void AddSmoothing(Smoothing smoothing, double gamma)
    {
        var last = smoothing == Smoothing.Velocity ? dates - 1 : dates - 2;
        for (var i = 0; i < last; i++)
        {
            var a = gamma / (years[i + 1] - years[i]);
            if (smoothing == Smoothing.Velocity)
            {
                AddSmoothingRow([i, i + 1], [-a, a]);
                continue;
            }

            var b = gamma / (years[i + 2] - years[i + 1]);
            AddSmoothingRow([i, i + 1, i + 2], [a, -a - b, b]);
        }
    }

    private void AddSmoothingRow(int[] at, double[] factors)
    {
        var border = new double[Columns];
        if (DemColumn >= 0)
        {
            border[DemColumn] = at.Zip(factors, (i, f) => f * baselines[i]).Sum();
        }

        rows.Add(new AssumptionRow(at, factors, border));
    }

    /// <summary>Refuses baselines that the rows do not see, such as those that grow evenly with time under a smoothing of changes.</summary>
    private void RequireBaselines()
    {
        if (DemColumn < 0)
        {
            return;
        }

        var size = rows.Sum(r => r.Dates.Zip(r.Factors, (i, f) => f * f * baselines[i] * baselines[i]).Sum());
        if (!(Corner[DemColumn, DemColumn] > 1e-12 * size))
        {
            throw new RequestException(
                "The perpendicular baselines change evenly with time, so that an error of the elevation model looks like a constant velocity. Set inversion.dem_error to false.");
        }
    }

    /// <summary>From the rows to edges, border and corner.</summary>
    private void Multiply()
    {
        var weights = new SortedDictionary<(int, int), double>();
        (Border, Corner) = (new double[Columns, dates], new double[Columns, Columns]);
        void Add(int i, int j, double weight) => weights[(i, j)] = weights.GetValueOrDefault((i, j)) + weight;
        foreach (var row in rows)
        {
            // An edge per pair of dates, and to the first date, whose value is 0, what is left of the row's sum.
            for (var a = 0; a < row.Dates.Length; a++)
            {
                var i = row.Dates[a];
                for (var b = 0; b < row.Dates.Length && i > 0; b++)
                {
                    var j = row.Dates[b];
                    var product = row.Factors[a] * row.Factors[b];
                    if (j > i)
                    {
                        Add(i, j, -product);
                    }

                    if (j > 0)
                    {
                        Add(0, i, product);
                    }
                }

                for (var k = 0; k < Columns; k++)
                {
                    Border[k, i] -= row.Factors[a] * row.Border[k];
                }
            }

            for (var k = 0; k < Columns; k++)
            {
                for (var l = 0; l < Columns; l++)
                {
                    Corner[k, l] += row.Border[k] * row.Border[l];
                }
            }
        }

        // Products of the same factors that cancel in exact arithmetic leave nothing but rounding.
        var scale = rows.Select(r => r.Factors.Max(f => f * f)).DefaultIfEmpty(1).Max();
        Edges = [.. weights.Where(e => Math.Abs(e.Value) > 1e-13 * scale).Select(e => (e.Key.Item1, e.Key.Item2, e.Value))];
    }

    private LaplacianPlan Join(Network network)
    {
        var (first, second) = (new List<int>(network.FirstIndex.ToArray()), new List<int>(network.SecondIndex.ToArray()));
        var known = Enumerable.Range(0, first.Count).ToDictionary(p => (first[p], second[p]), p => p);
        EdgeIndex = new int[Edges.Count];
        for (var e = 0; e < Edges.Count; e++)
        {
            var (i, j, _) = Edges[e];
            if (!known.TryGetValue((i, j), out var edge))
            {
                edge = first.Count;
                first.Add(i);
                second.Add(j);
            }

            EdgeIndex[e] = edge;
        }

        return new LaplacianPlan(dates, first.ToArray(), second.ToArray());
    }
}
