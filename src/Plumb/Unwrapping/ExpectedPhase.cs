namespace Plumb.Unwrapping;

/// <summary>
/// An expected phase that is taken off before unwrapping and put back after it. Where the ground moves by more than half a cycle from one
/// pixel to the next, the wrapped differences point the wrong way and no unwrapping of the phase alone can be right; what is left beside a good
/// expectation has gentle slopes and can. The sum differs from the wrapped phase by whole cycles, however poor the expectation is.
/// </summary>
public static class ExpectedPhase
{
    private const double Cycle = 2 * Math.PI;

    /// <summary>Takes the expected phase off, in place, and wraps what is left to -pi ... pi.</summary>
    /// <param name="phase">Wrapped phase, radian; any shape; NaN is no-data and stays so. Receives the wrapped rest, radian; NaN where either is not finite.</param>
    /// <param name="expected">Expected phase, radian, not wrapped, of the same sign; same shape as <paramref name="phase"/>; NaN where nothing is expected.</param>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public static void TakeOff(Span<float> phase, ReadOnlySpan<float> expected)
    {
        Check(phase.Length, expected.Length);
        for (var p = 0; p < phase.Length; p++)
        {
            var rest = (double)phase[p] - expected[p];
            phase[p] = double.IsFinite(rest) ? (float)Math.IEEERemainder(rest, Cycle) : float.NaN;
        }
    }

    /// <summary>Puts the expected phase back onto what was unwrapped without it, in place.</summary>
    /// <param name="unwrapped">Unwrapped rest, radian; any shape; NaN is no-data. Receives the unwrapped phase, radian.</param>
    /// <param name="expected">The expected phase that was taken off, radian; same shape as <paramref name="unwrapped"/>.</param>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public static void PutBack(Span<float> unwrapped, ReadOnlySpan<float> expected)
    {
        Check(unwrapped.Length, expected.Length);
        for (var p = 0; p < unwrapped.Length; p++)
        {
            unwrapped[p] += expected[p];
        }
    }

    private static void Check(int pixels, int expected)
    {
        if (pixels != expected)
        {
            throw new ArgumentException($"The expected phase has {expected} pixels for {pixels}.", nameof(expected));
        }
    }
}
