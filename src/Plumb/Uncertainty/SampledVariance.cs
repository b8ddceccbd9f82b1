using Plumb.Inversion;

namespace Plumb.Uncertainty;

/// <summary>
/// Variance of a pair's phase to be put in place of the one that its sample coherence r suggests. Weights w(r) made of a noisy r are noisy too, and
/// follow the noise of the phase; the variance of what a solution makes of a pair, c^2 phi^2, is then not c^2 / w(r). Let the rest of the network join
/// the pair's two dates with resistance R: the pair carries c = D h(r) with its leverage h = w R / (1 + w R) and a D that does not depend on
/// r. Wanted is a v(r) that is right on average whatever the true coherence g:
/// <c>E[h(r)^2 v(r) | g] = E[h(r)^2 phi^2 | g]</c> for all g,
/// an integral equation of the first kind, whose kernel and right side follow from <see cref="CoherenceLaw"/>. It is solved for each R of a grid by
/// <see cref="BalancedSolution"/>, which keeps v positive and weighs what is left of bias against scatter. No guess of g is needed,
/// so edges and seasons do no harm; single values of v scatter and only sums over the pairs of a pixel mean something. Sums of c^2 v are within
/// 5 per cent of the true variance for g above 3 / sqrt(2 L), and within some 17 per cent (8 of the standard deviation) below, down to about 1 / sqrt(2 L). There a
/// sample hardly tells g from 0, and what is finer than its noise no v can follow. They are too small, by up to 40 per cent, where g is nearly 0.
/// <para>Entries follow the table of <see cref="PhaseVariance"/>: 200 by coherence, times <see cref="LeverageEntries"/> by leverage. Immutable and safe for threads.</para>
/// </summary>
public sealed class SampledVariance
{
    /// <summary>Number of leverages h that are told apart (count): one for each doubling of h / (1 - h), as what a pair's share depends on is the product of weight and resistance.</summary>
    public const int LeverageEntries = 16;

    /// <summary>Power of two of h / (1 - h) from which the first entry counts; lower ones count as this.</summary>
    internal const int LowestOctave = -9;

    /// <summary>Least 1 - h that is told apart (share).</summary>
    internal const float LeastRest = 1f / 1024;

    /// <summary>Entry (number) of coherence 0.05: lower ones count as this in a weight, and all their probability goes here.</summary>
    internal const int LowestEntry = 9;

    private const int Truths = 48;
    private const double NodesPerDecade = 4;
    private readonly float[] table = new float[PhaseVariance.Entries * LeverageEntries];

    /// <summary>The table for a law and weights.</summary>
    /// <param name="law">Law of coherence and phase.</param>
    /// <param name="weight">Weights of the inversion by entry of coherence (any unit), positive; shape (200).</param>
    /// <exception cref="ArgumentException">There are not 200 weights, or one is not positive.</exception>
    public SampledVariance(CoherenceLaw law, ReadOnlySpan<double> weight)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (weight.Length != PhaseVariance.Entries || weight.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue))
        {
            throw new ArgumentException($"{PhaseVariance.Entries} positive weights are needed.", nameof(weight));
        }

        var kernel = new Kernel(law);
        var weights = weight.ToArray();
        var (low, high) = (weights.Min(), weights.Max());
        var first = Math.Floor(NodesPerDecade * Math.Log10(Resistance(0, high)));
        var last = Math.Ceiling(NodesPerDecade * Math.Log10(Resistance(LeverageEntries - 1, low)));
        var nodes = (int)(last - first) + 1;
        var solutions = new double[nodes][];
        Parallel.For(0, nodes, i => solutions[i] = kernel.Solve(weights, Math.Pow(10, (first + i) / NodesPerDecade)));
        for (var entry = 0; entry < PhaseVariance.Entries; entry++)
        {
            for (var leverage = 0; leverage < LeverageEntries; leverage++)
            {
                var position = (NodesPerDecade * Math.Log10(Resistance(leverage, weights[entry]))) - first;
                var node = Math.Clamp((int)position, 0, nodes - 2);
                var share = position - node;
                table[(entry * LeverageEntries) + leverage] = (float)((solutions[node][entry] * (1 - share)) + (solutions[node + 1][entry] * share));
            }
        }
    }

    /// <summary>Variances (radian squared); shape (coherence entry, leverage entry).</summary>
    public ReadOnlySpan<float> Table => table;

    /// <summary>Variance for a sample coherence and a leverage, the nearest entry.</summary>
    /// <param name="coherence">Sample coherence (pure number), counted as no less than 0.05 as in weights; NaN too.</param>
    /// <param name="leverage">Share (0 to 1) of the pair's own observation in what the network says of it, w times the variance of its adjusted value.</param>
    /// <returns>Variance, radian squared.</returns>
    public double Of(double coherence, double leverage) => table[(EntryOf(coherence) * LeverageEntries) + LeverageEntryOf(leverage)];

    /// <summary>Entry of a sample coherence (number from 0): that of <see cref="PhaseVariance"/>.</summary>
    /// <param name="coherence">Coherence (pure number); below 0.05 and NaN count as 0.05.</param>
    internal static int EntryOf(double coherence) =>
        coherence >= 0.05 ? Math.Clamp((int)Math.Floor((PhaseVariance.EntriesPerCoherence * coherence) - 0.5), LowestEntry, PhaseVariance.Entries - 1) : LowestEntry;

    /// <summary>Entry of a leverage (number from 0).</summary>
    /// <param name="leverage">Leverage (share, 0 to 1).</param>
    internal static int LeverageEntryOf(double leverage) =>
        leverage > LeastRest ? Math.Clamp(Math.ILogB(leverage / Math.Max(1 - leverage, LeastRest)) - LowestOctave, 0, LeverageEntries - 1) : 0;

    /// <summary>Resistance R = h / ((1 - h) w) in the middle of an entry of leverage.</summary>
    private static double Resistance(int leverageEntry, double weight) => Math.Pow(2, LowestOctave + leverageEntry + 0.5) / weight;

    /// <summary>Probability of each entry of coherence, and the mean of phi^2 there, for a row of true coherences.</summary>
    private sealed class Kernel
    {
        private readonly double[] probability = new double[Truths * PhaseVariance.Entries];
        private readonly double[] square = new double[Truths * PhaseVariance.Entries];

        public Kernel(CoherenceLaw law)
        {
            // Even steps of the inverse hyperbolic tangent, in which the noise of a sample coherence is about the same everywhere.
            Parallel.For(0, Truths, g => Fill(law, g, Math.Tanh(0.03 + (2.6 * g / (Truths - 1)))));
        }

        public double[] Solve(double[] weight, double resistance)
        {
            const int n = PhaseVariance.Entries;
            var matrix = new double[Truths * n];
            var wanted = new double[Truths];
            for (var g = 0; g < Truths; g++)
            {
                for (var i = 0; i < n; i++)
                {
                    var h = weight[i] * resistance / (1 + (weight[i] * resistance));
                    matrix[(g * n) + i] = probability[(g * n) + i] * h * h;
                    wanted[g] += matrix[(g * n) + i] * square[(g * n) + i];
                }

                for (var i = 0; i < n; i++)
                {
                    matrix[(g * n) + i] /= wanted[g];
                }
            }

            return new BalancedSolution(matrix, probability, Start(weight)).Solve();
        }

        /// <summary>Mean of phi^2 given the sample coherence, all true coherences alike; one over the weight where a sample coherence never comes up.</summary>
        private double[] Start(double[] weight)
        {
            const int n = PhaseVariance.Entries;
            var start = new double[n];
            for (var i = 0; i < n; i++)
            {
                var (sum, total) = (0.0, 0.0);
                for (var g = 0; g < Truths; g++)
                {
                    total += probability[(g * n) + i];
                    sum += probability[(g * n) + i] * square[(g * n) + i];
                }

                start[i] = total > 0 ? sum / total : 1 / weight[i];
            }

            return start;
        }

        private void Fill(CoherenceLaw law, int g, double truth)
        {
            const int n = PhaseVariance.Entries;
            const int parts = 4;
            Span<double> logs = stackalloc double[n * parts];
            Span<double> variances = stackalloc double[n * parts];
            for (var k = 0; k < logs.Length; k++)
            {
                var i = k / parts;
                var from = PhaseVariance.FirstCoherence + (i / PhaseVariance.EntriesPerCoherence);
                var to = i == n - 1 ? 1 : from + (1 / PhaseVariance.EntriesPerCoherence);
                var (a, b) = (from + ((to - from) * (k % parts) / parts), from + ((to - from) * ((k % parts) + 1) / parts));
                (var shape, variances[k]) = law.Shape(0.5 * (a + b), truth);
                logs[k] = shape + LogPart(a, b, law.Looks);
            }

            var largest = System.Numerics.Tensors.TensorPrimitives.Max<double>(logs);
            var total = 0.0;
            for (var k = 0; k < logs.Length; k++)
            {
                var p = Math.Exp(logs[k] - largest);
                probability[(g * n) + Math.Max(k / parts, LowestEntry)] += p;
                square[(g * n) + Math.Max(k / parts, LowestEntry)] += p * variances[k];
                total += p;
            }

            for (var i = 0; i < n; i++)
            {
                // What never happens would only slow the arithmetic down, as a denormal number.
                var likely = probability[(g * n) + i] > 1e-15 * total;
                square[(g * n) + i] = likely ? square[(g * n) + i] / probability[(g * n) + i] : 0;
                probability[(g * n) + i] = likely ? probability[(g * n) + i] / total : 0;
            }
        }

        /// <summary>Logarithm of the integral of 2 (L - 1) r (1 - r^2)^(L - 2) from a to b: (1 - a^2)^(L - 1) - (1 - b^2)^(L - 1).</summary>
        private static double LogPart(double a, double b, double looks)
        {
            var (low, high) = (1 - (a * a), 1 - (b * b));
            return ((looks - 1) * Math.Log(low)) + Math.Log(1 - Math.Pow(high / low, looks - 1));
        }
    }
}
