using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Constants of the weights: number of looks and the table of one over variance (one over radian squared), 200 entries.</summary>
internal readonly unsafe struct WeightConstants(float looks, float* inverseVariance)
{
    public float Looks { get; } = looks;

    public float* InverseVariance { get; } = inverseVariance;
}

/// <summary>How coherence (pure number, 0.05 to 1) becomes a weight.</summary>
internal interface IPairWeight
{
    /// <summary>Whether pairs have weights other than 0 and 1.</summary>
    static abstract bool Varies { get; }

    /// <summary>Whether the weight follows from the coherence, which is then brought between 0.05 and 1 first.</summary>
    static virtual bool FromCoherence => true;

    static abstract T Of<T>(T coherence, in WeightConstants constants)
        where T : unmanaged, ILane<T>;
}

/// <summary>All pairs alike.</summary>
internal readonly struct EqualWeight : IPairWeight
{
    public static bool Varies => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T coherence, in WeightConstants constants)
        where T : unmanaged, ILane<T> => T.Splat(1);
}

/// <summary>The coherence.</summary>
internal readonly struct CoherenceWeight : IPairWeight
{
    public static bool Varies => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T coherence, in WeightConstants constants)
        where T : unmanaged, ILane<T> => coherence;
}

/// <summary>The square of the coherence.</summary>
internal readonly struct CoherenceSquaredWeight : IPairWeight
{
    public static bool Varies => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T coherence, in WeightConstants constants)
        where T : unmanaged, ILane<T> => coherence * coherence;
}

/// <summary>One over a variance that stands where the coherence stands otherwise.</summary>
internal readonly struct GivenWeight : IPairWeight
{
    /// <summary>The least variance that counts as one; what is smaller, negative or NaN is no data.</summary>
    public const float LeastVariance = 1e-30f;

    public static bool Varies => true;

    public static bool FromCoherence => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T coherence, in WeightConstants constants)
        where T : unmanaged, ILane<T> => T.Splat(1) / coherence;
}

/// <summary>Fisher information 2 L c^2 / (1 - c^2), coherence at most 0.999.</summary>
internal readonly struct FisherWeight : IPairWeight
{
    public static bool Varies => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T coherence, in WeightConstants constants)
        where T : unmanaged, ILane<T>
    {
        var c = T.Min(coherence, T.Splat(0.999f));
        return T.Splat(2 * constants.Looks) * c * c / ((T.Splat(1) - c) * (T.Splat(1) + c));
    }
}

/// <summary>One over the variance of the table.</summary>
internal readonly struct VarianceWeight : IPairWeight
{
    public static bool Varies => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe T Of<T>(T coherence, in WeightConstants constants)
        where T : unmanaged, ILane<T>
    {
        // Entry: the whole part of 200 c - 1/2. The product is rounded, which may reach the next whole number from below; the second, whose sign
        // is exact, tells.
        var scale = T.Splat((float)PhaseVariance.EntriesPerCoherence);
        var half = T.Splat(-0.5f);
        var entry = T.Floor(T.Fma(coherence, scale, half));
        var above = T.Fma(coherence, scale, half - entry);
        entry -= T.Less(above, T.Splat(0)) & T.Splat(1);
        return T.Lookup(constants.InverseVariance, T.Min(entry, T.Splat(PhaseVariance.Entries - 1)));
    }
}
