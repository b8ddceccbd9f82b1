namespace Plumb.Corrections.Heights;

/// <summary>
/// Gradients within windows: the sums behind a date's slope, gathered on nodes and spread by a Gaussian, give each node a slope of its own; it is drawn to the
/// scene's by its noise against the spread of all nodes and dates about the scene's. Between nodes gradients are bilinear, so windows join without seams.
/// </summary>
internal sealed class WindowSums
{
    private readonly CoarseSeries cells;
    private readonly CellPyramid pyramid;
    private readonly (float[] Cross, float[] Power)[] dates;
    private readonly double window;
    private readonly int perNode;
    private readonly int rows;
    private readonly int columns;

    /// <param name="cells">The cells.</param>
    /// <param name="pyramid">Their bands.</param>
    /// <param name="window">Width of the windows, pixels.</param>
    /// <param name="count">Number of fields: the dates and the trend.</param>
    public WindowSums(CoarseSeries cells, CellPyramid pyramid, double window, int count)
    {
        (this.cells, this.pyramid, this.window) = (cells, pyramid, window);
        dates = new (float[], float[])[count];
        var node = cells.Cell;
        while (node < CoarseSeries.LargestCell && 2 * node <= 0.5 * window)
        {
            node *= 2;
        }

        perNode = node / cells.Cell;
        (rows, columns) = ((cells.Rows + perNode - 1) / perNode, (cells.Columns + perNode - 1) / perNode);
    }

    /// <summary>Takes in one date; safe for threads that take in different ones.</summary>
    public void Take(int date, ReadOnlySpan<float> field, ReadOnlySpan<float> by, float[] share)
    {
        var (cross, power) = (new float[rows * columns], new float[rows * columns]);
        for (var level = 0; level < pyramid.Levels; level++)
        {
            var width = pyramid.Size(level).Columns;
            for (var i = pyramid.Offsets[level]; i < pyramid.Offsets[level + 1]; i++)
            {
                var at = i - pyramid.Offsets[level];
                var (row, column) = ((((at / width) + 0.5) * (1 << level) / perNode) - 0.5, (((at % width) + 0.5) * (1 << level) / perNode) - 0.5);
                var node = (Math.Clamp((int)Math.Round(row), 0, rows - 1) * columns) + Math.Clamp((int)Math.Round(column), 0, columns - 1);
                cross[node] += (float)(share[i] * field[i] * by[i]);
                power[node] += (float)(share[i] * by[i] * by[i]);
            }
        }

        dates[date] = (cross, power);
    }

    /// <summary>The gradients to be taken off; shape (date, node).</summary>
    /// <param name="scene">The scene's gradients of what was taken in: the dates and, last, the trend.</param>
    /// <param name="applied">What is taken off in the scene's mean; shape (date).</param>
    /// <param name="trend">How far the trend belongs to a date, years; all zero where it is kept; shape (date).</param>
    /// <param name="trendRatio">Variance of the trend over that of a date, one over square years.</param>
    /// <param name="found">Receives them.</param>
    public void Gradients(double[] scene, double[] applied, double[] trend, double trendRatio, CoarseSeries found)
    {
        var reach = Blur(window / (perNode * cells.Cell));
        double[] squares = [.. reach.Select(g => g * g)];
        var sums = dates.AsParallel().AsOrdered().Select(d => new Node(Spread(d.Cross, reach), Spread(d.Power, reach), Spread(d.Power, squares))).ToList();
        var variance = Variance(scene, sums);
        for (var node = 0; node < rows * columns; node++)
        {
            var slope = sums[^1].Own(node, scene[^1], variance * trendRatio);
            for (var date = 0; date < applied.Length; date++)
            {
                found.Plane(date)[node] = (float)(applied[date] + sums[date].Own(node, scene[date], variance) + (slope * trend[date]));
            }
        }
    }

    /// <summary>Side of a node, pixels.</summary>
    public int NodePixels => perNode * cells.Cell;

    /// <summary>Variance of the true gradients of nodes about the scene's; nodes count by how well they are known.</summary>
    private double Variance(double[] scene, List<Node> sums)
    {
        var (sum, total) = (0.0, 0.0);
        for (var date = 0; date < sums.Count - 1; date++)
        {
            for (var node = 0; node < rows * columns; node++)
            {
                if (sums[date].Noise(node) is > 0 and var noise)
                {
                    var own = sums[date].Slope(node) - scene[date];
                    sum += ((own * own) - noise) / noise;
                    total += 1 / noise;
                }
            }
        }

        return total > 0 ? Math.Max(0, sum / total) : 0;
    }

    private static double[] Blur(double length)
    {
        var reach = Math.Max(1, (int)Math.Ceiling(3 * length));
        return [.. Enumerable.Range(-reach, (2 * reach) + 1).Select(k => Math.Exp(-0.5 * k * k / (length * length)))];
    }

    private float[] Spread(float[] sums, double[] kernel)
    {
        var reach = kernel.Length / 2;
        var (lines, spread) = (new double[sums.Length], new float[sums.Length]);
        for (var at = 0; at < sums.Length; at++)
        {
            var column = at % columns;
            for (var c = Math.Max(0, column - reach); c <= Math.Min(columns - 1, column + reach); c++)
            {
                lines[at] += kernel[c - column + reach] * sums[at - column + c];
            }
        }

        for (var at = 0; at < sums.Length; at++)
        {
            var (row, column, sum) = (at / columns, at % columns, 0.0);
            for (var r = Math.Max(0, row - reach); r <= Math.Min(rows - 1, row + reach); r++)
            {
                sum += kernel[r - row + reach] * lines[(r * columns) + column];
            }

            spread[at] = (float)sum;
        }

        return spread;
    }

    private sealed record Node(float[] Cross, float[] Power, float[] Squares)
    {
        // Samples near each other and bands next to each other are not independent: the variance of a sum is about this many times that of independent ones.
        private const double Dependence = 2;

        public double Slope(int node) => Cross[node] / Power[node];

        /// <summary>Variance of a node's slope by noise; 0 where it has none.</summary>
        public double Noise(int node) => Power[node] > 0 ? Dependence * Squares[node] / ((double)Power[node] * Power[node]) : 0;

        /// <summary>What stays of a node's departure from the scene.</summary>
        public double Own(int node, double scene, double variance) =>
            Noise(node) is > 0 and var noise ? HeightDelayFit.ShareOf(variance, Math.Sqrt(noise)) * (Slope(node) - scene) : 0;
    }
}
