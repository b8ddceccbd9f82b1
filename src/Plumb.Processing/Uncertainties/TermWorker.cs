using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;
using Plumb.Uncertainty;

namespace Plumb.Processing.Uncertainties;

/// <summary>One thread's buffers for the standard deviations of fitted terms.</summary>
internal sealed class TermWorker : IDisposable
{
    private const string Purpose = "Working out standard deviations of fitted terms";
    private readonly UncertaintyJob job;
    private readonly TermSigmas terms;
    private readonly Dictionary<string, (ZarrArray<float> Array, TileBuffer<float> Block, float[] Chunk)> inputs = [];
    private readonly ZarrArray<float>[] arrays;
    private readonly TileBuffer<float>[] maps;
    private readonly float[][] layers;
    private readonly TermOperators? operators;
    private readonly float[] total;
    private readonly double[] one;
    private readonly double[] work;
    private readonly float[] squares;

    public TermWorker(UncertaintyJob job)
    {
        this.job = job;
        terms = job.Terms;
        var names = Names(terms);
        const int blockPixels = ChunkPlan.BlockSide * ChunkPlan.BlockSide;
        var pixels = job.Chunks.ChunkPixels;
        foreach (var name in names)
        {
            inputs[name] = (job.Run.Store.OpenArray<float>(StorePaths.FitFolder + name), job.Run.Budget.Lease<float>(blockPixels, Purpose), new float[pixels]);
        }

        arrays = [.. terms.Layers.Select(l => job.Run.Store.OpenArray<float>(StorePaths.FitSigmaFolder + l.Name))];
        maps = [.. arrays.Select(_ => job.Run.Budget.Lease<float>(blockPixels, Purpose))];
        layers = [.. arrays.Select(_ => new float[pixels])];
        total = new float[terms.Count * pixels];
        operators = terms.IsOwn ? new TermOperators(terms, job.Network.Dates.Count, pixels, job.Run.Budget, Purpose) : null;
        (one, work) = (new double[job.Network.Dates.Count], new double[SharedNoise.WorkLength(job.Network.Dates.Count)]);
        squares = new float[3 * pixels];
    }

    /// <summary>Bytes of map buffers per pixel of a block.</summary>
    public static long BytesPerPixel(TermSigmas terms) => sizeof(float) * (terms.Layers.Count + (long)Names(terms).Count);

    /// <summary>Coefficients of the functions that are each pixel's own; shape (function, date, chunk pixels); empty where there are none.</summary>
    public ReadOnlySpan<float> Own => operators is null ? default : operators.Values;

    public void Begin(Tile block)
    {
        foreach (var (array, buffer, _) in inputs.Values)
        {
            array.ReadRegion([block.Row, block.Column], [block.Rows, block.Columns], buffer.Span[..block.PixelCount]);
        }
    }

    /// <summary>Reads what one chunk needs of the fit, and works out the functions that are each pixel's own from its series, shape (date, chunk pixels).</summary>
    public void Prepare(ReadOnlySpan<float> series, Tile tile, Tile block)
    {
        foreach (var (_, buffer, chunk) in inputs.Values)
        {
            for (var r = 0; r < tile.Rows; r++)
            {
                buffer.Span.Slice(((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column, tile.Columns).CopyTo(chunk.AsSpan(r * job.Chunks.ChunkColumns));
            }
        }

        operators?.Fill(series, name => inputs[name].Chunk, terms.Chosen is null ? inputs["model"].Chunk : default);
    }

    /// <summary>One chunk: standard deviations by the noise of the pairs in, shape (function, chunk pixels), all parts out.</summary>
    public void Work(ReadOnlySpan<float> pairs, ReadOnlySpan<float> area, ReadOnlySpan<float> rise, Tile tile, Tile block)
    {
        var pixels = job.Chunks.ChunkPixels;
        var columns = job.Chunks.ChunkColumns;
        foreach (var layer in layers)
        {
            Array.Fill(layer, float.NaN);
        }

        for (var f = 0; f < terms.Functions.Count; f++)
        {
            SigmaBudget.Combine(job.Noise[job.FirstTerm + f], pairs.Slice(f * pixels, pixels), area, rise, total.AsSpan(f * pixels, pixels), []);
        }

        for (var f = 0; f < terms.OwnFunctions; f++)
        {
            job.Shared.Combine(operators!.Values.Slice(f * one.Length * pixels, one.Length * pixels), pairs.Slice(f * pixels, pixels), area, rise, one, work, total.AsSpan(f * pixels, pixels));
        }

        foreach (var target in terms.Targets)
        {
            Keep(target.Model, total.AsSpan(target.Function * pixels, pixels), layers[target.Layer]);
        }

        foreach (var season in terms.Seasons)
        {
            Season(season);
        }

        for (var l = 0; l < maps.Length; l++)
        {
            for (var r = 0; r < tile.Rows; r++)
            {
                layers[l].AsSpan(r * columns, tile.Columns).CopyTo(maps[l].Span[(((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column)..]);
            }
        }
    }

    public void Write(Tile block)
    {
        for (var l = 0; l < maps.Length; l++)
        {
            MapArrays.WriteBlock(arrays[l], block, maps[l].Span[..block.PixelCount]);
        }
    }

    public void Dispose()
    {
        operators?.Dispose();
        foreach (var buffer in maps.Concat(inputs.Values.Select(i => i.Block)))
        {
            buffer.Dispose();
        }
    }

    private static List<string> Names(TermSigmas terms)
    {
        var names = terms.Seasons.SelectMany(s => new[] { s.Term.Id + "_cos", s.Term.Id + "_sin" }).Concat(TermOperators.Layers(terms)).Distinct().ToList();
        if (terms.Chosen is null && terms.Targets.Count > 0)
        {
            names.Add("model");
        }

        return names;
    }

    /// <summary>Amplitude and peak from the variances of cosine, sine and their sum, which tells the covariance.</summary>
    private void Season(SeasonTarget season)
    {
        var pixels = job.Chunks.ChunkPixels;
        ReadOnlySpan<float> Of(int function) => total.AsSpan(function * pixels, pixels);
        var cosine = Of(season.Cosine);
        var sine = Of(season.Cosine + 1);
        var sum = Of(season.Sum);
        for (var i = 0; i < pixels; i++)
        {
            squares[i] = cosine[i] * cosine[i];
            squares[pixels + i] = sine[i] * sine[i];
            squares[(2 * pixels) + i] = 0.5f * ((sum[i] * sum[i]) - squares[i] - squares[pixels + i]);
        }

        var (amplitude, peak) = (new float[pixels], new float[pixels]);
        SeasonalMotion.Sigma(
            inputs[season.Term.Id + "_cos"].Chunk, inputs[season.Term.Id + "_sin"].Chunk, squares.AsSpan(0, pixels), squares.AsSpan(2 * pixels, pixels),
            squares.AsSpan(pixels, pixels), season.Term.PeriodYears, amplitude, peak);
        Keep(season.Model, amplitude, layers[season.Amplitude]);
        Keep(season.Model, peak, layers[season.Peak]);
    }

    private void Keep(int model, ReadOnlySpan<float> values, float[] layer)
    {
        if (terms.Chosen is not null)
        {
            values.CopyTo(layer);
            return;
        }

        var chosen = inputs["model"].Chunk;
        for (var i = 0; i < layer.Length; i++)
        {
            layer[i] = chosen[i] == model ? values[i] : layer[i];
        }
    }
}
