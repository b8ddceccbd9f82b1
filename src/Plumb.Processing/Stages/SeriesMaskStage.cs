using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>
/// Joins what speaks against a pixel of a finished product into one mask: no rate, the area, water, the mask that came
/// with it, and the limit on the temporal coherence where that came with it. Limits on pairs have nothing to be held against.
/// </summary>
public sealed class SeriesMaskStage : IStage
{
    private readonly SeriesPlan plan;

    /// <summary>The masks of a run that began with a finished product.</summary>
    /// <param name="plan">Product and area.</param>
    public SeriesMaskStage(SeriesPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        this.plan = plan;
    }

    /// <inheritdoc/>
    public string Name => "mask";

    /// <inheritdoc/>
    public string Title => "Mark the pixels to trust";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => plan.IsSeries ? ["import_series", "rate", "correct"] : ["import_series"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [StorePaths.FinalMask];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new { settings.Mask.MinTemporalCoherence, settings.Mask.Water };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var grid = plan.Stack.Grid;
        var settings = run.Settings.Mask;
        var imported = MapArrays.ReadMask(run.Store, grid, StorePaths.ImportMask);
        var rate = MapArrays.Read(run.Store, grid, StorePaths.Rate);
        var temporal = plan.TemporalCoherence is null ? null : MapArrays.Read(run.Store, grid, StorePaths.TemporalCoherence);
        var mask = new Mask(grid);
        for (var i = 0; i < rate.Length; i++)
        {
            var reasons = settings.Water ? imported.Reasons[i] : imported.Reasons[i] & ~MaskReasons.Water;
            if (!float.IsFinite(rate[i]))
            {
                reasons |= MaskReasons.NoData;
            }

            if (temporal is not null && !(temporal[i] >= settings.MinTemporalCoherence))
            {
                reasons |= MaskReasons.LowTemporalCoherence;
            }

            mask.Add(i, reasons);
        }

        MapArrays.WriteMask(run.Store, mask, StorePaths.FinalMask);
        var good = mask.Count(MaskReasons.None);
        return string.Create(CultureInfo.InvariantCulture, $"{good} of {grid.PixelCount} pixels are good ({100.0 * good / grid.PixelCount:0.0} %)");
    }
}
