namespace Plumb.Components;

/// <summary>What is assumed of the motion to the north, which looks from near-polar orbits hardly see.</summary>
public sealed record DecompositionOptions
{
    /// <summary>Motion to the north that is assumed, metres per year (metres for a displacement).</summary>
    public double North { get; init; }

    /// <summary>Standard deviation of the true motion to the north about the assumed one, metres per year (metres for a displacement), at least 0; enters every standard deviation.</summary>
    public double NorthSigma { get; init; }

    /// <summary>Whether the motion to the north is estimated too, without any assumption: needs three looks that differ.</summary>
    public bool NorthFree { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="RequestException">An entry is out of its range.</exception>
    public void Check()
    {
        if (!double.IsFinite(North) || !(NorthSigma >= 0) || !double.IsFinite(NorthSigma))
        {
            throw new RequestException(FormattableString.Invariant($"The assumed motion to the north is {North} with a standard deviation of {NorthSigma}; give a number, and one that is not below 0."));
        }
    }
}
