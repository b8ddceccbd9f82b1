using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Processing.Results;

/// <summary>
/// How often the truth of a simulated scene lies within one and two of the standard deviations that a run gives out, over its good pixels: 68 and 95 of a hundred where these are right.
/// Errors of neighbouring pixels are alike, so one scene says little of the rate; the series, whose dates have weather of their own, says more.
/// </summary>
/// <param name="RateWithinOne">Share (0 to 1) of pixels whose true rate lies within one standard deviation.</param>
/// <param name="RateWithinTwo">The same within two (share).</param>
/// <param name="SeriesWithinOne">Share (0 to 1) of pixels and dates whose true displacement lies within one standard deviation.</param>
/// <param name="SeriesWithinTwo">The same within two (share).</param>
public sealed record SigmaComparison(double RateWithinOne, double RateWithinTwo, double SeriesWithinOne, double SeriesWithinTwo)
{
    /// <summary>Compares.</summary>
    /// <param name="results">The run, on the scene's grid.</param>
    /// <param name="simulator">The scene it was made from.</param>
    /// <returns>The shares; null where the run worked out no standard deviations.</returns>
    public static SigmaComparison? Of(ResultSet results, SceneSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(simulator);
        if (!results.HasTotalSigma)
        {
            return null;
        }

        var (grid, mask) = (results.Grid, results.Mask());
        var truth = new float[grid.PixelCount];
        simulator.Rate(grid.Whole, truth);
        var (rateOne, rateTwo) = Within(results.Rate().Values, results.RateSigma()!.Values, truth, mask, results);
        var (one, two, count) = (0.0, 0.0, 0);
        for (var date = 1; date < results.Dates.Count && results.SeriesSigma(date) is { } sigma; date++)
        {
            simulator.Displacement(TruthComparison.IndexOf(simulator, results.Dates[date]), grid.Whole, truth);
            var (a, b) = Within(results.Displacement(date).Values, sigma.Values, truth, mask, results);
            (one, two, count) = (one + a, two + b, count + 1);
        }

        return new SigmaComparison(rateOne, rateTwo, one / count, two / count);
    }

    private static (double One, double Two) Within(
        ReadOnlySpan<float> found, ReadOnlySpan<float> sigma, ReadOnlySpan<float> truth, Mask mask, ResultSet results)
    {
        // The found values are relative to the reference already; the truth is brought to it.
        var (sum, pixels) = (0.0, 0);
        foreach (var pixel in results.Reference.PixelsOn(results.Grid))
        {
            if (mask.IsGood(pixel))
            {
                (sum, pixels) = (sum + truth[pixel], pixels + 1);
            }
        }

        var offset = pixels > 0 ? sum / pixels : 0;
        var (one, two, count) = (0L, 0L, 0L);
        for (var i = 0; i < found.Length; i++)
        {
            if (mask.IsGood(i) && float.IsFinite(found[i]) && float.IsFinite(sigma[i]))
            {
                var ratio = Math.Abs(found[i] - (truth[i] - offset)) / sigma[i];
                (one, two, count) = (one + (ratio < 1 ? 1 : 0), two + (ratio < 2 ? 1 : 0), count + 1);
            }
        }

        return ((double)one / count, (double)two / count);
    }
}
