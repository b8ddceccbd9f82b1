using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>
/// The flow network of a raster: a cell for each loop of 2 x 2 pixels and a border of ground cells all round, shape (rows + 1, columns + 1).
/// Cell (r, c) has the pixels (r - 1, c - 1) ... (r, c) at its corners; its arc up crosses the edge from pixel (r - 1, c - 1) to (r - 1, c),
/// its arc left the edge from pixel (r - 1, c - 1) to (r, c - 1). What flows down or left raises the cycles of the edge crossed by one.
/// Addresses are of 64 bits; places in queues are of 32 bits without sign, so that a raster has at most 2^32 cells.
/// </summary>
internal sealed unsafe class GridFlow : IDisposable
{
    /// <summary>Memory of one cell, bytes.</summary>
    internal const int BytesPerCell = 16 + 4 + 1 + 1 + 8;

    private readonly WorkingArray<FlowCell> cells;
    private readonly WorkingArray<short> jumps;
    private readonly WorkingArray<sbyte> excess;
    private readonly WorkingArray<CellState> state;
    private readonly WorkingArray<FlowLabel> labels;

    /// <summary>An empty network, leased from a budget.</summary>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="columns">Columns of pixels.</param>
    /// <param name="budget">The budget.</param>
    /// <exception cref="MemoryBudgetException">The network does not fit.</exception>
    internal GridFlow(int rows, int columns, MemoryBudget budget)
        : this(rows, columns, new LeasedMemory(budget))
    {
    }

    /// <summary>An empty network.</summary>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="columns">Columns of pixels.</param>
    /// <param name="memory">The memory that it lies in.</param>
    /// <exception cref="MemoryBudgetException">The network does not fit.</exception>
    internal GridFlow(int rows, int columns, WorkingMemory memory)
    {
        Memory = memory;
        (Rows, Columns, Stride) = (rows + 1, columns + 1, columns + 1);
        Count = (long)Rows * Columns;
        if (Count > uint.MaxValue)
        {
            throw new RequestException($"{rows} x {columns} pixels are more than one network holds (2^32). Unwrap parts of the image.");
        }

        cells = new WorkingArray<FlowCell>(memory, Count, "Unwrapping: costs");
        jumps = new WorkingArray<short>(memory, 2 * Count, "Unwrapping: cycles");
        excess = new WorkingArray<sbyte>(memory, Count, "Unwrapping: residues");
        state = new WorkingArray<CellState>(memory, Count, "Unwrapping: states");
        labels = new WorkingArray<FlowLabel>(memory, Count, "Unwrapping: labels");
        Cells = cells.Pointer;
        Jumps = jumps.Pointer;
        Excess = excess.Pointer;
        State = state.Pointer;
        Labels = labels.Pointer;
    }

    /// <summary>The memory that it lies in.</summary>
    internal WorkingMemory Memory { get; }

    /// <summary>Rows of cells.</summary>
    internal int Rows { get; }

    /// <summary>Columns of cells.</summary>
    internal int Columns { get; }

    /// <summary>From a cell to the one below.</summary>
    internal nint Stride { get; }

    /// <summary>Number of cells.</summary>
    internal long Count { get; }

    /// <summary>Costs and potentials; shape (cell).</summary>
    internal FlowCell* Cells { get; }

    /// <summary>Whole cycles on the arcs up and left of each cell; shape (cell, 2).</summary>
    internal short* Jumps { get; }

    /// <summary>Units that wait in each cell; shape (cell).</summary>
    internal sbyte* Excess { get; }

    /// <summary>States; shape (cell).</summary>
    internal CellState* State { get; }

    /// <summary>Labels of the searches; shape (cell).</summary>
    internal FlowLabel* Labels { get; }

    /// <summary>Returns the memory.</summary>
    public void Dispose()
    {
        cells.Dispose();
        jumps.Dispose();
        excess.Dispose();
        state.Dispose();
        labels.Dispose();
    }

    /// <summary>Gives back what only solving needs; costs, cycles and labels stay.</summary>
    internal void EndSolving()
    {
        excess.Dispose();
        state.Dispose();
    }

    /// <summary>Gives back the cycles; costs and labels stay.</summary>
    internal void EndCycles() => jumps.Dispose();

    /// <summary>Forgets the states and labels of all cells, to begin again.</summary>
    internal void Reset()
    {
        for (var r = 0; r < Rows; r++)
        {
            new Span<CellState>(State + (r * Stride), Columns).Clear();
            new Span<FlowLabel>(Labels + (r * Stride), Columns).Clear();
            Memory.Ease(Columns);
        }
    }

    /// <summary>What the cycles on the four edges of an inner cell leave over.</summary>
    internal int ExcessOf(nint cell) =>
        Jumps[2 * cell] + Jumps[(2 * (cell + 1)) + 1] - Jumps[2 * (cell + Stride)] - Jumps[(2 * cell) + 1];

    /// <summary>Sets units and state of the cells of a row that are neither ground nor hole; on the border, the ground.</summary>
    internal void Balance(int row)
    {
        var first = row * Stride;
        var last = first + Stride - 1;
        if (row == 0 || row == Rows - 1)
        {
            new Span<CellState>(State + first, Columns).Fill(CellState.Ground);
            return;
        }

        State[first] = State[last] = CellState.Ground;
        for (var i = first + 1; i < last; i++)
        {
            if ((State[i] & (CellState.Ground | CellState.Hole)) != 0)
            {
                continue;
            }

            var units = ExcessOf(i);
            Excess[i] = checked((sbyte)units);
            State[i] = units > 0 ? CellState.Surplus : units < 0 ? CellState.Deficit : CellState.None;
        }
    }
}
