using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Formats.Areas;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Stages;

/// <summary>Chooses which interferograms are used, by time, baseline, coherence over an area, links and by hand.</summary>
public sealed class NetworkStage : IStage
{
    /// <inheritdoc/>
    public string Name => "network";

    /// <inheritdoc/>
    public string Title => "Choose the network";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["import"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Network;
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var stack = StackDescription.Read(run.Folder);
        var coherence = stack.HasCoherence ? MeanCoherence(run, stack) : null;
        var candidates = stack.Pairs.Select((p, k) => new PairCandidate(p.Pair, p.Baseline, coherence?[k] ?? double.NaN)).ToArray();
        var chosen = NetworkSelection.Select(candidates, Options(run.Settings.Network));
        var baselines = DateBaselines.Solve(chosen.Network, chosen.Kept.Select(k => k.Candidate.Baseline).ToArray());
        new NetworkRecord
        {
            Pairs = chosen.Kept.Select(k => new UsedPair(
                k.Candidate.Pair.First, k.Candidate.Pair.Second, k.Candidate.Baseline.Perpendicular, k.Candidate.MeanCoherence, k.InTree)).ToArray(),
            Dropped = chosen.Dropped.Select(d => new UnusedPair(
                d.Candidate.Pair.First, d.Candidate.Pair.Second, d.Candidate.Baseline.Perpendicular, d.Candidate.MeanCoherence, d.Words)).ToArray(),
            Parts = chosen.Components.Parts.Select(p => p.Dates).ToArray(),
            Notes = [.. chosen.Notes, .. chosen.Components.Describe(), .. baselines.Notes],
            DateBaselines = baselines.Perpendicular,
        }.Write(run.Folder);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{chosen.Kept.Count} of {stack.Pairs.Count} interferograms over {chosen.Network.Dates.Count} dates, {(chosen.Components.IsConnected ? "connected" : $"in {chosen.Components.Parts.Count} parts")}");
    }

    private static NetworkOptions Options(NetworkSettings settings) => new()
    {
        MaxDays = settings.MaxDays,
        MaxPerpendicularBaseline = settings.MaxPerpendicularBaseline,
        MinCoherence = settings.MinCoherence,
        MaxLinks = settings.MaxLinks,
        KeepTree = settings.KeepTree,
        ExcludedPairs = settings.ExcludePairs.Select(text => DatePair.TryParse(text, out var pair)
            ? pair
            : throw new RequestException($"network.exclude_pairs: '{text}' is no pair of dates. Write yyyyMMdd_yyyyMMdd, earlier date first.")).ToArray(),
        ExcludedDates = settings.ExcludeDates.Select(text => DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new RequestException($"network.exclude_dates: '{text}' is no date. Write yyyyMMdd.")).ToArray(),
    };

    /// <summary>
    /// Mean coherence of each pair over the area. Sums are kept per block and added in the order of the blocks, so that
    /// the result does not depend on threads.
    /// </summary>
    private double[] MeanCoherence(RunContext run, StackDescription stack)
    {
        var chunks = new ChunkPlan(stack.Grid);
        var inside = AreaMask(run, stack.Grid);
        var sums = new double[chunks.Blocks.Count][];
        run.Progress.Begin(Title, chunks.Blocks.Count);
        UnitScheduler.Run(
            chunks.Blocks.Count,
            run.Threads,
            () => new StackColumn<float>(run, chunks, StorePaths.Coherence, "Reading coherence"),
            (block, column) =>
            {
                sums[block] = new double[2 * column.Length];
                foreach (var (row, col, tile) in chunks.ChunksOf(chunks.Blocks[block]))
                {
                    column.Read(row, col);
                    Accumulate(column.Values, column.Pixels, chunks, tile, inside, sums[block]);
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
        var pairs = stack.Pairs.Count;
        return Enumerable.Range(0, pairs)
            .Select(k => sums.Sum(s => s[k]) / sums.Sum(s => s[pairs + k]))
            .ToArray();
    }

    private static void Accumulate(ReadOnlySpan<float> values, int stride, ChunkPlan chunks, Tile tile, bool[]? inside, Span<double> sums)
    {
        var pairs = sums.Length / 2;
        for (var k = 0; k < pairs; k++)
        {
            var (sum, count) = (0.0, 0L);
            for (var r = 0; r < tile.Rows; r++)
            {
                var line = values.Slice((k * stride) + (r * chunks.ChunkColumns), tile.Columns);
                var first = ((tile.Row + r) * chunks.Grid.Columns) + tile.Column;
                for (var c = 0; c < line.Length; c++)
                {
                    if (!float.IsNaN(line[c]) && (inside is null || inside[first + c]))
                    {
                        sum += line[c];
                        count++;
                    }
                }
            }

            sums[k] += sum;
            sums[pairs + k] += count;
        }
    }

    private static bool[]? AreaMask(RunContext run, Grid grid)
    {
        var text = run.Settings.Network.CoherenceArea;
        return text.Length == 0 ? null : AreaOnGrid.Rasterise(AreaReader.Read(text, run.Resolve), grid);
    }
}
