using System.Numerics;

namespace Plumb.Corrections;

/// <summary>
/// Second moments of the values of every two dates over many places, sum of n x_s x_t / sum of n: from them the scatter of any fixed combination of
/// dates follows without looking at the places again. Not safe for threads.
/// </summary>
public sealed class DateMoments
{
    private readonly double[] sums;
    private double weight;

    /// <summary>Moments without any place.</summary>
    /// <param name="dates">Number of dates (count).</param>
    public DateMoments(int dates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dates, 1);
        Dates = dates;
        sums = new double[dates * dates];
    }

    /// <summary>Number of dates (count).</summary>
    public int Dates { get; }

    /// <summary>Number of places added (count).</summary>
    public int Places { get; private set; }

    /// <summary>Adds one place.</summary>
    /// <param name="values">Displacement at each date, metres, no NaN; shape (date).</param>
    /// <param name="pixels">How much the place counts: its number of pixels (count), positive.</param>
    public void Add(ReadOnlySpan<double> values, double pixels)
    {
        if (values.Length != Dates)
        {
            throw new ArgumentException($"{values.Length} values for {Dates} dates.", nameof(values));
        }

        for (var s = 0; s < Dates; s++)
        {
            var scaled = pixels * values[s];
            var row = sums.AsSpan(s * Dates, s + 1);
            var t = 0;
            for (; t <= row.Length - Vector<double>.Count; t += Vector<double>.Count)
            {
                (new Vector<double>(row[t..]) + (new Vector<double>(scaled) * new Vector<double>(values[t..]))).CopyTo(row[t..]);
            }

            for (; t < row.Length; t++)
            {
                row[t] += scaled * values[t];
            }
        }

        weight += pixels;
        Places++;
    }

    /// <summary>The moments, square metres; shape (date, date), symmetric; zero without places.</summary>
    public double[] Matrix()
    {
        var matrix = new double[Dates * Dates];
        for (var s = 0; s < Dates && weight > 0; s++)
        {
            for (var t = 0; t <= s; t++)
            {
                matrix[(s * Dates) + t] = matrix[(t * Dates) + s] = sums[(s * Dates) + t] / weight;
            }
        }

        return matrix;
    }
}
