using System.Numerics;
using Plumb.Interferograms;

namespace Plumb.Tests.Interferograms;

/// <summary>The filters as their definitions say, pixel by pixel and patch by patch in double precision, without a Fourier transform that is fast.</summary>
internal sealed class FilterOracle(Complex[] image, double[]? coherence, int rows, int columns)
{
    private bool Has(int r, int c) => r >= 0 && c >= 0 && r < rows && c < columns && image[(r * columns) + c] != Complex.Zero;

    private Complex At(int r, int c) => Has(r, c) ? image[(r * columns) + c] : Complex.Zero;

    private double Gamma(int r, int c) => !Has(r, c) ? 0 : coherence is not null ? coherence[(r * columns) + c] : MeanPhasor(r, c);

    internal Complex[] Filter(FilterOptions o) => o.Method switch
    {
        FilterMethod.Goldstein => Spectral(o.Patch, o.Alpha),
        FilterMethod.Baran => Spectral(o.Patch, null),
        FilterMethod.Gaussian => Window((int)Math.Ceiling(3 * o.Sigma), (int)Math.Ceiling(3 * o.Sigma), (r, c) => Math.Exp(-0.5 * ((r * r) + (c * c)) / (o.Sigma * o.Sigma))),
        FilterMethod.Boxcar => Window(o.WindowRows / 2, o.WindowColumns / 2, (_, _) => 1),
        _ => Directional(o.Looks),
    };

    private double MeanPhasor(int row, int column)
    {
        var (sum, count) = (Complex.Zero, 0);
        for (var r = row - 2; r <= row + 2; r++)
        {
            for (var c = column - 2; c <= column + 2; c++)
            {
                if (Has(r, c))
                {
                    (sum, count) = (sum + (At(r, c) / At(r, c).Magnitude), count + 1);
                }
            }
        }

        return sum.Magnitude / count;
    }

    private Complex[] Each(Func<int, int, Complex> value) =>
        [.. Enumerable.Range(0, rows * columns).Select(p => Has(p / columns, p % columns) ? value(p / columns, p % columns) : Complex.Zero)];

    private Complex[] Window(int down, int across, Func<int, int, double> weight) => Each((row, column) =>
    {
        var (sum, all) = (Complex.Zero, 0.0);
        for (var r = -down; r <= down; r++)
        {
            for (var c = -across; c <= across; c++)
            {
                if (Has(row + r, column + c))
                {
                    (sum, all) = (sum + (weight(r, c) * At(row + r, column + c)), all + weight(r, c));
                }
            }
        }

        return sum / all;
    });

    private Complex[] Spectral(int n, double? alpha)
    {
        var sum = new Complex[rows * columns];
        var step = n / 4;
        for (var top = step - n; top < rows; top += step)
        {
            for (var left = step - n; left < columns; left += step)
            {
                var patch = new Complex[n, n];
                var (count, gamma) = (0, 0.0);
                for (var r = 0; r < n; r++)
                {
                    for (var c = 0; c < n; c++)
                    {
                        patch[r, c] = At(top + r, left + c);
                        count += Has(top + r, left + c) ? 1 : 0;
                        gamma += alpha is null ? Gamma(top + r, left + c) : 0;
                    }
                }

                if (count > 0)
                {
                    Add(Weigh(patch, n, alpha ?? Math.Clamp(1 - (gamma / count), 0, 1)), n, top, left, sum);
                }
            }
        }

        return Each((r, c) => sum[(r * columns) + c]);
    }

    private void Add(Complex[,] patch, int n, int top, int left, Complex[] sum)
    {
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < n; c++)
            {
                if (Has(top + r, left + c))
                {
                    sum[((top + r) * columns) + left + c] += patch[r, c] * Math.Min(r + 0.5, n - r - 0.5) * Math.Min(c + 0.5, n - c - 0.5) / (n * (double)n);
                }
            }
        }
    }

    private static Complex[,] Weigh(Complex[,] patch, int n, double alpha)
    {
        var z = Transform(patch, n, -1);
        var smooth = new double[n, n];
        var most = 0.0;
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < n; c++)
            {
                for (var k = 0; k < 9; k++)
                {
                    smooth[r, c] += z[(r + (k / 3) + n - 1) % n, (c + (k % 3) + n - 1) % n].Magnitude;
                }

                most = Math.Max(most, smooth[r, c]);
            }
        }

        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < n; c++)
            {
                z[r, c] *= Math.Pow(smooth[r, c] / most, alpha) / (n * n);
            }
        }

        return Transform(z, n, 1);
    }

    private static Complex[,] Transform(Complex[,] x, int n, int sign)
    {
        var factor = Enumerable.Range(0, n).Select(k => Complex.FromPolarCoordinates(1, sign * 2 * Math.PI * k / n)).ToArray();
        for (var axis = 0; axis < 2; axis++)
        {
            var y = new Complex[n, n];
            for (var j = 0; j < n; j++)
            {
                for (var m = 0; m < n; m++)
                {
                    for (var c = 0; c < n; c++)
                    {
                        y[c, j] += x[m, c] * factor[j * m % n];
                    }
                }
            }

            x = y;
        }

        return x;
    }

    private Complex[] Directional(double looks) => Each((row, column) =>
    {
        var (best, mean, chosen) = (-1.0, Complex.One, new List<Complex>());
        for (var k = 0; k < 16; k++)
        {
            var strip = new List<Complex>();
            for (var r = -4; r <= 4; r++)
            {
                for (var c = -4; c <= 4; c++)
                {
                    if (Math.Abs((c * Math.Sin(Math.PI * k / 16)) - (r * Math.Cos(Math.PI * k / 16))) <= 1.5 && Has(row + r, column + c))
                    {
                        strip.Add(At(row + r, column + c) / At(row + r, column + c).Magnitude);
                    }
                }
            }

            var sum = strip.Aggregate(Complex.Zero, (a, b) => a + b);
            if (sum.Magnitude / strip.Count > best + 1e-7)
            {
                (best, mean, chosen) = (sum.Magnitude / strip.Count, sum / sum.Magnitude, strip);
            }
        }

        var variance = chosen.Average(z => Math.Pow((z / mean).Phase, 2));
        var square = Math.Max(1e-6, Math.Pow(Gamma(row, column), 2));
        var noise = Math.Min((1 - Math.Min(1, square)) / (2 * looks * square), Math.PI * Math.PI / 3);
        var b = Math.Max(0, variance - noise) / Math.Max(variance, 1e-20);
        var z = At(row, column);
        return z.Magnitude * mean * Complex.FromPolarCoordinates(1, b * (z / mean).Phase);
    });
}
