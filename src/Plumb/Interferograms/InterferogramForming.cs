namespace Plumb.Interferograms;

/// <summary>
/// Forms a multilooked interferogram, the mean of a b* over boxes of whole pixels (Goodman 1963's sample covariance). Its phase is that of the first image less that of the second.
/// Boxes at the end that are not full are left out. Pixels without data in either image do not count; a box without any is 0.
/// </summary>
public static class InterferogramForming
{
    /// <summary>Forms one row of boxes.</summary>
    /// <param name="first">Real and imaginary parts of the first image, any unit; shape (looks down, columns, 2).</param>
    /// <param name="second">Of the second image, same shape and unit.</param>
    /// <param name="columns">Columns of the images, pixels.</param>
    /// <param name="looksAcross">Columns of a box, pixels.</param>
    /// <param name="interferogram">Receives the row, the unit squared; shape (columns / looks across, 2).</param>
    /// <exception cref="ArgumentException">A span is not of its shape.</exception>
    public static void Row(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int columns, int looksAcross, Span<float> interferogram)
    {
        var rows = first.Length / 2 / columns;
        if (first.Length != 2 * rows * columns || second.Length != first.Length || interferogram.Length != 2 * (columns / looksAcross))
        {
            throw new ArgumentException($"{first.Length} and {second.Length} parts of {columns} columns do not make {interferogram.Length} parts at {looksAcross} looks.");
        }

        for (var box = 0; box < columns / looksAcross; box++)
        {
            var (x, y, count) = (0f, 0f, 0);
            for (var r = 0; r < rows; r++)
            {
                for (var c = box * looksAcross; c < (box + 1) * looksAcross; c++)
                {
                    var at = 2 * ((r * columns) + c);
                    var (a, b, u, v) = (first[at], first[at + 1], second[at], second[at + 1]);
                    if (ComplexRows.IsData(a, b) && ComplexRows.IsData(u, v))
                    {
                        (x, y, count) = (x + ((a * u) + (b * v)), y + ((b * u) - (a * v)), count + 1);
                    }
                }
            }

            var scale = count > 0 ? 1f / count : 0;
            (interferogram[2 * box], interferogram[(2 * box) + 1]) = (x * scale, y * scale);
        }
    }
}
