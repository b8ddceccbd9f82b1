namespace Plumb.Unwrapping.Classical;

/// <summary>
/// Goldstein's branch cuts. Around each residue that is not balanced a box grows by one cell on each side at a time; each residue inside is joined
/// to the tree by a cut, also one that an earlier tree has balanced, until the tree has no charge left or meets
/// the outside. Cuts run through the loops between pixels and across pixel edges, so that no pixel lies on a cut. The phase is then
/// added up without crossing cuts. What cuts part from the largest piece of a region is not reached: it has no value.
/// </summary>
internal sealed unsafe class BranchCuts
{
    private const byte CutUp = 1;
    private const byte CutLeft = 2;
    private const byte Balanced = 4;
    private readonly GridFlow flow;
    private readonly GridHoles? holes;
    private readonly byte* cuts;
    private readonly nint stride;
    private readonly List<Member> tree = [];
    private readonly bool[] isHoleBalanced;
    private uint number;
    private int charge;

    private BranchCuts(GridFlow flow, GridHoles? holes, byte* cuts)
    {
        (this.flow, this.holes, stride) = (flow, holes, flow.Stride);
        this.cuts = cuts;
        isHoleBalanced = new bool[holes?.Count ?? 0];
    }

    /// <summary>Places the cuts and adds up the phase beside them.</summary>
    internal static ClassicalSum Unwrap(ClassicalWork work)
    {
        using var cuts = work.Budget.LeaseLong<byte>(work.Flow.Count, "Unwrapping: cuts");
        new BranchCuts(work.Flow, work.Balance(), cuts.Pointer).Place(work.Stop);
        return CutIntegral.Add(work.Flow, work.Phase, cuts.Pointer, CutUp, CutLeft);
    }

    private void Place(CancellationToken stop)
    {
        for (var h = 0; h < isHoleBalanced.Length; h++)
        {
            if (holes!.Excess[h] != 0 && !isHoleBalanced[h])
            {
                Begin();
                TakeHole(h);
                Grow();
            }
        }

        for (nint i = 0; i < flow.Count; i++)
        {
            if (flow.Excess[i] != 0 && (flow.State[i] & (CellState.Ground | CellState.Hole)) == 0 && (cuts[i] & Balanced) == 0)
            {
                stop.ThrowIfCancellationRequested();
                Begin();
                TakeResidue(i);
                Grow();
            }
        }
    }

    private void Begin()
    {
        tree.Clear();
        charge = 0;
        number++;
    }

    private void TakeResidue(nint cell)
    {
        flow.Labels[cell].Mark = number;
        tree.Add(new Member((int)(cell / stride), (int)(cell % stride)));
        charge += (cuts[cell] & Balanced) == 0 ? flow.Excess[cell] : 0;
        cuts[cell] |= Balanced;
    }

    private void TakeHole(int hole)
    {
        isHoleBalanced[hole] = true;
        charge += holes!.Excess[hole];
        for (var m = holes.MemberStart[hole]; m < holes.MemberStart[hole + 1]; m++)
        {
            tree.Add(new Member((int)(holes.Members[m] / stride), (int)(holes.Members[m] % stride)));
        }
    }

    /// <summary>Lets the boxes around all members grow until the tree is balanced.</summary>
    private void Grow()
    {
        for (var reach = 1; ; reach++)
        {
            for (var m = 0; m < tree.Count; m++)
            {
                // A member that came late has its smaller boxes still to search.
                var member = tree[m];
                for (var ring = member.Searched + 1; ring <= reach; ring++)
                {
                    if (Ring(member, ring))
                    {
                        return;
                    }
                }

                tree[m] = member with { Searched = reach };
            }
        }
    }

    /// <summary>Searches the outermost cells of a box. True when the tree is balanced.</summary>
    private bool Ring(Member member, int reach)
    {
        var (top, bottom) = (member.Row - reach, member.Row + reach);
        var (left, right) = (member.Column - reach, member.Column + reach);
        for (var r = Math.Max(0, top); r <= Math.Min(flow.Rows - 1, bottom); r++)
        {
            var step = r == top || r == bottom ? 1 : 2 * reach;
            for (var c = left; c <= right; c += step)
            {
                if (c >= 0 && c < flow.Columns && Meet(member, r, c))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Meet(Member member, int row, int column)
    {
        var cell = (row * stride) + column;
        var state = flow.State[cell];
        if ((state & CellState.Ground) != 0)
        {
            Cut(member.Row, member.Column, row, column);
            return true;
        }

        if ((state & CellState.Hole) != 0)
        {
            var hole = flow.Cells[cell].Potential;
            if (isHoleBalanced[hole] || holes!.Excess[hole] == 0)
            {
                return false;
            }

            TakeHole(hole);
        }
        else if (flow.Excess[cell] != 0 && flow.Labels[cell].Mark != number)
        {
            TakeResidue(cell);
        }
        else
        {
            return false;
        }

        Cut(member.Row, member.Column, row, column);
        return charge == 0;
    }

    /// <summary>Cuts the pixel edges between two cells along a line of steps up, down, left and right.</summary>
    private void Cut(int row, int column, int toRow, int toColumn)
    {
        var (down, across) = (Math.Abs(toRow - row), Math.Abs(toColumn - column));
        var (done, gone) = (0, 0);
        while (done < down || gone < across)
        {
            var cell = (row * stride) + column;
            if (gone == across || (done < down && ((2L * done) + 1) * across <= ((2L * gone) + 1) * down))
            {
                cuts[toRow > row ? cell + stride : cell] |= CutUp;
                row += Math.Sign(toRow - row);
                done++;
            }
            else
            {
                cuts[toColumn > column ? cell + 1 : cell] |= CutLeft;
                column += Math.Sign(toColumn - column);
                gone++;
            }
        }
    }

    /// <summary>A cell of a tree and the size of the box around it that was searched.</summary>
    private readonly record struct Member(int Row, int Column, int Searched = 0);
}
