namespace Plumb.Uncertainty;

/// <summary>What makes the network of a pixel weak: several may hold at once; none means that every date is held and checked by several pairs.</summary>
[Flags]
public enum WeaknessReasons : ushort
{
    /// <summary>Every date is held and checked by several pairs.</summary>
    None = 0,

    /// <summary>The network falls apart; its parts are joined by the assumption of the smallest velocity.</summary>
    JoinedByAssumption = 1,

    /// <summary>A date hangs on a single pair: a wrong cycle count in it is in the series and shows in no residual.</summary>
    SinglePair = 2,

    /// <summary>A pair joins two halves that only it joins firmly: the other pairs take up less than a hundredth of an error in it.</summary>
    UncheckedPair = 4,

    /// <summary>One pair has more than nine tenths of the weight of a date.</summary>
    OnePairRules = 8,

    /// <summary>Fewer than one loop for every two dates.</summary>
    FewLoops = 16,

    /// <summary>The pairs contradict each other more than their coherence explains: cycles counted wrongly, or noise that the coherence does not tell.</summary>
    Inconsistent = 32,
}

/// <summary>The weaknesses in words for people.</summary>
public static class WeaknessReasonWords
{
    private static readonly (WeaknessReasons Weakness, string Words)[] Table =
    [
        (WeaknessReasons.JoinedByAssumption, "dates joined by assumption"),
        (WeaknessReasons.SinglePair, "a date hangs on a single pair"),
        (WeaknessReasons.UncheckedPair, "a pair that no other checks"),
        (WeaknessReasons.OnePairRules, "one pair has nearly all the weight of a date"),
        (WeaknessReasons.FewLoops, "few loops"),
        (WeaknessReasons.Inconsistent, "pairs contradict each other"),
    ];

    /// <summary>Every single weakness, in the order of its flag.</summary>
    public static IEnumerable<WeaknessReasons> All => Table.Select(e => e.Weakness);

    /// <summary>All flags with their numbers and words, as one line for metadata.</summary>
    public static string FlagMeanings { get; } = string.Join("; ", Table.Select(e => $"{(int)e.Weakness} {e.Words}"));

    /// <summary>The weaknesses in words, joined by commas; "sound" where there is none.</summary>
    /// <param name="weaknesses">The weaknesses (flags).</param>
    public static string Describe(this WeaknessReasons weaknesses) =>
        weaknesses == WeaknessReasons.None ? "sound" : string.Join(", ", Table.Where(e => (weaknesses & e.Weakness) != 0).Select(e => e.Words));
}
