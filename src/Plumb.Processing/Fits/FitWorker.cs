using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Fits;

/// <summary>One thread's buffers of a fit. Leased once, used for every block.</summary>
internal sealed class FitWorker : IDisposable
{
    private const string Purpose = "Fitting time functions";
    private readonly FitJob job;
    private readonly StackColumn<float> series;
    private readonly TileBuffer<float>[] scratches;
    private readonly TileBuffer<float>? prefitScratch;
    private readonly ChangeWorker? changes;
    private readonly TileBuffer<float>[] maps;
    private readonly ZarrArray<float>[] arrays;
    private readonly float[][] layers;
    private readonly float[] coefficients;
    private readonly float[] sigmas;
    private readonly float[] covariances;
    private readonly float[] squares;
    private readonly float[] counts;
    private readonly float[] rms;
    private readonly float[] weights;
    private readonly float[] sigma;
    private readonly float[] seasonal;
    private readonly int[] chosen;
    private readonly ShapeState[] states;

    public FitWorker(FitJob job)
    {
        this.job = job;
        var (run, pixels) = (job.Run, job.Chunks.ChunkPixels);
        series = new StackColumn<float>(run, job.Chunks, job.Series, Purpose);
        scratches = [.. job.Models.Select(m => m.CreateScratch(run.Budget))];
        prefitScratch = job.Prefit?.CreateScratch(run.Budget);
        changes = job.Changes is null ? null : new ChangeWorker(job);
        layers = [.. job.Plan.Layers.Select(_ => new float[pixels])];
        arrays = [.. job.Plan.Layers.Where(l => run.Store.Exists(StorePaths.FitFolder + l.Name)).Select(l => run.Store.OpenArray<float>(StorePaths.FitFolder + l.Name))];
        maps = [.. arrays.Select(_ => run.Budget.Lease<float>(ChunkPlan.BlockSide * ChunkPlan.BlockSide, Purpose))];
        var rows = job.Models.Max(m => m.Rows);
        coefficients = new float[rows * pixels];
        sigmas = new float[rows * pixels];
        covariances = new float[rows * (rows + 1) / 2 * pixels];
        squares = new float[job.Models.Count * pixels];
        (counts, rms, weights, chosen, states) = (new float[pixels], new float[pixels], new float[pixels], new int[pixels], new ShapeState[pixels]);
        seasonal = new float[4 * pixels];
        sigma = job.Prefit is null ? [] : new float[job.Plan.Dates.Count * pixels];
    }

    /// <summary>Fits a block and writes its maps.</summary>
    public void Fit(Tile block)
    {
        foreach (var (row, column, tile) in job.Chunks.ChunksOf(block))
        {
            Read(row, column);
            foreach (var layer in layers)
            {
                Array.Fill(layer, float.NaN);
            }

            Choose();
            for (var m = 0; m < job.Models.Count; m++)
            {
                if (Array.IndexOf(chosen, m) >= 0)
                {
                    FitModel(m);
                }
            }

            changes?.Fit(Tile, layers);
            for (var l = 0; l < maps.Length; l++)
            {
                Place(layers[l], tile, block, maps[l].Span);
            }
        }

        for (var l = 0; l < maps.Length; l++)
        {
            MapArrays.WriteBlock(arrays[l], block, maps[l].Span[..block.PixelCount]);
        }
    }

    /// <summary>The criterion of each model summed over the good pixels of a chunk.</summary>
    /// <param name="row">Row of the chunk.</param>
    /// <param name="column">Column of the chunk.</param>
    /// <param name="isGood">Whether a pixel of the chunk is looked at.</param>
    public double[] Criteria(int row, int column, Func<int, bool> isGood)
    {
        Read(row, column);
        var pixels = job.Chunks.ChunkPixels;
        SquareSums();
        var sums = new double[job.Models.Count];
        for (var m = 0; m < sums.Length; m++)
        {
            var own = squares.AsSpan(m * pixels, pixels);
            for (var px = 0; px < pixels; px++)
            {
                own[px] = isGood(px) && !HasNoFit(px) ? own[px] : float.NaN;
            }

            sums[m] = ModelChoice.OverScene(job.Plan.Settings.Criterion, own, counts, job.Models[m].Candidate.Parameters);
        }

        return sums;
    }

    public void Dispose()
    {
        series.Dispose();
        prefitScratch?.Dispose();
        changes?.Dispose();
        foreach (var buffer in scratches.Concat(maps))
        {
            buffer.Dispose();
        }
    }

    private FitTile Tile => new() { Pixels = series.Pixels, Series = series.Values, Sigma = sigma };

    // A scene's sums compare models over the same pixels only.
    private bool HasNoFit(int px)
    {
        for (var m = 0; m < job.Models.Count; m++)
        {
            if (float.IsNaN(squares[(m * job.Chunks.ChunkPixels) + px]))
            {
                return true;
            }
        }

        return false;
    }

    private void Read(int row, int column)
    {
        series.Read(row, column);
        if (job.Prefit is null)
        {
            return;
        }

        job.Prefit.Fit(new FitTile { Pixels = series.Pixels, Series = series.Values }, new FitResult { RobustWeights = sigma }, prefitScratch!);
        for (var i = 0; i < sigma.Length; i++)
        {
            // A pixel too short for the fullest model keeps weights of 1 for the smaller ones.
            sigma[i] = float.IsNaN(sigma[i]) ? 1 : 1 / MathF.Sqrt(sigma[i]);
        }
    }

    private void SquareSums()
    {
        var pixels = job.Chunks.ChunkPixels;
        for (var m = 0; m < job.Models.Count; m++)
        {
            job.Models[m].Fit(Tile, new FitResult { SquareSum = squares.AsSpan(m * pixels, pixels), DateCount = counts }, [], scratches[m]);
        }
    }

    private void Choose()
    {
        if (job.Chosen is { } index)
        {
            Array.Fill(chosen, index);
            return;
        }

        SquareSums();
        ModelChoice.PerPixel(job.Plan.Settings.Criterion, squares, counts, [.. job.Models.Select(m => m.Candidate.Parameters)], chosen, weights);
        var (model, weight) = (LayerOf("model"), LayerOf("model_weight"));
        for (var px = 0; px < chosen.Length; px++)
        {
            model[px] = chosen[px] == ModelChoice.None ? float.NaN : chosen[px];
            weight[px] = weights[px];
        }
    }

    private float[] LayerOf(string name) => layers[job.Plan.Layers.Index().First(l => l.Item.Name == name).Index];

    private void FitModel(int m)
    {
        var (model, pixels) = (job.Models[m], job.Chunks.ChunkPixels);
        model.Fit(
            Tile,
            new FitResult { Coefficients = coefficients, Sigma = sigmas, Covariance = model.Seasons.Count > 0 ? covariances : [], ResidualRms = rms },
            states,
            scratches[m]);
        for (var row = 0; row < model.Rows; row++)
        {
            Keep(m, coefficients.AsSpan(row * pixels, pixels), model.Values[row].Value);
            Keep(m, sigmas.AsSpan(row * pixels, pixels), model.Values[row].Sigma);
        }

        foreach (var (term, row, targets) in model.Seasons)
        {
            FitSeason(term, row);
            for (var k = 0; k < targets.Length; k++)
            {
                Keep(m, seasonal.AsSpan(k * pixels, pixels), targets[k]);
            }
        }

        Keep(m, rms, Array.IndexOf(layers, LayerOf("residual_rms")));
        for (var px = 0; px < pixels && model.StateLayer >= 0; px++)
        {
            if (chosen[px] == m)
            {
                layers[model.StateLayer][px] = states[px] == ShapeState.None ? float.NaN : (float)states[px];
            }
        }
    }

    private void FitSeason(SeasonalTerm term, int row)
    {
        var pixels = job.Chunks.ChunkPixels;
        Span<float> Row(int k) => seasonal.AsSpan(k * pixels, pixels);
        ReadOnlySpan<float> Entry(int j, int k) => covariances.AsSpan(((j * (j + 1) / 2) + k) * pixels, pixels);
        var cosine = coefficients.AsSpan(row * pixels, pixels);
        var sine = coefficients.AsSpan((row + 1) * pixels, pixels);
        SeasonalMotion.Amplitude(cosine, sine, Row(0));
        SeasonalMotion.PeakDay(cosine, sine, term.PeriodYears, job.Plan.Dates.Dates[0], Row(2));
        SeasonalMotion.Sigma(cosine, sine, Entry(row, row), Entry(row + 1, row), Entry(row + 1, row + 1), term.PeriodYears, Row(1), Row(3));
    }

    private void Keep(int m, ReadOnlySpan<float> values, int layer)
    {
        for (var px = 0; px < chosen.Length && layer >= 0; px++)
        {
            if (chosen[px] == m)
            {
                layers[layer][px] = values[px];
            }
        }
    }

    private void Place(ReadOnlySpan<float> chunk, Tile tile, Tile block, Span<float> map)
    {
        for (var r = 0; r < tile.Rows; r++)
        {
            chunk.Slice(r * job.Chunks.ChunkColumns, tile.Columns)
                .CopyTo(map[(((tile.Row - block.Row + r) * block.Columns) + tile.Column - block.Column)..]);
        }
    }
}
