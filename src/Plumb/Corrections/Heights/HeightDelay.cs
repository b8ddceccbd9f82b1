using System.Numerics.Tensors;
using Plumb.Grids;
using Plumb.Kernels;

namespace Plumb.Corrections.Heights;

/// <summary>What is known of the delay with height at one date.</summary>
/// <param name="Gradient">Displacement per metre of height at the middle height, mean over the scene (pure number), relative to the mean of all dates.</param>
/// <param name="Sigma">Its standard deviation (pure number).</param>
public sealed record HeightGradient(double Gradient, double Sigma);

/// <summary>
/// Delay that goes with height at each date, found from the series itself over steady ground: each date's departures from every cell's straight line in time are
/// regressed on height band by band (<see cref="BandRegression"/>), for the scene and, on wish, within windows that are drawn to the scene's value by their
/// noise. Estimates are scaled down by their noise against the spread of the dates, so that a date of which little is known is not made worse. The trend in time
/// is estimated apart, because air and ground cannot be told apart by it: see <see cref="HeightTrend"/>. Immutable once made and safe for threads.
/// </summary>
public sealed class HeightDelay : IDisposable
{
    private readonly double[] applied;
    private readonly CoarseSeries? windows;

    internal HeightDelay(HeightShape shape, HeightGradient[] dates, double[] applied, CoarseSeries? windows, HeightTrendFound trend, double gain, double spread)
    {
        (Shape, Dates, this.applied, this.windows, Trend, Gain, ShapeSpread) = (shape, dates, applied, windows, trend, gain, spread);
    }

    /// <summary>How it goes with height.</summary>
    public HeightShape Shape { get; }

    /// <summary>The dates, ascending; their gradients before they are scaled down, without trend.</summary>
    public IReadOnlyList<HeightGradient> Dates { get; }

    /// <summary>The trend in time.</summary>
    public HeightTrendFound Trend { get; }

    /// <summary>Expected drop of the mean square error of the series when it is taken off, square metres.</summary>
    public double Gain { get; }

    /// <summary>Standard deviation of the shape over the cells used, metres of height.</summary>
    public double ShapeSpread { get; }

    /// <summary>Gradient that is taken off at a date, mean over the scene (pure number: displacement per metre of height).</summary>
    /// <param name="date">Index of the date.</param>
    public double Applied(int date) => applied[date];

    /// <summary>Values of one date over a tile: gradient times shape.</summary>
    /// <param name="date">Index of the date.</param>
    /// <param name="tile">The tile (pixels).</param>
    /// <param name="shape">The shape at its pixels, metres; NaN: not known; shape (tile rows, row stride).</param>
    /// <param name="layer">Receives the delay as displacement, metres; NaN where the shape is; shape (tile rows, row stride).</param>
    /// <param name="rowStride">Distance from one row to the next (unit: elements).</param>
    public void Evaluate(int date, Tile tile, ReadOnlySpan<float> shape, Span<float> layer, int rowStride)
    {
        windows?.Interpolate(date, tile, layer, rowStride);
        for (var r = 0; r < tile.Rows; r++)
        {
            var from = shape.Slice(r * rowStride, tile.Columns);
            var into = layer.Slice(r * rowStride, tile.Columns);
            if (windows is null)
            {
                TensorPrimitives.Multiply(from, (float)applied[date], into);
            }
            else
            {
                TensorPrimitives.Multiply(from, into, into);
            }
        }
    }

    /// <summary>Finds it.</summary>
    /// <param name="series">Series over cells, metres.</param>
    /// <param name="heights">Mean height of the pixels behind each cell, metres; shape (cell rows, cell columns).</param>
    /// <param name="rows">Rows of the image, pixels.</param>
    /// <param name="columns">Columns of the image, pixels.</param>
    /// <param name="years">Times, years, ascending; shape (date).</param>
    /// <param name="options">The options.</param>
    /// <param name="budget">The budget of the windows' gradients.</param>
    /// <exception cref="RequestException">The ground is too small or too flat, or an option is out of its range.</exception>
    public static HeightDelay Estimate(
        CoarseSeries series, ReadOnlySpan<float> heights, int rows, int columns, ReadOnlySpan<double> years, HeightDelayOptions options, MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(budget);
        options.Validate();
        return new HeightDelayFit(series, heights.ToArray(), years.ToArray(), options).Solve(rows, columns, budget);
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose() => windows?.Dispose();
}

/// <summary>The trend in time of a delay with height.</summary>
/// <param name="Rate">Trend per metre of height, metres per year (m/yr over m, one over years).</param>
/// <param name="Sigma">Standard deviation by which it is known, in the same unit (per year).</param>
/// <param name="ByAir">Standard deviation to be expected of air alone, from the scatter of the dates, in the same unit (per year).</param>
/// <param name="IsTaken">Whether it is taken off.</param>
public sealed record HeightTrendFound(double Rate, double Sigma, double ByAir, bool IsTaken);
