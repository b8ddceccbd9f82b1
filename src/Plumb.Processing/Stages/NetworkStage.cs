using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Formats.Areas;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Stages;

/// <summary>Chooses which interferograms are used, by time, baseline, coherence over an area, links and by hand.</summary>
/// <param name="coherenceArea">Content of the area that mean coherence is taken over, part of the stage's key.</param>
public sealed class NetworkStage(string coherenceArea) : IStage
{
    /// <inheritdoc/>
    public string Name => "network";

    /// <inheritdoc/>
    public string Title => "Choose the network";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["unwrap"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [NetworkRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new { settings.Network, coherenceArea };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var stack = StackDescription.Read(run.Folder);
        var coherence = stack.HasCoherence ? MeanCoherence(run, stack) : null;
        var candidates = stack.Pairs.Select((p, k) => new PairCandidate(p.Pair, p.Baseline, coherence?[k] ?? double.NaN)).ToArray();
        var chosen = NetworkSelection.Select(candidates, Options(run.Settings.Network));
        var baselines = DateBaselines.Solve(chosen.Network, chosen.Kept.Select(k => k.Candidate.Baseline.Perpendicular).ToArray());
        new NetworkRecord
        {
            Pairs = chosen.Kept.Select(k => new UsedPair(
                k.Candidate.Pair.First, k.Candidate.Pair.Second, k.Candidate.Baseline.Perpendicular, k.Candidate.MeanCoherence, k.InTree)).ToArray(),
            Dropped = chosen.Dropped.Select(d => new UnusedPair(
                d.Candidate.Pair.First, d.Candidate.Pair.Second, d.Candidate.Baseline.Perpendicular, d.Candidate.MeanCoherence, d.Words)).ToArray(),
            Parts = chosen.Components.Parts.Select(p => p.Dates).ToArray(),
            Notes = [.. chosen.Notes, .. chosen.Components.IsConnected ? [] : chosen.Components.Describe(), .. baselines.Inconsistent.Select(i => i.ToString())],
            DateBaselines = baselines.Dates.ToArray(),
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

    /// <summary>Mean coherence of each pair over the area; exact sums, so that threads and blocks change nothing.</summary>
    private double[] MeanCoherence(RunContext run, StackDescription stack)
    {
        var chunks = new ChunkPlan(stack.Grid);
        var inside = SettingsArea.Read(run.Settings.Network.CoherenceArea, run.Resolve) is { } area ? AreaOnGrid.Rasterise(area, stack.Grid) : null;
        var sums = new CoherenceSum[stack.Pairs.Count];
        run.Progress.Begin(Title, chunks.Blocks.Count);
        UnitScheduler.Run(
            chunks.Blocks.Count,
            run.ThreadsFor(StackColumn<float>.BytesOf(run, chunks, StorePaths.Coherence)),
            () => new StackColumn<float>(run, chunks, StorePaths.Coherence, "Reading coherence"),
            (block, column) =>
            {
                foreach (var (row, col, tile) in chunks.ChunksOf(chunks.Blocks[block]))
                {
                    column.Read(row, col);
                    var flags = AreaOfChunk(chunks, tile, inside);
                    for (var k = 0; k < sums.Length; k++)
                    {
                        var sum = CoherenceSum.Of(column.Values.Slice(k * column.Pixels, column.Pixels), flags);
                        lock (sums)
                        {
                            sums[k] = sums[k].Add(sum);
                        }
                    }
                }

                run.Progress.Advance(1);
            },
            run.Cancellation);
        return sums.Select(s => s.Mean).ToArray();
    }

    /// <summary>The area's flags in the layout of a chunk; empty when there is no area. Pixels beyond the edge are no-data anyway.</summary>
    private static byte[] AreaOfChunk(ChunkPlan chunks, Tile tile, bool[]? inside)
    {
        if (inside is null)
        {
            return [];
        }

        var flags = new byte[chunks.ChunkPixels];
        for (var r = 0; r < tile.Rows; r++)
        {
            for (var c = 0; c < tile.Columns; c++)
            {
                flags[(r * chunks.ChunkColumns) + c] = inside[((long)(tile.Row + r) * chunks.Grid.Columns) + tile.Column + c] ? (byte)1 : (byte)0;
            }
        }

        return flags;
    }
}
