using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Configuration;
using Plumb.References;

namespace Plumb.Processing.Stages;

/// <summary>Chooses what motion is measured against, after all masks, and takes its phase in every pair.</summary>
public sealed class ReferenceStage : IStage
{
    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public string Title => "Choose the reference";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["closure"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [StorePaths.MeanCoherence, StorePaths.PairShare, StorePaths.ReferenceMask];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [ReferenceRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new { settings.Reference, settings.Mask.Water };
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
        var options = new ReferenceOptions
        {
            Radius = settings.Radius,
            MinCoherence = stack.HasCoherence ? settings.MinCoherence : 0,
            Statistic = settings.Statistic,
        };
        var choice = settings.Areas.Count == 0
            ? ReferenceSelection.Choose(layers, options)
            : ReferenceSelection.Accept(ReferencePlace.Read(settings.Areas, stack.Grid), layers, options);
        var reference = Phase(run, stack, network, chunks, choice, layers.Mask);
        new ReferenceRecord
        {
            Description = reference.Describe(stack.Grid),
            Areas = reference.Areas,
            Statistic = reference.Statistic,
            Reasons = reference.Reasons,
            Phases = network.Pairs.Select((p, k) => new PairPhase(p.First, p.Second, reference.Phase[k], reference.ValidPixels[k])).ToArray(),
        }.Write(run.Folder);
        return reference.Describe(stack.Grid);
    }

    private static Reference Phase(
        RunContext run, StackDescription stack, Network network, ChunkPlan chunks, ReferenceChoice choice, Mask mask)
    {
        var collector = new ReferencePhase(network, choice, mask);
        var touched = chunks.ChunksOf(stack.Grid.Whole)
            .Where(c => collector.Tiles.Any(t => t.Intersect(c.Tile).PixelCount > 0));
        using var column = new PhaseColumn(run, chunks, "Reading the reference");
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

                collector.Add(k, tile, plane.AsSpan(0, tile.PixelCount));
            }
        }

        return collector.Compute();
    }
}
