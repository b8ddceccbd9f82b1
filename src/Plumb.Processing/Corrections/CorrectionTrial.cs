using Plumb.Corrections;

namespace Plumb.Processing.Corrections;

/// <summary>A correction tried on the places of the evidence, with any dates left out.</summary>
internal sealed class CorrectionTrial
{
    private readonly float[] before;
    private readonly float[] after;
    private readonly float[] firstOnly;
    private readonly bool[] used;
    private readonly int columns;
    private readonly IReadOnlyList<DateOnly> dates;

    /// <summary>A trial.</summary>
    /// <param name="before">The series without the correction, metres; shape (place, date).</param>
    /// <param name="after">The series with it, metres; shape (place, date).</param>
    /// <param name="firstOnly">The series with what belongs to the first date alone taken off, metres; shape (place, date).</param>
    /// <param name="used">Which places count; shape (place).</param>
    /// <param name="columns">Columns of the places (count).</param>
    /// <param name="dates">The dates.</param>
    public CorrectionTrial(float[] before, float[] after, float[] firstOnly, bool[] used, int columns, IReadOnlyList<DateOnly> dates)
    {
        (this.before, this.after, this.firstOnly, this.used, this.columns, this.dates) = (before, after, firstOnly, used, columns, dates);
        Before = new DateScatter(before, used, columns, dates).StandardDeviation;
    }

    /// <summary>Standard deviation of each date without the correction, metres; shape (date).</summary>
    public IReadOnlyList<double> Before { get; }

    /// <summary>Standard deviation of each date with the correction, metres; shape (date).</summary>
    /// <param name="left">Dates that are left out; shape (date).</param>
    public IReadOnlyList<double> With(bool[] left)
    {
        var series = new float[before.Length];
        for (var at = 0; at < series.Length; at++)
        {
            var date = at % left.Length;
            series[at] = (left[0], left[date]) switch
            {
                (false, false) => after[at],
                (false, true) => firstOnly[at],
                (true, false) => after[at] - (firstOnly[at] - before[at]),
                (true, true) => before[at],
            };
        }

        return new DateScatter(series, used, columns, dates).StandardDeviation;
    }

    /// <summary>Standard deviation of each date with one of several corrections at each, metres; shape (date).</summary>
    /// <param name="trials">Corrections tried on the same places of the same series.</param>
    /// <param name="choice">Index of the trial at each date, -1 for none; shape (date).</param>
    public static IReadOnlyList<double> WithChoice(IReadOnlyList<CorrectionTrial> trials, int[] choice)
    {
        var any = trials[0];
        var series = new float[any.before.Length];
        var first = choice[0] < 0 ? null : trials[choice[0]];
        for (var at = 0; at < series.Length; at++)
        {
            var date = at % choice.Length;
            var own = choice[date] < 0 ? null : trials[choice[date]];
            series[at] = date == 0
                ? any.before[at]
                : (own is null ? any.before[at] : own.after[at] - (own.firstOnly[at] - own.before[at])) + (first is null ? 0 : first.firstOnly[at] - first.before[at]);
        }

        return new DateScatter(series, any.used, any.columns, any.dates).StandardDeviation;
    }

    /// <summary>
    /// The dates to leave out so that none scatters more with the correction than without it: the worst first and one at a time, because a wrong date bends the line that is
    /// taken off all others.
    /// </summary>
    public bool[] LeaveOutHarm()
    {
        var left = new bool[dates.Count];
        for (var turn = 0; turn < left.Length; turn++)
        {
            var with = With(left);
            int[] harmed = [.. Enumerable.Range(0, left.Length).Where(i => !left[i] && with[i] > CorrectionReport.HarmRatio * Before[i])];
            if (harmed.Length == 0)
            {
                break;
            }

            // What a wrong date adds to the others is less than what it adds to itself, but may be much where these scatter little.
            var worst = harmed.MaxBy(i => (with[i] * with[i]) - (Before[i] * Before[i]));
            left[worst] = true;
        }

        return left;
    }
}
