using System.Numerics.Tensors;

namespace Plumb.Corrections;

/// <summary>
/// How much all dates together scatter over places once each place's own straight line is taken off, as in <see cref="DateScatter"/>, with a correction at some dates and not at
/// others. A date without it has the mean of the correction over the dates that have it, so that what the correction takes off all of them alike makes no step. It works on the
/// covariances of series and correction over the places, so that to try one more date is a few operations and no pass over the places.
/// </summary>
public sealed class LeftOutScatter
{
    private readonly int dates;
    private readonly double total;
    private readonly double[] cross;
    private readonly double[] own;
    private readonly double[] ownMade;
    private readonly double[] crossMade;
    private readonly double[] madeCross;
    private readonly Mode[] modes;
    private Sums sums;

    /// <summary>All dates with the correction.</summary>
    /// <param name="before">The series without it, metres; shape (place, date).</param>
    /// <param name="after">The series with it, metres; shape (place, date).</param>
    /// <param name="used">Which places count, at least two: their values are finite; shape (place).</param>
    /// <param name="days">The dates (UTC), ascending, at least two.</param>
    /// <exception cref="ArgumentException">Fewer than two places count.</exception>
    public LeftOutScatter(ReadOnlySpan<float> before, ReadOnlySpan<float> after, ReadOnlySpan<bool> used, IReadOnlyList<DateOnly> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        dates = days.Count;
        var (series, off) = Centred(before, after, used, dates);
        var degrees = series[0].Length - 1;
        (cross, own) = (new double[dates * dates], new double[dates * dates]);
        for (var i = 0; i < dates; i++)
        {
            for (var j = 0; j < dates; j++)
            {
                cross[(i * dates) + j] = TensorPrimitives.Dot<double>(series[i], off[j]) / degrees;
                own[(i * dates) + j] = j < i ? own[(j * dates) + i] : TensorPrimitives.Dot<double>(off[i], off[j]) / degrees;
            }
        }

        (ownMade, crossMade, madeCross) = (new double[dates], new double[dates], new double[dates]);
        for (var i = 0; i < dates; i++)
        {
            ownMade[i] = TensorPrimitives.Sum<double>(Row(own, i));
            crossMade[i] = TensorPrimitives.Sum<double>(Row(cross, i));
            TensorPrimitives.Add(madeCross, Row(cross, i), madeCross);
        }

        total = series.Sum(s => TensorPrimitives.SumOfSquares<double>(s) / degrees);
        modes = [.. Lines(days).Select(line => new Mode(line, series, degrees, this))];
        sums = new Sums(dates, Diagonal(cross), Diagonal(own), TensorPrimitives.Sum<double>(crossMade), TensorPrimitives.Sum<double>(ownMade));
    }

    /// <summary>Sum over the dates of their variances over the places, square metres.</summary>
    public double Total => Of(sums, modes.Select(m => m.Sums));

    /// <summary>The same with one more date left out, square metres.</summary>
    /// <param name="date">Index of a date that has the correction.</param>
    public double Without(int date) => Of(After(date), modes.Select(m => m.After(date, this)));

    /// <summary>Leaves a date out.</summary>
    /// <param name="date">Index of a date that has the correction.</param>
    public void LeaveOut(int date)
    {
        sums = After(date);
        foreach (var mode in modes)
        {
            mode.LeaveOut(date, this);
        }

        for (var i = 0; i < dates; i++)
        {
            ownMade[i] -= own[(i * dates) + date];
            crossMade[i] -= cross[(i * dates) + date];
            madeCross[i] -= cross[(date * dates) + i];
        }
    }

    /// <summary>Series and what the correction takes off them, a row for each date over the places that count, each less its mean.</summary>
    private static (double[][] Series, double[][] Off) Centred(ReadOnlySpan<float> before, ReadOnlySpan<float> after, ReadOnlySpan<bool> used, int dates)
    {
        var places = used.Count(true);
        if (places < 2)
        {
            throw new ArgumentException("Scatter over places needs two of them.", nameof(used));
        }

        var (series, off) = (new double[dates][], new double[dates][]);
        for (var date = 0; date < dates; date++)
        {
            (series[date], off[date]) = (new double[places], new double[places]);
            var k = 0;
            for (var place = 0; place < used.Length; place++)
            {
                if (used[place])
                {
                    var at = (place * dates) + date;
                    (series[date][k], off[date][k++]) = (before[at], (double)before[at] - after[at]);
                }
            }

            TensorPrimitives.Subtract(series[date], TensorPrimitives.Sum<double>(series[date]) / places, series[date]);
            TensorPrimitives.Subtract(off[date], TensorPrimitives.Sum<double>(off[date]) / places, off[date]);
        }

        return (series, off);
    }

    /// <summary>What a straight line in time is made of: a constant and a slope, orthonormal over the dates.</summary>
    private static IEnumerable<double[]> Lines(IReadOnlyList<DateOnly> days)
    {
        double[] slope = [.. days.Select(d => (double)d.DayNumber)];
        TensorPrimitives.Subtract(slope, TensorPrimitives.Sum<double>(slope) / slope.Length, slope);
        TensorPrimitives.Divide(slope, TensorPrimitives.Norm<double>(slope), slope);
        return [[.. slope.Select(_ => 1 / Math.Sqrt(slope.Length))], slope];
    }

    private Span<double> Row(double[] matrix, int row) => matrix.AsSpan(row * dates, dates);

    private double Diagonal(double[] matrix) => Enumerable.Range(0, dates).Sum(i => matrix[i * (dates + 1)]);

    /// <summary>With B and C series and correction, w one where it is made, n their number: the trace of cov(B - w (C - mean of C over w)), less what the lines take of it.</summary>
    private double Of(Sums all, IEnumerable<ModeSums> lines)
    {
        var share = all.Made == 0 ? 0 : 1.0 / all.Made;
        var trace = total - (2 * (all.CrossDiagonal - (all.Cross * share))) + all.OwnDiagonal - (all.Own * share);
        return trace - lines.Sum(m => m.Series - (2 * (m.Cross - (m.Sum * m.CrossMade * share))) + m.Own - (2 * m.Sum * m.OwnMade * share) + (m.Sum * m.Sum * all.Own * share * share));
    }

    private Sums After(int date)
    {
        var (diagonal, crossed) = (own[date * (dates + 1)], cross[date * (dates + 1)]);
        return new Sums(
            sums.Made - 1, sums.CrossDiagonal - crossed, sums.OwnDiagonal - diagonal, sums.Cross - crossMade[date] - madeCross[date] + crossed, sums.Own - (2 * ownMade[date]) + diagonal);
    }

    /// <summary>Number of dates with the correction; traces over them of cov(B, C) and cov(C); sums over them of all entries of both.</summary>
    private readonly record struct Sums(int Made, double CrossDiagonal, double OwnDiagonal, double Cross, double Own);

    /// <summary>For a line u, with v = u where the correction is made: u'cov(B)u, u'cov(B, C)v, u'cov(B, C)w, v'cov(C)v, v'cov(C)w and the sum of v.</summary>
    private readonly record struct ModeSums(double Series, double Cross, double CrossMade, double Own, double OwnMade, double Sum);

    private sealed class Mode
    {
        private readonly double[] line;
        private readonly double[] lineCross;
        private readonly double[] ownLine;

        public Mode(double[] line, double[][] series, int degrees, LeftOutScatter of)
        {
            this.line = line;
            (lineCross, ownLine) = (new double[line.Length], new double[line.Length]);
            var along = new double[series[0].Length];
            for (var i = 0; i < line.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(series[i], line[i], along, along);
                TensorPrimitives.MultiplyAdd(of.Row(of.cross, i), line[i], lineCross, lineCross);
                ownLine[i] = TensorPrimitives.Dot<double>(of.Row(of.own, i), line);
            }

            Sums = new ModeSums(
                TensorPrimitives.SumOfSquares<double>(along) / degrees, TensorPrimitives.Dot<double>(lineCross, line), TensorPrimitives.Sum<double>(lineCross),
                TensorPrimitives.Dot<double>(ownLine, line), TensorPrimitives.Sum<double>(ownLine), TensorPrimitives.Sum<double>(line));
        }

        public ModeSums Sums { get; private set; }

        public ModeSums After(int date, LeftOutScatter of)
        {
            var (u, diagonal) = (line[date], of.own[date * (of.dates + 1)]);
            return new ModeSums(
                Sums.Series, Sums.Cross - (u * lineCross[date]), Sums.CrossMade - lineCross[date], Sums.Own - (2 * u * ownLine[date]) + (u * u * diagonal),
                Sums.OwnMade - (u * of.ownMade[date]) - ownLine[date] + (u * diagonal), Sums.Sum - u);
        }

        public void LeaveOut(int date, LeftOutScatter of)
        {
            Sums = After(date, of);
            for (var i = 0; i < line.Length; i++)
            {
                ownLine[i] -= line[date] * of.own[(i * of.dates) + date];
            }
        }
    }
}
