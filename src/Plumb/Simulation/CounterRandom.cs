using System.Runtime.CompilerServices;

namespace Plumb.Simulation;

/// <summary>
/// Random numbers by position: the n-th number of a stream is computed from n alone, without the numbers before it, so that
/// a draw depends only on (seed, stream, index) and never on threads or tiles. The generator is SplitMix64, whose state is
/// a counter (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195); streams start at scattered places of its period.
/// </summary>
public readonly struct CounterRandom : IEquatable<CounterRandom>
{
    internal const ulong Step = 0x9E3779B97F4A7C15;
    internal const ulong FirstMultiplier = 0xBF58476D1CE4E5B9;
    internal const ulong SecondMultiplier = 0x94D049BB133111EB;

    private readonly ulong origin;

    /// <summary>A stream.</summary>
    /// <param name="seed">Seed of the scene, pure number.</param>
    /// <param name="stream">What the numbers are for, pure number.</param>
    /// <param name="item">Which date, pair or thing of its kind, pure number.</param>
    public CounterRandom(long seed, int stream, int item = 0)
    {
        var key = Mix((ulong)seed + Step);
        key = Mix(key ^ ((ulong)(uint)stream + FirstMultiplier));
        origin = Mix(key ^ (((ulong)(uint)item << 32) + SecondMultiplier));
    }

    /// <summary>State before the number with index 0, pure number.</summary>
    internal ulong Origin => origin;

    /// <summary>64 random bits, pure number.</summary>
    /// <param name="index">Index of the number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits(ulong index) => Mix(origin + (Step * (index + 1)));

    /// <summary>A uniform number between 0 and 1, both excluded, pure number with 53 bits.</summary>
    /// <param name="index">Index of the number.</param>
    public double Uniform(ulong index) => ((Bits(index) >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>
    /// A number from the normal distribution with mean 0 and standard deviation 1, pure number, from the uniform numbers
    /// 2 <paramref name="index"/> and 2 <paramref name="index"/> + 1 (Box and Muller 1958, doi:10.1214/aoms/1177706645).
    /// </summary>
    /// <param name="index">Index of the number.</param>
    public double Normal(ulong index) => NormalPair(index).First;

    /// <summary>Two independent normal numbers with mean 0 and standard deviation 1, pure numbers.</summary>
    /// <param name="index">Index of the pair of numbers.</param>
    public (double First, double Second) NormalPair(ulong index)
    {
        var radius = Math.Sqrt(-2.0 * Math.Log(Uniform(2 * index)));
        var (sine, cosine) = Math.SinCos(2.0 * Math.PI * Uniform((2 * index) + 1));
        return (radius * cosine, radius * sine);
    }

    /// <inheritdoc/>
    public bool Equals(CounterRandom other) => origin == other.origin;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CounterRandom other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => origin.GetHashCode();

    /// <summary>Whether two streams are the same.</summary>
    public static bool operator ==(CounterRandom left, CounterRandom right) => left.Equals(right);

    /// <summary>Whether two streams differ.</summary>
    public static bool operator !=(CounterRandom left, CounterRandom right) => !left.Equals(right);

    /// <summary>The scattering function of SplitMix64: a one-to-one map of 64 bits, pure number.</summary>
    /// <param name="z">64 bits, pure number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * FirstMultiplier;
        z = (z ^ (z >> 27)) * SecondMultiplier;
        return z ^ (z >> 31);
    }
}
