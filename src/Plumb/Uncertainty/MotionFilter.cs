using System.Numerics;

namespace Plumb.Uncertainty;

/// <summary>
/// Takes slow motion off a series, so that what is left is the noise of its dates: the residual about a constant, a straight line and half waves up to a sixth of
/// the number of dates, r = P x with the projection P = I - Q Q'. Motion of mines and aquifers is smooth over a few dates and goes; atmosphere is new at each date and
/// mostly stays. As P also removes constants, displacement relative to the first date serves as well as the field of each date by itself, the first included.
/// Immutable and safe for threads.
/// </summary>
public sealed class MotionFilter
{
    private const int LeastDates = 5;
    private const int MostWaves = 12;
    private const int Iterations = 60;
    private readonly double[] basis;
    private readonly double[] termsOfDate;

    /// <summary>The filter of dates.</summary>
    /// <param name="years">Times, years, ascending; shape (date).</param>
    /// <exception cref="RequestException">There are fewer than two dates.</exception>
    public MotionFilter(IReadOnlyList<double> years)
    {
        ArgumentNullException.ThrowIfNull(years);
        Dates = years.Count;
        if (Dates < 2)
        {
            throw new RequestException("The series has fewer than two dates; the noise of its dates cannot be told.");
        }

        var length = years[^1] - years[0];
        var functions = new List<Func<double, double>> { _ => 1 };
        if (Dates >= LeastDates)
        {
            functions.Add(t => t);
            for (var k = 1; k <= Math.Min(MostWaves, Dates / 6); k++)
            {
                var waves = k;
                functions.Add(t => Math.Cos(Math.PI * waves * t / length));
            }
        }

        Terms = functions.Count;
        var rows = Orthonormal([.. functions.Select(f => years.Select(t => f(t - years[0])).ToArray())]);

        // A vector's length more, so that the last dates can be read as a whole one; the same numbers once more with the terms of a date side by side.
        basis = [.. rows, .. new double[Vector<double>.Count]];
        var stride = (Terms + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        termsOfDate = new double[stride * Dates];
        for (var i = 0; i < termsOfDate.Length; i++)
        {
            termsOfDate[i] = i % stride < Terms ? rows[(i % stride * Dates) + (i / stride)] : 0;
        }
    }

    /// <summary>Number of dates (count).</summary>
    public int Dates { get; }

    /// <summary>Number of terms that are taken off (count).</summary>
    public int Terms { get; }

    /// <summary>Element of the projection P (pure number): what the value at one date does to the residual at another.</summary>
    /// <param name="residual">Index of the date of the residual.</param>
    /// <param name="value">Index of the date of the value.</param>
    public double Projection(int residual, int value)
    {
        var sum = residual == value ? 1.0 : 0.0;
        for (var k = 0; k < Terms; k++)
        {
            sum -= basis[(k * Dates) + residual] * basis[(k * Dates) + value];
        }

        return sum;
    }

    /// <summary>Replaces a series by its residual.</summary>
    /// <param name="series">In: displacement, metres (or any unit); out: residual, the same unit; shape (date).</param>
    public void Apply(Span<float> series)
    {
        // Term beside term, then date beside date, so that each sum runs in its own order whatever the width of a vector.
        var width = Vector<double>.Count;
        Span<double> values = stackalloc double[termsOfDate.Length / Dates];
        Span<double> motion = stackalloc double[width];
        values.Clear();
        for (var i = 0; i < Dates; i++)
        {
            var value = new Vector<double>(series[i]);
            var terms = termsOfDate.AsSpan(i * values.Length, values.Length);
            for (var k = 0; k < values.Length; k += width)
            {
                (new Vector<double>(values[k..]) + (new Vector<double>(terms[k..]) * value)).CopyTo(values[k..]);
            }
        }

        for (var i = 0; i < Dates; i += width)
        {
            var sum = Vector<double>.Zero;
            for (var k = 0; k < Terms; k++)
            {
                sum += new Vector<double>(values[k]) * new Vector<double>(basis.AsSpan((k * Dates) + i));
            }

            sum.CopyTo(motion);
            for (var lane = 0; lane < Math.Min(width, Dates - i); lane++)
            {
                series[i + lane] -= (float)motion[lane];
            }
        }
    }

    /// <summary>
    /// Variances of the dates behind the mean squares of residuals. With dates that are independent of each other, E[r_i^2] = sum over j of P_ij^2 s_j; solved for
    /// s that are not negative by multiplicative steps (Richardson 1972, Lucy 1974), so that a date's share that the filter took is given back.
    /// </summary>
    /// <param name="squares">Mean squares of the residuals by date, any squared unit, not negative; shape (date).</param>
    /// <param name="variances">Receives the variances by date, the same unit; shape (date).</param>
    public void Unmix(ReadOnlySpan<double> squares, Span<double> variances)
    {
        var mix = new double[Dates * Dates];
        var columns = new double[Dates];
        var (all, given) = (0.0, 0.0);
        for (var i = 0; i < Dates; i++)
        {
            given += squares[i];
            for (var j = 0; j < Dates; j++)
            {
                var p = Projection(i, j);
                mix[(i * Dates) + j] = p * p;
                columns[j] += p * p;
                all += p * p;
            }
        }

        variances[..Dates].Fill(all > 0 ? given / all : 0);
        var ratio = new double[Dates];
        for (var iteration = 0; iteration < Iterations && given > 0; iteration++)
        {
            for (var i = 0; i < Dates; i++)
            {
                var told = 0.0;
                for (var j = 0; j < Dates; j++)
                {
                    told += mix[(i * Dates) + j] * variances[j];
                }

                ratio[i] = told > 0 ? squares[i] / told : 0;
            }

            for (var j = 0; j < Dates; j++)
            {
                var sum = 0.0;
                for (var i = 0; i < Dates; i++)
                {
                    sum += mix[(i * Dates) + j] * ratio[i];
                }

                variances[j] *= columns[j] > 0 ? sum / columns[j] : 0;
            }
        }
    }

    /// <summary>Gram and Schmidt, twice for accuracy; shape (term, date).</summary>
    private static double[] Orthonormal(double[][] functions)
    {
        var dates = functions[0].Length;
        var rows = new double[functions.Length * dates];
        for (var k = 0; k < functions.Length; k++)
        {
            var row = rows.AsSpan(k * dates, dates);
            functions[k].CopyTo(row);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var m = 0; m < k; m++)
                {
                    var other = rows.AsSpan(m * dates, dates);
                    var dot = System.Numerics.Tensors.TensorPrimitives.Dot<double>(row, other);
                    for (var i = 0; i < dates; i++)
                    {
                        row[i] -= dot * other[i];
                    }
                }

                var norm = System.Numerics.Tensors.TensorPrimitives.Norm<double>(row);
                System.Numerics.Tensors.TensorPrimitives.Divide(row, norm, row);
            }
        }

        return rows;
    }
}
