namespace Plumb.Unwrapping.Bowls;

/// <summary>A small symmetric system that is added up and solved with its diagonal made larger (Levenberg 1944, Marquardt 1963).</summary>
/// <param name="count">Number of unknowns.</param>
internal sealed class BowlNormal(int count)
{
    private readonly double[] matrix = new double[count * count];
    private readonly double[] factor = new double[count * count];

    /// <summary>Right side.</summary>
    internal double[] Right { get; } = new double[count];

    internal void Clear()
    {
        Array.Clear(matrix);
        Array.Clear(Right);
    }

    /// <summary>Adds a row: weight times its product with itself, and its pull to the right side.</summary>
    internal void Add(ReadOnlySpan<double> row, double weight, double pull)
    {
        for (var i = 0; i < count; i++)
        {
            var scaled = weight * row[i];
            Right[i] += pull * row[i];
            for (var j = 0; j <= i; j++)
            {
                matrix[(i * count) + j] += scaled * row[j];
            }
        }
    }

    /// <summary>Solves for a right side with the diagonal times 1 + damping; false where the matrix has no inverse.</summary>
    internal bool Solve(double damping, ReadOnlySpan<double> right, Span<double> solution)
    {
        if (!Factor(damping))
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var sum = right[i];
            for (var j = 0; j < i; j++)
            {
                sum -= factor[(i * count) + j] * solution[j];
            }

            solution[i] = sum / factor[(i * count) + i];
        }

        for (var i = count - 1; i >= 0; i--)
        {
            var sum = solution[i];
            for (var j = i + 1; j < count; j++)
            {
                sum -= factor[(j * count) + i] * solution[j];
            }

            solution[i] = sum / factor[(i * count) + i];
        }

        return true;
    }

    private bool Factor(double damping)
    {
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var own = matrix[(i * count) + j] * (i == j ? 1 + damping : 1);
                var sum = own;
                for (var k = 0; k < j; k++)
                {
                    sum -= factor[(i * count) + k] * factor[(j * count) + k];
                }

                if (i == j && !(sum > 1e-13 * own))
                {
                    return false;
                }

                factor[(i * count) + j] = i == j ? Math.Sqrt(sum) : sum / factor[(j * count) + j];
            }
        }

        return true;
    }
}
