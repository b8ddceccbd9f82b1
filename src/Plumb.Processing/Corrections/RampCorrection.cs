using System.Globalization;
using Plumb.Corrections;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>A ramp per date, see <see cref="Ramp"/>.</summary>
internal sealed class RampCorrection : ICorrection
{
    private const int Cell = 8;

    public string Name => "ramp";

    public string Title => "a ramp over the scene at each date";

    public IReadOnlyList<string> Writes => [StorePaths.Ramp];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.Ramp, settings.Insist };

    public void Check(CorrectionSettings settings)
    {
    }

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        var settings = scene.Settings.Ramp;
        if (settings.SteadyGround)
        {
            scene.NeedSteadyGround();
        }

        // Pixels without a series have no value and are left out by that.
        var used = settings.SteadyGround ? scene.Steady : [.. Enumerable.Repeat(true, scene.Steady.Length)];
        var ramp = settings.From == RampSource.Pairs ? PairRamps.Of(scene, settings.Shape, used, Cell) : settings.Robust ? Robust(scene, settings.Shape, used) : Plain(scene, settings.Shape, used);
        var years = DecimalYears.Since(scene.Dates, scene.Run.Settings.Rate.TimeAxis);
        var drift = settings.Trend == RampTrend.Weighed ? RampDrift.Of(ramp, years) : null;
        ramp = settings.Trend == RampTrend.Free ? ramp : ramp.WithoutTrend(years, 1 - (drift?.Kept ?? 1));
        return new PreparedRamp(ramp, scene.Chunks, new(StorePaths.Ramp, "metre", "positive_towards_satellite", "Ramp over the scene, as displacement"), isJudged: true)
        {
            TrendLeft = settings.Trend == RampTrend.Free ? null : drift?.VarianceLeft ?? 1,
            Notes = [Fitted(settings), Trend(settings.Trend, drift)],
            Dates = [.. scene.Dates.Select(d => new CorrectionDate { Date = d })],
        };
    }

    private static string Fitted(RampSettings settings) =>
        $"{(settings.Shape == RampShape.Plane ? "A plane" : "A plane with bend")} fitted to {(settings.SteadyGround ? "steady ground" : "all pixels")}{(settings.Robust || settings.From == RampSource.Pairs ? ", outliers counting less" : "")}{(settings.From == RampSource.Pairs ? "; of each interferogram, brought to the dates by the network" : "")}.";

    private static string Trend(RampTrend trend, RampDrift? drift) => trend switch
    {
        RampTrend.Free => "A tilt of the ground itself, steady or not, is taken off with it.",
        RampTrend.Weighed when !double.IsNaN(drift!.ByChance.Row) => string.Create(
            CultureInfo.InvariantCulture,
            $"Its trend, {2000 * Math.Abs(drift.Rate.Row):0.0} and {2000 * Math.Abs(drift.Rate.Column):0.0} mm/yr across the rows and the columns of the scene where the ramps' own scatter leads to expect {2000 * drift.ByChance.Row:0.0} and {2000 * drift.ByChance.Column:0.0}, was taken off by {100 * (1 - drift.Kept):0} % and kept by {100 * drift.Kept:0} %. A tilt of the ground that is not steady is taken off."),
        _ => "Its trend in time is kept, so the rate stays as it is; a tilt of the ground that is not steady is taken off with it.",
    };

    private static Ramp Robust(CorrectionScene scene, RampShape shape, bool[] used)
    {
        var grid = scene.Stack.Grid;
        using var coarse = new CoarseSeries(scene.Dates.Count, grid.Rows, grid.Columns, Cell, scene.Run.Budget);
        scene.Pass(_ => true, (_, tile, buffers) => coarse.Add(tile, buffers.Series, scene.Chunks.ChunkPixels, scene.Chunks.ChunkColumns, used));
        return RampFit.Robust(shape, coarse, grid.Rows, grid.Columns);
    }

    private static Ramp Plain(CorrectionScene scene, RampShape shape, bool[] used)
    {
        var grid = scene.Stack.Grid;
        var fit = new RampFit(shape, scene.Dates.Count, grid.Rows, grid.Columns, scene.Chunks.Blocks.Count);
        scene.Pass(_ => true, (block, tile, buffers) => fit.Add(block, tile, buffers.Series, scene.Chunks.ChunkPixels, scene.Chunks.ChunkColumns, used));
        return fit.Solve();
    }
}
