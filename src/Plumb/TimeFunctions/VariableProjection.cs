using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// Nonlinear least squares in which the linear coefficients are eliminated (Golub and Pereyra 1973, doi:10.1137/0710036), with Kaufman's Jacobian
/// (1975, doi:10.1007/BF01932995) and Levenberg-Marquardt steps, one pixel per lane. The base model is taken out first: all products of columns
/// are those of their parts orthogonal to it.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal readonly unsafe struct VariableProjection<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Most parameters.</summary>
    public const int MaxParameters = 3;

    /// <summary>Share of a column's square that must be left when those before it are taken out.</summary>
    public const float LeastLeft = 1e-5f;

    private const int Steps = 20;

    private readonly LaneModel<T> model;
    private readonly float* tables;
    private readonly LaneSystem<T> system;
    private readonly ColumnSource<T> source;
    private readonly T* vectors;
    private readonly T* weighted;
    private readonly T* residual;
    private readonly T* inside;
    private readonly T* gram;
    private readonly T* cross;
    private readonly T* whole;
    private readonly T* factor;
    private readonly T* state;

    public VariableProjection(LaneModel<T> model, float* tables, LaneSystem<T> system, ColumnSource<T> source, T* memory)
    {
        this.model = model;
        this.tables = tables;
        this.system = system;
        this.source = source;
        var (n, size) = (model.Dates, source.Columns + source.Parameters);
        vectors = memory;
        weighted = vectors + (size * n);
        residual = weighted + Math.Max(n, MaxParameters * MaxParameters);
        inside = residual + RowTable.Padded(n);
        Parts = inside + RowTable.Padded(model.Coefficients);
        gram = Parts + (size * RowTable.Padded(model.Coefficients));
        cross = gram + (size * (size + 1) / 2);
        whole = cross + size;
        factor = whole + size;
        Amplitude = factor + (size * (size + 1) / 2);
        state = Amplitude + source.Columns;
        End = state + StateLength(source.Parameters);
    }

    /// <summary>Amplitudes of the columns; shape (column).</summary>
    public readonly T* Amplitude;

    /// <summary>Parts of columns and derivatives inside the base model, L^-1 Q'W v; shape (vector, padded coefficient).</summary>
    public readonly T* Parts;

    /// <summary>End of the memory used.</summary>
    public readonly T* End;

    /// <summary>Working memory (unit: lanes).</summary>
    public static int LanesFor(LaneModel<T> model, int columns, int parameters)
    {
        var size = columns + parameters;
        return checked((size * model.Dates) + RowTable.Padded(model.Dates) + RowTable.Padded(model.Coefficients) + Math.Max(model.Dates, MaxParameters * MaxParameters) + (size * RowTable.Padded(model.Coefficients)) + (size * (size + 1)) + (2 * size) + columns + StateLength(parameters));
    }

    /// <summary>Improves parameters from a start until no step moves a parameter by 2e-5 of its range.</summary>
    /// <param name="weight">Weights of the dates; shape (date).</param>
    /// <param name="theta">The parameters; shape (parameter).</param>
    /// <param name="least">Smallest values; shape (parameter).</param>
    /// <param name="most">Largest values; shape (parameter).</param>
    /// <returns>Weighted sum of squared residuals.</returns>
    public T Refine(T* weight, T* theta, T* least, T* most)
    {
        var count = source.Parameters;
        var entries = count * (count + 1) / 2;
        T* hessian = state, slope = hessian + entries, damped = slope + count, step = damped + entries, trial = step + count;
        T* trialHessian = trial + count, trialSlope = trialHessian + entries;
        var zero = T.Splat(0);
        var (damping, done, all) = (T.Splat(1e-2f), zero, T.Same(zero, zero));
        var squares = Evaluate(weight, theta);
        Normal(weight, hessian, slope);
        for (var pass = 0; pass < Steps && !T.All(done); pass++)
        {
            Damp(count, hessian, slope, damping, damped, step);
            var small = all;
            for (var k = 0; k < count; k++)
            {
                var to = T.Max(least[k], T.Min(most[k], theta[k] + step[k]));
                trial[k] = T.Select(done, theta[k], to);
                small &= T.Less(T.Abs(to - theta[k]), T.Splat(2e-5f) * (most[k] - least[k]));
            }

            var reached = Evaluate(weight, trial);
            Normal(weight, trialHessian, trialSlope);
            var better = T.Without(done, T.Less(reached, squares));
            squares = T.Select(better, reached, squares);
            for (var k = 0; k < count; k++)
            {
                theta[k] = T.Select(better, trial[k], theta[k]);
                slope[k] = T.Select(better, trialSlope[k], slope[k]);
            }

            for (var e = 0; e < entries; e++)
            {
                hessian[e] = T.Select(better, trialHessian[e], hessian[e]);
            }

            damping = T.Min(T.Splat(1e8f), T.Select(better, T.Splat(0.2f), T.Splat(8)) * damping);
            done = T.Select(small, all, done);
        }

        return Evaluate(weight, theta);
    }

    /// <summary>Evaluates columns at parameters: their products, amplitudes and the residuals.</summary>
    /// <returns>Weighted sum of squared residuals, summed from the residuals themselves: as a difference of sums it would lose its digits where the motion is large.</returns>
    public T Evaluate(T* weight, T* theta)
    {
        var (n, p, columns) = (model.Dates, model.Coefficients, source.Columns);
        var size = columns + source.Parameters;
        source.Fill(theta, vectors, vectors + (columns * n));
        Scale(size);
        var padded = RowTable.Padded(p);
        for (var (u, e) = (0, 0); u < size; u++)
        {
            var vector = vectors + (u * n);
            for (var i = 0; i < n; i++)
            {
                weighted[i] = weight[i] * vector[i];
            }

            LaneProducts<T>.Multiply(tables + model.Basis, padded, n, weighted, Parts + (u * padded));
            SmallCholesky<T>.Forward(p, system.Factor, Parts + (u * padded));
            cross[u] = LaneSystem<T>.Dot(weighted, system.Residual, 0, n);
            for (var v = 0; v <= u; v++, e++)
            {
                whole[u] = LaneSystem<T>.Dot(weighted, vectors + (v * n), 0, n);
                gram[e] = whole[u] - LaneSystem<T>.Dot(Parts + (u * padded), Parts + (v * padded), 0, p);
            }
        }

        Amplitudes(columns);
        return Squares(weight, columns);
    }

    /// <summary>
    /// The Cholesky factor of the normal matrix of columns and parameters without the base model, derivatives scaled by their columns' amplitudes.
    /// </summary>
    /// <param name="into">Receives the factor; shape (entry of columns, then parameters).</param>
    /// <returns>Mask of the lanes where columns and parameters can be told apart.</returns>
    public T FactorAll(T* into)
    {
        var (columns, size) = (source.Columns, source.Columns + source.Parameters);
        for (var (u, e) = (0, 0); u < size; u++)
        {
            for (var v = 0; v <= u; v++, e++)
            {
                into[e] = gram[e] * ScaleOf(u, columns) * ScaleOf(v, columns);
            }
        }

        return SmallCholesky<T>.Factor(size, into, T.Splat((float)TimeModelFit.LeastInformation));
    }

    /// <summary>What a derivative's or column's vector is multiplied by.</summary>
    public T ScaleOf(int vector, int columns) => vector < columns ? T.Splat(1) : Amplitude[source.ColumnOf(vector - columns)];

    /// <summary>Takes the columns off the base model's solution and leaves the residuals of both.</summary>
    /// <param name="value">The values; shape (date).</param>
    public void Finish(T* value)
    {
        var (n, columns) = (model.Dates, source.Columns);
        TakeOff();
        for (var i = 0; i < n; i++)
        {
            var rest = value[i];
            for (var m = 0; m < columns; m++)
            {
                rest -= Amplitude[m] * vectors[(m * n) + i];
            }

            weighted[i] = rest;
        }

        system.Subtract(weighted);
    }

    /// <summary>Takes the columns' parts off the base model's solution.</summary>
    public void TakeOff()
    {
        for (var j = 0; j < model.Coefficients; j++)
        {
            system.Solution[j] -= inside[j];
        }
    }

    /// <summary>Gives the base model back its solution without the columns.</summary>
    public void PutBack()
    {
        for (var j = 0; j < model.Coefficients; j++)
        {
            system.Solution[j] += inside[j];
        }
    }

    /// <summary>Number of columns whose amplitude is a change of the rate.</summary>
    public int Shifts => source.Parameters;

    /// <summary>Sum of squared residuals of base model and columns without weights, square metres.</summary>
    public T PlainSquares(T* weight)
    {
        var (zero, sum) = (T.Splat(0), T.Splat(0));
        for (var i = 0; i < model.Dates; i++)
        {
            var e = T.Less(zero, weight[i]) & residual[i];
            sum = T.Fma(T.Splat(tables[model.InverseWeights + i]) * e, e, sum);
        }

        return sum;
    }

    private static int StateLength(int parameters) => (3 * (parameters * (parameters + 1) / 2)) + (4 * parameters);

    /// <summary>Residuals of base model and columns, and the sum of their squares.</summary>
    private T Squares(T* weight, int columns)
    {
        var (n, p, padded) = (model.Dates, model.Coefficients, RowTable.Padded(model.Coefficients));
        for (var j = 0; j < p; j++)
        {
            inside[j] = T.Splat(0);
            for (var m = 0; m < columns; m++)
            {
                inside[j] = T.Fma(Amplitude[m], Parts[(m * padded) + j], inside[j]);
            }
        }

        SmallCholesky<T>.Backward(p, system.Factor, inside);
        LaneProducts<T>.Multiply(tables + model.ByDate, RowTable.Padded(n), p, inside, residual);
        var sum = T.Splat(0);
        for (var i = 0; i < n; i++)
        {
            var rest = system.Residual[i] + residual[i];
            for (var m = 0; m < columns; m++)
            {
                rest -= Amplitude[m] * vectors[(m * n) + i];
            }

            residual[i] = rest;
            sum = T.Fma(weight[i] * rest, rest, sum);
        }

        return sum;
    }

    private void Scale(int size)
    {
        if (!model.IsWeighted)
        {
            return;
        }

        for (var u = 0; u < size; u++)
        {
            for (var i = 0; i < model.Dates; i++)
            {
                vectors[(u * model.Dates) + i] *= T.Splat(tables[model.RootWeights + i]);
            }
        }
    }

    /// <summary>Amplitudes from the products of the columns; a column that the base model holds gains nothing.</summary>
    private void Amplitudes(int columns)
    {
        var entries = columns * (columns + 1) / 2;
        for (var e = 0; e < entries; e++)
        {
            factor[e] = gram[e];
        }

        var regular = SmallCholesky<T>.Factor(columns, factor, T.Splat(1e-5f));
        for (var m = 0; m < columns; m++)
        {
            Amplitude[m] = cross[m];
            regular &= T.Less(T.Splat(LeastLeft) * whole[m], gram[(m * (m + 1) / 2) + m]);
        }

        SmallCholesky<T>.Forward(columns, factor, Amplitude);
        SmallCholesky<T>.Backward(columns, factor, Amplitude);
        for (var m = 0; m < columns; m++)
        {
            Amplitude[m] &= regular;
        }
    }

    /// <summary>Kaufman's normal equations of the parameters.</summary>
    private void Normal(T* weight, T* hessian, T* slope)
    {
        var (n, columns, count) = (model.Dates, source.Columns, source.Parameters);
        for (var k = 0; k < count; k++)
        {
            var vector = vectors + ((columns + k) * n);
            for (var i = 0; i < n; i++)
            {
                weighted[i] = weight[i] * residual[i];
            }

            slope[k] = Amplitude[source.ColumnOf(k)] * LaneSystem<T>.Dot(vector, weighted, 0, n);
        }

        var side = weighted;
        for (var (k, e) = (0, 0); k < count; k++)
        {
            var row = side + (k * columns);
            var start = (columns + k) * (columns + k + 1) / 2;
            for (var m = 0; m < columns; m++)
            {
                row[m] = gram[start + m];
            }

            var scale = Amplitude[source.ColumnOf(k)];
            SmallCholesky<T>.Forward(columns, factor, row);
            for (var l = 0; l <= k; l++, e++)
            {
                hessian[e] = scale * Amplitude[source.ColumnOf(l)] * (gram[start + columns + l] - LaneSystem<T>.Dot(row, side + (l * columns), 0, columns));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Damp(int count, T* hessian, T* slope, T damping, T* damped, T* step)
    {
        for (var (k, e) = (0, 0); k < count; k++)
        {
            step[k] = slope[k];
            for (var l = 0; l <= k; l++, e++)
            {
                damped[e] = l == k ? T.Fma(damping, T.Abs(hessian[e]), hessian[e]) : hessian[e];
            }
        }

        var regular = SmallCholesky<T>.Factor(count, damped, T.Splat(1e-5f));
        SmallCholesky<T>.Forward(count, damped, step);
        SmallCholesky<T>.Backward(count, damped, step);
        for (var k = 0; k < count; k++)
        {
            step[k] &= regular;
        }
    }
}
