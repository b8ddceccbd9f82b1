namespace Plumb.Corrections;

/// <summary>
/// What is known of the errors of an elevation model before a pixel's own estimate: their spread over the scene, found from the spread of the plain estimates less that
/// of their noise; and whether it is worth taking them off at all. Unit of all: displacement per metre of baseline.
/// </summary>
/// <param name="Centre">Mean of the estimates (pure number).</param>
/// <param name="Spread">Standard deviation of the true errors (pure number), 0 where none can be told from noise.</param>
/// <param name="Noise">Root mean square standard deviation of the estimates by noise (pure number).</param>
/// <param name="Gain">Expected drop of the mean square error of the series (square metres) when the scaled estimates are taken off.</param>
/// <param name="IsWorth">Whether the spread stands out from noise and the gain counts.</param>
public sealed record DemErrorPrior(double Centre, double Spread, double Noise, double Gain, bool IsWorth)
{
    /// <summary>Least ratio of the variance of the estimates to that of their noise (pure number) at which errors are told from noise.</summary>
    public const double LeastRatio = 1.2;

    /// <summary>Least expected gain, root of the drop in mean square, metres.</summary>
    public const double LeastGain = 3e-4;

    private const int LeastPlaces = 30;

    /// <summary>Finds it from the estimates over steady ground.</summary>
    /// <param name="sums">Sums over the estimates (pure numbers).</param>
    /// <param name="meanSquareBaseline">Mean square of the baselines about their mean, square metres.</param>
    public static DemErrorPrior Of(DemErrorSums sums, double meanSquareBaseline)
    {
        ArgumentNullException.ThrowIfNull(sums);
        if (sums.Count < LeastPlaces)
        {
            return new DemErrorPrior(0, 0, double.NaN, 0, false);
        }

        var total = Math.Max(0, sums.MeanSquare - (sums.Mean * sums.Mean));
        var spread = Math.Max(0, total - sums.Noise);
        var gain = spread == 0 ? 0 : meanSquareBaseline * spread * spread / (spread + sums.Noise);
        return new DemErrorPrior(
            sums.Mean, Math.Sqrt(spread), Math.Sqrt(sums.Noise), gain, total > LeastRatio * sums.Noise && Math.Sqrt(gain) > LeastGain);
    }

    /// <summary>The estimate with the prior, and its standard deviation.</summary>
    /// <param name="shift">Plain estimate q, displacement per metre of baseline (pure number).</param>
    /// <param name="variance">Its variance by noise (pure number squared).</param>
    /// <returns>Scaled estimate and standard deviation (pure numbers); where the estimate is missing, the mean and the whole spread.</returns>
    public (float Shift, float Sigma) Scale(float shift, float variance)
    {
        var own = Spread * Spread;
        if (!float.IsFinite(shift) || !float.IsFinite(variance) || own == 0)
        {
            return ((float)Centre, (float)Spread);
        }

        var share = own / (own + variance);
        return ((float)(Centre + (share * (shift - Centre))), (float)Math.Sqrt(share * variance));
    }
}
