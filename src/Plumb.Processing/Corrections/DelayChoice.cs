namespace Plumb.Processing.Corrections;

/// <summary>
/// Which of several corrections to take at each date, or none, so that the sum over the dates of the variance over steady ground is least. All dates are relative to the first and
/// share each place's line, so no date can be chosen alone: dates are gone through in turn until no change gains, which is a least value that no single change betters.
/// </summary>
internal static class DelayChoice
{
    private const int MostRounds = 10;

    /// <summary>The choice: index of the trial, -1 for none; shape (date).</summary>
    /// <param name="trials">Each correction tried on the same places.</param>
    /// <param name="dates">Number of dates (count).</param>
    public static int[] Of(IReadOnlyList<CorrectionTrial> trials, int dates)
    {
        var choice = new int[dates];
        Array.Fill(choice, -1);
        var best = Cost(trials, choice);
        for (var member = 0; member < trials.Count; member++)
        {
            // The best of all for all dates is where to begin.
            var all = new int[dates];
            Array.Fill(all, member);
            if (Cost(trials, all) is var cost && cost < best)
            {
                (best, choice) = (cost, all);
            }
        }

        var changed = true;
        for (var round = 0; round < MostRounds && changed; round++)
        {
            changed = false;
            for (var date = 0; date < dates; date++)
            {
                var kept = choice[date];
                for (var member = -1; member < trials.Count; member++)
                {
                    var before = choice[date];
                    choice[date] = member;
                    var cost = Cost(trials, choice);
                    if (cost < best * (1 - 1e-6))
                    {
                        best = cost;
                    }
                    else
                    {
                        choice[date] = before;
                    }
                }

                changed |= choice[date] != kept;
            }
        }

        return choice;
    }

    private static double Cost(IReadOnlyList<CorrectionTrial> trials, int[] choice) =>
        CorrectionTrial.WithChoice(trials, choice).Where(double.IsFinite).Sum(v => v * v);
}
