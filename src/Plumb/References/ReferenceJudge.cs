using System.Globalization;
using Plumb.Grids;

namespace Plumb.References;

/// <summary>Which pixels may serve as reference, which windows are best, and how a refusal is worded.</summary>
internal sealed class ReferenceJudge
{
    // Of several areas none is taken whose score is below this share of the best one's.
    private const double LeastOfBest = 0.4;
    private readonly ReferenceLayers layers;
    private readonly ReferenceOptions options;
    private readonly MaskReasons[] verdicts;

    internal ReferenceJudge(ReferenceLayers layers, ReferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        layers.Check();
        this.layers = layers;
        this.options = options;
        verdicts = layers.Mask.Reasons.ToArray();
        var coherence = layers.MeanCoherence.Span;
        var share = layers.PairShare.Span;
        for (var i = 0; i < verdicts.Length; i++)
        {
            verdicts[i] |= coherence[i] >= (float)options.MinCoherence ? MaskReasons.None : MaskReasons.LowCoherence;
            verdicts[i] |= share[i] >= (float)options.MinPairShare ? MaskReasons.None : MaskReasons.TooFewPairs;
        }
    }

    private int Side => (2 * options.Radius) + 1;

    internal IReadOnlyList<ReferenceCandidate> Best()
    {
        var good = Array.ConvertAll(verdicts, v => v == MaskReasons.None);
        if (!Array.Exists(good, g => g))
        {
            return [];
        }

        var survey = new ReferenceSurvey(layers, options, good);
        var totals = survey.Totals((int)Math.Ceiling((options.MinGoodShare * Side * Side) - 1e-9));
        for (var i = 0; i < totals.Length; i++)
        {
            totals[i] = good[i] ? totals[i] : float.NaN;
        }

        return survey.Candidates(Peaks(totals));
    }

    /// <summary>
    /// Several areas spread over the scene: first the best window of each large patch of connected good ground, largest patch first, so that no island is without one; then, one
    /// after the other, the window of best score and distance from those taken. Windows much worse than the best are not taken.
    /// </summary>
    internal IReadOnlyList<ReferenceCandidate> BestSpread(int count)
    {
        var good = Array.ConvertAll(verdicts, v => v == MaskReasons.None);
        if (!Array.Exists(good, g => g))
        {
            return [];
        }

        var grid = layers.Grid;
        var survey = new ReferenceSurvey(layers, options, good);
        var totals = survey.Totals((int)Math.Ceiling((options.MinGoodShare * Side * Side) - 1e-9));
        for (var i = 0; i < totals.Length; i++)
        {
            totals[i] = good[i] ? totals[i] : float.NaN;
        }

        var least = LeastOfBest * totals.Where(t => !float.IsNaN(t)).DefaultIfEmpty(0).Max();
        var taken = new List<(int Row, int Column)>();
        var patches = new GroundPatches(good, grid.Rows, grid.Columns, Math.Max(4 * Side * Side, good.Count(g => g) / 100));
        for (var patch = 0; patch < patches.Count && taken.Count < count; patch++)
        {
            Take(taken, totals, i => patches.Of(i) == patch ? totals[i] : float.NaN, least);
        }

        var far = 0.7 * Math.Sqrt((double)grid.Rows * grid.Columns / count);
        while (taken.Count < count && Take(taken, totals, i => (float)(totals[i] * Math.Pow(Math.Min(1, Nearest(taken, i) / far), 2)), least * 0.5))
        {
        }

        return survey.Candidates(taken);
    }

    internal RequestException NoneValid()
    {
        var grid = layers.Grid;
        if (grid.Rows < Side || grid.Columns < Side)
        {
            return new RequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"No reference area of radius {options.Radius} pixels fits the grid of {grid.Rows} x {grid.Columns} pixels. Lower reference.radius."));
        }

        var nearest = Nearest();
        var removed = Removed(grid.Whole);
        return new RequestException(
            string.Create(CultureInfo.InvariantCulture, $"No reference area is left of {grid.PixelCount} pixels: ") +
            (removed.Length == 0 ? "good pixels lie too scattered" : removed) + ". " +
            (nearest.Count == 0
                ? "Every pixel is masked; loosen the masks. "
                : $"Nearest: {string.Join(" | ", nearest.Select(c => $"{c.Area.Describe(grid)}: {c.Reasons[0]}{(c.Reasons.Count > 1 ? ", " + c.Reasons[1] : "")}"))}. ") +
            "Lower reference.min_coherence or reference.radius, or name reference.areas.");
    }

    internal ReferenceCandidate Accept(ReferenceArea area)
    {
        var grid = layers.Grid;
        if (area.Radius is < 0 or > 100_000 || !grid.Whole.Contains(new Tile(area.Row, area.Column, 1, 1)))
        {
            throw new RequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"The reference area at {area.Describe(grid)} lies outside the grid of {grid.Rows} rows and {grid.Columns} columns. {Offer()}"));
        }

        var tile = area.On(grid);
        var (good, coherence, share) = Count(tile);
        if (good == 0 || good < options.MinGoodShareByHand * tile.PixelCount)
        {
            throw new RequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"The reference area at {area.Describe(grid)} is masked: {good} of {tile.PixelCount} pixels are good ({Removed(tile)}). {Offer()}"));
        }

        var score = new ReferenceScore(Math.Clamp(coherence / good, 0, 1), Math.Clamp(share / tile.PixelCount, 0, 1), double.NaN, double.NaN, double.NaN);
        return new ReferenceCandidate(area, score, good, tile.PixelCount,
        [
            string.Create(CultureInfo.InvariantCulture, $"{good} of {tile.PixelCount} pixels pass every mask"),
            string.Create(CultureInfo.InvariantCulture, $"mean coherence {coherence / good:0.00}, {100 * share / good:0} % of the pairs present"),
        ]);
    }

    private double Nearest(List<(int Row, int Column)> taken, int pixel)
    {
        var (row, column) = (pixel / layers.Grid.Columns, pixel % layers.Grid.Columns);
        return taken.Count == 0 ? double.PositiveInfinity : taken.Min(t => Math.Sqrt(((t.Row - row) * (double)(t.Row - row)) + ((t.Column - column) * (double)(t.Column - column))));
    }

    /// <summary>Takes the window of the largest value and closes its surroundings to others; of equal values the northernmost, then westernmost.</summary>
    private bool Take(List<(int Row, int Column)> taken, float[] totals, Func<int, float> value, double least)
    {
        var (best, largest) = (-1, 0f);
        for (var i = 0; i < totals.Length; i++)
        {
            if (!float.IsNaN(totals[i]) && value(i) is var v && v >= least && v > largest)
            {
                (best, largest) = (i, v);
            }
        }

        if (best < 0)
        {
            return false;
        }

        taken.Add((best / layers.Grid.Columns, best % layers.Grid.Columns));
        foreach (var pixel in Pixels(new ReferenceArea(taken[^1].Row, taken[^1].Column, 2 * Side).On(layers.Grid)))
        {
            totals[pixel] = float.NaN;
        }

        return true;
    }

    private (int Good, double Coherence, double Share) Count(Tile tile)
    {
        var (good, coherence, share) = (0, 0.0, 0.0);
        foreach (var pixel in Pixels(tile))
        {
            if (verdicts[pixel] == MaskReasons.None)
            {
                good++;
                coherence += layers.MeanCoherence.Span[pixel];
                share += layers.PairShare.Span[pixel];
            }
        }

        return (good, coherence, share);
    }

    private IEnumerable<int> Pixels(Tile tile)
    {
        for (var row = tile.Row; row < tile.EndRow; row++)
        {
            for (var column = tile.Column; column < tile.EndColumn; column++)
            {
                yield return (row * layers.Grid.Columns) + column;
            }
        }
    }

    private string Removed(Tile tile)
    {
        var counts = new List<(long Count, string Words)>();
        var (belowCoherence, belowShare) = (0L, 0L);
        var byMask = MaskReasonWords.All.ToDictionary(r => r, _ => 0L);
        foreach (var pixel in Pixels(tile))
        {
            var mask = layers.Mask.Reasons[pixel];
            foreach (var reason in MaskReasonWords.All)
            {
                byMask[reason] += (mask & reason) != 0 ? 1 : 0;
            }

            belowCoherence += layers.MeanCoherence.Span[pixel] >= (float)options.MinCoherence ? 0 : 1;
            belowShare += layers.PairShare.Span[pixel] >= (float)options.MinPairShare ? 0 : 1;
        }

        counts.AddRange(byMask.Select(e => (e.Value, $"mask '{e.Key.Describe()}'")));
        counts.Add((belowCoherence, string.Create(CultureInfo.InvariantCulture, $"coherence below reference.min_coherence {options.MinCoherence:0.##}")));
        counts.Add((belowShare, string.Create(CultureInfo.InvariantCulture, $"fewer than {100 * options.MinPairShare:0} % of the pairs")));
        return string.Join(", ", counts
            .Where(c => c.Count > 0)
            .OrderByDescending(c => c.Count)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Words} removes {c.Count}")));
    }

    private string Offer()
    {
        var candidates = Best();
        return candidates.Count == 0
            ? NoneValid().Message
            : $"Candidates: {string.Join(" | ", candidates.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Area.Describe(layers.Grid)}: score {c.Score.Total:0.00}, {c.Reasons[1]}")))}.";
    }

    // Where nothing passes: the windows with most good pixels, or, where not one pixel is good, the most coherent unmasked ones.
    private IReadOnlyList<ReferenceCandidate> Nearest()
    {
        var good = Array.ConvertAll(verdicts, v => v == MaskReasons.None);
        if (!Array.Exists(good, g => g))
        {
            for (var i = 0; i < good.Length; i++)
            {
                good[i] = layers.Mask.IsGood(i) && float.IsFinite(layers.MeanCoherence.Span[i]) && float.IsFinite(layers.PairShare.Span[i]);
            }

            if (!Array.Exists(good, g => g))
            {
                return [];
            }
        }

        var survey = new ReferenceSurvey(layers, options, good);
        return survey.Candidates(Peaks(survey.Totals(1)));
    }

    private List<(int Row, int Column)> Peaks(float[] totals)
    {
        var grid = layers.Grid;
        var apart = Math.Max(Side, Math.Max(grid.Rows, grid.Columns) / 20);
        var peaks = new List<(int Row, int Column)>();
        while (peaks.Count < ReferenceSelection.CandidateCount)
        {
            var best = -1;
            for (var i = 0; i < totals.Length; i++)
            {
                best = !float.IsNaN(totals[i]) && (best < 0 || totals[i] > totals[best]) ? i : best;
            }

            if (best < 0)
            {
                break;
            }

            peaks.Add((best / grid.Columns, best % grid.Columns));
            var near = new ReferenceArea(peaks[^1].Row, peaks[^1].Column, apart).On(grid);
            foreach (var pixel in Pixels(near))
            {
                totals[pixel] = float.NaN;
            }
        }

        return peaks;
    }
}
