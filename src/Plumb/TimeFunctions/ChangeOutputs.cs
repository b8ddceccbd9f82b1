using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>The results of one block of lanes, in which each lane keeps those of the number of changes that the criterion likes best so far.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal readonly unsafe struct ChangeOutputs<T>
    where T : unmanaged, ILane<T>
{
    private readonly LaneModel<T> model;
    private readonly int most;
    private readonly int rateIndex;
    private readonly T* values;
    private readonly T* chosen;
    private readonly T* best;
    private readonly T* squares;
    private readonly T* plain;
    private readonly T* coefficients;
    private readonly T* rows;
    private readonly int length;

    public ChangeOutputs(LaneModel<T> model, int most, int rateIndex, T* memory)
    {
        this.model = model;
        this.most = most;
        this.rateIndex = rateIndex;
        values = memory;
        chosen = values + most + 1;
        best = chosen + 1;
        squares = best + 1;
        plain = squares + 1;
        coefficients = plain + 1;
        rows = coefficients + RowTable.Padded(model.Coefficients);
        length = (6 * most) + 2;
        End = rows + length;
    }

    /// <summary>End of the memory used.</summary>
    public readonly T* End;

    private T* Times => rows;

    private T* TimeSigma => rows + most;

    private T* Sizes => rows + (2 * most);

    private T* SizeSigma => rows + (3 * most);

    private T* Rates => rows + (4 * most);

    private T* RateSigma => rows + (5 * most) + 1;

    /// <summary>Working memory (unit: lanes).</summary>
    public static int LanesFor(LaneModel<T> model, int most) => most + 5 + RowTable.Padded(model.Coefficients) + (6 * most) + 2;

    /// <summary>Begins with nothing known.</summary>
    public void Clear()
    {
        new Span<T>(rows, length).Fill(T.Splat(float.NaN));
        new Span<T>(values, most + 1).Fill(T.Splat(float.PositiveInfinity));
        *best = T.Splat(float.PositiveInfinity);
        *chosen = T.Splat(0);
    }

    /// <summary>Takes note of a criterion's value; returns the mask of the lanes where it is the best so far.</summary>
    public T Offer(int changes, T value)
    {
        var better = T.Less(value, *best);
        values[changes] = value;
        *best = T.Select(better, value, *best);
        *chosen = T.Select(better, T.Splat(changes), *chosen);
        return better;
    }

    /// <summary>Keeps times, sizes and rates in the lanes of a mask.</summary>
    public void Merge(T where, int changes, int parameters, T* theta, in VariableProjection<T> projection, in ExtendedRows<T> extended, T variance)
    {
        var p = model.Coefficients;
        for (var k = 0; k < changes; k++)
        {
            Keep(where, Times + k, theta[k]);
            Keep(where, Sizes + k, projection.Amplitude[k]);
            Keep(where, SizeSigma + k, T.Sqrt(variance * extended.Product(p + k, p + k)));
            if (parameters > 0)
            {
                Keep(where, TimeSigma + k, T.Sqrt(variance * extended.Product(p + changes + k, p + changes + k)));
            }
        }

        // A rate is the sum of the first and the changes up to it.
        for (var phase = 0; phase <= (parameters > 0 ? changes : 0); phase++)
        {
            var sum = T.Splat(0);
            for (var a = 0; a <= phase; a++)
            {
                for (var b = 0; b <= phase; b++)
                {
                    sum += extended.Product(a == 0 ? rateIndex : p + a - 1, b == 0 ? rateIndex : p + b - 1);
                }
            }

            Keep(where, RateSigma + phase, T.Sqrt(variance * sum));
        }
    }

    /// <summary>Keeps the standard deviation of a change's time; that of a change of rate where it is larger than the one of least squares.</summary>
    public void MergeTimeSigma(T where, int change, T sigma, bool isStep) => Keep(where, TimeSigma + change, isStep ? sigma : T.Max(sigma, TimeSigma[change]));

    /// <summary>Keeps the base model's coefficients, the rates that follow, and the residuals' sums in the lanes of a mask; undoes the base solution's change.</summary>
    public void MergeCoefficients(T where, in LaneSystem<T> system, in VariableProjection<T> projection, T sum, in ChangeEngine<T>.Block block)
    {
        projection.TakeOff();
        var current = End;
        system.Coefficients(current);
        projection.PutBack();
        for (var j = 0; j < model.Coefficients; j++)
        {
            Keep(where, coefficients + j, current[j]);
        }

        var rate = current[rateIndex];
        Keep(where, Rates, rate);
        for (var k = 0; k < projection.Shifts; k++)
        {
            rate += projection.Amplitude[k];
            Keep(where, Rates + k + 1, rate);
        }

        Keep(where, squares, sum);
        Keep(where, plain, projection.PlainSquares(block.Weight));
    }

    /// <summary>Writes all lanes.</summary>
    public void Write(LaneWriter<T> write, int pixels, T count, in ChangeResult result)
    {
        var shares = T.Splat(0);
        for (var k = 0; k <= most; k++)
        {
            shares += T.Exp(T.Max(T.Splat(-60), T.Splat(-0.5f) * (values[k] - *best)));
        }

        write.Value(result.Count, *chosen);
        write.Value(result.Weight, T.Splat(1) / shares);
        write.Value(result.SquareSum, *squares);
        write.Value(result.ResidualRms, T.Sqrt(*plain / count));
        write.Always(result.DateCount, count);
        for (var k = 0; k < most; k++)
        {
            Row(write, result.Times, k, pixels, Times[k]);
            Row(write, result.TimeSigma, k, pixels, TimeSigma[k]);
            Row(write, result.Sizes, k, pixels, Sizes[k]);
            Row(write, result.SizeSigma, k, pixels, SizeSigma[k]);
        }

        for (var k = 0; k <= most; k++)
        {
            Row(write, result.Rates, k, pixels, Rates[k]);
            Row(write, result.RateSigma, k, pixels, RateSigma[k]);
        }

        for (var j = 0; j < model.Coefficients; j++)
        {
            Row(write, result.Coefficients, j, pixels, coefficients[j]);
        }
    }

    private static void Row(LaneWriter<T> write, Span<float> rows, int row, int pixels, T value)
    {
        if (!rows.IsEmpty)
        {
            write.Value(rows[(row * pixels)..], value);
        }
    }

    private static void Keep(T where, T* place, T value) => *place = T.Select(where, value, *place);
}
