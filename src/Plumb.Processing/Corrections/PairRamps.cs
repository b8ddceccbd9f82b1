using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>Ramps of the interferograms, less what the corrections so far took off, brought to the dates by the network; see <see cref="RampNetwork"/>.</summary>
internal static class PairRamps
{
    private const string Purpose = "Ramps of the interferograms";

    /// <summary>Finds them.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="shape">Shape of the ramps.</param>
    /// <param name="used">The ground that counts; shape (rows, columns).</param>
    /// <param name="cell">Side of a cell, pixels.</param>
    /// <exception cref="RequestException">There are no pairs, or the ground seen in all of them does not span an area.</exception>
    public static Ramp Of(CorrectionScene scene, RampShape shape, bool[] used, int cell)
    {
        var network = scene.Network ?? throw new RequestException(
            "The run began with a finished series, whose pairs are not known. Take corrections.ramp.from: series.");
        var grid = scene.Stack.Grid;
        int[] order = [.. network.Pairs.Select(scene.Stack.IndexOf)];
        using var pairs = new CoarseSeries(network.Pairs.Count, grid.Rows, grid.Columns, cell, scene.Run.Budget);
        UnitScheduler.Run(
            scene.Chunks.Blocks.Count,
            scene.Run.ThreadsFor(CorrectionBuffers.BytesOf(scene.Run, scene.Chunks, scene.Applied) + PhaseColumn.BytesOf(scene.Run, scene.Chunks)),
            () => new Worker(scene, network),
            (block, worker) =>
            {
                foreach (var (row, column, tile) in scene.Chunks.ChunksOf(scene.Chunks.Blocks[block]))
                {
                    pairs.Add(tile, worker.Pairs(row, column, tile, order), scene.Chunks.ChunkPixels, scene.Chunks.ChunkColumns, used);
                }

                scene.Run.Progress.Advance(1);
            },
            scene.Run.Cancellation);
        var ramps = RampFit.Robust(shape, pairs, grid.Rows, grid.Columns);
        return RampNetwork.ByDates(network, ramps, RampNetwork.Weights(pairs, ramps, grid.Rows, grid.Columns));
    }

    private sealed class Worker : IDisposable
    {
        private readonly CorrectionScene scene;
        private readonly Network network;
        private readonly PhaseColumn phase;
        private readonly CorrectionBuffers buffers;

        public Worker(CorrectionScene scene, Network network)
        {
            (this.scene, this.network) = (scene, network);
            phase = new PhaseColumn(scene.Run, scene.Chunks, Purpose);
            buffers = new CorrectionBuffers(scene.Run, scene.Chunks, scene.Applied);
        }

        /// <summary>Displacement of the pairs of a chunk without what was taken off so far, metres; shape (pair, chunk pixels).</summary>
        public ReadOnlySpan<float> Pairs(int row, int column, Tile tile, int[] order)
        {
            phase.Read(row, column);
            phase.Compact(order);
            var values = phase.Values[..(order.Length * scene.Chunks.ChunkPixels)];
            TensorPrimitives.Multiply(values, (float)scene.Stack.Sensor.MetresPerRadian, values);
            if (scene.Applied.Count == 0)
            {
                return values;
            }

            buffers.Read(row, column);
            AddDifferences(values, -1);
            buffers.TakeOff(tile, (_, _) => { });
            AddDifferences(values, 1);
            return values;
        }

        public void Dispose()
        {
            phase.Dispose();
            buffers.Dispose();
        }

        private void AddDifferences(Span<float> pairs, float sign)
        {
            var pixels = scene.Chunks.ChunkPixels;
            for (var pair = 0; pair < network.Pairs.Count; pair++)
            {
                var own = pairs.Slice(pair * pixels, pixels);
                TensorPrimitives.MultiplyAdd(buffers.Series.Slice(network.SecondIndex[pair] * pixels, pixels), sign, own, own);
                TensorPrimitives.MultiplyAdd(buffers.Series.Slice(network.FirstIndex[pair] * pixels, pixels), -sign, own, own);
            }
        }
    }
}
