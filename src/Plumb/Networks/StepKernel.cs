using System.Numerics;
using System.Numerics.Tensors;

namespace Plumb.Networks;

/// <summary>
/// Phase steps between neighbouring pixels of an image, wrapped to half a cycle either way, and what can be said of their noise. Steps east
/// are at the western pixel, steps south at the northern one; the last column or row has none (NaN). No allocation.
/// </summary>
public static class StepKernel
{
    private const float Turn = 2f * MathF.PI;

    /// <summary>
    /// Wrapped steps of an image, each the mean of itself and the two beside it across its direction: steps of one slope, whose noise falls by
    /// three while the slope along the direction is not blurred. Neighbours are brought within half a cycle of the step in the middle first.
    /// </summary>
    /// <param name="phase">Phase, radians; shape (rows, columns); NaN is no-data.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="south">Whether the steps go south instead of east.</param>
    /// <param name="steps">Working space for the single steps, radians; shape (rows, columns).</param>
    /// <param name="means">Receives the means, radians; shape (rows, columns); NaN where the middle step has no data.</param>
    /// <param name="counts">Receives the number of steps in each mean (a count as a real number); shape (rows, columns).</param>
    /// <exception cref="ArgumentException">The spans do not have one size or are not whole rows.</exception>
    public static void Means(ReadOnlySpan<float> phase, int columns, bool south, Span<float> steps, Span<float> means, Span<float> counts)
    {
        Check(phase.Length, columns, steps.Length, means.Length, counts.Length);
        Steps(phase, columns, south, steps);
        var across = south ? 1 : columns;
        var pixel = 0;
        for (; pixel < Math.Min(across, phase.Length); pixel++)
        {
            MeanAt(steps, columns, across, south, pixel, means, counts);
        }

        var turn = new Vector<float>(Turn);
        for (; pixel <= phase.Length - across - Vector<float>.Count; pixel += Vector<float>.Count)
        {
            var middle = new Vector<float>(steps.Slice(pixel, Vector<float>.Count));
            var before = new Vector<float>(steps.Slice(pixel - across, Vector<float>.Count)) - middle;
            var after = new Vector<float>(steps.Slice(pixel + across, Vector<float>.Count)) - middle;
            before -= turn * Vector.Round(before / turn);
            after -= turn * Vector.Round(after / turn);
            var (hasBefore, hasAfter) = (Vector.Equals(before, before), Vector.Equals(after, after));
            var sum = Vector.ConditionalSelect(hasBefore, before, Vector<float>.Zero) + Vector.ConditionalSelect(hasAfter, after, Vector<float>.Zero);
            var count = Vector<float>.One + Vector.ConditionalSelect(hasBefore, Vector<float>.One, Vector<float>.Zero) +
                Vector.ConditionalSelect(hasAfter, Vector<float>.One, Vector<float>.Zero);
            (middle + (sum / count)).CopyTo(means.Slice(pixel, Vector<float>.Count));
            count.CopyTo(counts.Slice(pixel, Vector<float>.Count));
        }

        for (; pixel < phase.Length; pixel++)
        {
            MeanAt(steps, columns, across, south, pixel, means, counts);
        }

        if (south)
        {
            // A run of pixels does not see the ends of rows; the first and last columns have no step on one side.
            for (var edge = 0; edge < phase.Length; edge += columns)
            {
                MeanAt(steps, columns, across, south, edge, means, counts);
                MeanAt(steps, columns, across, south, edge + columns - 1, means, counts);
            }
        }
    }

    /// <summary>The same as <see cref="Means"/> for one pixel: its specification.</summary>
    /// <param name="steps">Single wrapped steps, radians; shape (rows, columns).</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="across">Distance to the step beside (unit: elements).</param>
    /// <param name="south">Whether the steps go south.</param>
    /// <param name="pixel">Index of the pixel.</param>
    /// <param name="means">Receives the mean, radians; shape (rows, columns).</param>
    /// <param name="counts">Receives the number of steps (count); shape (rows, columns).</param>
    internal static void MeanAt(ReadOnlySpan<float> steps, int columns, int across, bool south, int pixel, Span<float> means, Span<float> counts)
    {
        var (sum, count) = (0f, 1f);
        foreach (var beside in (ReadOnlySpan<int>)[pixel - across, pixel + across])
        {
            var isInside = beside >= 0 && beside < steps.Length && (!south || beside / columns == pixel / columns);
            if (isInside && !float.IsNaN(steps[beside]))
            {
                var difference = steps[beside] - steps[pixel];
                sum += difference - (Turn * MathF.Round(difference / Turn));
                count++;
            }
        }

        means[pixel] = steps[pixel] + (sum / count);
        counts[pixel] = count;
    }

    /// <summary>Single wrapped steps, radians; NaN where there is none.</summary>
    /// <param name="phase">Phase, radians; shape (rows, columns); NaN is no-data.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="south">Whether the steps go south instead of east.</param>
    /// <param name="steps">Receives the steps, radians; shape (rows, columns).</param>
    internal static void Steps(ReadOnlySpan<float> phase, int columns, bool south, Span<float> steps)
    {
        var ahead = south ? columns : 1;
        var turn = new Vector<float>(Turn);
        var pixel = 0;
        for (; pixel <= phase.Length - ahead - Vector<float>.Count; pixel += Vector<float>.Count)
        {
            var step = new Vector<float>(phase.Slice(pixel + ahead, Vector<float>.Count)) - new Vector<float>(phase.Slice(pixel, Vector<float>.Count));
            (step - (turn * Vector.Round(step / turn))).CopyTo(steps.Slice(pixel, Vector<float>.Count));
        }

        for (; pixel < phase.Length; pixel++)
        {
            var step = pixel + ahead < phase.Length ? phase[pixel + ahead] - phase[pixel] : float.NaN;
            steps[pixel] = step - (Turn * MathF.Round(step / Turn));
        }

        for (var end = columns - 1; !south && end < phase.Length; end += columns)
        {
            steps[end] = float.NaN;
        }
    }

    /// <summary>Mean of the squares over a square window, fewer pixels at the edges; values that are NaN count as 0.</summary>
    /// <param name="values">Values (pure number); shape (rows, columns).</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="radius">The window has 2 radius + 1 pixels on a side.</param>
    /// <param name="line">Working space for one image (pure number); shape (rows, columns).</param>
    /// <param name="means">Receives the means of the squares (pure number); shape (rows, columns).</param>
    /// <exception cref="ArgumentException">The spans do not have one size or are not whole rows.</exception>
    public static void WindowSquares(ReadOnlySpan<float> values, int columns, int radius, Span<float> line, Span<float> means)
    {
        Check(values.Length, columns, line.Length, means.Length, means.Length);
        for (var start = 0; start < values.Length; start += columns)
        {
            SquaresOfRow(values.Slice(start, columns), radius, line.Slice(start, columns));
        }

        var rows = values.Length / columns;
        for (var r = 0; r < rows; r++)
        {
            var (top, bottom) = (Math.Max(0, r - radius), Math.Min(rows - 1, r + radius));
            var row = means.Slice(r * columns, columns);
            line.Slice(top * columns, columns).CopyTo(row);
            for (var k = top + 1; k <= bottom; k++)
            {
                TensorPrimitives.Add(row, line.Slice(k * columns, columns), row);
            }

            var height = bottom - top + 1;
            for (var c = 0; c < Math.Min(radius, columns); c++)
            {
                row[c] /= Wide(c, radius, columns) * height;
            }

            for (var c = Math.Max(radius, columns - radius); c < columns; c++)
            {
                row[c] /= Wide(c, radius, columns) * height;
            }

            if (columns > 2 * radius)
            {
                var inner = row[radius..^radius];
                TensorPrimitives.Divide(inner, ((2 * radius) + 1) * height, inner);
            }
        }
    }

    /// <summary>Sum of the squares of a row over windows along it, from the west to the east.</summary>
    private static void SquaresOfRow(ReadOnlySpan<float> values, int radius, Span<float> sums)
    {
        var width = Vector<float>.Count;
        var last = values.Length - radius;
        var c = 0;
        while (c < values.Length)
        {
            if (c >= radius && c < last && last - width >= radius)
            {
                // The last one overlaps the one before, to the same sums.
                c = Math.Min(c, last - width);
                var sum = Vector<float>.Zero;
                for (var k = c - radius; k <= c + radius; k++)
                {
                    var value = new Vector<float>(values.Slice(k, width));
                    sum += Vector.ConditionalSelect(Vector.Equals(value, value), value * value, Vector<float>.Zero);
                }

                sum.CopyTo(sums.Slice(c, width));
                c += width;
                continue;
            }

            var single = 0f;
            for (var k = Math.Max(0, c - radius); k <= Math.Min(values.Length - 1, c + radius); k++)
            {
                single += Square(values[k]);
            }

            sums[c++] = single;
        }
    }

    /// <summary>Number of pixels (count) of a window along a row that lie within it.</summary>
    private static int Wide(int column, int radius, int columns) => Math.Min(columns - 1, column + radius) - Math.Max(0, column - radius) + 1;

    private static float Square(float value) => float.IsNaN(value) ? 0f : value * value;

    private static void Check(int pixels, int columns, int a, int b, int c)
    {
        if (columns < 1 || pixels % columns != 0 || a != pixels || b != pixels || c != pixels)
        {
            throw new ArgumentException($"Images of {pixels}, {a}, {b} and {c} pixels are not one image of rows of {columns}.", nameof(pixels));
        }
    }
}
