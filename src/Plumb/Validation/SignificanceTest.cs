namespace Plumb.Validation;

/// <summary>A test of significance: what it asks, what it assumes and what it says.</summary>
/// <param name="Name">Name of the test.</param>
/// <param name="Question">What is asked, as the hypothesis that is tried to be refuted.</param>
/// <param name="Assumes">What must hold for the probability to mean anything.</param>
/// <param name="Statistic">The statistic, pure number; NaN where there are too few values.</param>
/// <param name="Freedom">Degrees of freedom, pure number.</param>
/// <param name="SecondFreedom">Degrees of freedom of the second sample, pure number; NaN where there is none.</param>
/// <param name="Probability">Probability of a statistic at least so extreme if the hypothesis holds, 0 to 1, pure number.</param>
public sealed record SignificanceTest(string Name, string Question, string Assumes, double Statistic, double Freedom, double SecondFreedom, double Probability)
{
    /// <summary>Whether the hypothesis is refuted at one in twenty.</summary>
    public bool IsRefuted => Probability < 0.05;

    /// <summary>The tests of radar against stations, each station one value: paired t, F of the variances, Welch's t.</summary>
    /// <param name="radar">The radar's values, in any unit; shape (station).</param>
    /// <param name="ground">The stations' values in the same unit; shape (station).</param>
    /// <param name="what">What the values are, such as "rates".</param>
    public static IReadOnlyList<SignificanceTest> Of(IReadOnlyList<double> radar, IReadOnlyList<double> ground, string what)
    {
        ArgumentNullException.ThrowIfNull(radar);
        ArgumentNullException.ThrowIfNull(ground);
        return [PairedT(radar, ground, what), FTest(radar, ground, what), Welch(radar, ground, what)];
    }

    /// <summary>Whether the mean of the differences is zero (Student 1908).</summary>
    /// <param name="radar">The radar's values, in any unit; shape (station).</param>
    /// <param name="ground">The stations' values in the same unit; shape (station).</param>
    /// <param name="what">What the values are.</param>
    public static SignificanceTest PairedT(IReadOnlyList<double> radar, IReadOnlyList<double> ground, string what)
    {
        ArgumentNullException.ThrowIfNull(radar);
        var differences = radar.Zip(ground, (r, g) => r - g).ToArray();
        var (mean, variance) = Moments(differences);
        var n = differences.Length;
        var t = n < 2 ? double.NaN : Ratio(mean, Math.Sqrt(variance / n));
        return new SignificanceTest(
            "paired t", $"the mean difference of the {what} is zero",
            "differences of the stations are independent and nearly normal; stations that share atmosphere or frame errors are not independent, so that the probability comes out too small",
            t, n - 1, double.NaN, n < 2 ? double.NaN : StudentLaw.TwoSided(t, (double)(n - 1)));
    }

    /// <summary>Whether both spread alike (Fisher 1924).</summary>
    /// <param name="radar">The radar's values, in any unit; shape (station).</param>
    /// <param name="ground">The stations' values in the same unit; shape (station).</param>
    /// <param name="what">What the values are.</param>
    public static SignificanceTest FTest(IReadOnlyList<double> radar, IReadOnlyList<double> ground, string what)
    {
        ArgumentNullException.ThrowIfNull(radar);
        ArgumentNullException.ThrowIfNull(ground);
        var (first, second) = (Moments(radar).Variance, Moments(ground).Variance);
        var ratio = radar.Count < 2 || ground.Count < 2 ? double.NaN : Ratio(first, second);
        return new SignificanceTest(
            "F", $"the {what} of radar and stations have the same variance",
            "both samples are normal and independent of each other; radar and stations see the same motion, so that a difference of variances is found less often than the probability says",
            ratio, radar.Count - 1, ground.Count - 1, FisherLaw.TwoSided(ratio, radar.Count - 1, ground.Count - 1));
    }

    /// <summary>Whether both have the same mean, variances apart (Welch 1947, doi:10.1093/biomet/34.1-2.28).</summary>
    /// <param name="radar">The radar's values, in any unit; shape (station).</param>
    /// <param name="ground">The stations' values in the same unit; shape (station).</param>
    /// <param name="what">What the values are.</param>
    public static SignificanceTest Welch(IReadOnlyList<double> radar, IReadOnlyList<double> ground, string what)
    {
        ArgumentNullException.ThrowIfNull(radar);
        ArgumentNullException.ThrowIfNull(ground);
        var ((m1, v1), (m2, v2)) = (Moments(radar), Moments(ground));
        var (a, b) = (v1 / radar.Count, v2 / ground.Count);
        var isPossible = radar.Count > 1 && ground.Count > 1;
        var t = isPossible ? Ratio(m1 - m2, Math.Sqrt(a + b)) : double.NaN;
        var freedom = isPossible ? (a + b) * (a + b) / ((a * a / (radar.Count - 1)) + (b * b / (ground.Count - 1))) : double.NaN;
        return new SignificanceTest(
            "Welch", $"the {what} of radar and stations have the same mean",
            "both samples are nearly normal and independent of each other; as they see the same motion, the paired test is the sharper one",
            t, freedom, double.NaN, StudentLaw.TwoSided(t, freedom));
    }

    private static (double Mean, double Variance) Moments(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return (double.NaN, double.NaN);
        }

        var mean = values.Average();
        return (mean, values.Count < 2 ? double.NaN : values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }

    private static double Ratio(double above, double below) => below > 0 ? above / below : above == 0 ? double.NaN : Math.Sign(above) * double.PositiveInfinity;
}
