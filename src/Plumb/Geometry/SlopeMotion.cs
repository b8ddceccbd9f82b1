namespace Plumb.Geometry;

/// <summary>
/// Motion down the slope from motion along lines of sight. The unit vector down a slope of the angle S that faces the aspect A is (cos S sin A, cos S cos A, -sin S).
/// </summary>
public static class SlopeMotion
{
    /// <summary>Unit vector down the slope (pure numbers): east, north, up; NaN on level ground.</summary>
    /// <param name="terrain">Heights with their gradients.</param>
    /// <param name="pixel">Index of the pixel, row by row.</param>
    public static (double East, double North, double Up) Downhill(Terrain terrain, int pixel)
    {
        ArgumentNullException.ThrowIfNull(terrain);
        var (e, n) = ((double)terrain.East[pixel], (double)terrain.North[pixel]);
        var squared = (e * e) + (n * n);
        var flat = Math.Sqrt(squared);
        var over = 1 / Math.Sqrt(1 + squared);
        return (-e / flat * over, -n / flat * over, -flat * over);
    }

    /// <summary>Share of motion down the slope that is seen along the line of sight, pure number from -1 to 1, positive where it is towards the satellite.</summary>
    /// <param name="terrain">Heights with their gradients.</param>
    /// <param name="pixel">Index of the pixel, row by row.</param>
    /// <param name="look">Its look vector, pure numbers.</param>
    public static double Sensitivity(Terrain terrain, int pixel, LookVector look)
    {
        var (east, north, up) = Downhill(terrain, pixel);
        return look.Project(east, north, up);
    }

    /// <summary>
    /// Motion down the slope of one pixel from any number of lines of sight, each of which sees a share of it, weighted by their variances; NaN where no line of sight sees as much as the least.
    /// </summary>
    /// <param name="values">Values along the lines of sight, metres per year; NaN is no-data; shape (track).</param>
    /// <param name="sigmas">Their standard deviations, metres per year; shape (track).</param>
    /// <param name="sensitivities">Shares seen, pure numbers; shape (track).</param>
    /// <param name="least">Least share that counts, pure number.</param>
    /// <returns>Rate down the slope and its standard deviation, metres per year; and what is left, over its standard deviation, root mean square, pure number (NaN for one track).</returns>
    public static (double Rate, double Sigma, double Misfit) Along(ReadOnlySpan<double> values, ReadOnlySpan<double> sigmas, ReadOnlySpan<double> sensitivities, double least)
    {
        double sum = 0, weights = 0, squares = 0;
        var count = 0;
        for (var t = 0; t < values.Length; t++)
        {
            if (double.IsFinite(values[t]) && sigmas[t] > 0 && Math.Abs(sensitivities[t]) >= least)
            {
                var weight = 1 / (sigmas[t] * sigmas[t]);
                (sum, weights) = (sum + (weight * sensitivities[t] * values[t]), weights + (weight * sensitivities[t] * sensitivities[t]));
                (squares, count) = (squares + (weight * values[t] * values[t]), count + 1);
            }
        }

        return count == 0 ? (double.NaN, double.NaN, double.NaN)
            : (sum / weights, 1 / Math.Sqrt(weights), count > 1 ? Math.Sqrt(Math.Max(0, squares - (sum * sum / weights)) / (count - 1)) : double.NaN);
    }

    /// <summary>
    /// Motion upwards and along the aspect (horizontally) of one pixel from two lines of sight: d = u l_up + h (l_east sin A + l_north cos A) for both.
    /// </summary>
    /// <param name="first">First look vector, pure numbers.</param>
    /// <param name="second">Second look vector, pure numbers.</param>
    /// <param name="aspect">Direction that the slope falls to, radians clockwise from north.</param>
    /// <param name="firstValue">Value along the first line of sight, metres per year.</param>
    /// <param name="secondValue">Value along the second line of sight, metres per year.</param>
    /// <returns>Motion upwards and along the aspect, metres per year, and the determinant of the two equations, pure number: small on slopes that face north or south, where neither line of sight sees them move.</returns>
    public static (double Up, double Horizontal, double Determinant) UpAndAlong(LookVector first, LookVector second, double aspect, double firstValue, double secondValue)
    {
        var (sin, cos) = Math.SinCos(aspect);
        var (a, b) = ((first.East * sin) + (first.North * cos), (second.East * sin) + (second.North * cos));
        var determinant = (first.Up * b) - (second.Up * a);
        return (((firstValue * b) - (secondValue * a)) / determinant, ((first.Up * secondValue) - (second.Up * firstValue)) / determinant, determinant);
    }
}
