using System.Globalization;
using System.Numerics.Tensors;
using Plumb.Corrections.Fading;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>Bias of the rate by fading signals in short pairs, see <see cref="FadingPlan"/>; taken off as a straight line in time.</summary>
internal sealed class FadingCorrection : ICorrection
{
    public string Name => "fading";

    public string Title => "fading bias of short pairs";

    public IReadOnlyList<string> Writes => [StorePaths.Fading, StorePaths.FadingRate, StorePaths.FadingRateSigma];

    public object SettingsUsed(CorrectionSettings settings) => settings.Fading;

    public void Check(CorrectionSettings settings)
    {
    }

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        var settings = scene.Settings.Fading;
        if (scene.Network is null)
        {
            throw new RequestException("The run began with a finished series, whose pairs are not known; the fading bias is told from loops of pairs. Leave fading out of corrections.sequence.");
        }

        var (plan, job, grid) = (FadingPlan.For(scene.Network, settings.FreeDays), new InvertJob(scene.Run), scene.Stack.Grid);
        var (rate, sigma) = (new float[grid.PixelCount], new float[grid.PixelCount]);
        var classes = new double[scene.Chunks.Blocks.Count][];
        UnitScheduler.Run(
            classes.Length,
            scene.Run.ThreadsFor(FadingWorker.BytesOf(job, plan)),
            () => new FadingWorker(job, plan),
            (block, worker) => worker.Estimate(scene.Chunks.Blocks[block], rate, sigma, classes[block] = new double[plan.ClassDays.Count + 1]),
            scene.Run.Cancellation);
        var (single, known) = (Usual(sigma), 100.0 * sigma.Count(float.IsFinite) / Math.Max(1, scene.Good.Count(g => g)));
        FadingMap.Smooth(rate, sigma, grid.Rows, grid.Columns, settings.Smoothing > 0 ? scene.Pixels(settings.Smoothing) : 0);
        for (var i = 0; i < rate.Length; i++)
        {
            // Smoothing carries values to where there is no ground to see.
            (rate[i], sigma[i]) = scene.Good[i] ? (rate[i], sigma[i]) : (float.NaN, float.NaN);
        }

        var years = DecimalYears.Since(scene.Dates, scene.Run.Settings.Rate.TimeAxis);
        return new Prepared(rate, sigma, [.. years.Select(y => settings.Correct ? (float)y : 0f)], scene.Chunks) { Notes = Notes(plan, classes, scene, rate, sigma, single, known) };
    }

    private static string[] Notes(FadingPlan plan, double[][] classes, CorrectionScene scene, float[] rate, float[] sigma, double single, double known)
    {
        var metres = Math.Abs(scene.Stack.Sensor.MetresPerRadian);
        double Rms(int k) => metres * 1000 * Math.Sqrt(classes.Sum(c => c[k]) / Math.Max(1, classes.Sum(c => c[^1])));
        var told = Enumerable.Range(0, rate.Length).Where(i => Math.Abs(rate[i]) > 2 * sigma[i]).ToArray();
        var all = rate.Where(float.IsFinite).DefaultIfEmpty(0).ToArray();
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Loops.Count} loops of three; pairs of {plan.FreeDays:0} days and more are taken to be free. RMS of the bias with its noise, by length of the pairs: {string.Join(", ", plan.ClassDays.Select((d, k) => string.Create(CultureInfo.InvariantCulture, $"{d:0} days {Rms(k):0} mm a year")))}."),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Bias of the rate {all.Min() * 1000:0.0} to {all.Max() * 1000:0.0} mm a year, RMS {Math.Sqrt(all.Average(r => (double)r * r)) * 1000:0.0}; standard deviation {single * 1000:0.0} mm a year of a pixel, {Usual(sigma) * 1000:0.0} smoothed; beyond two of them at {100.0 * told.Length / all.Length:0} % of the pixels. The loops of {Math.Min(100, known):0} % of the good pixels tell."),
            scene.Settings.Fading.Correct ? "It is taken off as a straight line in time." : "corrections.fading.correct is false: nothing is taken off, the map is made.",
        ];
    }

    private static double Usual(float[] sigma)
    {
        var known = sigma.Where(float.IsFinite).Order().ToArray();
        return known.Length == 0 ? double.NaN : known[known.Length / 2];
    }

    private sealed class Prepared(float[] rate, float[] sigma, float[] years, ChunkPlan chunks) : PreparedCorrection
    {
        public override StackLayer Stack { get; } = new(StorePaths.Fading, "metre", "positive_towards_satellite", "Fading bias of short pairs, as displacement");

        public override IReadOnlyList<StackLayer> Maps { get; } =
        [
            new(StorePaths.FadingRate, "metre/year", "positive_towards_satellite", "Bias of the rate by fading signals in short pairs"),
            new(StorePaths.FadingRateSigma, "metre/year", "none", "Standard deviation of the bias of the rate by fading signals"),
        ];

        public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
        {
            layer.Clear();
            for (var r = 0; r < tile.Rows; r++)
            {
                var (from, to) = (((tile.Row + r) * chunks.Grid.Columns) + tile.Column, r * chunks.ChunkColumns);
                if (maps.Length > 0)
                {
                    rate.AsSpan(from, tile.Columns).CopyTo(maps[0].AsSpan(to));
                    sigma.AsSpan(from, tile.Columns).CopyTo(maps[1].AsSpan(to));
                }

                for (var date = 0; date < years.Length; date++)
                {
                    var row = layer.Slice((date * chunks.ChunkPixels) + to, tile.Columns);
                    TensorPrimitives.Multiply(rate.AsSpan(from, tile.Columns), years[date], row);
                    for (var c = 0; c < row.Length; c++)
                    {
                        // Where the loops do not tell, the series stays as it is.
                        row[c] = float.IsNaN(row[c]) ? 0 : row[c];
                    }
                }
            }
        }
    }
}
