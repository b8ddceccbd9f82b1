using System.Globalization;

namespace Plumb.Processing.Corrections;

/// <summary>Judges a correction from how much the dates scatter over steady ground with and without it.</summary>
internal static class CorrectionJudge
{
    /// <summary>Leaves a correction out at the dates that it makes worse.</summary>
    /// <returns>Why it is left out altogether; null where it is not.</returns>
    public static string? WhyNot(CorrectionScene scene, AppliedCorrection correction)
    {
        if (!Array.Exists(scene.Steady, s => s))
        {
            return null;
        }

        var trial = CorrectionEvidence.Try(scene, correction);
        var left = trial.LeaveOutHarm();
        var with = trial.With(left);
        int[] made = [.. Enumerable.Range(0, left.Length).Where(i => !left[i] && double.IsFinite(with[i]))];

        // That a few dates are better for it is chance.
        if (2 * made.Length < left.Length || !(made.Sum(i => with[i] * with[i]) < made.Sum(i => trial.Before[i] * trial.Before[i])))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"It gains nothing: the dates scatter by {Rms(trial.Before) * 1000:0.0} mm over steady ground without it and by {Rms(trial.With(new bool[left.Length])) * 1000:0.0} mm with it, and at {left.Count(l => l)} of {left.Length} dates it does harm. corrections.insist: true makes it all the same.");
        }

        correction.LeaveOut(left);
        var dates = scene.Dates.Where((_, i) => left[i]).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        correction.Prepared.Notes =
        [
            .. correction.Prepared.Notes,
            dates.Count == 0
                ? "It makes no date worse."
                : $"Left out at {dates.Count} of {scene.Dates.Count} dates that it makes worse: {string.Join(", ", dates.Take(12))}{(dates.Count > 12 ? " and others" : "")}.",
        ];
        return null;
    }

    private static double Rms(IReadOnlyList<double> values) => Math.Sqrt(values.Where(double.IsFinite).Select(v => v * v).DefaultIfEmpty(double.NaN).Average());
}
