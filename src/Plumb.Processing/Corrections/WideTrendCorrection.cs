using System.Globalization;
using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>What the air of the dates gives to the rate in wide waves, see <see cref="WideTrend"/>; taken off as a straight line in time.</summary>
internal sealed class WideTrendCorrection : ICorrection
{
    /// <summary>A trend below this, metres per year, is not worth a correction.</summary>
    private const double LeastTrend = 5e-5;

    /// <summary>Share of the good ground (pure number) that has to be steady: into wide moving ground the trend would be carried from its own edges.</summary>
    private const double LeastSteady = 0.6;

    public string Name => "wide_trend";

    public string Title => "trend of the air in wide waves";

    public IReadOnlyList<string> Writes => [StorePaths.WideTrendRate];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.WideTrend, settings.Insist };

    public void Check(CorrectionSettings settings) => settings.WideTrend.Options(1).Validate();

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        scene.NeedSteadyGround();
        if (!scene.Settings.Insist && scene.Steady.Count(s => s) < LeastSteady * scene.Good.Count(g => g))
        {
            whyNot = string.Create(CultureInfo.InvariantCulture, $"Too much of the scene moves to tell the trend of the air from it: {scene.SteadyWords()}, and {100 * LeastSteady:0} % are needed.");
            return null;
        }

        var years = DecimalYears.Since(scene.Dates, scene.Run.Settings.Rate.TimeAxis);
        var first = Estimate(scene, years);
        if (first.Taken < LeastTrend)
        {
            var notes = string.Join(" ", Notes(first, scene));
            first.Dispose();
            whyNot = $"No octave has a trend that is taken for air. {notes}";
            return null;
        }

        // Under the air's trend slow motion hides and still ground seems to move.
        scene.RenewSteady(new Prepared(first, years, scene.Chunks));
        first.Dispose();
        var trend = Estimate(scene, years);
        return new Prepared(trend, years, scene.Chunks)
        {
            TrendLeft = trend.VarianceLeft,
            Notes = Notes(trend, scene),
            Dates = [.. scene.Dates.Select(d => new CorrectionDate { Date = d })],
        };
    }

    private static WideTrend Estimate(CorrectionScene scene, double[] years)
    {
        var grid = scene.Stack.Grid;
        var length = scene.Pixels(scene.Settings.WideTrend.Smoothing);
        using var coarse = new CoarseSeries(scene.Dates.Count, grid.Rows, grid.Columns, CoarseSeries.CellFor(length), scene.Run.Budget);
        scene.Pass(_ => true, (_, tile, buffers) => coarse.Add(tile, buffers.Series, scene.Chunks.ChunkPixels, scene.Chunks.ChunkColumns, scene.Steady));
        return WideTrend.Estimate(coarse, grid.Rows, grid.Columns, years, scene.Settings.WideTrend.Options(length), scene.Run.Budget);
    }

    private static string[] Notes(WideTrend trend, CorrectionScene scene)
    {
        var size = double.IsNaN(scene.PixelSize) ? 1 : scene.PixelSize;
        string Words(WideTrendBand b) => string.Create(
            CultureInfo.InvariantCulture, $"from {b.Length * size:0} {(double.IsNaN(scene.PixelSize) ? "pixels" : "m")} on {b.Trend * 1000:0.00} mm/yr where air leads to expect {b.ByAir * 1000:0.00} ({(b.Share > 0.99 ? "taken off" : b.Share > 0.01 ? $"{100 * b.Share:0} % taken off" : "kept as motion")})");
        return
        [
            $"Trend by waves: {string.Join(", ", trend.Bands.Select(Words))}.",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{trend.LeftOut * 100:0} % of the steady ground was left out, for its trend stands out of the air there. Steady motion that is wide, smooth and no faster than the air's trend cannot be told from it."),
        ];
    }

    private sealed class Prepared(WideTrend trend, double[] years, ChunkPlan chunks) : PreparedCorrection
    {
        public override IReadOnlyList<StackLayer> Maps { get; } =
        [
            new(StorePaths.WideTrendRate, "metre/year", "positive_towards_satellite", "Trend of the air in wide waves, as rate"),
        ];

        public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
        {
            var pixels = chunks.ChunkPixels;
            var rate = new float[pixels];
            trend.Evaluate(tile, rate, chunks.ChunkColumns);
            for (var date = 0; date < years.Length; date++)
            {
                TensorPrimitives.Multiply(rate, (float)(years[date] - years[0]), layer.Slice(date * pixels, pixels));
            }

            if (maps.Length > 0)
            {
                rate.CopyTo(maps[0], 0);
            }
        }

        public override void Dispose()
        {
            trend.Dispose();
            base.Dispose();
        }
    }
}
