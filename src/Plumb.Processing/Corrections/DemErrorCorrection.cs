using System.Globalization;
using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>Error of the elevation model, see <see cref="DemError"/>.</summary>
internal sealed class DemErrorCorrection : ICorrection
{
    private const int MostCellsAcross = 256;

    public string Name => "dem_error";

    public string Title => "error of the elevation model";

    public IReadOnlyList<string> Writes => [StorePaths.SeriesDemError, StorePaths.SeriesDemErrorSigma];

    public object SettingsUsed(CorrectionSettings settings) => settings.DemError;

    public void Check(CorrectionSettings settings) => settings.DemError.Options().Validate();

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "It was solved for together with the series (inversion.dem_error).";
        if (scene.Network is not null && scene.Run.Settings.Inversion.DemError)
        {
            return null;
        }

        whyNot = "";
        var options = scene.Settings.DemError.Options();
        if (scene.Baselines.Count == 0 || scene.Baselines.Any(b => !double.IsFinite(b)))
        {
            throw new RequestException(scene.Network is null
                ? "dem_error needs the perpendicular baseline of every date, and a finished series does not bring them. Leave it out of corrections.sequence."
                : "dem_error needs perpendicular baselines that join all dates; the products lack some, or the network falls apart. Leave it out of corrections.sequence.");
        }

        // The plain estimate keeps the time axis of the rate, so that it can be held against other programs'.
        var axis = options.Method == DemErrorMethod.Plain ? scene.Run.Settings.Rate.TimeAxis : TimeAxis.Julian;
        var baselines = scene.Baselines.ToArray();
        var fit = new DemError(DecimalYears.Since(scene.Dates, axis), baselines, options);
        var geometry = ViewFactor.Of(scene);
        var mean = baselines.Average();
        var chance = 0.0;
        var prior = options.Method == DemErrorMethod.Plain ? null : Prior(scene, fit, baselines.Average(b => (b - mean) * (b - mean)), out chance);
        var typical = geometry.Typical;
        if (prior is not null && chance > DemErrorChance.Most)
        {
            whyNot = string.Create(
                CultureInfo.InvariantCulture,
                $"It is told by chance as well: of the baselines in other orders {100 * chance:0} % find errors of the elevation model as large, so that it is the atmosphere that they find.");
            return null;
        }

        if (prior is { IsWorth: false })
        {
            whyNot = string.Create(
                CultureInfo.InvariantCulture,
                $"It would gain nothing: the estimates spread by no more than their noise of {prior.Noise * typical:0.0} m lets them, or the errors found are too small to matter (spread {prior.Spread * typical:0.0} m, {Math.Sqrt(prior.Gain) * 1000:0.00} mm in the series).");
            return null;
        }

        string[] notes = prior is null
            ? ["Plain estimate of every pixel, whatever its noise."]
            : [string.Create(
                CultureInfo.InvariantCulture,
                $"The errors spread by {prior.Spread * typical:0.0} m; the noise of an estimate is {prior.Noise * typical:0.0} m. Expected gain {Math.Sqrt(prior.Gain) * 1000:0.00} mm in the series.")];
        return new Prepared(fit, prior, geometry, [.. baselines.Select(b => (float)b)], scene.Chunks)
        {
            Notes = notes,
            Dates = [.. scene.Dates.Select(d => new CorrectionDate { Date = d })],
        };
    }

    private static DemErrorPrior Prior(CorrectionScene scene, DemError fit, double meanSquareBaseline, out double chance)
    {
        scene.NeedSteadyGround();
        var sums = new DemErrorSums(scene.Chunks.Blocks.Count);
        var (rows, columns) = (scene.Stack.Grid.Rows, scene.Stack.Grid.Columns);
        var cell = 2;
        while (cell < CoarseSeries.LargestCell && Math.Max(rows, columns) > MostCellsAcross * cell)
        {
            cell *= 2;
        }

        using var coarse = new CoarseSeries(scene.Dates.Count, rows, columns, cell, scene.Run.Budget);
        scene.Pass(_ => true, (block, tile, buffers) =>
        {
            var pixels = scene.Chunks.ChunkPixels;
            var (shift, variance) = (new float[pixels], new float[pixels]);
            coarse.Add(tile, buffers.Series, pixels, scene.Chunks.ChunkColumns, scene.Steady);
            fit.Estimate(buffers.Series, pixels, shift, variance);
            for (var r = 0; r < tile.Rows; r++)
            {
                for (var c = 0; c < tile.Columns; c++)
                {
                    if (scene.Steady[((tile.Row + r) * columns) + tile.Column + c])
                    {
                        var at = (r * scene.Chunks.ChunkColumns) + c;
                        sums.Add(block, shift[at], variance[at]);
                    }
                }
            }
        });
        chance = DemErrorChance.Of(fit, coarse.CentredMoments());
        return DemErrorPrior.Of(sums, meanSquareBaseline);
    }

    private sealed class Prepared(DemError fit, DemErrorPrior? prior, ViewFactor geometry, float[] baselines, ChunkPlan chunks) : PreparedCorrection
    {
        public override IReadOnlyList<StackLayer> Maps { get; } =
        [
            new(StorePaths.SeriesDemError, "metre", "positive_up", "Error of the elevation model: true height minus its height"),
            new(StorePaths.SeriesDemErrorSigma, "metre", "none", "Standard deviation of the error of the elevation model"),
        ];

        public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
        {
            var pixels = chunks.ChunkPixels;
            var (shift, sigma) = (new float[pixels], new float[pixels]);
            fit.Estimate(series, pixels, shift, sigma);
            for (var i = 0; i < pixels; i++)
            {
                (shift[i], sigma[i]) = prior is null ? (shift[i], MathF.Sqrt(sigma[i])) : prior.Scale(shift[i], sigma[i]);
            }

            // A pixel with too few dates for an estimate keeps its series.
            var first = layer[..pixels];
            for (var i = 0; i < pixels; i++)
            {
                first[i] = float.IsFinite(shift[i]) ? shift[i] : 0;
            }

            for (var date = baselines.Length - 1; date >= 0; date--)
            {
                TensorPrimitives.Multiply(first, baselines[date], layer.Slice(date * pixels, pixels));
            }

            if (maps.Length > 0)
            {
                for (var r = 0; r < tile.Rows; r++)
                {
                    for (var c = 0; c < tile.Columns; c++)
                    {
                        var at = (r * chunks.ChunkColumns) + c;
                        var metres = geometry.At(tile.Row + r, tile.Column + c);
                        var hasSeries = float.IsFinite(series[at]);
                        (maps[0][at], maps[1][at]) = hasSeries ? (metres * shift[at], metres * sigma[at]) : (float.NaN, float.NaN);
                    }
                }
            }
        }
    }
}
