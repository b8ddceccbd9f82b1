using System.Runtime.CompilerServices;

namespace Plumb.Kernels;

/// <summary>Sine, cosine and angle, exponential and logarithm, one number per lane.</summary>
internal static class LaneMath
{
    /// <summary>Largest size of an angle (radian) for which the reduction below is exact enough.</summary>
    public const float LargestAngle = 1 << 20;

    // 1.5 * 2^23: adding it leaves the nearest whole number in the low bits of the significand.
    private const float Rounder = 12582912f;
    private const float InverseOfPi = 0.318309886f;
    private const float Pi = 3.14159274f;

    /// <summary>
    /// e to the power of numbers from -87 to 88; beyond, the value of the nearer end. The power of two is split off, and what is left, at most ln 2 / 2 in size, goes
    /// through the series to its seventh power (error 5e-9); with rounding the relative error stays below 2e-7.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : unmanaged, ILane<T>
    {
        x = T.Min(T.Max(x, T.Splat(-87)), T.Splat(88));
        var whole = T.Fma(x, T.Splat(1.44269504f), T.Splat(Rounder)) - T.Splat(Rounder);

        // ln 2 in two parts, of which the first times a whole number is exact.
        var r = T.Fma(whole, T.Splat(-0.693359375f), x);
        r = T.Fma(whole, T.Splat(2.12194440e-4f), r);
        var e = T.Fma(r, T.Splat(1 / 5040f), T.Splat(1 / 720f));
        e = T.Fma(e, r, T.Splat(1 / 120f));
        e = T.Fma(e, r, T.Splat(1 / 24f));
        e = T.Fma(e, r, T.Splat(1 / 6f));
        e = T.Fma(e, r, T.Splat(0.5f));
        e = T.Fma(e, r, T.Splat(1));
        e = T.Fma(e, r, T.Splat(1));
        return e * T.PowerOfTwo(whole);
    }

    /// <summary>
    /// Natural logarithm of positive normal numbers below 2^126. With the power of two split off, m from 0.707 to 1.414 is left, and ln m = 2 (z + z^3/3 + ... + z^9/9),
    /// z = (m - 1) / (m + 1), to 1e-9; with rounding the error stays below 1.5e-7 of the larger of 1 and the result.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x)
        where T : unmanaged, ILane<T>
    {
        var one = T.Splat(1);
        var whole = T.Exponent(x * T.Splat(1.41421356f));
        var m = x * T.PowerOfTwo(T.Splat(0) - whole);
        var z = (m - one) / (m + one);
        var u = z * z;
        var s = T.Fma(u, T.Splat(2 / 9f), T.Splat(2 / 7f));
        s = T.Fma(s, u, T.Splat(2 / 5f));
        s = T.Fma(s, u, T.Splat(2 / 3f));
        s = T.Fma(s, u, T.Splat(2));
        return T.Fma(whole, T.Splat(0.693147181f), s * z);
    }

    /// <summary>
    /// Sine and cosine of angles (radian). The angle is reduced by whole multiples of single-precision pi, which is off by less than the angle's own
    /// rounding (3e-8 of the angle), to [-pi/2, pi/2]. There minimax polynomials hold to 5e-9 (sine) and 4e-10 (cosine); with rounding the
    /// error stays below 1.2e-7. Of 0 they are exactly 0 and 1. Meant for sizes up to <see cref="LargestAngle"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<T>(T angle, out T sine, out T cosine)
        where T : unmanaged, ILane<T>
    {
        var turns = T.Fma(angle, T.Splat(InverseOfPi), T.Splat(Rounder));
        var sign = T.LowBitToSign(turns);
        turns -= T.Splat(Rounder);
        var z = T.Fma(turns, T.Splat(-Pi), angle);
        var u = z * z;

        var s = T.Fma(u, T.Splat(2.5999031549e-6f), T.Splat(-1.9806546334e-4f));
        s = T.Fma(s, u, T.Splat(8.3330161870e-3f));
        s = T.Fma(s, u, T.Splat(-1.6666656733e-1f));
        sine = T.Fma(s * u, z, z) ^ sign;

        var c = T.Fma(u, T.Splat(-2.6192481073e-7f), T.Splat(2.4769240554e-5f));
        c = T.Fma(c, u, T.Splat(-1.3888567918e-3f));
        c = T.Fma(c, u, T.Splat(4.1666656733e-2f));
        c = T.Fma(c, u, T.Splat(-0.5f));
        cosine = T.Fma(c, u, T.Splat(1f)) ^ sign;
    }

    /// <summary>
    /// Angle of a point, radian from -pi to pi, with y = 0 giving 0 or pi, and 0 for the origin (Abramowitz and Stegun 1964, equation 4.4.49, on the
    /// octant, unfolded by symmetry; with rounding the error stays below 4e-7).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Angle<T>(T y, T x)
        where T : unmanaged, ILane<T>
    {
        var (absX, absY) = (T.Abs(x), T.Abs(y));
        var ratio = T.Min(absX, absY) / T.Max(T.Max(absX, absY), T.Splat(1e-30f));
        var s = ratio * ratio;
        var p = T.Fma(s, T.Splat(0.0028662257f), T.Splat(-0.0161657367f));
        p = T.Fma(p, s, T.Splat(0.0429096138f));
        p = T.Fma(p, s, T.Splat(-0.0752896400f));
        p = T.Fma(p, s, T.Splat(0.1065626393f));
        p = T.Fma(p, s, T.Splat(-0.1420889944f));
        p = T.Fma(p, s, T.Splat(0.1999355085f));
        p = T.Fma(p, s, T.Splat(-0.3333314528f));
        var angle = T.Fma(ratio * s, p, ratio);
        angle = T.Select(T.Less(absX, absY), T.Splat(MathF.PI / 2f) - angle, angle);
        angle = T.Select(T.Less(x, T.Splat(0f)), T.Splat(MathF.PI) - angle, angle);
        return T.Select(T.Less(y, T.Splat(0f)), T.Splat(0f) - angle, angle);
    }
}
