using Plumb.Grids;

namespace Plumb.Subsidence;

/// <summary>Which motion is looked for.</summary>
public enum MotionDirection
{
    /// <summary>Away from the satellite: sinking ground, negative rates.</summary>
    Lowering,

    /// <summary>Towards the satellite: rising ground, positive rates.</summary>
    Rising,
}

/// <summary>How places that move most are chosen.</summary>
/// <param name="PixelWidth">Width of a pixel on the ground, metres, positive.</param>
/// <param name="PixelHeight">Height of a pixel on the ground, metres, positive.</param>
public sealed record ExtremePlacesOptions(double PixelWidth, double PixelHeight)
{
    /// <summary>Most places (count).</summary>
    public int Count { get; init; } = 10;

    /// <summary>Least distance between two places, metres.</summary>
    public double MinSeparation { get; init; } = 500;

    /// <summary>Least size of the rate in its standard deviations (pure number).</summary>
    public double MinSignificance { get; init; } = 3;

    /// <summary>Least size of the rate, metres per year; below it nothing is a place.</summary>
    public double MinRate { get; init; }

    /// <summary>Least number of good pixels among the eight neighbours (count): a lone pixel is more often an error than a place.</summary>
    public int MinGoodNeighbours { get; init; } = 4;
}

/// <summary>A place that moves more than its surroundings.</summary>
/// <param name="Row">Row, 0 at the north.</param>
/// <param name="Column">Column, 0 at the west.</param>
/// <param name="Rate">Rate of the pixel itself, metres per year, in the layer's sign.</param>
/// <param name="Sigma">Standard deviation of that rate, metres per year.</param>
/// <param name="NeighbourhoodRate">Median rate of the good pixels among it and its eight neighbours, metres per year; places are ranked by it.</param>
public sealed record ExtremePlace(int Row, int Column, double Rate, double Sigma, double NeighbourhoodRate)
{
    /// <summary>Size of the rate in its standard deviations (pure number).</summary>
    public double Significance => Math.Abs(Rate) / Sigma;
}

/// <summary>
/// Finds the places that move most: local extremes of the rate among good pixels, each significant, set apart by a least
/// distance. A pixel competes with the median of its three by three neighbourhood, so that a single noisy pixel does not
/// win; both the pixel and that median must pass the test of significance. In a map of a million still pixels some 2700
/// exceed three standard deviations by chance alone; with both conditions almost none is left.
/// </summary>
public static class ExtremePlaces
{
    /// <summary>The places, fastest first. Time and memory grow with the number of pixels.</summary>
    /// <param name="rate">Rate, metres per year, shape (rows, columns); NaN is no-data.</param>
    /// <param name="sigma">Its standard deviation, metres per year, on the same grid; NaN is no-data.</param>
    /// <param name="mask">Which pixels are good, on the same grid.</param>
    /// <param name="direction">Which motion is looked for.</param>
    /// <param name="options">How places are chosen.</param>
    /// <returns>At most the asked number of places; none where nothing moves significantly.</returns>
    /// <exception cref="ArgumentException">The layers differ in size, or a pixel size is not positive.</exception>
    public static IReadOnlyList<ExtremePlace> Find(Layer rate, Layer sigma, Mask mask, MotionDirection direction, ExtremePlacesOptions options)
    {
        ArgumentNullException.ThrowIfNull(rate);
        ArgumentNullException.ThrowIfNull(sigma);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(options);
        var (rows, columns) = (rate.Grid.Rows, rate.Grid.Columns);
        if (sigma.Grid.Rows != rows || sigma.Grid.Columns != columns || mask.Grid.Rows != rows || mask.Grid.Columns != columns)
        {
            throw new ArgumentException("Rate, standard deviation and mask lie on one grid.", nameof(sigma));
        }

        if (!(options.PixelWidth > 0) || !(options.PixelHeight > 0))
        {
            throw new ArgumentException("The size of a pixel is a positive number of metres.", nameof(options));
        }

        var sign = direction == MotionDirection.Rising ? 1f : -1f;
        var size = NeighbourhoodMedians(rate, mask, sign, options.MinGoodNeighbours);
        var candidates = new List<int>();
        for (var i = 0; i < size.Length; i++)
        {
            if (IsSignificant(sign * rate.Values[i], size[i], sigma.Values[i], options) && IsPeak(size, rows, columns, i))
            {
                candidates.Add(i);
            }
        }

        candidates.Sort((a, b) => size[a] != size[b] ? size[b].CompareTo(size[a]) : a.CompareTo(b));
        return [.. KeepApart(candidates, columns, options).Select(i =>
            new ExtremePlace(i / columns, i % columns, rate.Values[i], sigma.Values[i], sign * size[i]))];
    }

    private static bool IsSignificant(float own, float median, float sigma, ExtremePlacesOptions options)
    {
        var least = Math.Max(options.MinSignificance * sigma, options.MinRate);
        return sigma > 0 && own >= least && median >= least && own > 0;
    }

    private static float[] NeighbourhoodMedians(Layer rate, Mask mask, float sign, int minNeighbours)
    {
        var (rows, columns) = (rate.Grid.Rows, rate.Grid.Columns);
        var values = rate.Values;
        var medians = new float[values.Length];
        Span<float> near = stackalloc float[9];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var centre = (row * columns) + column;
                medians[centre] = float.NaN;
                if (!mask.IsGood(centre) || !float.IsFinite(values[centre]))
                {
                    continue;
                }

                var count = 0;
                for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
                {
                    for (var c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++)
                    {
                        var i = (r * columns) + c;
                        if (mask.IsGood(i) && float.IsFinite(values[i]))
                        {
                            near[count++] = sign * values[i];
                        }
                    }
                }

                if (count - 1 >= minNeighbours)
                {
                    near[..count].Sort();
                    medians[centre] = 0.5f * (near[(count - 1) / 2] + near[count / 2]);
                }
            }
        }

        return medians;
    }

    /// <summary>Whether no neighbour is larger; among equal neighbours the first in reading order is the peak.</summary>
    private static bool IsPeak(float[] size, int rows, int columns, int centre)
    {
        var (row, column) = (centre / columns, centre % columns);
        for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
        {
            for (var c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++)
            {
                var i = (r * columns) + c;
                if (size[i] > size[centre] || (size[i] == size[centre] && i < centre))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static List<int> KeepApart(List<int> candidates, int columns, ExtremePlacesOptions options)
    {
        var kept = new List<int>();
        foreach (var i in candidates)
        {
            if (kept.Count >= options.Count)
            {
                break;
            }

            var isApart = kept.TrueForAll(k =>
            {
                var dx = ((k % columns) - (i % columns)) * options.PixelWidth;
                var dy = ((k / columns) - (i / columns)) * options.PixelHeight;
                return (dx * dx) + (dy * dy) >= options.MinSeparation * options.MinSeparation;
            });
            if (isApart)
            {
                kept.Add(i);
            }
        }

        return kept;
    }
}
