using Plumb.Corrections;

namespace Plumb.Processing.Corrections;

/// <summary>A correction tried on the places of the evidence, with any dates left out.</summary>
internal sealed class CorrectionTrial
{
    private readonly float[] before;
    private readonly float[] after;
    private readonly bool[] used;
    private readonly IReadOnlyList<DateOnly> dates;

    /// <summary>A trial.</summary>
    /// <param name="before">The series without the correction, metres; shape (place, date).</param>
    /// <param name="after">The series with it, metres; shape (place, date).</param>
    /// <param name="used">Which places count; shape (place).</param>
    /// <param name="dates">The dates.</param>
    public CorrectionTrial(float[] before, float[] after, bool[] used, IReadOnlyList<DateOnly> dates)
    {
        (this.before, this.after, this.used, this.dates) = (before, after, used, dates);
        Before = DateScatter.Deviations(before, used, dates);
    }

    /// <summary>Standard deviation of each date without the correction, metres; shape (date).</summary>
    public IReadOnlyList<double> Before { get; }

    /// <summary>Standard deviation of each date with the correction, metres; shape (date).</summary>
    /// <param name="left">Dates that are left out; shape (date).</param>
    public IReadOnlyList<double> With(bool[] left)
    {
        var series = new float[before.Length];
        var made = left.Count(l => !l);
        for (var start = 0; start < series.Length; start += left.Length)
        {
            // Of the correction as made at every date, its own value at the first date is already taken off.
            var mean = 0f;
            for (var date = 0; date < left.Length; date++)
            {
                mean += left[date] ? 0 : (before[start + date] - after[start + date]) / made;
            }

            for (var date = 0; date < left.Length; date++)
            {
                series[start + date] = (left[date] ? before[start + date] - mean : after[start + date]) + (left[0] ? mean : 0);
            }
        }

        return DateScatter.Deviations(series, used, dates);
    }

    /// <summary>
    /// Standard deviation of each date with one of several corrections at each, metres; shape (date). Each correction counts relative to its own mean over the dates: what is the
    /// same at all dates differs from one to the other.
    /// </summary>
    /// <param name="trials">Corrections tried on the same places of the same series.</param>
    /// <param name="choice">Index of the trial at each date, -1 for none; shape (date).</param>
    public static IReadOnlyList<double> WithChoice(IReadOnlyList<CorrectionTrial> trials, int[] choice)
    {
        var (any, count) = (trials[0], choice.Length);
        var series = new float[any.before.Length];
        var mean = new float[trials.Count];
        for (var start = 0; start < series.Length; start += count)
        {
            for (var member = 0; member < mean.Length; member++)
            {
                mean[member] = 0;
                for (var date = 0; date < count; date++)
                {
                    mean[member] += trials[member].Off(start + date) / count;
                }
            }

            var first = choice[0] < 0 ? 0 : trials[choice[0]].Off(start) - mean[choice[0]];
            for (var date = 0; date < count; date++)
            {
                var own = choice[date] < 0 ? 0 : trials[choice[date]].Off(start + date) - mean[choice[date]];
                series[start + date] = any.before[start + date] - own + first;
            }
        }

        return DateScatter.Deviations(series, any.used, any.dates);
    }

    /// <summary>
    /// The dates to leave out: of those that scatter more with the correction than without it, one at a time the one without whose correction all dates together scatter
    /// least, while that gains anything. What is left out bends the line that is taken off all dates, so that a date alone tells nothing.
    /// </summary>
    public bool[] LeaveOutHarm()
    {
        var left = new bool[dates.Count];
        if (used.Count(u => u) < 2)
        {
            return left;
        }

        var scatter = new LeftOutScatter(before, after, used, dates);
        while (true)
        {
            var (with, best, least) = (With(left), -1, scatter.Total);
            for (var date = 0; date < left.Length; date++)
            {
                if (!left[date] && with[date] > CorrectionReport.HarmRatio * Before[date] && scatter.Without(date) is var without && without < least)
                {
                    (best, least) = (date, without);
                }
            }

            if (best < 0)
            {
                return left;
            }

            left[best] = true;
            scatter.LeaveOut(best);
        }
    }

    private float Off(int at) => before[at] - after[at];
}
