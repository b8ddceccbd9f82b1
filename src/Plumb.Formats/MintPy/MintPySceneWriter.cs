using System.Collections.Concurrent;
using Plumb.Acquisitions;
using Plumb.Formats.Products;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Formats.MintPy;

/// <summary>
/// Writes a simulated scene as MintPy's inputs, inputs/ifgramStack.h5 and inputs/geometryGeo.h5: any wavelength, all pairs in one file. The next
/// pairs are computed by other threads while one is written.
/// </summary>
/// <param name="simulator">The scene.</param>
/// <param name="threads">Number of threads (pure number), at least 1.</param>
public sealed class MintPySceneWriter(SceneSimulator simulator, int threads)
{
    /// <summary>Name of the stack's file.</summary>
    public const string StackFile = "ifgramStack.h5";

    /// <summary>Name of the geometry's file.</summary>
    public const string GeometryFile = "geometryGeo.h5";

    /// <summary>Writes the files.</summary>
    /// <param name="folder">The folder of the files; made when it does not exist.</param>
    /// <param name="written">Told after each pair; may be null.</param>
    /// <param name="cancel">Stops the writing between pairs; nothing is left then.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write(string folder, Action<string>? written = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var scene = Scene();
        MintPyExport.WriteGeometry(Path.Combine(folder, GeometryFile), scene, Geometry());
        var network = simulator.Network;
        using var pairs = new PairPipeline(simulator, threads, cancel);
        MintPyExport.WriteStack(Path.Combine(folder, StackFile), scene, new MintPyInterferograms
        {
            Pairs = network.Pairs,
            Baselines = [.. network.Pairs.Select((_, k) => simulator.BaselineOf(k))],
            IsUsed = [.. network.Pairs.Select(_ => true)],
            Phase = (pair, row, rows, values) => Copy(pairs.Of(pair).Phase, row, rows, values),
            Coherence = (pair, row, rows, values) =>
            {
                Copy(pairs.Of(pair).Coherence, row, rows, values);
                if (row + rows == simulator.Grid.Rows)
                {
                    written?.Invoke(network.Pairs[pair].ToString());
                }
            },
        });
    }

    private void Copy(float[] whole, int row, int rows, Span<float> values) =>
        whole.AsSpan(row * simulator.Grid.Columns, rows * simulator.Grid.Columns).CopyTo(values);

    private MintPyScene Scene()
    {
        var sensor = simulator.Scene.Sensor;
        return new MintPyScene
        {
            Grid = simulator.Grid,
            Sensor = new Sensor(sensor.Name, sensor.Wavelength),
            Dates = simulator.Network.Dates,
            ReferenceDate = simulator.Network.Dates[0],
            Pass = simulator.Acquisitions[0].Pass,
            Heading = simulator.View.Heading,
            Looks = new Looks(0, 0, sensor.Looks),
            SlantRangeNear = simulator.View.SlantRange(sensor.IncidenceNear * Math.PI / 180),
            SatelliteHeight = sensor.Altitude,
            PixelSize = (simulator.View.StepX, simulator.View.StepY),
            TimeOfDay = TimeSpan.FromSeconds(sensor.TimeOfDay),
            Processor = "gmtsar",
        };
    }

    private MintPyGeometry Geometry()
    {
        LayerRows Of(Action<Tile, Memory<float>> layer) => (row, rows, values) =>
        {
            var part = new float[rows * simulator.Grid.Columns];
            layer(new Tile(row, 0, rows, simulator.Grid.Columns), part);
            part.CopyTo(values);
        };
        return new MintPyGeometry
        {
            Height = Of((tile, values) => simulator.Height(tile, values.Span)),
            Incidence = Of((tile, values) => simulator.Incidence(tile, values.Span)),
            Heading = Of((_, values) => values.Span.Fill((float)simulator.View.Heading)),
            SlantRange = Of((tile, values) =>
            {
                simulator.Incidence(tile, values.Span);
                foreach (ref var value in values.Span)
                {
                    value = (float)simulator.View.SlantRange(value);
                }
            }),
            Water = simulator.Scene.Waters.Count == 0 ? null : Of((tile, values) =>
            {
                var land = new byte[tile.PixelCount];
                simulator.WaterMask(tile, land);
                for (var i = 0; i < land.Length; i++)
                {
                    values.Span[i] = 1 - land[i];
                }
            }),
        };
    }

    /// <summary>Pairs computed ahead of the one that is written. The pairs are asked for in order, each several times.</summary>
    private sealed class PairPipeline(SceneSimulator simulator, int threads, CancellationToken cancel) : IDisposable
    {
        private readonly ConcurrentDictionary<int, Task<(float[] Phase, float[] Coherence)>> ahead = new();

        internal (float[] Phase, float[] Coherence) Of(int pair)
        {
            cancel.ThrowIfCancellationRequested();
            ahead.TryRemove(pair - 1, out _);
            for (var next = pair; next < Math.Min(pair + threads, simulator.Network.Pairs.Count); next++)
            {
                var index = next;
                ahead.GetOrAdd(index, _ => Task.Run(() => Make(index), cancel));
            }

            return ahead[pair].GetAwaiter().GetResult();
        }

        public void Dispose()
        {
            // A stopped writing leaves no work behind that would outlive its caller.
            foreach (var task in ahead.Values)
            {
                try
                {
                    task.Wait(CancellationToken.None);
                }
                catch (AggregateException)
                {
                    // The writing itself has thrown already.
                }
            }
        }

        private (float[] Phase, float[] Coherence) Make(int pair)
        {
            var n = simulator.Grid.Whole.PixelCount;
            var (phase, coherence, component) = (new float[n], new float[n], new byte[n]);
            simulator.Interferogram(pair, simulator.Grid.Whole, phase, coherence, component);
            for (var i = 0; i < n; i++)
            {
                // 0 is no data in these files.
                phase[i] = phase[i] == 0f ? Hyp3.Hyp3ProductWriter.NearlyZero : phase[i];
                coherence[i] = coherence[i] == 0f ? Hyp3.Hyp3ProductWriter.NearlyZero : coherence[i];
            }

            return (phase, coherence);
        }
    }
}
