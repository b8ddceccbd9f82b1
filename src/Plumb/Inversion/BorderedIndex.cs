using System.Runtime.InteropServices;

namespace Plumb.Inversion;

/// <summary>The constants of a <see cref="SeriesAssumption"/> by slot and position of its plan, in pinned memory, beside the index arrays of the plan.</summary>
internal sealed unsafe class BorderedIndex
{
    private readonly double[] penalty;
    private readonly double[] border;
    private readonly double[] corner;
    private readonly double[] baseline;
    private readonly int[] rowStart;
    private readonly int[] rowPosition;
    private readonly double[] rowFactor;
    private readonly double[] rowBorder;
    private readonly double[] cornerAlone;

    public BorderedIndex(NetworkInversion owner)
    {
        Graph = new InversionIndex(owner);
        var assumption = owner.Assumption;
        Columns = assumption?.Columns ?? 0;
        DemColumn = assumption?.DemColumn ?? -1;
        RateColumn = assumption?.RateColumn ?? -1;
        RatePerUnit = assumption?.RatePerUnit ?? 1;
        Rows = assumption?.Rows.Count ?? 0;
        var entries = assumption?.Rows.Sum(r => r.Dates.Length) ?? 0;
        (penalty, border, corner) = (Pin(owner.Plan.Slots), Pin(Columns * owner.Plan.Nodes), Pin(Columns * Columns));
        (baseline, rowFactor, rowBorder) = (Pin(owner.Plan.Nodes), Pin(entries), Pin(Rows * Columns));
        rowStart = GC.AllocateArray<int>(Rows + 1, pinned: true);
        rowPosition = GC.AllocateArray<int>(Math.Max(entries, 1), pinned: true);
        Pieces = Networks.NetworkComponents.Of(owner.Network).Parts.Count;
        cornerAlone = Pin(Columns);
        Tie = double.NaN;
        if (assumption is not null)
        {
            FillMatrix(owner, assumption);
            FillRows(owner, assumption);
            FillTie(assumption);
        }
    }

    /// <summary>Where nothing is assumed but a tie to a time function, the square of its strength (unit of the weights), of the strongest date; otherwise NaN.</summary>
    public double Tie { get; private set; }

    /// <summary>Diagonal of the inverse of the corner: how well the tie alone fixes the border; shape (column).</summary>
    public double* CornerAlone => Pointer(cornerAlone);

    /// <summary>Index arrays of the graph; its pairs come first.</summary>
    public InversionIndex Graph { get; }

    /// <summary>Number of border unknowns (count).</summary>
    public int Columns { get; }

    public int DemColumn { get; }

    public int RateColumn { get; }

    public double RatePerUnit { get; }

    /// <summary>Number of rows of the assumption (count).</summary>
    public int Rows { get; }

    /// <summary>Number of parts of the network when all pairs have data (count).</summary>
    public int Pieces { get; }

    /// <summary>Weights of the assumption's edges; shape (slot).</summary>
    public double* Penalty => Pointer(penalty);

    /// <summary>Shape (column, position).</summary>
    public double* Border => Pointer(border);

    /// <summary>Shape (column, column).</summary>
    public double* Corner => Pointer(corner);

    /// <summary>Baseline of each position, metres, 0 without an elevation model's error.</summary>
    public double* Baseline => Pointer(baseline);

    /// <summary>Entries of each row, and per entry position and factor; per row the factors of the border.</summary>
    public int* RowStart => Pointer(rowStart);

    public int* RowPosition => Pointer(rowPosition);

    public double* RowFactor => Pointer(rowFactor);

    public double* RowBorder => Pointer(rowBorder);

    private void FillMatrix(NetworkInversion owner, SeriesAssumption assumption)
    {
        var plan = owner.Plan;
        for (var e = 0; e < assumption.Edges.Count; e++)
        {
            penalty[plan.EdgeSlot[assumption.EdgeIndex[e]]] = assumption.Edges[e].Weight;
        }

        for (var i = 0; i < plan.Nodes; i++)
        {
            for (var k = 0; k < Columns; k++)
            {
                border[(k * plan.Nodes) + plan.Position[i]] = assumption.Border[k, i];
            }

            baseline[plan.Position[i]] = DemColumn >= 0 ? assumption.Baselines[i] : 0;
        }

        for (var k = 0; k < Columns; k++)
        {
            for (var l = 0; l < Columns; l++)
            {
                corner[(k * Columns) + l] = assumption.Corner[k, l];
            }
        }
    }

    private void FillTie(SeriesAssumption assumption)
    {
        if (!assumption.IsTieAlone || Kernels.SymmetricInverse.Of(corner, Columns) is not { } inverse)
        {
            return;
        }

        for (var k = 0; k < Columns; k++)
        {
            cornerAlone[k] = inverse[(k * Columns) + k];
        }

        Tie = assumption.Rows.Max(r => r.Factors[0] * r.Factors[0]);
    }

    private void FillRows(NetworkInversion owner, SeriesAssumption assumption)
    {
        var next = 0;
        for (var r = 0; r < Rows; r++)
        {
            var row = assumption.Rows[r];
            rowStart[r] = next;
            for (var a = 0; a < row.Dates.Length; a++, next++)
            {
                (rowPosition[next], rowFactor[next]) = (owner.Plan.Position[row.Dates[a]], row.Factors[a]);
            }

            row.Border.CopyTo(rowBorder, r * Columns);
        }

        rowStart[Rows] = next;
    }

    private static double* Pointer(double[] array) => (double*)Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);

    private static int* Pointer(int[] array) => (int*)Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);

    private static double[] Pin(int length) => GC.AllocateArray<double>(Math.Max(length, 1), pinned: true);
}
