using System.Collections.Concurrent;
using Plumb.Grids;

namespace Plumb.Simulation;

/// <summary>What unwrapping does to steep motion.</summary>
public sealed partial class SceneSimulator
{
    // A pair's excess cycles lie in the troughs alone, so that all pairs are kept once they are known.
    private readonly ConcurrentDictionary<int, Lazy<(Tile Window, short[] Cycles)>> excessOfPair = new();

    /// <summary>
    /// Whole cycles by which the unwrapped phase of a pair differs from the truth because of steps of more than half a cycle between
    /// neighbouring pixels; 0 everywhere where the scene is not unwrapped from wrapped phase. Planted errors are not in it.
    /// </summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="cycles">Receives the cycles (1: the phase is 2 pi radians too large); shape (tile rows, tile columns).</param>
    public void ExcessCycles(int pair, Tile tile, Span<short> cycles)
    {
        Check(tile, cycles.Length);
        cycles[..tile.PixelCount].Clear();
        if (!Scene.Unwrapping.FromWrapped)
        {
            return;
        }

        var (window, values) = Excess(pair);
        var common = window.Intersect(tile);
        for (var row = common.Row; row < common.EndRow; row++)
        {
            values.AsSpan(((row - window.Row) * window.Columns) + common.Column - window.Column, common.Columns)
                .CopyTo(cycles[(((row - tile.Row) * tile.Columns) + common.Column - tile.Column)..]);
        }
    }

    /// <summary>Number of pairs whose unwrapped phase differs from the truth at a pixel by <see cref="ExcessCycles"/> (a count). Unwraps all pairs when first asked.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="pairs">Receives the counts; shape (tile rows, tile columns).</param>
    public void AliasedPairs(Tile tile, Span<float> pairs)
    {
        Check(tile, pairs.Length);
        pairs[..tile.PixelCount].Clear();
        var cycles = new short[tile.PixelCount];
        for (var pair = 0; pair < Network.Pairs.Count; pair++)
        {
            ExcessCycles(pair, tile, cycles);
            for (var i = 0; i < cycles.Length; i++)
            {
                pairs[i] += cycles[i] != 0 ? 1 : 0;
            }
        }
    }

    private void AddExcess(int pair, Tile tile, Span<float> unwrapped)
    {
        if (!Scene.Unwrapping.FromWrapped)
        {
            return;
        }

        var (window, values) = Excess(pair);
        var common = window.Intersect(tile);
        for (var row = common.Row; row < common.EndRow; row++)
        {
            for (var column = common.Column; column < common.EndColumn; column++)
            {
                unwrapped[((row - tile.Row) * tile.Columns) + column - tile.Column] +=
                    2f * MathF.PI * values[((row - window.Row) * window.Columns) + column - window.Column];
            }
        }
    }

    private (Tile Window, short[] Cycles) Excess(int pair) =>
        excessOfPair.GetOrAdd(pair, p => new Lazy<(Tile, short[])>(() => FindExcess(p))).Value;

    private (Tile Window, short[] Cycles) FindExcess(int pair)
    {
        var phase = SmoothPhase(pair);
        if (Grid.Rows < 2 || Grid.Columns < 2 || !FlowUnwrapper.IsAliased(phase, Grid.Columns))
        {
            return (default, []);
        }

        var cycles = FlowUnwrapper.ExcessCycles(phase, Grid.Rows, Grid.Columns);
        var (top, left, bottom, right) = (Grid.Rows, Grid.Columns, 0, 0);
        for (var i = 0; i < cycles.Length; i++)
        {
            if (cycles[i] != 0)
            {
                var (row, column) = (i / Grid.Columns, i % Grid.Columns);
                (top, left, bottom, right) = (Math.Min(top, row), Math.Min(left, column), Math.Max(bottom, row + 1), Math.Max(right, column + 1));
            }
        }

        if (bottom <= top)
        {
            return (default, []);
        }

        var window = new Tile(top, left, bottom - top, right - left);
        var cut = new short[window.PixelCount];
        for (var r = 0; r < window.Rows; r++)
        {
            cycles.AsSpan(((top + r) * Grid.Columns) + left, window.Columns).CopyTo(cut.AsSpan(r * window.Columns));
        }

        return (window, cut);
    }

    /// <summary>The phase of a pair without noise over the whole grid, radians.</summary>
    private float[] SmoothPhase(int pair)
    {
        var whole = Grid.Whole;
        var phase = new float[whole.PixelCount];
        var tables = motion.Between(Network.FirstIndex[pair], Network.SecondIndex[pair]);
        var turbulent = new TurbulenceRows(turbulence, Network.FirstIndex[pair], Network.SecondIndex[pair], whole.Columns);
        var displacement = new float[whole.Columns];
        var factor = (float)(4.0 * Math.PI / Scene.Sensor.Wavelength);
        for (var row = 0; row < whole.Rows; row++)
        {
            var path = phase.AsSpan(row * whole.Columns, whole.Columns);
            motion.Row(tables, row, 0, displacement);
            turbulent.Of(row, 0, path);
            AddPath(pair, whole, row, displacement, path);
            foreach (ref var value in path)
            {
                value *= factor;
            }
        }

        return phase;
    }

    /// <summary>Turbulent delay of the second date less that of the first, row by row.</summary>
    private sealed class TurbulenceRows(DateFields fields, int first, int second, int columns)
    {
        private readonly SpectralField? firstField = fields.Any ? fields.Of(first) : null;
        private readonly SpectralField? secondField = fields.Any ? fields.Of(second) : null;
        private readonly float[] earlier = new float[columns];

        internal void Of(int row, int column, Span<float> path)
        {
            path.Clear();
            if (firstField is null)
            {
                return;
            }

            secondField!.Row(row, column, path);
            firstField.Row(row, column, earlier);
            for (var c = 0; c < path.Length; c++)
            {
                path[c] -= earlier[c];
            }
        }
    }
}
