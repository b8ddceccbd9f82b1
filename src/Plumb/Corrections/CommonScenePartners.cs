using Plumb.Networks;

namespace Plumb.Corrections;

/// <summary>
/// The dates whose pairs with a date are averaged to estimate its atmosphere, and their weights. The estimate of date t is x_t minus the weighted mean of
/// its partners; with the weights w_j summing to 1 and to 0 when multiplied by the time to each partner, motion at a constant rate cancels exactly,
/// however irregular the dates. Of all such weights those of least noise are taken. With partners placed symmetrically and equal noise all weights
/// are equal: the plain average of Tymofyeyeva and Fialko 2015, doi:10.1002/2015JB011886.
/// </summary>
internal sealed class CommonScenePartners
{
    private readonly double[] years;
    private readonly int[][] partners;

    public CommonScenePartners(double[] years, int[][] partners)
    {
        this.years = years;
        this.partners = partners;
    }

    public int Dates => years.Length;

    /// <summary>Times of the dates, years.</summary>
    public ReadOnlySpan<double> Years => years;

    /// <summary>The nearest dates on each side that share a pair with each date of a network.</summary>
    public static CommonScenePartners Of(Network network, double[] years, CommonSceneOptions options)
    {
        var linked = new SortedSet<int>[network.Dates.Count];
        for (var i = 0; i < linked.Length; i++)
        {
            linked[i] = [];
        }

        for (var k = 0; k < network.Pairs.Count; k++)
        {
            linked[network.FirstIndex[k]].Add(network.SecondIndex[k]);
            linked[network.SecondIndex[k]].Add(network.FirstIndex[k]);
        }

        return new CommonScenePartners(years, [.. linked.Select((l, date) => Choose(date, l, years, options))]);
    }

    /// <summary>The nearest dates on each side, where pairs are not known: every two dates of a series have a difference.</summary>
    public static CommonScenePartners OfSeries(double[] years, CommonSceneOptions options) =>
        new(years, [.. Enumerable.Range(0, years.Length).Select(date => Choose(date, Enumerable.Range(0, years.Length).Where(j => j != date), years, options))]);

    /// <summary>The partners of a date, ascending; empty where its motion and its atmosphere cannot be told apart.</summary>
    public ReadOnlySpan<int> Of(int date) => partners[date];

    /// <summary>
    /// Weights of a date's partners: least sum of w^2 s^2 for the noise variances s^2 of the dates, subject to sum w = 1 and sum w dt = 0.
    /// </summary>
    public double[] Weights(int date, ReadOnlySpan<double> variance)
    {
        var chosen = partners[date];
        var weights = new double[chosen.Length];
        var (s0, s1, s2) = (0.0, 0.0, 0.0);
        for (var k = 0; k < chosen.Length; k++)
        {
            var dt = years[chosen[k]] - years[date];
            var inverse = 1 / variance[chosen[k]];
            s0 += inverse;
            s1 += inverse * dt;
            s2 += inverse * dt * dt;
        }

        // Lagrange: w = (a + b dt) / s^2 with a S0 + b S1 = 1 and a S1 + b S2 = 0.
        var determinant = (s0 * s2) - (s1 * s1);
        for (var k = 0; k < chosen.Length; k++)
        {
            var dt = years[chosen[k]] - years[date];
            weights[k] = (s2 - (s1 * dt)) / determinant / variance[chosen[k]];
        }

        return weights;
    }

    private static int[] Choose(int date, IEnumerable<int> candidates, double[] years, CommonSceneOptions options)
    {
        var near = candidates
            .Where(j => options.MaxDays == 0 || Math.Abs(years[j] - years[date]) <= options.MaxDays / 365.25)
            .OrderBy(j => Math.Abs(years[j] - years[date])).ToArray();
        var before = near.Where(j => j < date).ToArray();
        var after = near.Where(j => j > date).ToArray();

        // Beside an end of the series there are too few on one side; the other side then makes up the number, so that the line through them is held.
        var most = options.Partners;
        var fewer = Math.Min(before.Length, after.Length);
        var each = fewer >= 1 ? Math.Min(most, fewer) : 0;
        var chosen = each > 0
            ? before.Take(each).Concat(after.Take(each))
            : before.Concat(after).Take(2 * most);
        int[] sorted = [.. chosen.Order()];
        return sorted.Length >= 2 ? sorted : [];
    }
}
