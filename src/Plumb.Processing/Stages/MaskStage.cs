using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>Joins all reasons against a pixel into one mask: known at import, found by the inversion, and by the limits of the settings.</summary>
public sealed class MaskStage : IStage
{
    /// <inheritdoc/>
    public string Name => "mask";

    /// <inheritdoc/>
    public string Title => "Mark the pixels to trust";

    /// <inheritdoc/>
    public int Version => 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["aliasing", "invert", "correct", "uncertainty"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [StorePaths.FinalMask];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Mask;
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var stack = StackDescription.Read(run.Folder);
        var grid = stack.Grid;
        var pairs = NetworkRecord.Read(run.Folder).Pairs.Count;
        var settings = run.Settings.Mask;
        var imported = MapArrays.ReadMask(run.Store, grid, StorePaths.ImportMask);
        var inversion = MapArrays.ReadMask(run.Store, grid, StorePaths.InversionMask);
        var coherence = MapArrays.Read(run.Store, grid, StorePaths.MeanCoherence);
        var temporal = MapArrays.Read(run.Store, grid, StorePaths.TemporalCoherence);
        var count = MapArrays.Read(run.Store, grid, StorePaths.PairCount);
        var sigma = settings.MaxRateSigma > 0 ? MapArrays.Read(run.Store, grid, FinalLayers.RateSigma(run.Store)) : null;
        var residual = settings.MaxResidual > 0 ? MapArrays.Read(run.Store, grid, StorePaths.ResidualRms) : null;
        var noise = settings.MaxNoise > 0 && !stack.IsOffset && run.Store.Exists(StorePaths.PairSeriesSigma) ? MapArrays.Read(run.Store, grid, StorePaths.PairSeriesSigma) : null;
        var mostNoise = settings.MaxNoise * stack.Sensor.Wavelength / 4;
        var (told, open) = Loops(run, grid);
        var aliasing = run.Store.Exists(StorePaths.Aliasing) ? MapArrays.Read(run.Store, grid, StorePaths.Aliasing) : null;
        var mask = new Mask(grid);
        for (var i = 0; i < temporal.Length; i++)
        {
            var reasons = imported.Reasons[i] | inversion.Reasons[i];
            if (!settings.Water)
            {
                reasons &= ~MaskReasons.Water;
            }

            if (!settings.Disconnected)
            {
                reasons &= ~MaskReasons.Disconnected;
            }

            // Written so that NaN fails a limit: what is not known is not trusted. An unknown coherence is no verdict, though.
            if (!(temporal[i] >= settings.MinTemporalCoherence))
            {
                reasons |= MaskReasons.LowTemporalCoherence;
            }

            if (coherence[i] < settings.MinCoherence)
            {
                reasons |= MaskReasons.LowCoherence;
            }

            if (!(count[i] >= settings.MinPairShare * pairs))
            {
                reasons |= MaskReasons.TooFewPairs;
            }

            if (sigma is not null && !(1000 * sigma[i] <= settings.MaxRateSigma))
            {
                reasons |= MaskReasons.Uncertain;
            }

            // Not known is no verdict: a finished series has no pairs. Where a network falls apart most of it is the doubt of the join, which has a reason of its own.
            if (noise?[i] > mostNoise && (inversion.Reasons[i] & MaskReasons.Disconnected) == 0)
            {
                reasons |= MaskReasons.Noisy;
            }

            if (residual is not null && !(residual[i] <= settings.MaxResidual))
            {
                reasons |= MaskReasons.LargeResidual;
            }

            if (open.Length > 0 && open[i] > settings.MaxOpenLoops * told[i])
            {
                reasons |= MaskReasons.OpenLoops;
            }

            if (settings.MaxAliasing > 0 && aliasing?[i] >= settings.MaxAliasing)
            {
                reasons |= MaskReasons.Aliased;
            }

            mask.Add(i, reasons);
        }

        MapArrays.WriteMask(run.Store, mask, StorePaths.FinalMask);
        var good = mask.Count(MaskReasons.None);
        return string.Create(CultureInfo.InvariantCulture, $"{good} of {grid.PixelCount} pixels are good ({100.0 * good / grid.PixelCount:0.0} %)");
    }

    private static (float[] Told, float[] Open) Loops(RunContext run, Grid grid) => run.Store.Exists(StorePaths.LoopsOpenAfter)
        ? (MapArrays.Read(run.Store, grid, StorePaths.LoopsTold), MapArrays.Read(run.Store, grid, StorePaths.LoopsOpenAfter))
        : ([], []);
}
