namespace Plumb.Corrections.Heights;

/// <summary>
/// Fields over cells taken apart into bands of wavelengths, each an octave: the Laplacian pyramid (Burt and Adelson 1983, doi:10.1109/TCOM.1983.1095851) with
/// weighted means (Knutsson and Westin 1993, doi:10.1109/CVPR.1993.341081), so that cells without data count for nothing. A plane with bend over the cells is
/// taken off first, and what is longer than the longest band is left out. All of it is linear in the field and the same for every field: what holds between two
/// fields up to constant, plane and bend holds between their bands. Immutable and safe for threads.
/// </summary>
internal sealed class CellPyramid
{
    private const int SmallestSide = 6;
    private const float LeastWeight = 1e-3f;
    private static readonly float[] Kernel = [0.125f, 0.375f, 0.375f, 0.125f];
    private readonly List<(int Rows, int Columns)> sizes = [];
    private readonly List<float[]> weights = [];
    private readonly float[] bend;
    private readonly double[] bendFactor;
    private readonly int terms;

    /// <summary>A plan.</summary>
    /// <param name="weight">Weight of each cell, 0 to 1; shape (rows, columns).</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="columns">Columns of cells.</param>
    public CellPyramid(float[] weight, int rows, int columns)
    {
        sizes.Add((rows, columns));
        weights.Add(weight);
        while (sizes[^1].Rows >= SmallestSide && sizes[^1].Columns >= SmallestSide)
        {
            var (fine, size) = (weights[^1], sizes[^1]);
            var coarse = new float[((size.Rows + 1) / 2) * ((size.Columns + 1) / 2)];
            Sum(fine, size, null, coarse);
            sizes.Add(((size.Rows + 1) / 2, (size.Columns + 1) / 2));
            weights.Add(coarse);
        }

        Levels = sizes.Count - 1;
        Offsets = new int[Levels + 1];
        for (var level = 0; level < Levels; level++)
        {
            Offsets[level + 1] = Offsets[level] + weights[level].Length;
        }

        Weight = [.. weights.Take(Levels).SelectMany(w => w)];
        terms = Math.Min(rows, columns) < 4 ? 3 : 6;
        bend = new float[terms * weight.Length];
        var row = new double[terms];
        var normal = new double[terms * terms];
        for (var cell = 0; cell < weight.Length; cell++)
        {
            Ramp.Terms(terms == 3 ? RampShape.Plane : RampShape.Quadratic, cell / columns, cell % columns, rows, columns, row);
            RampSolver.Add(normal, row, weight[cell]);
            for (var i = 0; i < terms; i++)
            {
                bend[(cell * terms) + i] = (float)row[i];
            }
        }

        for (var i = 0; i < terms; i++)
        {
            normal[(i * terms) + i] *= 1 + 1e-9;
        }

        bendFactor = DenseCholesky.Factor(normal, terms);
    }

    /// <summary>Number of bands (count); 0 where there are too few cells.</summary>
    public int Levels { get; }

    /// <summary>Where each band begins among the samples, and at last their number; shape (band + 1).</summary>
    public int[] Offsets { get; }

    /// <summary>Number of samples of all bands (count).</summary>
    public int Samples => Offsets[Levels];

    /// <summary>Weight of each sample, 0 to 1; shape (sample): band by band, row by row.</summary>
    public float[] Weight { get; }

    /// <summary>Rows and columns of a band.</summary>
    public (int Rows, int Columns) Size(int level) => sizes[level];

    /// <summary>The bands of a field.</summary>
    /// <param name="field">Values; what has no weight is not looked at; shape (rows, columns).</param>
    /// <param name="bands">Receives the bands; shape (sample).</param>
    public void Split(ReadOnlySpan<float> field, Span<float> bands)
    {
        var current = WithoutBend(field);
        for (var level = 0; level < Levels; level++)
        {
            var (size, weight) = (sizes[level], weights[level]);
            var coarse = new float[weights[level + 1].Length];
            Sum(weight, size, current, coarse);
            for (var i = 0; i < coarse.Length; i++)
            {
                coarse[i] = weights[level + 1][i] > LeastWeight ? coarse[i] / weights[level + 1][i] : 0;
            }

            Detail(current, coarse, level, bands.Slice(Offsets[level], weight.Length));
            current = coarse;
        }
    }

    private float[] WithoutBend(ReadOnlySpan<float> field)
    {
        var right = new double[terms];
        for (var cell = 0; cell < field.Length; cell++)
        {
            for (var i = 0; i < terms && weights[0][cell] > 0; i++)
            {
                right[i] += weights[0][cell] * bend[(cell * terms) + i] * (double)field[cell];
            }
        }

        var solution = DenseCholesky.Solve(bendFactor, right);
        var rest = new float[field.Length];
        for (var cell = 0; cell < field.Length; cell++)
        {
            if (weights[0][cell] > 0)
            {
                var value = (double)field[cell];
                for (var i = 0; i < terms; i++)
                {
                    value -= bend[(cell * terms) + i] * solution[i];
                }

                rest[cell] = (float)value;
            }
        }

        return rest;
    }

    /// <summary>Sums of weight times value over the four by four cells about each coarser one; of the weights alone without values.</summary>
    private static void Sum(float[] weight, (int Rows, int Columns) size, float[]? value, float[] coarse)
    {
        var columns = (size.Columns + 1) / 2;
        var lines = new float[size.Rows * columns];
        for (var row = 0; row < size.Rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                for (var k = 0; k < 4; k++)
                {
                    var c = (2 * column) + k - 1;
                    if (c >= 0 && c < size.Columns)
                    {
                        var at = (row * size.Columns) + c;
                        lines[(row * columns) + column] += Kernel[k] * weight[at] * (value?[at] ?? 1);
                    }
                }
            }
        }

        for (var row = 0; row < (size.Rows + 1) / 2; row++)
        {
            for (var k = 0; k < 4; k++)
            {
                var r = (2 * row) + k - 1;
                for (var column = 0; r >= 0 && r < size.Rows && column < columns; column++)
                {
                    coarse[(row * columns) + column] += Kernel[k] * lines[(r * columns) + column];
                }
            }
        }
    }

    /// <summary>The field less the coarser one, brought to its cells by bilinear weights among those that have data.</summary>
    private void Detail(float[] fine, float[] coarse, int level, Span<float> detail)
    {
        var ((rows, columns), (coarseRows, coarseColumns), weight) = (sizes[level], sizes[level + 1], weights[level + 1]);
        for (var row = 0; row < rows; row++)
        {
            var (upper, lower) = (row / 2, Math.Clamp((row / 2) + (row % 2 == 0 ? -1 : 1), 0, coarseRows - 1));
            for (var column = 0; column < columns; column++)
            {
                var (near, far) = (column / 2, Math.Clamp((column / 2) + (column % 2 == 0 ? -1 : 1), 0, coarseColumns - 1));
                var (sum, total) = (0f, 0f);
                void Take(int r, int c, float share)
                {
                    var at = (r * coarseColumns) + c;
                    sum += share * weight[at] * coarse[at];
                    total += share * weight[at];
                }

                Take(upper, near, 0.5625f);
                Take(upper, far, 0.1875f);
                Take(lower, near, 0.1875f);
                Take(lower, far, 0.0625f);
                var at = (row * columns) + column;
                detail[at] = total > LeastWeight && weights[level][at] > 0 ? fine[at] - (sum / total) : 0;
            }
        }
    }
}
