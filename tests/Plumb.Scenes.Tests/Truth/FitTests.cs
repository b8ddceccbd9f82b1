using Plumb.Formats.Store;
using Plumb.Processing.Configuration;
using Plumb.Processing.Fits;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>
/// The stage fit in whole runs on a scene whose places move each in a way of its own: a season, a step, a decay and the S-curve of a mine. The expected
/// coefficients come from the scene's description, not from a fit.
/// </summary>
public sealed class FitTests : IClassFixture<FitScene>
{
    private const int Rows = FitScene.Rows;
    private const int Columns = FitScene.Columns;
    private readonly FitScene scene;

    public FitTests(FitScene scene) => this.scene = scene;

    [Fact]
    public void Planted_coefficients_lie_within_their_standard_deviations_as_often_as_they_should()
    {
        using var run = scene.Run(f => f with
        {
            Seasons = SeasonChoice.Annual,
            Steps = [FitScene.StepDay],
            Exponentials = [$"{FitScene.DecayDay:yyyy-MM-dd},{FitScene.DecayDays}"],
        });
        var results = run.Results();
        var (good, step, decay, season, peak) = (results.Mask(), new FittedMap(results, "step_"), new FittedMap(results, "exponential_"), new FittedMap(results, "annual_amplitude"), new FittedMap(results, "annual_peak_day"));
        var judged = new List<(string Name, double Error, double Sigma)>();
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var at = (row * Columns) + column;
                if (!good.IsGood(at) || scene.IsMine(row, column))
                {
                    continue;
                }

                // All that moves is vertical; the reference is still.
                var up = results.LookAt(row, column).Up;
                judged.Add(("step", step.Values[at] - (up * FitScene.Step * scene.Bell(FitScene.StepAt, row, column)), step.Sigmas[at]));
                judged.Add(("decay", decay.Values[at] - (up * FitScene.Decay * scene.Bell(FitScene.DecayAt, row, column)), decay.Sigmas[at]));
                var amplitude = up * FitScene.Season * scene.Bell(FitScene.SeasonAt, row, column);
                if (amplitude > 5 * season.Sigmas[at])
                {
                    judged.Add(("season", season.Values[at] - amplitude, season.Sigmas[at]));
                    var day = peak.Values[at] - 100;
                    judged.Add(("peak", day - (365.25 * Math.Round(day / 365.25)), peak.Sigmas[at]));
                }
            }
        }

        foreach (var term in judged.GroupBy(j => j.Name))
        {
            // Pixels share the noise of the reference and nothing else: a few hundred of them tell a share to a few hundredths.
            var (one, two) = (term.Average(t => Math.Abs(t.Error) < t.Sigma ? 1.0 : 0), term.Average(t => Math.Abs(t.Error) < 2 * t.Sigma ? 1.0 : 0));
            Assert.True(term.Count() > 150, $"{term.Key}: {term.Count()} pixels");
            Assert.True(one is > 0.6 and < 0.78, $"{term.Key}: {one:0.000} of {term.Count()} within one standard deviation");
            Assert.True(two is > 0.91 and < 0.99, $"{term.Key}: {two:0.000} within two");
        }

        Assert.Equal(4, judged.Select(j => j.Name).Distinct().Count());
    }

    [Fact]
    public void The_criterion_finds_at_each_place_what_was_planted_there()
    {
        using var run = scene.Run(f => f with
        {
            Seasons = SeasonChoice.Annual,
            Steps = [FitScene.StepDay],
            Exponentials = [$"{FitScene.DecayDay:yyyy-MM-dd},{FitScene.DecayDays}"],
            Logistic = true,
            Select = ModelScope.Pixel,
        });
        var (good, record) = (run.Results().Mask(), FitRecord.Read(run.Out)!);
        var models = Whole(run.Store(), StorePaths.FitModel);
        double Share(Func<int, int, bool> place, Func<IReadOnlyList<string>, bool> has)
        {
            var (all, right) = (0, 0);
            for (var at = 0; at < models.Length; at++)
            {
                if (good.IsGood(at) && float.IsFinite(models[at]) && place(at / Columns, at % Columns))
                {
                    all++;
                    right += has(record.Models[(int)models[at]].Terms) ? 1 : 0;
                }
            }

            Assert.True(all > 30, $"{all} pixels");
            return (double)right / all;
        }

        bool Near((double East, double North) at, int row, int column) => scene.Bell(at, row, column) > 0.6;
        static bool Has(IReadOnlyList<string> terms, string start) => terms.Any(t => t.StartsWith(start, StringComparison.Ordinal));
        (string Place, double Share, double Least)[] shares =
        [
            ("season", Share((r, c) => Near(FitScene.SeasonAt, r, c), t => Has(t, "annual")), 0.95),
            ("step", Share((r, c) => Near(FitScene.StepAt, r, c), t => Has(t, "step")), 0.95),
            ("decay", Share((r, c) => Near(FitScene.DecayAt, r, c), t => Has(t, "exponential")), 0.9),
            ("mine", Share((r, c) => scene.MineShare(r, c) > 0.6, t => Has(t, "logistic")), 0.9),

            // A term too many is taken in some pixels of a hundred for each that is on offer.
            ("still", Share((r, c) => scene.IsStill(r, c), t => !Has(t, "annual") && !Has(t, "step") && !Has(t, "exponential") && !Has(t, "logistic")), 0.75),
        ];
        Assert.True(Array.TrueForAll(shares, s => s.Share > s.Least), string.Join(", ", shares.Select(s => $"{s.Place} {s.Share:0.000}")));
    }

    [Fact]
    public void The_s_curve_of_a_mine_is_found_with_its_middle()
    {
        using var run = scene.Run(f => f with { Seasons = SeasonChoice.None, Logistic = true });
        var results = run.Results();
        var (good, amplitude, middle) = (results.Mask(), new FittedMap(results, "logistic"), new FittedMap(results, "logistic_centre"));
        var (ratios, centres) = (new List<double>(), new List<double>());
        for (var at = 0; at < Rows * Columns; at++)
        {
            if (!good.IsGood(at) || !(scene.MineShare(at / Columns, at % Columns) > 0.5))
            {
                continue;
            }

            var truth = scene.MineAmplitude(at / Columns, at % Columns);
            ratios.Add((amplitude.Values[at] - truth) / amplitude.Sigmas[at]);
            centres.Add(middle.Values[at]);
        }

        var (one, two) = (ratios.Average(r => Math.Abs(r) < 1 ? 1.0 : 0), ratios.Average(r => Math.Abs(r) < 2 ? 1.0 : 0));
        Assert.True(ratios.Count > 30, $"{ratios.Count} pixels");
        Assert.True(one > 0.5 && two > 0.85, $"{one:0.00} of {ratios.Count} amplitudes within one standard deviation, {two:0.00} within two; mean {ratios.Average():0.00}");
        centres.Sort();
        Assert.Equal(FitScene.MineCentreDays, centres[centres.Count / 2], 8.0);
    }

    private static float[] Whole(ChunkStore store, string name)
    {
        var array = store.OpenArray<float>(name);
        var values = new float[Rows * Columns];
        array.ReadRegion([0, 0], [Rows, Columns], values);
        return values;
    }

    /// <summary>A fitted number and its standard deviation, by the beginning of its name or all of it.</summary>
    private sealed class FittedMap
    {
        public FittedMap(ResultSet results, string name)
        {
            var layers = results.Fit!.Layers;
            var layer = layers.FirstOrDefault(l => l.Name == name) ?? layers.First(l => l.Name.StartsWith(name, StringComparison.Ordinal));
            Values = results.FitMap(layer).Values.ToArray();
            Sigmas = results.FitMap(layers.Single(l => l.Name == layer.SigmaName)).Values.ToArray();
        }

        public float[] Values { get; }

        public float[] Sigmas { get; }
    }
}
