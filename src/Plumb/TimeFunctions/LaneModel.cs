using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>The tables of a model on given dates that all lanes share, in single precision from double.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed class LaneModel<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Lays out a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dates">The dates.</param>
    /// <param name="weights">Weight of each date; shape (date); empty for 1.</param>
    public LaneModel(TimeModel model, SeriesDates dates, ReadOnlySpan<double> weights)
    {
        var (p, n) = (model.Coefficients.Count, dates.Count);
        (Coefficients, Dates) = (p, n);
        Entries = p * (p + 1) / 2;
        var roots = CoefficientOperator.RootWeights(weights, n);
        IsWeighted = roots.Length > 0;
        UsedDates = roots.Length == 0 ? n : roots.Count(r => r > 0);
        var design = new OrthogonalDesign(model.Columns(dates, dates.Years), p, n, roots);
        var (basis, inverse) = (design.Basis, design.InverseTriangle);
        var pairs = new (int J, int K)[Entries];
        for (var (j, e) = (0, 0); j < p; j++)
        {
            for (var k = 0; k <= j; k++, e++)
            {
                pairs[e] = (j, k);
            }
        }

        var tables = new List<float>();
        int Add(float[] table)
        {
            var at = tables.Count;
            tables.AddRange(table);
            return at;
        }

        Basis = Add(RowTable.Of(p, n, (j, i) => basis[(j * n) + i]));
        ByDate = Add(RowTable.Of(n, p, (i, j) => basis[(j * n) + i]));
        Products = Add(RowTable.Of(Entries, n, (e, i) => basis[(pairs[e].J * n) + i] * basis[(pairs[e].K * n) + i]));
        Inverse = Add(RowTable.Of(p, p, (j, k) => inverse[(j * p) + k]));
        InverseRows = Add([.. inverse.Select(r => (float)r)]);
        RootWeights = Add([.. Enumerable.Range(0, n).Select(i => roots.Length == 0 ? 1f : (float)roots[i])]);
        InverseWeights = Add([.. Enumerable.Range(0, n).Select(i => roots.Length == 0 ? 1f : roots[i] > 0 ? (float)(1 / (roots[i] * roots[i])) : 0f)]);
        Tables = [.. tables];
        Cofactor = [.. pairs.Select(e => (float)Enumerable.Range(0, p).Sum(k => inverse[(e.J * p) + k] * inverse[(e.K * p) + k]))];
    }

    /// <summary>Number of coefficients.</summary>
    public int Coefficients { get; }

    /// <summary>Number of dates.</summary>
    public int Dates { get; }

    /// <summary>Whether the dates have weights other than 1.</summary>
    public bool IsWeighted { get; }

    /// <summary>Number of dates whose weight is not 0.</summary>
    public int UsedDates { get; }

    /// <summary>Number of entries of a symmetric matrix of the coefficients.</summary>
    public int Entries { get; }

    /// <summary>All tables, one after the other; the properties below say where each begins.</summary>
    public float[] Tables { get; }

    /// <summary>Q', rows (coefficient) by date.</summary>
    public int Basis { get; }

    /// <summary>Q, rows (date) by coefficient.</summary>
    public int ByDate { get; }

    /// <summary>Products of two basis functions, rows (entry) by date.</summary>
    public int Products { get; }

    /// <summary>R^-1, rows (coefficient) by basis function.</summary>
    public int Inverse { get; }

    /// <summary>R^-1 row by row without padding.</summary>
    public int InverseRows { get; }

    /// <summary>Root of each date's weight.</summary>
    public int RootWeights { get; }

    /// <summary>One over each date's weight; 0 where that is 0.</summary>
    public int InverseWeights { get; }

    /// <summary>(A'WA)^-1 for all dates; shape (entry).</summary>
    public float[] Cofactor { get; }
}
