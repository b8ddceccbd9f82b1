namespace Plumb.Unwrapping;

/// <summary>
/// The holes that pixels without a value make in a flow network. Cells on both sides of an edge that does not exist are one
/// node: those that reach the border belong to the ground, the others are holes. Cells of a hole hold its number in place of a potential.
/// </summary>
internal sealed unsafe class GridHoles
{
    private readonly GridFlow flow;
    private readonly List<nint> first = [];
    private readonly List<nint> members = [];
    private readonly List<int> memberStart = [0];
    private readonly List<(int Top, int Left, int Bottom, int Right)> bounds = [];

    private GridHoles(GridFlow flow) => this.flow = flow;

    /// <summary>Number of holes.</summary>
    internal int Count => first.Count;

    /// <summary>The cell that stands for each hole.</summary>
    internal nint[] First { get; private set; } = [];

    /// <summary>Cells of all holes that have at least one arc, hole by hole.</summary>
    internal nint[] Members { get; private set; } = [];

    /// <summary>Where the members of each hole start; one entry more than holes.</summary>
    internal int[] MemberStart { get; private set; } = [];

    /// <summary>Potential of each hole.</summary>
    internal int[] Potential { get; private set; } = [];

    /// <summary>Units that wait in each hole.</summary>
    internal int[] Excess { get; private set; } = [];

    /// <summary>Surplus or deficit of each hole.</summary>
    internal CellState[] State { get; private set; } = [];

    /// <summary>The cell by which the last search came into each hole.</summary>
    internal nint[] Entry { get; private set; } = [];

    /// <summary>Smallest rectangle of cells around each hole, last row and column included.</summary>
    internal IReadOnlyList<(int Top, int Left, int Bottom, int Right)> Bounds => bounds;

    /// <summary>Finds the holes and marks their cells and those of the ground. Weights must be filled: an arc of weight 0 does not exist.</summary>
    internal static GridHoles Find(GridFlow flow)
    {
        var holes = new GridHoles(flow);
        var stack = new Stack<nint>();
        var last = (flow.Rows - 1) * flow.Stride;
        for (nint c = 0; c < flow.Stride; c++)
        {
            holes.Spread(c, CellState.Ground, -1, stack);
            holes.Spread(last + c, CellState.Ground, -1, stack);
        }

        for (nint r = 0; r < flow.Rows; r++)
        {
            holes.Spread(r * flow.Stride, CellState.Ground, -1, stack);
            holes.Spread((r * flow.Stride) + flow.Stride - 1, CellState.Ground, -1, stack);
        }

        for (nint i = 0; i < flow.Count; i++)
        {
            if ((flow.State[i] & (CellState.Ground | CellState.Hole)) == 0 && holes.LacksArc(i))
            {
                holes.first.Add(i);
                holes.bounds.Add((int.MaxValue, int.MaxValue, 0, 0));
                holes.Spread(i, CellState.Hole, holes.first.Count - 1, stack);
                holes.memberStart.Add(holes.members.Count);
            }
        }

        holes.Finish();
        return holes;
    }

    /// <summary>Takes surplus and deficit of the holes from the cycles on the arcs around them.</summary>
    internal void Balance()
    {
        Array.Clear(Excess);
        for (var h = 0; h < Count; h++)
        {
            for (var m = MemberStart[h]; m < MemberStart[h + 1]; m++)
            {
                Excess[h] += flow.ExcessOf(Members[m]);
            }

            SetState(h);
        }
    }

    /// <summary>Sets the state of a hole from its units.</summary>
    internal void SetState(int hole) =>
        State[hole] = Excess[hole] > 0 ? CellState.Surplus : Excess[hole] < 0 ? CellState.Deficit : CellState.None;

    private bool LacksArc(nint i)
    {
        var cells = flow.Cells;
        return cells[i].WeightUp == 0 || cells[i].WeightLeft == 0 || cells[i + flow.Stride].WeightUp == 0 || cells[i + 1].WeightLeft == 0;
    }

    /// <summary>Marks all cells that no arc parts from a start.</summary>
    private void Spread(nint start, CellState mark, int hole, Stack<nint> stack)
    {
        if ((flow.State[start] & (CellState.Ground | CellState.Hole)) != 0)
        {
            return;
        }

        flow.State[start] = mark;
        stack.Push(start);
        while (stack.TryPop(out var i))
        {
            var (row, column) = ((int)(i / flow.Stride), (int)(i % flow.Stride));
            var arcs = 0;
            Step(i - flow.Stride, row > 0 ? flow.Cells[i].WeightUp : -1);
            Step(i - 1, column > 0 ? flow.Cells[i].WeightLeft : -1);
            Step(i + flow.Stride, row < flow.Rows - 1 ? flow.Cells[i + flow.Stride].WeightUp : -1);
            Step(i + 1, column < flow.Columns - 1 ? flow.Cells[i + 1].WeightLeft : -1);
            if (hole >= 0)
            {
                Include(i, hole, arcs > 0, row, column);
            }

            void Step(nint to, int weight)
            {
                arcs += weight > 0 ? 1 : 0;
                if (weight == 0 && (flow.State[to] & (CellState.Ground | CellState.Hole)) == 0)
                {
                    flow.State[to] = mark;
                    stack.Push(to);
                }
            }
        }
    }

    private void Include(nint cell, int hole, bool hasArc, int row, int column)
    {
        flow.Cells[cell].Potential = hole;
        if (hasArc)
        {
            members.Add(cell);
        }

        var box = bounds[hole];
        bounds[hole] = (Math.Min(box.Top, row), Math.Min(box.Left, column), Math.Max(box.Bottom, row), Math.Max(box.Right, column));
    }

    private void Finish()
    {
        First = [.. first];
        Members = [.. members];
        MemberStart = [.. memberStart];
        (Potential, Excess, State, Entry) = (new int[Count], new int[Count], new CellState[Count], new nint[Count]);
    }
}
