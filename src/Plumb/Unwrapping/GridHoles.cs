namespace Plumb.Unwrapping;

/// <summary>
/// The holes that pixels without a value make in a flow network. Cells on both sides of an edge that does not exist are one
/// node: those that reach the border belong to the ground, the others are holes. Cells of a hole hold its number in place of a potential.
/// </summary>
internal sealed unsafe class GridHoles
{
    private readonly GridFlow flow;
    private readonly List<nint> first = [];
    private readonly List<int> memberStart = [0];
    private int[] next = [];
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

    /// <summary>Finds the holes and marks their cells and those of the ground. Weights must be filled: an arc of weight 0 does not exist. Clears the labels.</summary>
    internal static GridHoles Find(GridFlow flow)
    {
        var holes = new GridHoles(flow);
        for (nint r = 0; r < flow.Rows; r++)
        {
            holes.JoinRow(r);
            flow.Memory.Ease(flow.Columns);
        }

        for (nint r = 0; r < flow.Rows; r++)
        {
            holes.MarkRow((int)r);
            flow.Memory.Ease(flow.Columns);
        }

        holes.Finish();
        for (nint r = 0; r < flow.Rows; r++)
        {
            holes.ListRow(r);
            flow.Memory.Ease(flow.Columns);
        }

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

    /// <summary>Joins the cells of a row to those above and on their left that no arc parts from them; those of the border to cell 0, the ground.</summary>
    private void JoinRow(nint row)
    {
        var labels = flow.Labels;
        var first = row * flow.Stride;
        for (var i = first; i < first + flow.Stride; i++)
        {
            labels[i] = new FlowLabel { Mark = (uint)i };
            if (row == 0 || row == flow.Rows - 1 || i == first || i == first + flow.Stride - 1)
            {
                labels[i].Mark = 0;
            }

            if (row > 0 && flow.Cells[i].WeightUp == 0)
            {
                PixelSets.Join(labels, (uint)(i - flow.Stride), (uint)i, 0);
            }

            if (i > first && flow.Cells[i].WeightLeft == 0)
            {
                PixelSets.Join(labels, (uint)(i - 1), (uint)i, 0);
            }
        }
    }

    /// <summary>Marks the cells of a row, numbers the holes that begin in it and counts their members.</summary>
    private void MarkRow(int row)
    {
        for (var column = 0; column < flow.Columns; column++)
        {
            var i = (row * flow.Stride) + column;
            var root = (nint)PixelSets.Find(flow.Labels, (uint)i).Root;
            if (root == 0)
            {
                flow.State[i] = CellState.Ground;
                continue;
            }

            var arcs = Arcs(i);
            if (arcs == 4)
            {
                continue;
            }

            if (root == i)
            {
                flow.Cells[i].Potential = first.Count;
                first.Add(i);
                bounds.Add((int.MaxValue, int.MaxValue, 0, 0));
                memberStart.Add(0);
            }

            var hole = flow.Cells[root].Potential;
            var box = bounds[hole];
            bounds[hole] = (Math.Min(box.Top, row), Math.Min(box.Left, column), Math.Max(box.Bottom, row), Math.Max(box.Right, column));
            flow.State[i] = CellState.Hole;
            flow.Cells[i].Potential = hole;
            memberStart[hole + 1] += arcs > 0 ? 1 : 0;
        }
    }

    /// <summary>Enters the members of a row and forgets its labels.</summary>
    private void ListRow(nint row)
    {
        var begin = row * flow.Stride;
        for (var i = begin; i < begin + flow.Stride; i++)
        {
            flow.Labels[i] = default;
            if ((flow.State[i] & CellState.Hole) != 0 && Arcs(i) > 0)
            {
                Members[next[flow.Cells[i].Potential]++] = i;
            }
        }
    }

    /// <summary>How many of the four arcs of an inner cell exist.</summary>
    private int Arcs(nint i)
    {
        var cells = flow.Cells;
        return (cells[i].WeightUp > 0 ? 1 : 0) + (cells[i].WeightLeft > 0 ? 1 : 0) + (cells[i + flow.Stride].WeightUp > 0 ? 1 : 0) + (cells[i + 1].WeightLeft > 0 ? 1 : 0);
    }

    private void Finish()
    {
        MemberStart = [.. memberStart];
        for (var hole = 0; hole < Count; hole++)
        {
            MemberStart[hole + 1] += MemberStart[hole];
        }

        memberStart.Clear();
        First = [.. first];
        Members = new nint[MemberStart[^1]];
        next = MemberStart[..^1];
        (Potential, Excess, State, Entry) = (new int[Count], new int[Count], new CellState[Count], new nint[Count]);
    }
}
