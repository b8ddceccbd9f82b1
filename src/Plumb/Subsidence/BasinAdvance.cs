using Plumb.Grids;

namespace Plumb.Subsidence;

/// <summary>How the place of strongest motion moves over the ground, as it does above a working face.</summary>
/// <param name="Speed">Speed, metres per year.</param>
/// <param name="Sigma">Standard deviation of the speed by the scatter of the places, metres per year; NaN with fewer than three.</param>
/// <param name="Azimuth">Direction, degrees clockwise from north.</param>
/// <param name="Count">Number of steps between dates that were used (count).</param>
public sealed record BasinAdvance(double Speed, double Sigma, double Azimuth, int Count)
{
    /// <summary>Whether the speed is at least three of its standard deviations.</summary>
    public bool IsSignificant => Speed >= 3 * Sigma;

    /// <summary>The centre of what a basin moved between two dates: the mean place of its pixels that moved at least half as much as the one that moved most, weighted by motion.</summary>
    /// <param name="before">Displacement at the first date, metres, shape (rows, columns); NaN is no-data.</param>
    /// <param name="after">Displacement at the second date, metres, shape (rows, columns); NaN is no-data.</param>
    /// <param name="labels">Number of the basin of each pixel, shape (rows, columns).</param>
    /// <param name="columns">Number of columns (count).</param>
    /// <param name="basin">Number of the basin (unit: 1) and its rectangle.</param>
    /// <param name="direction">Which motion is looked for.</param>
    /// <returns>Row and column in pixels, and the largest step in metres (of the mean of three by three pixels); NaN where nothing moved.</returns>
    public static (double Row, double Column, double Step) Centre(
        ReadOnlySpan<float> before, ReadOnlySpan<float> after, int[] labels, int columns, Basin basin, MotionDirection direction)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(basin);
        var box = basin.Bounds;
        var sign = direction == MotionDirection.Rising ? 1f : -1f;
        var step = new float[box.PixelCount];
        for (var i = 0; i < step.Length; i++)
        {
            var pixel = ((box.Row + (i / box.Columns)) * columns) + box.Column + (i % box.Columns);
            step[i] = labels[pixel] == basin.Id ? sign * (after[pixel] - before[pixel]) : float.NaN;
        }

        var mean = Smooth(step, box);
        var most = mean.Where(float.IsFinite).DefaultIfEmpty(0).Max();
        var (weight, row, column) = (0.0, 0.0, 0.0);
        for (var i = 0; i < mean.Length && most > 0; i++)
        {
            if (mean[i] >= 0.5f * most)
            {
                weight += mean[i];
                row += mean[i] * (double)(box.Row + (i / box.Columns));
                column += mean[i] * (double)(box.Column + (i % box.Columns));
            }
        }

        return weight > 0 ? (row / weight, column / weight, most) : (double.NaN, double.NaN, 0);
    }

    /// <summary>Speed and direction of places that were found one after the other, by a straight line in time weighted by how much moved.</summary>
    /// <param name="places">Time in years, place east and north in metres, and weight (a motion in metres); shape (step).</param>
    /// <returns>The advance; null with fewer than three places.</returns>
    public static BasinAdvance? Of(IReadOnlyList<(double Years, double East, double North, double Weight)> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        if (places.Count < 3)
        {
            return null;
        }

        var weight = places.Sum(p => p.Weight);
        var (t, e, n) = (places.Sum(p => p.Weight * p.Years) / weight, places.Sum(p => p.Weight * p.East) / weight, places.Sum(p => p.Weight * p.North) / weight);
        var tt = places.Sum(p => p.Weight * Math.Pow(p.Years - t, 2));
        if (!(tt > 0))
        {
            return null;
        }

        var (ve, vn) = (places.Sum(p => p.Weight * (p.Years - t) * (p.East - e)) / tt, places.Sum(p => p.Weight * (p.Years - t) * (p.North - n)) / tt);
        var speed = Math.Sqrt((ve * ve) + (vn * vn));
        var (ue, un) = speed > 0 ? (ve / speed, vn / speed) : (1.0, 0.0);
        var scatter = places.Sum(p => p.Weight * p.Weight * Math.Pow(p.Years - t, 2) * Math.Pow((ue * (p.East - e - (ve * (p.Years - t)))) + (un * (p.North - n - (vn * (p.Years - t)))), 2));
        var sigma = Math.Sqrt(scatter * places.Count / (places.Count - 2)) / tt;
        return new BasinAdvance(speed, sigma, ((Math.Atan2(ve, vn) * 180 / Math.PI) + 360) % 360, places.Count);
    }

    private static float[] Smooth(float[] step, Tile box)
    {
        var mean = new float[step.Length];
        for (var i = 0; i < step.Length; i++)
        {
            var (r, c) = (i / box.Columns, i % box.Columns);
            var (sum, count) = (0f, 0);
            for (var y = Math.Max(0, r - 1); y <= Math.Min(box.Rows - 1, r + 1); y++)
            {
                for (var x = Math.Max(0, c - 1); x <= Math.Min(box.Columns - 1, c + 1); x++)
                {
                    var value = step[(y * box.Columns) + x];
                    if (float.IsFinite(value))
                    {
                        (sum, count) = (sum + value, count + 1);
                    }
                }
            }

            mean[i] = count >= 4 && float.IsFinite(step[i]) ? sum / count : float.NaN;
        }

        return mean;
    }
}
