using System.Diagnostics;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Comparisons;

/// <summary>One thread's buffers of a comparison. Leased once, used for every tile.</summary>
internal sealed class ComparisonWorker : IDisposable
{
    private readonly ComparisonJob job;
    private readonly PhaseColumn phase;
    private readonly StackColumn<float>? coherence;
    private readonly StackColumn<byte>? components;
    private readonly HorizontalRangeBlock? horizontalRange;
    private readonly float[] range;
    private readonly DatesAsSeen[] solvers;
    private readonly float[] reference;
    private readonly bool[] judged;
    private readonly float[] errors;

    public ComparisonWorker(ComparisonJob job)
    {
        this.job = job;
        var (run, pixels) = (job.Run, job.Chunks.ChunkPixels);
        const string purpose = "Comparing solvers on a tile";
        phase = new PhaseColumn(run, job.Chunks, purpose);
        coherence = job.NeedsCoherence ? new StackColumn<float>(run, job.Chunks, StorePaths.Coherence, purpose) : null;
        components = job.NeedsComponents ? new StackColumn<byte>(run, job.Chunks, StorePaths.Component, purpose) : null;
        horizontalRange = job.NeedsRange ? new HorizontalRangeBlock(run, job.Stack, purpose) : null;
        range = new float[job.NeedsRange ? pixels : 0];
        solvers = [.. job.Possible.Select(p => p.Inversion is not null ? new DatesAsSeen(p.Inversion, pixels, run.Budget) : new DatesAsSeen(p.Stacking!, pixels, run.Budget))];
        reference = new float[job.Network.Pairs.Count];
        judged = new bool[pixels];
        errors = new float[solvers.Length];
    }

    /// <summary>Holds the solvers against each other on one tile of the sample.</summary>
    public void Judge(int unit)
    {
        var tile = job.Tiles[unit];
        Read(tile);
        SolveAll(unit, tile.Tile);
        for (var fold = 0; fold < job.Folds.Count; fold++)
        {
            for (var k = 0; k < reference.Length; k++)
            {
                reference[k] = job.Folds.FoldOf[k] == fold ? float.NaN : job.ReferencePhase[k];
            }

            for (var s = 0; s < solvers.Length; s++)
            {
                Solve(unit, s);
            }

            for (var k = 0; k < reference.Length; k++)
            {
                if (job.Folds.FoldOf[k] == fold)
                {
                    Predict(unit, k);
                }
            }
        }
    }

    public void Dispose()
    {
        phase.Dispose();
        coherence?.Dispose();
        components?.Dispose();
        horizontalRange?.Dispose();
        foreach (var solver in solvers)
        {
            solver.Dispose();
        }
    }

    private void Read(SampledTile tile)
    {
        phase.Read(tile.Row, tile.Column);
        phase.Compact(job.PairIndex);
        coherence?.Read(tile.Row, tile.Column);
        coherence?.Compact(job.PairIndex);
        components?.Read(tile.Row, tile.Column);
        components?.Compact(job.PairIndex);
        horizontalRange?.Read(tile.Block);
        horizontalRange?.CopyTo(range, job.Chunks.ChunkColumns, tile.Tile, tile.Block);
    }

    private InversionTile Observations() => new()
    {
        Pixels = phase.Pixels,
        Phase = phase.Values,
        PairStride = phase.Pixels,
        Coherence = coherence is null ? default : coherence.Values,
        Components = components is null ? default : components.Values,
        ReferencePhase = reference,
        HorizontalRange = range,
    };

    /// <summary>Solves and keeps the shortest of a tile's times: the others were disturbed by what else the machine does.</summary>
    private void Solve(int unit, int solver)
    {
        var start = Stopwatch.GetTimestamp();
        solvers[solver].Solve(Observations());
        var time = Stopwatch.GetElapsedTime(start);
        ref var quality = ref job.Quality[unit, solver];
        quality.Time = quality.Time == default || time < quality.Time ? time : quality.Time;
    }

    /// <summary>Solves with all pairs in, and finds the pixels that are judged: those that one solver at least makes coherent enough for the mask.</summary>
    private void SolveAll(int unit, Tile tile)
    {
        job.ReferencePhase.CopyTo(reference, 0);
        var limit = job.Run.Settings.Mask.MinTemporalCoherence;
        Array.Clear(judged);
        for (var s = 0; s < solvers.Length; s++)
        {
            Solve(unit, s);
            for (var i = 0; i < judged.Length; i++)
            {
                judged[i] |= solvers[s].TemporalCoherence[i] >= limit;
            }
        }

        for (var i = 0; i < judged.Length; i++)
        {
            var (r, c) = (i / job.Chunks.ChunkColumns, i % job.Chunks.ChunkColumns);
            judged[i] &= r < tile.Rows && c < tile.Columns && job.IsOpen(tile.Row + r, tile.Column + c);
        }

        for (var s = 0; s < solvers.Length; s++)
        {
            ref var quality = ref job.Quality[unit, s];
            for (var i = 0; i < judged.Length; i++)
            {
                if (judged[i] && float.IsFinite(solvers[s].ResidualRms[i]))
                {
                    quality.SquaredResidual += (double)solvers[s].ResidualRms[i] * solvers[s].ResidualRms[i];
                    quality.TemporalCoherence += solvers[s].TemporalCoherence[i];
                    quality.Pixels++;
                }
            }
        }
    }

    /// <summary>Holds all solvers against one pair they have not seen, at the pixels at which all of them say something.</summary>
    private void Predict(int unit, int pair)
    {
        var pixels = phase.Pixels;
        var observed = phase.Values.Slice(pair * pixels, pixels);
        var (metres, origin) = ((float)job.Stack.Sensor.MetresPerRadian, job.ReferencePhase[pair]);
        var (first, second) = (job.Network.FirstIndex[pair] * pixels, job.Network.SecondIndex[pair] * pixels);
        for (var i = 0; i < pixels; i++)
        {
            if (!judged[i] || observed[i] == 0 || !IsObserved(pair, i))
            {
                continue;
            }

            var displacement = (observed[i] - origin) * metres;
            var told = float.IsFinite(displacement);
            for (var s = 0; s < solvers.Length && told; s++)
            {
                var seen = solvers[s].Seen;
                errors[s] = displacement - (seen[second + i] - seen[first + i]);
                told = float.IsFinite(errors[s]);
            }

            if (told)
            {
                var (r, c) = (i / job.Chunks.ChunkColumns / ComparisonJob.BlockSide, i % job.Chunks.ChunkColumns / ComparisonJob.BlockSide);
                var account = (solvers[0].Reasons[i] & MaskReasons.Disconnected) == 0 ? job.Misfit : job.GapMisfit;
                account.Add((unit * job.BlocksPerTile) + (r * job.BlocksAcross) + c, pair, errors);
            }
        }
    }

    /// <summary>Whether the observation mask of the settings lets the pair stand at a pixel.</summary>
    private bool IsObserved(int pair, int pixel) => job.Run.Settings.Inversion.ObservationMask switch
    {
        ObservationMask.Component => components!.Values[(pair * phase.Pixels) + pixel] != 0,
        ObservationMask.Coherence => coherence is not null && coherence.Values[(pair * phase.Pixels) + pixel] >= job.Run.Settings.Inversion.ObservationThreshold,
        _ => true,
    };
}
