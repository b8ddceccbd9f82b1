using System.Runtime.CompilerServices;

namespace Plumb.Kernels;

/// <summary>Sine, cosine and angle, one per lane.</summary>
internal static class LaneMath
{
    /// <summary>Largest size of an angle (radian) for which the reduction below is exact enough.</summary>
    public const float LargestAngle = 1 << 20;

    // 1.5 * 2^23: adding it leaves the nearest whole number in the low bits of the significand.
    private const float Rounder = 12582912f;
    private const float InverseOfPi = 0.318309886f;
    private const float Pi = 3.14159274f;

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
