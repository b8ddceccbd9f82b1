using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>The least-squares system of one block of lanes: its normal matrix, solution and residuals in working memory.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal readonly unsafe struct LaneSystem<T>
    where T : unmanaged, ILane<T>
{
    private readonly LaneModel<T> model;
    private readonly float* tables;
    private readonly T* right;
    private readonly T* residual;
    private readonly T* weightedValue;

    /// <summary>A system in working memory.</summary>
    public LaneSystem(LaneModel<T> model, float* tables, T* memory)
    {
        this.model = model;
        this.tables = tables;
        Factor = memory;
        Solution = Factor + RowTable.Padded(model.Entries);
        right = Solution + RowTable.Padded(model.Coefficients);
        residual = right + RowTable.Padded(model.Coefficients);
        weightedValue = residual + RowTable.Padded(model.Dates);
        End = weightedValue + model.Dates;
    }

    /// <summary>The Cholesky factor of the normal matrix of <see cref="Solve"/>.</summary>
    public readonly T* Factor;

    /// <summary>Coefficients z of the basis functions.</summary>
    public readonly T* Solution;

    /// <summary>End of the memory used.</summary>
    public readonly T* End;

    /// <summary>Residuals, each multiplied by the root of its date's weight; shape (date).</summary>
    public T* Residual => residual;

    /// <summary>Working memory (unit: lanes).</summary>
    public static int LanesFor(LaneModel<T> model) => checked(
        RowTable.Padded(model.Entries) + (2 * RowTable.Padded(model.Coefficients)) + RowTable.Padded(model.Dates) + model.Dates + RowTable.Padded(model.Coefficients));

    /// <summary>Pixels with all dates and no weights of their own: z = Q'x.</summary>
    public T SolveAlike(T* value)
    {
        LaneProducts<T>.Multiply(tables + model.Basis, RowTable.Padded(model.Coefficients), model.Dates, value, Solution);
        Subtract(value);
        return T.Same(T.Splat(0), T.Splat(0));
    }

    /// <summary>Q'WQ z = Q'W x with one step of refinement; returns the mask of the lanes whose dates tell the terms apart.</summary>
    public T Solve(T* value, T* weight)
    {
        var p = model.Coefficients;
        var regular = Factorise(weight);
        Right(value, weight, Solution);
        SmallCholesky<T>.Forward(p, Factor, Solution);
        SmallCholesky<T>.Backward(p, Factor, Solution);
        Subtract(value);
        Right(residual, weight, right);
        SmallCholesky<T>.Forward(p, Factor, right);
        SmallCholesky<T>.Backward(p, Factor, right);
        for (var j = 0; j < p; j++)
        {
            Solution[j] += right[j];
        }

        return regular;
    }

    /// <summary>
    /// Some pixels with all dates and some without: each is solved as it would be among its like, so that its result does not depend on its neighbours.
    /// </summary>
    /// <param name="value">Values; shape (date).</param>
    /// <param name="weight">Weights; shape (date).</param>
    /// <param name="complete">Mask of the pixels with all dates and no weights of their own.</param>
    /// <returns>Mask of the lanes whose dates tell the terms apart.</returns>
    public T SolveMixed(T* value, T* weight, T complete)
    {
        var (n, p) = (model.Dates, model.Coefficients);
        var regular = Solve(value, weight);
        if (T.All(T.Same(T.Splat(1), T.Select(complete, T.Splat(0), T.Splat(1)))))
        {
            return regular;
        }

        for (var j = 0; j < p; j++)
        {
            right[j] = Solution[j];
        }

        for (var i = 0; i < n; i++)
        {
            weightedValue[i] = residual[i];
        }

        SolveAlike(value);
        for (var j = 0; j < p; j++)
        {
            Solution[j] = T.Select(complete, Solution[j], right[j]);
        }

        for (var i = 0; i < n; i++)
        {
            residual[i] = T.Select(complete, residual[i], weightedValue[i]);
        }

        SetIdentity(complete);
        return regular;
    }

    /// <summary>The factor of pixels with all dates, whose normal matrix is the identity.</summary>
    /// <param name="complete">Mask of these pixels.</param>
    public void SetIdentity(T complete)
    {
        for (var (j, e) = (0, 0); j < model.Coefficients; j++)
        {
            for (var k = 0; k <= j; k++, e++)
            {
                Factor[e] = T.Select(complete, T.Splat(k == j ? 1 : 0), Factor[e]);
            }
        }
    }

    /// <summary>The Cholesky factor of Q'WQ; returns the mask of the lanes whose dates tell the terms apart.</summary>
    public T Factorise(T* weight)
    {
        LaneProducts<T>.Multiply(tables + model.Products, RowTable.Padded(model.Entries), model.Dates, weight, Factor);
        return SmallCholesky<T>.Factor(model.Coefficients, Factor, T.Splat((float)TimeModelFit.LeastInformation));
    }

    /// <summary>Sums of squared residuals: with all weights, and with none (metres).</summary>
    /// <param name="weight">Weights of the pixels' own; shape (date).</param>
    /// <param name="present">Weights that are 0 where a value is missing.</param>
    /// <param name="weighted">Receives the weighted sum.</param>
    /// <param name="plain">Receives the sum without weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Squares(T* weight, T* present, out T weighted, out T plain)
    {
        var zero = T.Splat(0);
        (weighted, plain) = (zero, zero);
        var inverse = tables + model.InverseWeights;
        for (var i = 0; i < model.Dates; i++)
        {
            var e = T.Less(zero, present[i]) & residual[i];
            var square = e * e;
            weighted = T.Fma(weight[i], square, weighted);
            plain = T.Fma(T.Splat(inverse[i]), square, plain);
        }
    }

    /// <summary>A residual in metres; NaN where the date is missing or has weight 0.</summary>
    public T ResidualOf(int date, T* present)
    {
        var inverse = tables[model.InverseWeights + date];
        var used = inverse > 0 ? T.Less(T.Splat(0), present[date]) : T.Splat(0);
        return T.Select(used, residual[date] * T.Splat(MathF.Sqrt(inverse)), T.Splat(float.NaN));
    }

    /// <summary>c = R^-1 z.</summary>
    /// <param name="coefficients">Receives the coefficients, padded to a multiple of four.</param>
    public void Coefficients(T* coefficients) =>
        LaneProducts<T>.Multiply(tables + model.Inverse, RowTable.Padded(model.Coefficients), model.Coefficients, Solution, coefficients);

    /// <summary>The rows of R^-1 L'^-1, whose products are the entries of (A'WA)^-1.</summary>
    /// <param name="rows">Receives the rows; shape (coefficient, basis function).</param>
    public void InverseRows(T* rows)
    {
        var p = model.Coefficients;
        for (var j = 0; j < p; j++)
        {
            for (var k = j; k < p; k++)
            {
                rows[(j * p) + k] = T.Splat(tables[model.InverseRows + (j * p) + k]);
            }

            SmallCholesky<T>.Forward(p, Factor, rows + (j * p), j);
        }
    }

    /// <summary>Residuals of the solution: value less Q z.</summary>
    public void Subtract(T* value)
    {
        LaneProducts<T>.Multiply(tables + model.ByDate, RowTable.Padded(model.Dates), model.Coefficients, Solution, residual);
        for (var i = 0; i < model.Dates; i++)
        {
            residual[i] = value[i] - residual[i];
        }
    }

    /// <summary>Product of two rows from an index on; four sums run beside each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Dot(T* a, T* b, int first, int end)
    {
        T w = T.Splat(0), x = w, y = w, z = w;
        var i = first;
        for (; i + 3 < end; i += 4)
        {
            w = T.Fma(a[i], b[i], w);
            x = T.Fma(a[i + 1], b[i + 1], x);
            y = T.Fma(a[i + 2], b[i + 2], y);
            z = T.Fma(a[i + 3], b[i + 3], z);
        }

        for (; i < end; i++)
        {
            w = T.Fma(a[i], b[i], w);
        }

        return w + x + (y + z);
    }

    private void Right(T* value, T* weight, T* sums)
    {
        for (var i = 0; i < model.Dates; i++)
        {
            weightedValue[i] = weight[i] * value[i];
        }

        LaneProducts<T>.Multiply(tables + model.Basis, RowTable.Padded(model.Coefficients), model.Dates, weightedValue, sums);
    }
}
