using System.Numerics.Tensors;

namespace Plumb.Uncertainty;

/// <summary>
/// Standard deviation of a rate by drawing blocks of neighbouring dates: the residuals about the straight line are put together anew from blocks of them, drawn with replacement
/// around the circle of the dates, and the rate of each such series is taken (moving blocks, Kuensch 1989, doi:10.1214/aos/1176347265; circular, Politis and Romano 1992).
/// What neighbouring dates share stays together in a block. The rate is linear in the residuals, so a draw is one row of coefficients that serves all
/// pixels, and no pixel's result depends on another's. Immutable and safe for threads.
/// </summary>
public sealed class BlockBootstrap
{
    private readonly double[] years;
    private readonly float[] coefficients;

    /// <summary>Draws.</summary>
    /// <param name="years">Times, years, ascending, at least four; shape (date).</param>
    /// <param name="block">Dates in a block (count); 0 for the cube root of their number, rounded up.</param>
    /// <param name="draws">Number of draws (count), at least 2.</param>
    /// <param name="seed">Seed (pure number): the same gives the same draws.</param>
    /// <exception cref="RequestException">There are too few dates or draws.</exception>
    public BlockBootstrap(IReadOnlyList<double> years, int block, int draws, long seed)
    {
        ArgumentNullException.ThrowIfNull(years);
        if (years.Count < 4 || draws < 2)
        {
            throw new RequestException($"Drawing blocks of dates needs four dates and two draws at least; there are {years.Count} dates and {draws} draws.");
        }

        var n = years.Count;
        Block = Math.Min(n, block > 0 ? block : (int)Math.Ceiling(Math.Cbrt(n)));
        Draws = draws;
        this.years = [.. years];
        var mean = years.Average();
        var square = years.Sum(t => (t - mean) * (t - mean));
        coefficients = new float[draws * n];
        var draw = new DrawSequence(seed, 1);
        for (var b = 0; b < draws; b++)
        {
            for (var i = 0; i < n; i += Block)
            {
                var start = draw.Below(n);
                for (var k = 0; k < Block && i + k < n; k++)
                {
                    coefficients[(b * n) + ((start + k) % n)] += (float)((years[i + k] - mean) / square);
                }
            }
        }
    }

    /// <summary>Dates in a block (count).</summary>
    public int Block { get; }

    /// <summary>Number of draws (count).</summary>
    public int Draws { get; }

    /// <summary>Measures pixels.</summary>
    /// <param name="series">Displacement, metres; shape (date, pixel); a pixel with a NaN gets NaN.</param>
    /// <param name="dateStride">Distance from one date to the next (unit: elements).</param>
    /// <param name="sigma">Receives the standard deviation of the rate, metres per year; shape (pixel).</param>
    public void Measure(ReadOnlySpan<float> series, int dateStride, Span<float> sigma)
    {
        var (n, pixels) = (years.Length, sigma.Length);
        var residual = new float[n * pixels];
        Residuals(series, dateStride, residual, pixels);
        var (one, sum, squares) = (new float[pixels], new double[pixels], new double[pixels]);
        for (var b = 0; b < Draws; b++)
        {
            Array.Clear(one);
            for (var i = 0; i < n; i++)
            {
                var c = coefficients[(b * n) + i];
                if (c != 0)
                {
                    TensorPrimitives.MultiplyAdd(residual.AsSpan(i * pixels, pixels), c, one, one);
                }
            }

            for (var i = 0; i < pixels; i++)
            {
                sum[i] += one[i];
                squares[i] += (double)one[i] * one[i];
            }
        }

        // The line took two degrees of freedom from the residuals.
        var spare = n / (n - 2.0);
        for (var i = 0; i < pixels; i++)
        {
            var variance = (squares[i] - (sum[i] * sum[i] / Draws)) / (Draws - 1);
            sigma[i] = (float)Math.Sqrt(Math.Max(0, variance * spare));
        }
    }

    private void Residuals(ReadOnlySpan<float> series, int stride, Span<float> residual, int pixels)
    {
        var n = years.Length;
        var mean = years.Average();
        var square = years.Sum(t => (t - mean) * (t - mean));
        for (var i = 0; i < pixels; i++)
        {
            var (level, slope) = (0.0, 0.0);
            for (var d = 0; d < n; d++)
            {
                level += series[(d * stride) + i] / (double)n;
                slope += series[(d * stride) + i] * (years[d] - mean) / square;
            }

            for (var d = 0; d < n; d++)
            {
                residual[(d * pixels) + i] = (float)(series[(d * stride) + i] - level - (slope * (years[d] - mean)));
            }
        }
    }
}
