namespace Plumb.Inversion;

/// <summary>
/// Variance of the interferometric phase of distributed scatterers that a coherence and a number of looks imply, as a table of
/// 200 entries at coherences 0.0025, 0.0075, ... 0.9975: the table, not the formula, is what weights are taken from, so that
/// they agree with MintPy's. The density is Tough et al. 1995, doi:10.1098/rspa.1995.0071, equation 66 (Hanssen 2001, equation
/// 4.2.23), whose Gamma functions and hypergeometric series are finite products and sums for whole looks. Immutable and safe for threads.
/// </summary>
public sealed class PhaseVariance
{
    /// <summary>Number of entries of the table (count).</summary>
    public const int Entries = 200;

    /// <summary>Most looks that are told apart (pure number); more count as so many.</summary>
    public const int MostLooks = 80;

    /// <summary>Coherence of the first entry (pure number).</summary>
    public const double FirstCoherence = 0.0025;

    /// <summary>Entries per unit of coherence (pure number).</summary>
    public const double EntriesPerCoherence = 200;

    private const int Phases = 200;
    private readonly double[] table;

    /// <summary>The table for a number of looks.</summary>
    /// <param name="looks">Number of independent looks (pure number), at least 1; rounded to a whole number, half to even, at most <see cref="MostLooks"/>.</param>
    /// <exception cref="RequestException"><paramref name="looks"/> is not a number of at least 1.</exception>
    public PhaseVariance(double looks)
    {
        if (!(looks >= 1) || double.IsPositiveInfinity(looks))
        {
            throw new RequestException($"The number of looks is {looks.ToString(System.Globalization.CultureInfo.InvariantCulture)}; phase variances need at least 1 look. Set input.looks to range looks times azimuth looks.");
        }

        Looks = (int)Math.Min(MostLooks, Math.Round(looks, MidpointRounding.ToEven));
        table = Compute(Looks);
    }

    /// <summary>Number of looks of the table (pure number), 1 to 80.</summary>
    public int Looks { get; }

    /// <summary>Variances (radian squared); shape (200), by rising coherence.</summary>
    public ReadOnlySpan<double> Table => table;

    /// <summary>Variance of the phase, the entry at or below the coherence, no interpolation.</summary>
    /// <param name="coherence">Coherence (pure number), clipped to 0.0025 ... 0.9975; NaN counts as 0.</param>
    /// <returns>Variance, radian squared.</returns>
    public double Of(double coherence)
    {
        var clipped = coherence >= FirstCoherence ? Math.Min(coherence, 1 - FirstCoherence) : FirstCoherence;
        return table[(int)((clipped - FirstCoherence) * EntriesPerCoherence)];
    }

    /// <summary>Density of the phase error of distributed scatterers (Tough et al. 1995, equation 66).</summary>
    /// <param name="phase">Phase minus its expectation, radian.</param>
    /// <param name="coherence">Coherence (pure number), 0 to below 1.</param>
    /// <param name="looks">Number of looks (pure number), at least 1.</param>
    /// <returns>Density, one over radian; it integrates to 1 over -pi ... pi.</returns>
    public static double Density(double phase, double coherence, int looks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(looks, 1);
        var beta = coherence * Math.Cos(phase);
        var fringe = 1 - (coherence * coherence);
        var spread = 1 - (beta * beta);

        // Powers stand together as q = (1 - c^2) / (1 - beta^2) <= 1, so that nothing overflows at any number of looks.
        var q = fringe / spread;
        var power = Math.Pow(q, looks);
        var factor = 1.0;
        for (var l = 1; l < looks; l++)
        {
            factor *= ((2.0 * l) - 1) / (2.0 * l);
        }

        var peak = factor * power * (1 + (((2.0 * looks) - 1) * beta * ((Math.PI / 2) + Math.Asin(beta)) / Math.Sqrt(spread)));
        Span<double> ratios = stackalloc double[looks];
        ratios[0] = 1;
        for (var r = 0; r < looks - 2; r++)
        {
            ratios[r + 1] = ratios[r] * (looks - 1.5 - r) / (looks - 2.0 - r);
        }

        // From the last term to the first, in which q^(r + 2) fringe^(looks - r - 2) is what was before it times the spread.
        var sum = 0.0;
        for (var r = looks - 2; r >= 0; r--, power *= spread)
        {
            sum += ratios[r] * (1 + (((2 * r) + 1) * beta * beta)) * power;
        }

        var series = looks > 1 ? sum / (2.0 * (looks - 1)) : 0;
        return (peak + series) / (2 * Math.PI);
    }

    private static double[] Compute(int looks)
    {
        var table = new double[Entries];
        var smallest = double.PositiveInfinity;
        for (var i = 0; i < Entries; i++)
        {
            var coherence = FirstCoherence + (i / EntriesPerCoherence);
            for (var k = 0; k < Phases; k++)
            {
                var phase = Math.PI * ((2.0 * k / (Phases - 1)) - 1);
                table[i] += phase * phase * Density(phase, coherence, looks) * (2 * Math.PI / Phases);
            }

            if (table[i] > 0)
            {
                smallest = Math.Min(smallest, table[i]);
            }
        }

        for (var i = 0; i < Entries; i++)
        {
            table[i] = table[i] > 0 ? table[i] : smallest;
        }

        return table;
    }
}
