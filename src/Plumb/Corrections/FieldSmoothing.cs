namespace Plumb.Corrections;

/// <summary>
/// Smooths fields over cells of which some have no or little data: a weighted Gaussian mean (normalised convolution, Knutsson and Westin 1993,
/// doi:10.1109/CVPR.1993.341081) over data completed beforehand from ever coarser means, so that holes wider than the smoothing are bridged. A plan for one
/// set of weights, for one thread.
/// </summary>
internal sealed class FieldSmoothing
{
    private const float LeastWeight = 0.02f;
    private readonly int rows;
    private readonly int columns;
    private readonly double[] kernel;
    private readonly float[] weight;
    private readonly float[] norm;
    private readonly float[] work;
    private readonly FieldPyramid pyramid;

    /// <summary>A plan.</summary>
    /// <param name="weight">Weight of each cell, 0 to 1; shape (rows, columns).</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="columns">Columns of cells.</param>
    /// <param name="length">Standard deviation of the Gaussian, cells.</param>
    public FieldSmoothing(float[] weight, int rows, int columns, double length)
    {
        (this.rows, this.columns) = (rows, columns);
        pyramid = new FieldPyramid(weight, rows, columns);
        this.weight = Array.ConvertAll(weight, w => Math.Max(w, LeastWeight));
        var reach = Math.Max(1, (int)Math.Ceiling(3 * length));
        kernel = new double[(2 * reach) + 1];
        for (var k = -reach; k <= reach; k++)
        {
            kernel[k + reach] = Math.Exp(-0.5 * k * k / (length * length));
        }

        work = new float[weight.Length];
        norm = (float[])this.weight.Clone();
        Convolve(norm);
    }

    /// <summary>Smooths one field in place; cells of weight 0 receive what surrounds them.</summary>
    public void Smooth(Span<float> field)
    {
        pyramid.Complete(field);
        for (var i = 0; i < field.Length; i++)
        {
            field[i] *= weight[i];
        }

        Convolve(field);
        for (var i = 0; i < field.Length; i++)
        {
            field[i] /= norm[i];
        }
    }

    private void Convolve(Span<float> field)
    {
        var reach = kernel.Length / 2;
        for (var row = 0; row < rows; row++)
        {
            var line = field.Slice(row * columns, columns);
            for (var column = 0; column < columns; column++)
            {
                var sum = 0.0;
                var (from, to) = (Math.Max(0, column - reach), Math.Min(columns - 1, column + reach));
                for (var c = from; c <= to; c++)
                {
                    sum += kernel[c - column + reach] * line[c];
                }

                work[(row * columns) + column] = (float)sum;
            }
        }

        var sums = new double[columns];
        for (var row = 0; row < rows; row++)
        {
            Array.Clear(sums);
            var (from, to) = (Math.Max(0, row - reach), Math.Min(rows - 1, row + reach));
            for (var r = from; r <= to; r++)
            {
                var factor = kernel[r - row + reach];
                for (var column = 0; column < columns; column++)
                {
                    sums[column] += factor * work[(r * columns) + column];
                }
            }

            for (var column = 0; column < columns; column++)
            {
                field[(row * columns) + column] = (float)sums[column];
            }
        }
    }
}
