using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Configuration;
using Plumb.References;

namespace Plumb.Processing.Stages;

/// <summary>Chooses what motion is measured against, after all masks, and takes its phase in every pair.</summary>
public sealed class ReferenceStage : IStage
{
    private readonly string motion;

    /// <summary>The choice of a reference.</summary>
    /// <param name="motion">Content of what is known of the areas' motion; empty for nothing.</param>
    public ReferenceStage(string motion) => this.motion = motion;

    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public string Title => "Choose the reference";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["network"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [StorePaths.MeanCoherence, StorePaths.PairShare, StorePaths.ReferenceMask];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [ReferenceRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new { settings.Reference, settings.Mask.Water, Motion = motion };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var stack = StackDescription.Read(run.Folder);
        var network = NetworkRecord.Read(run.Folder).Network;
        var chunks = new ChunkPlan(stack.Grid);
        run.Progress.Begin(Title, 2L * chunks.Blocks.Count);
        var survey = new StackSurvey(run, stack, network, chunks);
        survey.Run();
        var layers = survey.Layers(run.Settings.Mask.Water);
        MapArrays.Write(run.Store, stack.Grid, StorePaths.MeanCoherence, survey.MeanCoherence, "1", "none", "Mean coherence over the interferograms used");
        MapArrays.Write(run.Store, stack.Grid, StorePaths.PairShare, survey.PairShare, "1", "none", "Share of the interferograms used that have a value");
        MapArrays.WriteMask(run.Store, layers.Mask, StorePaths.ReferenceMask);

        var settings = run.Settings.Reference;
        var motions = ReferenceMotion.Read(settings, network.Dates, run.Resolve);
        var options = new ReferenceOptions
        {
            Count = settings.Count,
            Radius = settings.Radius,
            MinCoherence = stack.HasCoherence ? settings.MinCoherence : 0,
            Statistic = settings.Statistic,
        };
        var choice = settings.Areas.Count == 0
            ? ReferenceSelection.ChooseSeveral(layers, options)
            : ReferenceSelection.Accept(ReferencePlace.Read(settings.Areas, stack.Grid), layers, options);
        var reference = Collect(run, stack, network, chunks, choice, layers.Mask).Compute(new ReferenceTieOptions
        {
            MetresPerRadian = stack.Sensor.MetresPerRadian,
            Weights = settings.Weights,
            Motions = motions,
            DropMoving = settings.DropMoving || settings.Areas.Count == 0,
            Looks = Math.Max(1, stack.Looks),
        });
        new ReferenceRecord
        {
            Description = reference.Describe(stack.Grid),
            Areas = reference.Areas,
            Statistic = reference.Statistic,
            Reasons = motions.Count == 0 ? reference.Reasons : [.. reference.Reasons, "The known motion of the areas was added back: results are relative to what that motion is relative to."],
            AreaReports = reference.AreaReports,
            Phases = network.Pairs.Select((p, k) => new PairPhase(p.First, p.Second, reference.Phase[k], reference.ValidPixels[k], reference.Sigma[k])).ToArray(),
        }.Write(run.Folder);
        return reference.Describe(stack.Grid);
    }

    private static ReferencePhase Collect(
        RunContext run, StackDescription stack, Network network, ChunkPlan chunks, ReferenceChoice choice, Mask mask)
    {
        var collector = new ReferencePhase(network, choice, mask);
        var touched = chunks.ChunksOf(stack.Grid.Whole)
            .Where(c => collector.Tiles.Any(t => t.Intersect(c.Tile).PixelCount > 0)).ToArray();
        Read(run, stack, network, chunks, touched, StorePaths.UnwrappedPhase, collector.Add);
        if (stack.HasCoherence)
        {
            Read(run, stack, network, chunks, touched, StorePaths.Coherence, collector.AddCoherence);
        }

        return collector;
    }

    private static void Read(
        RunContext run, StackDescription stack, Network network, ChunkPlan chunks, IEnumerable<(int Row, int Column, Tile Tile)> touched, string name, Taker take)
    {
        using var column = new StackColumn<float>(run, chunks, name, "Reading the reference");
        var plane = new float[chunks.ChunkPixels];
        foreach (var (row, col, tile) in touched)
        {
            column.Read(row, col);
            for (var k = 0; k < network.Pairs.Count; k++)
            {
                var values = column.Values.Slice(stack.IndexOf(network.Pairs[k]) * column.Pixels, column.Pixels);
                for (var r = 0; r < tile.Rows; r++)
                {
                    values.Slice(r * chunks.ChunkColumns, tile.Columns).CopyTo(plane.AsSpan(r * tile.Columns));
                }

                take(k, tile, plane.AsSpan(0, tile.PixelCount));
            }
        }
    }

    private delegate void Taker(int pair, Tile tile, ReadOnlySpan<float> values);
}
