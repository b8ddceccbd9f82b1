using Plumb.Acquisitions;
using Plumb.Networks;

namespace Plumb.Tests.Inversion;

/// <summary>
/// A seeded stack that is hard to solve: dates 6 days to half a year apart, short pairs and pairs over a year or more, joins of coherence 0.05 beside blocks of
/// 0.99, baselines, missing observations.
/// </summary>
internal sealed class SolverStack
{
    public SolverStack(int seed, int dates, int pixels, double missing, bool weakJoins = true, double heightSpread = 20)
    {
        var random = new Random(seed);
        var days = new DateOnly[dates];
        days[0] = new DateOnly(2018, 2, 3);
        for (var i = 1; i < dates; i++)
        {
            days[i] = days[i - 1].AddDays(random.Next(12) == 0 ? 180 : 6 * random.Next(1, 6));
        }

        Baselines = [.. Enumerable.Range(0, dates).Select(i => i == 0 ? 0 : (random.NextDouble() - 0.5) * 240)];
        var pairs = new HashSet<DatePair>();
        for (var i = 0; i < dates; i++)
        {
            for (var j = i + 1; j <= Math.Min(i + 3, dates - 1); j++)
            {
                pairs.Add(new DatePair(days[i], days[j]));
            }

            if (random.Next(3) == 0 && i + 9 < dates)
            {
                pairs.Add(new DatePair(days[i], days[random.Next(i + 8, dates)]));
            }
        }

        Network = new Network(pairs);
        Pixels = pixels;
        Phase = new float[Network.Pairs.Count * pixels];
        Coherence = new float[Phase.Length];
        HorizontalRange = [.. Enumerable.Range(0, pixels).Select(p => 480_000f + (1000 * p))];
        Height = new double[pixels];
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            Fill(random, pixel, missing, weakJoins, heightSpread);
        }
    }

    public Network Network { get; }

    public int Pixels { get; }

    public double[] Baselines { get; }

    public float[] Phase { get; }

    public float[] Coherence { get; }

    public float[] HorizontalRange { get; }

    /// <summary>True errors of the elevation model, metres, for metres of displacement per radian of 1.</summary>
    public double[] Height { get; }

    private void Fill(Random random, int pixel, double missing, bool weakJoins, double heightSpread)
    {
        var dates = Network.Dates.Count;
        var truth = new double[dates];
        var velocity = 0.0;
        Height[pixel] = (random.NextDouble() - 0.5) * 2 * heightSpread;
        for (var i = 1; i < dates; i++)
        {
            velocity += random.NextDouble() - 0.5;
            truth[i] = truth[i - 1] + (velocity * (Network.Dates[i].DayNumber - Network.Dates[i - 1].DayNumber) / 60.0);
        }

        var weak = weakJoins ? random.Next(3, dates - 3) : -1;
        for (var p = 0; p < Network.Pairs.Count; p++)
        {
            var (i, j) = (Network.FirstIndex[p], Network.SecondIndex[p]);
            var across = i < weak && j >= weak;
            var c = across ? 0.05 : pixel % 2 == 0 ? 0.99 - (0.1 * random.NextDouble()) : random.NextDouble();
            var noise = (random.NextDouble() - 0.5) * 3 * (1 - c);
            var at = (p * Pixels) + pixel;
            Coherence[at] = (float)c;
            Phase[at] = (float)(truth[j] - truth[i] + ((Baselines[j] - Baselines[i]) * Height[pixel] / HorizontalRange[pixel]) + noise);
            if (random.NextDouble() < missing)
            {
                Phase[at] = float.NaN;
            }
        }
    }
}
