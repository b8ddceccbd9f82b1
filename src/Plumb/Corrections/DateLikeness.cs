namespace Plumb.Corrections;

/// <summary>
/// How much each date resembles the next, once every place's straight line is taken off. Air and orbits differ from date to date; motion that changes its speed, and air with a season,
/// go on. What is taken off date by date takes such motion with it, so that a program that chooses by itself asks this first.
/// </summary>
public static class DateLikeness
{
    /// <summary>Correlation of each date with the next (pure number, -1 to 1).</summary>
    /// <param name="moments">Second moments of the dates over places, square metres; shape (date, date).</param>
    /// <param name="years">Times, years; shape (date).</param>
    public static double Of(double[] moments, ReadOnlySpan<double> years)
    {
        ArgumentNullException.ThrowIfNull(moments);
        var n = years.Length;
        var (centre, square) = (0.0, 0.0);
        foreach (var t in years)
        {
            centre += t / n;
        }

        foreach (var t in years)
        {
            square += (t - centre) * (t - centre);
        }

        var rest = new double[n * n];
        for (var s = 0; s < n; s++)
        {
            for (var t = 0; t < n; t++)
            {
                rest[(s * n) + t] = (s == t ? 1 : 0) - (1.0 / n) - ((years[s] - centre) * (years[t] - centre) / square);
            }
        }

        // The matrix that takes a line off is symmetric.
        var left = DateMatrix.Product(DateMatrix.Product(rest, moments), rest);
        var (next, scale) = (0.0, 0.0);
        for (var date = 1; date < n; date++)
        {
            next += left[((date - 1) * n) + date];
            scale += Math.Sqrt(Math.Max(0, left[((date - 1) * n) + date - 1] * left[(date * n) + date]));
        }

        return scale > 0 ? next / scale : 0;
    }

    /// <summary>Likeness (pure number) up to which so many dates are taken to be independent: a tenth, and two standard deviations of what chance shows over four places.</summary>
    /// <param name="dates">Number of dates (count).</param>
    public static double Limit(int dates) => 0.1 + (1 / Math.Sqrt(dates));
}
