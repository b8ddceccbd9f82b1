namespace Plumb.Components;

/// <summary>
/// Random walks and noise of joint series from the series themselves: those under which a sample of pixels is likeliest (restricted maximum likelihood; Harville 1977,
/// doi:10.1080/01621459.1977.10480998), by a search along the logarithms of the parameters in turn. Same input, same bytes.
/// </summary>
public static class JointCalibration
{
    private const double FirstStep = 1.4;
    private const double LastStep = 0.08;
    private const double Farthest = 14;

    // A run's stated variances of a date are not wrong by more than this factor, as a logarithm; walks that are too wide would take the noise for motion.
    private const double FarthestNoise = 2.3;

    // Standard deviation of the logarithm of a noise factor before any series is looked at: a run's stated variances are right to about a third of their deviation.
    private const double NoiseSpread = 0.5;

    /// <summary>
    /// Fits. All pixels share the weather of their dates, or that of the reference at least, so that a large sample tells no more of the noise than few pixels of their own weather
    /// would: what is stated of the noise counts as if that few spoke against it.
    /// </summary>
    /// <param name="sample">The tracks at the pixels of the sample: metres; shape (date, pixel) each.</param>
    /// <param name="start">The model to begin with; its times, its walk factors, over which each pixel's likelihood is averaged, and what it assumes of the north stay.</param>
    /// <param name="pixels">Number of pixels of the sample.</param>
    /// <param name="independent">How many pixels with noise of their own the sample is worth, a count above 0, at most <paramref name="pixels"/>.</param>
    /// <returns>The model with fitted walks (metres squared per year) and noise factors (pure numbers).</returns>
    public static JointModel Fit(JointTrack[] sample, JointModel start, int pixels, double independent)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(start);
        var scratch = new double[JointSeries.ScratchLength(start.Years.Length, sample.Length)];
        var offsets = new double[2 + sample.Length];
        JointModel At(double[] logs) => start with
        {
            EastWalk = start.EastWalk * Math.Exp(logs[0]),
            UpWalk = start.UpWalk * Math.Exp(logs[1]),
            NoiseFactors = [.. Enumerable.Range(0, sample.Length).Select(t => start.NoiseFactor(t) * Math.Exp(logs[2 + t]))],
        };
        double Value(double[] logs)
        {
            var stated = Enumerable.Range(0, sample.Length).Sum(t => Math.Pow(Math.Log(start.NoiseFactor(t)) + logs[2 + t], 2)) / (2 * NoiseSpread * NoiseSpread);
            return Sum(sample, At(logs), pixels, scratch) - (pixels / independent * stated);
        }

        var best = Value(offsets);
        for (var step = FirstStep; step > LastStep;)
        {
            var moved = false;
            for (var p = 0; p < offsets.Length; p++)
            {
                foreach (var way in (ReadOnlySpan<double>)[step, -step])
                {
                    var trial = (double[])offsets.Clone();
                    trial[p] += way;
                    if (Math.Abs(trial[p]) < (p < 2 ? Farthest : FarthestNoise) && Value(trial) is var value && value > best)
                    {
                        (best, offsets, moved) = (value, trial, true);
                        break;
                    }
                }
            }

            step *= moved ? 1 : 0.5;
        }

        return At(offsets);
    }

    private static double Sum(JointTrack[] sample, JointModel model, int pixels, double[] scratch)
    {
        Span<double> few = stackalloc double[8];
        var sum = 0.0;
        for (var first = 0; first < pixels; first += few.Length)
        {
            var part = few[..Math.Min(few.Length, pixels - first)];
            JointSeries.Likelihood(sample, model, pixels, first, part, scratch);
            foreach (var value in part)
            {
                sum += double.IsFinite(value) ? value : 0;
            }
        }

        return sum;
    }
}
