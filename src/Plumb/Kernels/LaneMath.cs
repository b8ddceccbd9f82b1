using System.Runtime.CompilerServices;

namespace Plumb.Kernels;

/// <summary>Sine and cosine, one angle per lane.</summary>
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
}
