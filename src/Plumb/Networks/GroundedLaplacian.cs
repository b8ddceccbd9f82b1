namespace Plumb.Networks;

/// <summary>
/// Weighted least squares on differences between dates, x(second) - x(first) = d, with x = 0 at the first date of each part. The normal
/// matrix is the graph Laplacian without the rows of those dates; it is factored in place within its envelope, dates in their order
/// (George and Liu 1981, chapter 4).
/// </summary>
internal sealed class GroundedLaplacian
{
    private readonly Network network;
    private readonly int[] root;
    private readonly bool[] touched;
    private readonly int[] start;
    private readonly double[][] rows;

    internal GroundedLaplacian(Network network, double[] weights)
    {
        this.network = network;
        var count = network.Dates.Count;
        root = new int[count];
        touched = new bool[count];
        start = new int[count];
        DisjointSets.Reset(root);
        DisjointSets.Reset(start);
        for (var k = 0; k < weights.Length; k++)
        {
            if (weights[k] > 0)
            {
                var (i, j) = (network.FirstIndex[k], network.SecondIndex[k]);
                DisjointSets.Union(root, i, j);
                touched[i] = touched[j] = true;
                start[j] = Math.Min(start[j], i);
            }
        }

        for (var i = 0; i < count; i++)
        {
            root[i] = DisjointSets.Root(root, i);
        }

        rows = new double[count][];
        for (var i = 0; i < count; i++)
        {
            rows[i] = new double[i - start[i] + 1];
        }
    }

    /// <summary>Solution per date, in the unit of the differences; NaN where no weighted pair touches the date.</summary>
    /// <param name="weights">Weights, zero where the constructor's were zero; shape (pair).</param>
    /// <param name="differences">Differences; shape (pair).</param>
    internal double[] Solve(double[] weights, double[] differences)
    {
        var x = new double[rows.Length];
        Assemble(weights, differences, x);
        Factor();
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (x[i] - Dot(i, x, i)) / Diagonal(i);
        }

        for (var i = x.Length - 1; i >= 0; i--)
        {
            x[i] /= Diagonal(i);
            for (var j = start[i]; j < i; j++)
            {
                x[j] -= rows[i][j - start[i]] * x[i];
            }
        }

        for (var i = 0; i < x.Length; i++)
        {
            x[i] = touched[i] ? x[i] : double.NaN;
        }

        return x;
    }

    private bool IsGround(int date) => root[date] == date;

    private double Diagonal(int i) => rows[i][i - start[i]];

    private void Assemble(double[] weights, double[] differences, double[] right)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            Array.Clear(rows[i]);
            rows[i][i - start[i]] = IsGround(i) ? 1 : 0;
        }

        for (var k = 0; k < weights.Length; k++)
        {
            if (!(weights[k] > 0))
            {
                continue;
            }

            var (i, j) = (network.FirstIndex[k], network.SecondIndex[k]);
            if (!IsGround(i))
            {
                rows[i][i - start[i]] += weights[k];
                right[i] -= weights[k] * differences[k];
            }

            // The later date of a pair is never a ground: the ground is the first date of its part.
            rows[j][j - start[j]] += weights[k];
            right[j] += weights[k] * differences[k];
            if (!IsGround(i))
            {
                rows[j][i - start[j]] -= weights[k];
            }
        }
    }

    private void Factor()
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            for (var j = start[i]; j < i; j++)
            {
                var sum = row[j - start[i]];
                for (var m = Math.Max(start[i], start[j]); m < j; m++)
                {
                    sum -= row[m - start[i]] * rows[j][m - start[j]];
                }

                row[j - start[i]] = sum / Diagonal(j);
            }

            var diagonal = row[^1];
            for (var m = 0; m < row.Length - 1; m++)
            {
                diagonal -= row[m] * row[m];
            }

            row[^1] = Math.Sqrt(diagonal);
        }
    }

    private double Dot(int i, double[] x, int end)
    {
        var sum = 0.0;
        for (var j = start[i]; j < end; j++)
        {
            sum += rows[i][j - start[i]] * x[j];
        }

        return sum;
    }
}
