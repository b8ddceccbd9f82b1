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

    /// <summary>
    /// Leaves the correction out at some dates: there it is the mean of the other dates. A model has large parts that are the same at all dates, such as a delay that
    /// grows with the length of the path, and only what differs from them may be missing.
    /// </summary>
    /// <param name="dates">Which dates; shape (date).</param>
    public void LeaveOut(bool[] dates)
    {
        left = dates;
        var kept = atReference.Where((_, i) => !dates[i]).DefaultIfEmpty(0).Average();
        for (var date = 0; date < left.Length; date++)
        {
            atReference[date] = left[date] ? kept : atReference[date];
        }
    }

    /// <summary>Values over one chunk, metres; shape (date, chunk pixels). NaN where the series has none.</summary>
    public void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
    {
        prepared.Evaluate(tile, series, layer, maps);
        var pixels = layer.Length / atReference.Length;
        if (Array.Exists(left, l => l))
        {
            FillLeft(layer, pixels);
        }

        var first = layer[..pixels];
        for (var date = atReference.Length - 1; date >= 0; date--)
        {
            var plane = layer.Slice(date * pixels, pixels);
            var relative = (float)(atReference[date] - atReference[0]);
            for (var i = 0; i < pixels; i++)
            {
                plane[i] -= first[i] + relative;
            }
        }
    }

    public void Dispose() => prepared.Dispose();

    private void FillLeft(Span<float> layer, int pixels)
    {
        var made = left.Count(l => !l);
        for (var i = 0; i < pixels; i++)
        {
            var mean = 0f;
            for (var date = 0; date < left.Length; date++)
            {
                mean += left[date] ? 0 : layer[(date * pixels) + i] / made;
            }

            for (var date = 0; date < left.Length; date++)
            {
                layer[(date * pixels) + i] = left[date] ? mean : layer[(date * pixels) + i];
            }
        }
    }

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
