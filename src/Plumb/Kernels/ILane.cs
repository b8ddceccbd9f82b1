using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Plumb.Tests")]

namespace Plumb.Kernels;

/// <summary>
/// Single-precision numbers of several pixels side by side, one pixel per lane. A kernel is written once against this
/// and compiled for each vector width. Every operation is correctly rounded in its own lane, so that a pixel's
/// result has the same bits at every width and in every lane.
/// A comparison gives a mask: all bits set where it holds, none where it does not.
/// </summary>
/// <typeparam name="T">The lane type itself.</typeparam>
internal unsafe interface ILane<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Number of pixels side by side.</summary>
    static abstract int Width { get; }

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T operator &(T a, T b);

    static abstract T operator ^(T a, T b);

    /// <summary>One number in all lanes.</summary>
    static abstract T Splat(float value);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract T Fma(T a, T b, T c);

    static abstract T Abs(T a);

    static abstract T Sqrt(T a);

    static abstract T Min(T a, T b);

    static abstract T Max(T a, T b);

    /// <summary>Mask of a &lt; b; false where either is NaN.</summary>
    static abstract T Less(T a, T b);

    /// <summary>Mask of a == b; false where either is NaN.</summary>
    static abstract T Same(T a, T b);

    /// <summary>a where the mask is set, b elsewhere.</summary>
    static abstract T Select(T mask, T a, T b);

    /// <summary>b with the bits of the mask removed.</summary>
    static abstract T Without(T mask, T b);

    /// <summary>Whether the mask is set in all lanes.</summary>
    static abstract bool All(T mask);

    /// <summary>The lowest bit of each lane moved to the sign bit, all other bits zero.</summary>
    static abstract T LowBitToSign(T a);

    /// <summary>e to the power of a.</summary>
    static abstract T Exp(T a);

    /// <summary>Natural logarithm of a.</summary>
    static abstract T Log(T a);

    /// <summary>Largest whole number not above a.</summary>
    static abstract T Floor(T a);

    /// <summary>Entries of a table at whole non-negative indices.</summary>
    static abstract T Lookup(float* table, T index);

    /// <summary>Mask of the bytes that are not 0.</summary>
    static abstract T NonZero(byte* values);

    /// <summary>Mask of the 16-bit numbers that are not 0.</summary>
    static abstract T NonZero(short* values);
}
