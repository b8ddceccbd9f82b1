using System.Numerics.Tensors;
using Plumb.Grids;

namespace Plumb.Processing.Corrections;

/// <summary>
/// A prepared correction made relative to the first date and the reference, as the series is: its mean over the reference pixels is taken off each date, then its
/// own value at the first date.
/// </summary>
internal sealed class AppliedCorrection : IDisposable
{
    private readonly PreparedCorrection prepared;
    private readonly double[] atReference;
    private bool[] left = [];

    private AppliedCorrection(ICorrection correction, PreparedCorrection prepared, double[] atReference)
    {
        Correction = correction;
        this.prepared = prepared;
        this.atReference = atReference;
    }

    public ICorrection Correction { get; }

    public PreparedCorrection Prepared => prepared;

    public static AppliedCorrection Of(ICorrection correction, PreparedCorrection prepared, CorrectionScene scene)
    {
        var dates = scene.Dates.Count;
        var pixels = scene.Reference.ToHashSet();
        var columns = scene.Stack.Grid.Columns;
        var values = new double[scene.Reference.Count * dates];
        var index = scene.Reference.Select((p, i) => (p, i)).ToDictionary(e => e.p, e => e.i);
        var tiles = scene.Reference.Select(p => (p / columns / scene.Chunks.ChunkRows, p % columns / scene.Chunks.ChunkColumns)).ToHashSet();
        scene.Pass(t => tiles.Contains((t.Row / scene.Chunks.ChunkRows, t.Column / scene.Chunks.ChunkColumns)), (_, tile, buffers) =>
        {
            prepared.Evaluate(tile, buffers.Series, buffers.Layer, []);
            foreach (var (pixel, place) in index)
            {
                var (row, column) = (pixel / columns, pixel % columns);
                if (row >= tile.Row && row < tile.EndRow && column >= tile.Column && column < tile.EndColumn)
                {
                    var at = ((row - tile.Row) * scene.Chunks.ChunkColumns) + column - tile.Column;
                    for (var date = 0; date < dates; date++)
                    {
                        values[(place * dates) + date] = buffers.Layer[(date * scene.Chunks.ChunkPixels) + at];
                    }
                }
            }
        });
        return new AppliedCorrection(correction, prepared, Means(values, dates));
    }

    /// <summary>Leaves the correction out at some dates: there it takes off only what belongs to the first date.</summary>
    /// <param name="dates">Which dates; shape (date).</param>
    public void LeaveOut(bool[] dates) => left = dates;

    /// <summary>Values over one chunk, metres; shape (date, chunk pixels). NaN where the series has none.</summary>
    /// <param name="tile">The part of the chunk that lies on the grid.</param>
    /// <param name="series">The series before this correction, metres; shape (date, chunk pixels).</param>
    /// <param name="layer">Receives the values.</param>
    /// <param name="maps">Receives the maps; empty where they are not wanted.</param>
    /// <param name="atFirst">Receives the value of the first date itself, relative to the reference alone, metres; shape (chunk pixels); empty where it is not wanted.</param>
    public void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps, Span<float> atFirst = default)
    {
        prepared.Evaluate(tile, series, layer, maps);
        var pixels = layer.Length / atReference.Length;
        if (!atFirst.IsEmpty)
        {
            TensorPrimitives.Subtract(layer[..pixels], (float)atReference[0], atFirst);
        }

        for (var date = 0; date < left.Length; date++)
        {
            if (left[date])
            {
                layer.Slice(date * pixels, pixels).Clear();
            }
        }

        var first = layer[..pixels];
        for (var date = atReference.Length - 1; date >= 0; date--)
        {
            var plane = layer.Slice(date * pixels, pixels);
            var relative = (float)(At(date) - At(0));
            for (var i = 0; i < pixels; i++)
            {
                plane[i] -= first[i] + relative;
            }
        }
    }

    public void Dispose() => prepared.Dispose();

    private double At(int date) => left.Length > 0 && left[date] ? 0 : atReference[date];

    private static double[] Means(double[] values, int dates)
    {
        var (means, count) = (new double[dates], 0);
        for (var start = 0; start < values.Length; start += dates)
        {
            var one = values.AsSpan(start, dates);
            if (Array.TrueForAll(one.ToArray(), double.IsFinite))
            {
                count++;
                for (var date = 0; date < dates; date++)
                {
                    means[date] += one[date];
                }
            }
        }

        return Array.ConvertAll(means, m => count == 0 ? 0 : m / count);
    }
}
