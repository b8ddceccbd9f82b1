namespace Plumb.Unwrapping;

/// <summary>
/// Solves the flow network of a raster to its optimum: the cycles with the least sum of convex costs that leave no residue. Starts from the
/// cheapest cycles of each arc by itself, under which the potential zero is optimal, and sends what is left over along shortest paths:
/// first inside small tiles, side by side, then inside larger ones that straddle their seams, last without tiles.
/// A search that meets the edge of its tile waits for the next size; reduced costs are never negative in between, so
/// the end is the same optimum as without tiles. Tiles are fixed and search in a fixed order: the result does not depend on the threads.
/// </summary>
internal sealed unsafe class GridSolver
{
    private const int SmallestTile = 64;
    private const int TileGrowth = 4;
    private const int CellsAtOnce = 1 << 13;
    private readonly GridFlow flow;
    private readonly GridHoles? holes;
    private readonly StampCounter stamps = new();
    private readonly int threads;
    private readonly Action<double>? progress;
    private readonly CancellationToken stop;

    internal GridSolver(GridFlow flow, GridHoles? holes, int threads, Action<double>? progress, CancellationToken stop)
    {
        (this.flow, this.holes, this.threads, this.progress, this.stop) = (flow, holes, threads, progress, stop);
    }

    /// <summary>Solves. False when the scale of the costs is too fine for the length of the paths.</summary>
    internal bool Solve(UnwrapCosts costs) => (costs, holes is { Count: > 0 }) switch
    {
        (UnwrapCosts.Deformation, true) => Solve<DeformationCost, WithHoles>(),
        (UnwrapCosts.Deformation, false) => Solve<DeformationCost, NoHoles>(),
        (_, true) => Solve<SmoothCost, WithHoles>(),
        _ => Solve<SmoothCost, NoHoles>(),
    };

    private bool Solve<TCost, THoles>()
        where TCost : struct, IArcCost
        where THoles : struct, IHoles
    {
        var fine = true;
        var shift = 0;
        for (var tile = SmallestTile; fine && (tile == SmallestTile || tile < Math.Max(flow.Rows, flow.Columns)); tile *= TileGrowth)
        {
            var level = new Level(tile, shift, flow.Rows, flow.Columns);
            MarkEdges(level, true);
            fine = SolveTiles<TCost, THoles>(level);
            MarkEdges(level, false);
            shift = tile * TileGrowth / 2;
            progress?.Invoke(0.5);
        }

        return fine && Finish<PositiveUnit, TCost, THoles>(CellState.Surplus, 0.5, 0.9) && Finish<NegativeUnit, TCost, THoles>(CellState.Deficit, 0.9, 1);
    }

    private bool SolveTiles<TCost, THoles>(Level level)
        where TCost : struct, IArcCost
        where THoles : struct, IHoles
    {
        var fine = true;
        Parallel.For(
            0,
            level.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop },
            () => new GridSearch(flow, holes, stamps),
            (index, loop, search) =>
            {
                var (top, left, bottom, right) = level.Tile(index);
                var (settled, gone) = (search.Settled, 0L);
                for (var r = top; r < bottom; r++)
                {
                    var row = r * flow.Stride;
                    gone += right - left;
                    if (gone + search.Settled - settled > CellsAtOnce)
                    {
                        flow.Memory.Ease(gone + search.Settled - settled);
                        (settled, gone) = (search.Settled, 0);
                    }

                    for (var i = row + left; i < row + right; i++)
                    {
                        while ((flow.State[i] & (CellState.Surplus | CellState.Edge | CellState.Hole)) == CellState.Surplus)
                        {
                            var end = search.Send<PositiveUnit, TCost, THoles>(i);
                            if (end == SearchEnd.TooFar)
                            {
                                Volatile.Write(ref fine, false);
                                loop.Stop();
                            }

                            if (end != SearchEnd.Sent)
                            {
                                break;
                            }
                        }
                    }
                }

                flow.Memory.Ease(gone + search.Settled - settled);
                return search;
            },
            _ => { });
        return fine;
    }

    /// <summary>Sends all that is left, without tiles: surpluses to deficits or the ground, then deficits to the ground.</summary>
    private bool Finish<TUnit, TCost, THoles>(CellState sources, double from, double to)
        where TUnit : struct, IUnit
        where TCost : struct, IArcCost
        where THoles : struct, IHoles
    {
        var search = new GridSearch(flow, holes, stamps);
        var settled = 0L;
        for (var r = 0; r < flow.Rows; r++)
        {
            stop.ThrowIfCancellationRequested();
            var row = r * flow.Stride;
            flow.Memory.Ease(flow.Columns + search.Settled - settled);
            settled = search.Settled;
            for (var i = row; i < row + flow.Stride; i++)
            {
                while ((flow.State[i] & (sources | CellState.Hole)) == sources)
                {
                    if (search.Send<TUnit, TCost, THoles>(i) != SearchEnd.Sent)
                    {
                        return false;
                    }

                    if (search.Settled - settled > CellsAtOnce)
                    {
                        flow.Memory.Ease(search.Settled - settled);
                        settled = search.Settled;
                    }
                }
            }

            progress?.Invoke(from + ((to - from) * r / flow.Rows));
        }

        for (var h = 0; h < (holes?.Count ?? 0); h++)
        {
            while (holes!.State[h] == sources)
            {
                if (search.Send<TUnit, TCost, WithHoles>(holes.First[h]) != SearchEnd.Sent)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Sets or clears the mark of the outermost cells of all tiles, and of the holes that are not inside one.</summary>
    private void MarkEdges(Level level, bool set)
    {
        RowBands.Run(flow.Rows, flow.Columns, threads, flow.Memory, r =>
        {
            var row = r * flow.Stride;
            var isEdge = level.IsEdge(r);
            for (var c = 0; c < flow.Columns; c++)
            {
                if (isEdge || level.IsEdge(c))
                {
                    Mark(row + c, set);
                }
            }
        }, stop: stop);
        for (var h = 0; h < (holes?.Count ?? 0); h++)
        {
            if (!set || !level.IsInside(holes!.Bounds[h]))
            {
                Mark(holes!.First[h], set);
            }
        }
    }

    private void Mark(nint cell, bool set)
    {
        if (set)
        {
            flow.State[cell] |= CellState.Edge;
        }
        else
        {
            flow.State[cell] &= ~CellState.Edge;
        }
    }

    /// <summary>The tiles of one size: squares of cells whose seams are shifted against those of the size before.</summary>
    private readonly record struct Level(int Size, int Shift, int Rows, int Columns)
    {
        internal int Count => Down * Across;

        private int Down => (Rows + Shift + Size - 1) / Size;

        private int Across => (Columns + Shift + Size - 1) / Size;

        internal (int Top, int Left, int Bottom, int Right) Tile(int index)
        {
            var (top, left) = ((index / Across * Size) - Shift, (index % Across * Size) - Shift);
            return (Math.Max(0, top), Math.Max(0, left), Math.Min(Rows, top + Size), Math.Min(Columns, left + Size));
        }

        internal bool IsEdge(int rowOrColumn) => (rowOrColumn + Shift) % Size is var at && (at == 0 || at == Size - 1);

        internal bool IsInside((int Top, int Left, int Bottom, int Right) box) =>
            (box.Top + Shift) / Size == (box.Bottom + Shift) / Size && (box.Left + Shift) / Size == (box.Right + Shift) / Size
            && (box.Top + Shift) % Size > 0 && (box.Left + Shift) % Size > 0
            && (box.Bottom + Shift) % Size < Size - 1 && (box.Right + Shift) % Size < Size - 1;
    }
}
