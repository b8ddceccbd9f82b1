namespace Plumb.Uncertainty;

/// <summary>A row of random numbers that a seed and a purpose fix, for draws that must not depend on threads or tiles: SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).</summary>
/// <param name="seed">Seed (pure number).</param>
/// <param name="purpose">What the numbers are for (pure number): rows of different purposes are independent.</param>
internal struct DrawSequence(long seed, int purpose)
{
    private ulong state = Mix(Mix((ulong)seed + Step) ^ ((ulong)(uint)purpose + 1));

    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The next number between 0 and 1, 1 excluded (pure number).</summary>
    public double Uniform() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next whole number from 0 to below a bound (count).</summary>
    public int Below(int bound) => (int)Math.BigMul(Bits(), (ulong)bound, out _);

    private ulong Bits()
    {
        state += Step;
        return Mix(state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
