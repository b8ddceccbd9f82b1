using Plumb.Networks;

namespace Plumb.Corrections.Fading;

/// <summary>
/// How a network tells the fading bias of its pairs from loops of three. The phase of a multilooked pair has a share that does not last (moisture, growth), so that loops do not
/// close and short pairs pull the rate (Zheng et al. 2022, doi:10.1109/TGRS.2022.3167648). Pairs are put into classes by their length in time; a class has one bias a year
/// b; pairs of a given length and more have none. The mean closure of all loops i, j, k of the same classes is b(ij) T(ij) + b(jk) T(jk) - b(ik) T(ik), as in the paper's
/// sequential closures, and all kinds of loops together give b by least squares, weighted by their numbers. Immutable and safe for threads.
/// </summary>
public sealed class FadingPlan
{
    private const int MostClasses = 40;
    private const int FewestLoops = 4;
    private const double LongestFreeDays = 60;
    private readonly int[] classOfPair;
    private readonly double[] solution;
    private readonly double[] classVariance;

    private FadingPlan(Network network, int[] classOfPair, IReadOnlyList<double> days, double freeDays, FadingLoop[] loops, int kinds, double[] solution, double[] classVariance, double rateVariance)
    {
        (Network, this.classOfPair, ClassDays, FreeDays, Loops, Kinds) = (network, classOfPair, days, freeDays, loops, kinds);
        (this.solution, this.classVariance, RateVariance) = (solution, classVariance, rateVariance);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Mean length of the pairs of each class with a bias, days; shape (class).</summary>
    public IReadOnlyList<double> ClassDays { get; }

    /// <summary>Length from which on pairs have no bias, days.</summary>
    public double FreeDays { get; }

    /// <summary>All loops that tell of a bias.</summary>
    public IReadOnlyList<FadingLoop> Loops { get; }

    /// <summary>Number of kinds of loops (count).</summary>
    public int Kinds { get; }

    /// <summary>Class of each pair; -1 for one without bias; shape (pair).</summary>
    public ReadOnlySpan<int> ClassOfPair => classOfPair;

    /// <summary>Variance of the bias of the rate over the variance of a pair's phase, in (radians a year) squared over radians squared, where all pairs weigh the same.</summary>
    public double RateVariance { get; }

    /// <summary>Variance of each class's bias over the variance of a pair's phase, in (radians a year) squared over radians squared; shape (class).</summary>
    public ReadOnlySpan<double> ClassVariance => classVariance;

    /// <summary>What each kind of loop adds to the bias of each class, per year; shape (class, kind).</summary>
    public ReadOnlySpan<double> Solution => solution;

    /// <summary>The plan of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="freeDays">Length from which on pairs are free of bias, days; 0 for that of the longest pairs up to 60 days.</param>
    /// <exception cref="RequestException">Its loops do not tell.</exception>
    public static FadingPlan For(Network network, double freeDays)
    {
        ArgumentNullException.ThrowIfNull(network);
        var shortest = network.Pairs.Min(p => p.Days);
        int Steps(double days) => Math.Max(1, (int)Math.Round(days / shortest));
        var free = Steps(freeDays > 0 ? freeDays : network.Pairs.Where(p => p.Days <= LongestFreeDays).Select(p => (double)p.Days).DefaultIfEmpty(shortest).Max());
        int[] steps = [.. network.Pairs.Select(p => Steps(p.Days)).Where(s => s < free).Distinct().Order()];
        if (steps.Length == 0 || network.Pairs.All(p => Steps(p.Days) < free))
        {
            throw new RequestException(FormattableString.Invariant($"The fading bias shows in pairs of different lengths, but the network has none of less than {free * shortest} days beside such of that length and more. Add longer pairs, or set corrections.fading.free_days."));
        }

        int[] classes = [.. network.Pairs.Select(p => Array.IndexOf(steps, Steps(p.Days)))];
        var loops = FindLoops(network, classes, out var kinds);
        if (steps.Length > MostClasses || loops.Length < 2 * steps.Length)
        {
            throw new RequestException(FormattableString.Invariant($"The network has {loops.Length} loops of three for {steps.Length} lengths of pairs, too few to tell their fading bias. Add pairs, or set corrections.fading.free_days lower."));
        }

        return new FadingSystem(network, classes, steps.Length, loops, kinds).Plan(free * shortest);
    }

    internal static FadingPlan Of(Network network, int[] classes, IReadOnlyList<double> days, double freeDays, FadingLoop[] loops, int kinds, double[] solution, double[] classVariance, double rateVariance) =>
        new(network, classes, days, freeDays, loops, kinds, solution, classVariance, rateVariance);

    private static FadingLoop[] FindLoops(Network network, int[] classes, out int kinds)
    {
        var index = new Dictionary<(int First, int Second), int>();
        var after = new List<(int Second, int Pair)>[network.Dates.Count];
        for (var k = 0; k < classes.Length; k++)
        {
            var (first, second) = (network.FirstIndex[k], network.SecondIndex[k]);
            index[(first, second)] = k;
            (after[first] ??= []).Add((second, k));
        }

        var (loops, kindOf) = (new List<FadingLoop>(), new Dictionary<(int, int, int), int>());
        for (var first = 0; first < after.Length; first++)
        {
            foreach (var (middle, one) in after[first] ?? [])
            {
                foreach (var (last, two) in after[middle] ?? [])
                {
                    if (index.TryGetValue((first, last), out var whole) && (classes[one] >= 0 || classes[two] >= 0 || classes[whole] >= 0))
                    {
                        // Which of the two halves comes first makes no difference.
                        var kind = (Math.Min(classes[one], classes[two]), Math.Max(classes[one], classes[two]), classes[whole]);
                        loops.Add(new FadingLoop(one, two, whole, kindOf.TryGetValue(kind, out var known) ? known : kindOf[kind] = kindOf.Count));
                    }
                }
            }
        }

        // A kind of few loops has no mean to speak of.
        var often = loops.CountBy(l => l.Kind).Where(k => k.Value >= FewestLoops).Select(k => k.Key).Order().ToList();
        kinds = often.Count;
        return [.. loops.Where(l => often.Contains(l.Kind)).Select(l => l with { Kind = often.IndexOf(l.Kind) })];
    }
}

/// <summary>A loop of three pairs: the first and the second, and the one over both.</summary>
/// <param name="First">Index of the pair of the first and the middle date.</param>
/// <param name="Second">Index of the pair of the middle and the last date.</param>
/// <param name="Whole">Index of the pair of the first and the last date.</param>
/// <param name="Kind">Index of the kind: the classes of the three.</param>
public readonly record struct FadingLoop(int First, int Second, int Whole, int Kind);
