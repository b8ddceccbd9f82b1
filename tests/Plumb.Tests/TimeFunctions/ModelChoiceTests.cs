using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

public class ModelChoiceTests
{
    private const int Pixels = 2000;
    private static readonly SeriesDates Dates = new([.. Enumerable.Range(0, 60).Select(i => new DateOnly(2020, 1, 7).AddDays(12 * i))]);

    private static readonly TimeModel[] Candidates =
    [
        TimeModel.Line,
        new(new ConstantTerm(), new PolynomialTerm(2)),
        new(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(1)),
        new(new ConstantTerm(), new PolynomialTerm(2), new SeasonalTerm(1)),
        new(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(1), new SeasonalTerm(0.5)),
    ];

    [Theory]
    [InlineData(InformationCriterion.Bic, 0.0, 0.0, 0.10)]
    [InlineData(InformationCriterion.Aicc, 0.0, 0.2, 0.36)]
    [InlineData(InformationCriterion.Bic, 0.5, 0.35, 0.75)]
    public void A_straight_line_is_seldom_taken_for_more_unless_its_noise_is_correlated(InformationCriterion criterion, double correlation, double least, double most)
    {
        var (chosen, weight) = Choose(criterion, [0, 0.03], TimeModel.Line, correlation, seed: 3);
        var wrong = chosen.Count(m => m != 0) / (double)Pixels;
        Assert.InRange(wrong, least, most);
        Assert.All(weight, w => Assert.InRange(w, 0.2f, 1f));
    }

    [Theory]
    [InlineData(1, 0.90)]
    [InlineData(2, 0.90)]
    [InlineData(3, 0.90)]
    [InlineData(4, 0.90)]
    public void The_true_model_is_found_where_its_terms_stand_out(int model, double share)
    {
        // Each term at about five standard deviations of its coefficient.
        double[][] truths = [[], [0, 0.02, 0.02], [0, 0.02, 0.003, 0.003], [0, 0.02, 0.02, 0.003, 0.003], [0, 0.02, 0.003, 0.003, 0.003, 0.003]];
        var (chosen, _) = Choose(InformationCriterion.Bic, truths[model], Candidates[model], 0, seed: 4);
        Assert.InRange(chosen.Count(m => m == model) / (double)Pixels, share, 1);
    }

    [Fact]
    public void The_weight_is_the_share_of_right_choices()
    {
        // Half of the pixels move straight, half with a weak season: what is told of each choice is how often it is right.
        var (straight, weightStraight) = Choose(InformationCriterion.Bic, [0, 0.02], TimeModel.Line, 0, seed: 5);
        var (season, weightSeason) = Choose(InformationCriterion.Bic, [0, 0.02, 0.0012, 0.0012], Candidates[2], 0, seed: 6);
        var all = straight.Select((m, i) => (Right: m == 0, Weight: weightStraight[i])).Concat(season.Select((m, i) => (Right: m == 2, Weight: weightSeason[i]))).ToArray();
        var sure = all.Where(e => e.Weight > 0.8).ToArray();
        var doubtful = all.Where(e => e.Weight < 0.5).ToArray();
        Assert.InRange(sure.Count(e => e.Right) / (double)sure.Length, 0.85, 1);
        Assert.InRange(doubtful.Count(e => e.Right) / (double)doubtful.Length, 0.1, 0.75);
    }

    [Fact]
    public void Values_are_those_of_the_formulas()
    {
        Assert.Equal((60 * Math.Log(0.006 / 60)) + (4 * Math.Log(60)), InformationCriteria.Value(InformationCriterion.Bic, 0.006, 60, 3), 1e-9);
        Assert.Equal((60 * Math.Log(0.006 / 60)) + 8 + (2 * 4 * 5 / 55.0), InformationCriteria.Value(InformationCriterion.Aicc, 0.006, 60, 3), 1e-9);
        Assert.Equal(double.PositiveInfinity, InformationCriteria.Value(InformationCriterion.Aicc, 1, 5, 3));
        Assert.Equal(double.PositiveInfinity, InformationCriteria.Value(InformationCriterion.Bic, 1, 3, 3));
        Assert.True(double.IsFinite(InformationCriteria.Value(InformationCriterion.Bic, 0, 9, 3)));
        var (chosen, weight) = (new int[2], new float[2]);
        ModelChoice.PerPixel(InformationCriterion.Bic, [float.NaN, 1, float.NaN, 1], [9, 9], [2, 2], chosen, weight);
        Assert.Equal([ModelChoice.None, 0], chosen);
        Assert.True(float.IsNaN(weight[0]));
        Assert.Equal(0.5, weight[1], 1e-6);
        Assert.Equal(
            InformationCriteria.Value(InformationCriterion.Bic, 1, 9, 2) + InformationCriteria.Value(InformationCriterion.Bic, 2, 9, 2),
            ModelChoice.OverScene(InformationCriterion.Bic, [1, float.NaN, 2], [9, 9, 9], 2),
            1e-9);
    }

    private static (int[] Chosen, float[] Weight) Choose(InformationCriterion criterion, double[] truth, TimeModel model, double correlation, int seed)
    {
        var random = new Random(seed);
        var columns = model.Columns(Dates, Dates.Years);
        var series = new float[60 * Pixels];
        for (var px = 0; px < Pixels; px++)
        {
            var noise = Gauss.Correlated(random, 60, correlation);
            for (var i = 0; i < 60; i++)
            {
                series[(i * Pixels) + px] = (float)(Enumerable.Range(0, truth.Length).Sum(j => truth[j] * columns[(j * 60) + i]) + (0.003 * noise[i]));
            }
        }

        var (sums, count) = (new float[Candidates.Length * Pixels], new float[Pixels]);
        for (var m = 0; m < Candidates.Length; m++)
        {
            var fit = new TimeModelFit(Candidates[m], Dates);
            using var scratch = fit.CreateScratch(new MemoryBudget(1 << 24));
            fit.Fit(new FitTile { Pixels = Pixels, Series = series }, new FitResult { SquareSum = sums.AsSpan(m * Pixels, Pixels), DateCount = count }, scratch);
        }

        var (chosen, weight) = (new int[Pixels], new float[Pixels]);
        ModelChoice.PerPixel(criterion, sums, count, [.. Candidates.Select(c => c.Coefficients.Count)], chosen, weight);
        return (chosen, weight);
    }
}
