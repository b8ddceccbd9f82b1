using Plumb.Networks.Closure;

namespace Plumb.Tests.Networks.Closure;

/// <summary>
/// Planted errors where they are hard to find, over several seeds: few pairs for each date, many wrong at once, no moat, an island cut by the edge of the image. Counted are
/// pairs that are right on the island afterwards, and pairs that were right before and are not now.
/// </summary>
public class HardClosureTests
{
    /// <param name="links">Pairs from each date to later ones (count).</param>
    /// <param name="share">Share of the pairs that are wrong.</param>
    /// <param name="column">Column of the island's centre; 63 is cut by the edge.</param>
    /// <param name="moat">Width of the moat, pixels.</param>
    /// <param name="found">Least share of the planted errors that is corrected.</param>
    /// <param name="spoilt">Most pairs that are made wrong, of all seeds.</param>
    [Theory]
    [InlineData(5, 0.12, 31.5, 4, 0.97, 0)]
    [InlineData(5, 0.12, 31.5, 0, 0.97, 0)]
    [InlineData(5, 0.12, 63.0, 4, 0.97, 0)]
    [InlineData(5, 0.20, 31.5, 4, 0.90, 2)]
    [InlineData(5, 0.20, 63.0, 0, 0.90, 2)]
    [InlineData(2, 0.05, 31.5, 4, 0.60, 2)]
    public void Errors_are_found_over_seeds_and_right_pairs_left(int links, double share, double column, int moat, double found, int spoilt)
    {
        const int dates = 20;
        var pairs = Enumerable.Range(0, dates).Sum(i => Math.Min(links, dates - 1 - i));
        var (planted, right, wrong) = (0, 0, 0);
        for (var seed = 101; seed <= 106; seed++)
        {
            var random = new Random(seed);
            var errors = Enumerable.Range(0, pairs).OrderBy(_ => random.Next()).Take((int)Math.Round(share * pairs)).ToDictionary(p => p, _ => random.Next(2) == 0 ? -1 : 1);
            var stack = new IslandStack(seed, dates, links, errors, 1, 12, column, moat);
            using var tile = stack.Correct(new ClosureOptions(), out _);
            for (var p = 0; p < pairs; p++)
            {
                var isRight = IsRight(stack, tile, p, errors.GetValueOrDefault(p));
                planted += errors.ContainsKey(p) ? 1 : 0;
                right += errors.ContainsKey(p) && isRight ? 1 : 0;
                wrong += !errors.ContainsKey(p) && !isRight ? 1 : 0;
            }
        }

        Assert.True(right >= found * planted && wrong <= spoilt, $"{links} links, {share:P0}, column {column}, moat {moat}: {right} of {planted} found, {wrong} spoilt");
    }

    private static bool IsRight(IslandStack stack, ClosureTile tile, int pair, int cycles)
    {
        var plane = tile.CyclesOf(pair);
        var (right, all, outside) = (0, 0, 0);
        for (var i = 0; i < IslandStack.Pixels; i++)
        {
            var added = plane.IsEmpty ? 0 : plane[i];
            var place = stack.Components[(pair * IslandStack.Pixels) + i];
            all += place == 2 ? 1 : 0;
            right += place == 2 && added == -cycles ? 1 : 0;
            outside += place == 1 && added != 0 ? 1 : 0;
        }

        return right >= 0.95 * all && outside < 30;
    }
}
