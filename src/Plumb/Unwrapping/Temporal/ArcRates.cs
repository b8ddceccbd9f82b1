namespace Plumb.Unwrapping.Temporal;

/// <summary>
/// The models that are tried on the differences of two pixels over time: a constant rate and, where baselines are known and differ, an error of height. Their
/// phase is taken off before differences are averaged or unwrapped in time (Pepe and Lanari 2006, doi:10.1109/TGRS.2006.873207, equation 9).
/// </summary>
internal sealed class ArcRates
{
    private const int MostRates = 257;
    private const int Heights = 2;

    /// <summary>The models for some differences.</summary>
    /// <param name="days">Time between the dates of each, days.</param>
    /// <param name="baselines">Perpendicular baseline of each, metres; NaN or nothing where unknown.</param>
    internal ArcRates(double[] days, double[]? baselines)
    {
        // A quarter of half a cycle over the longest time from one rate to the next; half a cycle over the shortest time at most.
        var (shortest, longest) = (days.Min(), days.Max());
        var each = Math.Min((int)Math.Ceiling(4 * longest / shortest), MostRates / 2);
        var spacing = Math.PI / 4 / longest;
        var rates = Enumerable.Range(-each, (2 * each) + 1).Select(j => j * spacing).Where(v => Math.Abs(v) * shortest < Math.PI).OrderBy(Math.Abs).ToArray();
        Days = Array.ConvertAll(days, d => (float)d);
        var farthest = baselines is null || baselines.Any(b => !double.IsFinite(b)) ? 0 : baselines.Max(Math.Abs);
        Baselines = farthest > 1 ? Array.ConvertAll(baselines!, b => (float)b) : new float[days.Length];
        var heights = farthest > 1 ? Enumerable.Range(-Heights, (2 * Heights) + 1).Select(j => j * Math.PI / 4 / farthest).OrderBy(Math.Abs).ToArray() : [0.0];
        Models = [.. from v in rates from z in heights select ((float)v, (float)z)];
        Cosine = new float[Models.Length * days.Length];
        Sine = new float[Cosine.Length];
        for (var m = 0; m < Models.Length; m++)
        {
            for (var k = 0; k < days.Length; k++)
            {
                var (sine, cosine) = Math.SinCos(PhaseOf(m, k));
                (Sine[(m * days.Length) + k], Cosine[(m * days.Length) + k]) = ((float)sine, (float)cosine);
            }
        }
    }

    /// <summary>Rates, radian a day, and heights, radian a metre of baseline; those nearest to nothing first.</summary>
    internal (float Rate, float Height)[] Models { get; }

    /// <summary>Time of each difference, days.</summary>
    internal float[] Days { get; }

    /// <summary>Baseline of each difference, metres; 0 where unknown.</summary>
    internal float[] Baselines { get; }

    /// <summary>Cosine of the phase of each model; shape (model, difference).</summary>
    internal float[] Cosine { get; }

    /// <summary>Its sine; shape (model, difference).</summary>
    internal float[] Sine { get; }

    /// <summary>Phase of a model in a difference, radian.</summary>
    internal double PhaseOf(int model, int difference) => ((double)Models[model].Rate * Days[difference]) + ((double)Models[model].Height * Baselines[difference]);
}
