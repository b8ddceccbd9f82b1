namespace Plumb.Unwrapping.Temporal;

/// <summary>
/// The flow in time of one arc: whole cycles of the dates that make the sum of the cycles of the pairs least, the sum of |c of the second date - c of the first +
/// m of the pair|. This is the linear program whose dual Pepe and Lanari (2006) solve on the triangles of their network; as a potential problem it needs no
/// triangles, so that it holds for every network. Solved to its optimum by cancelling cycles of gain in the residual network of the dual flow; the shortest
/// distances that are left are the cycles. For one thread.
/// </summary>
internal sealed class DateFlow
{
    private readonly int[] first;
    private readonly int[] second;
    private readonly sbyte[] flow;
    private readonly int[] cameBy;
    private readonly int[] seen;

    /// <summary>A network.</summary>
    /// <param name="dates">Number of dates.</param>
    /// <param name="first">First date of each pair.</param>
    /// <param name="second">Second date of each pair.</param>
    internal DateFlow(int dates, int[] first, int[] second)
    {
        (this.first, this.second) = (first, second);
        (flow, Cycles, cameBy, seen) = (new sbyte[first.Length], new int[dates], new int[dates], new int[dates]);
    }

    /// <summary>Cycles of the dates; shape (date).</summary>
    internal int[] Cycles { get; }

    /// <summary>Solves. Returns the cost.</summary>
    /// <param name="charges">Cycles m of the pairs before; shape (pair).</param>
    /// <param name="exists">Which pairs there are; shape (pair).</param>
    internal int Solve(ReadOnlySpan<int> charges, ReadOnlySpan<bool> exists)
    {
        Array.Clear(flow);
        Array.Clear(Cycles);
        Array.Fill(cameBy, int.MinValue);
        while (Relax(charges, exists))
        {
            if (FindCycle() is var date && date >= 0)
            {
                Cancel(date);
                Array.Fill(cameBy, int.MinValue);
            }
        }

        var cost = 0;
        for (var k = 0; k < charges.Length; k++)
        {
            cost += exists[k] ? Math.Abs(Cycles[second[k]] - Cycles[first[k]] + charges[k]) : 0;
        }

        return cost;
    }

    /// <summary>One round of Bellman and Ford over the residual network; false when nothing became shorter.</summary>
    private bool Relax(ReadOnlySpan<int> charges, ReadOnlySpan<bool> exists)
    {
        var isShorter = false;
        for (var k = 0; k < charges.Length; k++)
        {
            if (!exists[k])
            {
                continue;
            }

            var (a, b) = (first[k], second[k]);
            var cycles = Cycles[b] - Cycles[a] + charges[k];
            if (cycles > 0 && flow[k] < 1)
            {
                Cycles[b] -= cycles;
                (cameBy[b], isShorter) = (k, true);
            }
            else if (cycles < 0 && flow[k] > -1)
            {
                Cycles[a] += cycles;
                (cameBy[a], isShorter) = (~k, true);
            }
        }

        return isShorter;
    }

    /// <summary>A date on a cycle of the ways by which distances became shorter; -1 for none.</summary>
    private int FindCycle()
    {
        Array.Clear(seen);
        for (var start = 0; start < seen.Length; start++)
        {
            var date = start;
            while (seen[date] == 0 && cameBy[date] != int.MinValue)
            {
                seen[date] = start + 1;
                date = Before(date);
            }

            if (cameBy[date] != int.MinValue && seen[date] == start + 1)
            {
                return date;
            }

            seen[date] = start + 1;
        }

        return -1;
    }

    private void Cancel(int start)
    {
        // One unit more in the direction of the cycle; an arc that holds one of the other direction first gives it back.
        var date = start;
        do
        {
            var entry = cameBy[date];
            date = Before(date);
            if (entry >= 0)
            {
                flow[entry]++;
            }
            else
            {
                flow[~entry]--;
            }
        }
        while (date != start);
    }

    private int Before(int date) => cameBy[date] >= 0 ? first[cameBy[date]] : second[~cameBy[date]];
}
