namespace Plumb.Subsidence;

/// <summary>Tilt and bend of the ground's displacement at a pixel. East and north are the directions.</summary>
/// <param name="Tilt">Size of the tilt (pure number, metre per metre).</param>
/// <param name="TiltSigma">Its standard deviation (pure number).</param>
/// <param name="Least">Smaller principal curvature, negative where the ground bends upwards in the middle (a dome), per metre (1/m).</param>
/// <param name="Most">Larger principal curvature, positive where it sags, per metre (1/m).</param>
/// <param name="CurvatureSigma">Standard deviation of a curvature, per metre (1/m).</param>
public readonly record struct SurfaceShape(double Tilt, double TiltSigma, double Least, double Most, double CurvatureSigma)
{
    /// <summary>Principal curvature of larger size, per metre (1/m).</summary>
    public double Curvature => Math.Abs(Least) > Math.Abs(Most) ? Least : Most;
}

/// <summary>
/// First and second derivatives of a displacement by a quadratic surface fitted by least squares to a window around each pixel (Savitzky and Golay 1964, doi:10.1021/ac60214a047, in two
/// dimensions and with gaps). Standard deviations are those of least squares, with the given noise or the scatter about the surface, whichever is larger.
/// </summary>
public static class SurfaceFit
{
    private const int Terms = 6;

    /// <summary>The shape at a pixel.</summary>
    /// <param name="displacement">Vertical displacement, metres, shape (rows, columns); NaN is no-data.</param>
    /// <param name="sigma">Standard deviation of a pixel's own noise, metres, shape (rows, columns).</param>
    /// <param name="rows">Rows (count).</param>
    /// <param name="columns">Columns (count).</param>
    /// <param name="row">Row of the pixel.</param>
    /// <param name="column">Column of the pixel.</param>
    /// <param name="window">Half sizes of the window in pixels and size of a pixel in metres.</param>
    /// <returns>The shape; null where fewer than twelve pixels have data or they lie on a line.</returns>
    public static SurfaceShape? At(ReadOnlySpan<float> displacement, ReadOnlySpan<float> sigma, int rows, int columns, int row, int column, in SurfaceWindow window)
    {
        Span<double> normal = stackalloc double[Terms * Terms], right = stackalloc double[Terms], terms = stackalloc double[Terms];
        var (count, square, noise) = (0, 0.0, 0.0);
        for (var r = Math.Max(0, row - window.HalfRows); r <= Math.Min(rows - 1, row + window.HalfRows); r++)
        {
            for (var c = Math.Max(0, column - window.HalfColumns); c <= Math.Min(columns - 1, column + window.HalfColumns); c++)
            {
                var value = displacement[(r * columns) + c];
                if (!float.IsFinite(value))
                {
                    continue;
                }

                // Scaled to the window, so that the system is well conditioned.
                var (e, n) = ((c - column) / (double)window.HalfColumns, (row - r) / (double)window.HalfRows);
                (terms[0], terms[1], terms[2], terms[3], terms[4], terms[5]) = (1, e, n, e * e, e * n, n * n);
                for (var i = 0; i < Terms; i++)
                {
                    right[i] += terms[i] * value;
                    for (var j = 0; j <= i; j++)
                    {
                        normal[(i * Terms) + j] += terms[i] * terms[j];
                    }
                }

                count++;
                square += (double)value * value;
                var own = sigma[(r * columns) + c];
                noise += float.IsFinite(own) ? (double)own * own : 0;
            }
        }

        if (count < 2 * Terms || !Invert(normal))
        {
            return null;
        }

        Span<double> fit = stackalloc double[Terms];
        var explained = 0.0;
        for (var i = 0; i < Terms; i++)
        {
            for (var j = 0; j < Terms; j++)
            {
                fit[i] += normal[(i * Terms) + j] * right[j];
            }

            explained += fit[i] * right[i];
        }

        var variance = Math.Max(noise / count, Math.Max(0, square - explained) / (count - Terms));
        return Shape(fit, normal, variance, window);
    }

    private static SurfaceShape Shape(ReadOnlySpan<double> fit, ReadOnlySpan<double> inverse, double variance, in SurfaceWindow window)
    {
        var (width, height) = (window.HalfColumns * window.PixelWidth, window.HalfRows * window.PixelHeight);
        var (te, tn) = (fit[1] / width, fit[2] / height);
        var tilt = Math.Sqrt((te * te) + (tn * tn));
        var tiltVariance = variance * Math.Max(inverse[(1 * Terms) + 1] / (width * width), inverse[(2 * Terms) + 2] / (height * height));
        var (ee, en, nn) = (2 * fit[3] / (width * width), fit[4] / (width * height), 2 * fit[5] / (height * height));
        var (mean, half) = ((ee + nn) / 2, Math.Sqrt(Math.Pow((ee - nn) / 2, 2) + (en * en)));
        var bendVariance = 4 * variance * Math.Max(inverse[(3 * Terms) + 3] / Math.Pow(width, 4), inverse[(5 * Terms) + 5] / Math.Pow(height, 4));
        return new SurfaceShape(tilt, Math.Sqrt(tiltVariance), mean - half, mean + half, Math.Sqrt(bendVariance));
    }

    /// <summary>Inverts a symmetric matrix given by its lower half in place, by Gauss-Jordan without exchange; false where it is singular.</summary>
    private static bool Invert(Span<double> a)
    {
        for (var i = 0; i < Terms; i++)
        {
            for (var j = i + 1; j < Terms; j++)
            {
                a[(i * Terms) + j] = a[(j * Terms) + i];
            }
        }

        for (var k = 0; k < Terms; k++)
        {
            var pivot = a[(k * Terms) + k];
            if (!(pivot > 1e-9))
            {
                return false;
            }

            a[(k * Terms) + k] = 1;
            for (var j = 0; j < Terms; j++)
            {
                a[(k * Terms) + j] /= pivot;
            }

            for (var i = 0; i < Terms; i++)
            {
                if (i == k)
                {
                    continue;
                }

                var factor = a[(i * Terms) + k];
                a[(i * Terms) + k] = 0;
                for (var j = 0; j < Terms; j++)
                {
                    a[(i * Terms) + j] -= factor * a[(k * Terms) + j];
                }
            }
        }

        return true;
    }
}

/// <summary>The window that a surface is fitted to.</summary>
/// <param name="HalfRows">Half of its rows, pixels, at least 1.</param>
/// <param name="HalfColumns">Half of its columns, pixels, at least 1.</param>
/// <param name="PixelWidth">Width of a pixel, metres.</param>
/// <param name="PixelHeight">Height of a pixel, metres.</param>
public readonly record struct SurfaceWindow(int HalfRows, int HalfColumns, double PixelWidth, double PixelHeight);
