using Plumb.Acquisitions;
using Plumb.Formats.MintPy;
using Plumb.Formats.Products;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Chain;

/// <summary>A simulated stack as the file that MintPy reads.</summary>
internal static class MintPyStackFile
{
    /// <summary>The reference pixel that the file names.</summary>
    public static (int Row, int Column) Reference(Grid grid) => (grid.Rows - 40, grid.Columns / 2);

    /// <summary>Writes the interferograms of a scene as MintPy's ifgramStack.h5.</summary>
    public static void Write(SceneSimulator simulator, string path, bool components)
    {
        var grid = simulator.Grid;
        var (phase, coherence) = (new float[grid.PixelCount], new float[grid.PixelCount]);
        var component = new byte[grid.PixelCount];
        var held = -1;
        void Hold(int pair)
        {
            if (held != pair)
            {
                Parallel.ForEach(Tile.Cover(grid.Rows, grid.Columns, 64, grid.Columns), t => simulator.Interferogram(
                    pair, t, Part(phase, t, grid), Part(coherence, t, grid), component.AsSpan(t.Row * grid.Columns, t.PixelCount)));
                held = pair;
            }
        }

        var scene = new MintPyScene
        {
            Grid = grid,
            Sensor = Sensor.Sentinel1,
            Dates = simulator.Network.Dates,
            ReferenceDate = simulator.Network.Dates[0],
            ReferencePixel = Reference(grid),
            Heading = simulator.View.Heading,
            Looks = new Looks(5, 4, 20),
        };
        MintPyExport.WriteStack(path, scene, new MintPyInterferograms
        {
            Pairs = simulator.Network.Pairs,
            Baselines = simulator.Network.Pairs.Select((_, k) => simulator.BaselineOf(k)).ToArray(),
            IsUsed = simulator.Network.Pairs.Select(_ => true).ToArray(),
            Phase = (pair, row, rows, values) =>
            {
                Hold(pair);
                phase.AsSpan(row * grid.Columns, rows * grid.Columns).CopyTo(values);
            },
            Components = !components ? null : (pair, row, rows, values) =>
            {
                Hold(pair);
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = component[(row * grid.Columns) + i];
                }
            },
            Coherence = (pair, row, rows, values) =>
            {
                Hold(pair);
                coherence.AsSpan(row * grid.Columns, rows * grid.Columns).CopyTo(values);
            },
        });
    }

    private static Span<float> Part(float[] values, Tile tile, Grid grid) => values.AsSpan(tile.Row * grid.Columns, tile.PixelCount);
}
