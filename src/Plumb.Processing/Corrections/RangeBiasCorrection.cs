using System.Globalization;
using Plumb.Corrections;
using Plumb.Inversion;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>Offset between the dates of two satellites, see <see cref="RangeBias"/>.</summary>
internal sealed class RangeBiasCorrection : ICorrection
{
    private const int Cell = 8;

    public string Name => "range_bias";

    public string Title => "offset between the dates of two satellites";

    public IReadOnlyList<string> Writes => [StorePaths.RangeBias];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.RangeBias, settings.Insist };

    public void Check(CorrectionSettings settings)
    {
        foreach (var date in settings.RangeBias.Dates)
        {
            _ = SatelliteDates.Parse(date);
        }
    }

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        scene.NeedSteadyGround();
        var (grid, settings) = (scene.Stack.Grid, scene.Settings.RangeBias);
        var second = SatelliteDates.Second(scene, settings.Dates);
        using var coarse = new CoarseSeries(scene.Dates.Count, grid.Rows, grid.Columns, Cell, scene.Run.Budget);
        scene.Pass(_ => true, (_, tile, buffers) => coarse.Add(tile, buffers.Series, scene.Chunks.ChunkPixels, scene.Chunks.ChunkColumns, scene.Steady));
        var planes = RampFit.Robust(RampShape.Plane, coarse, grid.Rows, grid.Columns);
        var bias = RangeBias.Estimate(planes, DecimalYears.Since(scene.Dates, TimeAxis.Julian), second);
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"From the middle of the scene to its edge the offset of the second satellite is {bias.Offset[0] * 1000:0.0} mm down the rows (standard deviation {bias.Sigma[0] * 1000:0.0}) and {bias.Offset[1] * 1000:0.0} mm along the columns ({bias.Sigma[1] * 1000:0.0}); chance alone would show as much with probability {bias.Chance:0.0000}.");
        if (bias.Chance > settings.Chance && !scene.Settings.Insist)
        {
            whyNot = $"There is no offset that chance would not explain. {found}";
            return null;
        }

        var ramp = planes.With([.. second.SelectMany(s => s ? [0.0, bias.Offset[0], bias.Offset[1]] : new double[3])]);
        return new PreparedRamp(ramp, scene.Chunks, new(StorePaths.RangeBias, "metre", "positive_towards_satellite", "Offset between the dates of two satellites, as displacement"), isJudged: false)
        {
            Notes = [found, $"{second.Count(s => s)} of {second.Length} dates are the second satellite's. What the offset has in common all over the scene cannot be known and does not matter, for motion is relative to the reference."],
            Dates = [.. scene.Dates.Select((d, i) => new CorrectionDate { Date = d, Sigma = second[i] ? Math.Sqrt((bias.Sigma[0] * bias.Sigma[0]) + (bias.Sigma[1] * bias.Sigma[1])) : 0 })],
        };
    }
}
