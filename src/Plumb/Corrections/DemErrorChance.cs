namespace Plumb.Corrections;

/// <summary>
/// Whether what is found of an elevation model's errors is more than chance. The atmosphere of a date is alike over many pixels, so that their number says little, and one loud
/// date at a long baseline gives a whole field of errors. A test by permutation (Fisher 1935, The Design of Experiments) asks for no model of it: the baselines are put in
/// other orders, which have nothing to do with the dates, and the spread of what they find over the scene is held against that of the true order.
/// </summary>
public static class DemErrorChance
{
    /// <summary>Largest share (0 to 1) of other orders that may find as much.</summary>
    public const double Most = 0.01;

    private const int Orders = 399;

    /// <summary>The share of orders, the true one among them, that find as much as the true one or more.</summary>
    /// <param name="fit">The estimate.</param>
    /// <param name="moments">Moments of the series (metres) over steady ground, less its mean at each date.</param>
    /// <returns>A share (0 to 1), at least one over 400; the same each time.</returns>
    /// <exception cref="ArgumentException">The moments are of another number of dates.</exception>
    public static double Of(DemError fit, DateMoments moments)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(moments);
        if (moments.Dates != fit.Dates)
        {
            throw new ArgumentException($"Moments of {moments.Dates} dates do not fit {fit.Dates} dates.", nameof(moments));
        }

        var matrix = moments.Matrix();
        var order = fit.Baselines.ToArray();
        var found = Power(fit.Rest, order, matrix);
        var random = new Random(1);
        var asMuch = 1;
        for (var k = 0; k < Orders; k++)
        {
            random.Shuffle(order);
            asMuch += Power(fit.Rest, order, matrix) >= found ? 1 : 0;
        }

        return asMuch / (Orders + 1.0);
    }

    /// <summary>Mean square over the places of the projection of the filtered series on the filtered baselines of unit length, square metres.</summary>
    private static double Power(double[] rest, double[] baselines, double[] matrix)
    {
        var filtered = DateMatrix.Times(rest, baselines);
        var square = filtered.Sum(f => f * f);
        var combination = DateMatrix.TransposedTimes(rest, filtered);
        return square > 0 ? DateMatrix.Form(combination, matrix, combination) / square : 0;
    }
}
