using Plumb.Acquisitions;
using Plumb.Networks;

namespace Plumb.Tests.Inversion;

/// <summary>A seeded network with observations for tests.</summary>
internal sealed class RandomStack
{
    public RandomStack(int seed, int dates, int links, int pixels, double missing, double drop = 0)
    {
        var random = new Random(seed);
        var day = new DateOnly(2019, 1, 3);
        var days = new List<DateOnly>();
        for (var i = 0; i < dates; i++)
        {
            days.Add(day);
            day = day.AddDays(6 * random.Next(1, 7));
        }

        var pairs = new List<DatePair>();
        for (var i = 0; i < dates; i++)
        {
            for (var j = i + 1; j <= Math.Min(i + links, dates - 1); j++)
            {
                if (j == i + 1 || random.NextDouble() >= drop)
                {
                    pairs.Add(new DatePair(days[i], days[j]));
                }
            }
        }

        Network = new Network(pairs);
        Pixels = pixels;
        Phase = new float[pairs.Count * pixels];
        Coherence = new float[pairs.Count * pixels];
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var truth = new double[dates];
            for (var i = 1; i < dates; i++)
            {
                truth[i] = truth[i - 1] + (2 * (random.NextDouble() - 0.4));
            }

            for (var p = 0; p < pairs.Count; p++)
            {
                var c = random.NextDouble();
                var noise = (random.NextDouble() - 0.5) * 3 * (1 - c);
                var at = (p * pixels) + pixel;
                Coherence[at] = (float)c;
                Phase[at] = (float)(truth[Network.SecondIndex[p]] - truth[Network.FirstIndex[p]] + noise);
                if (random.NextDouble() < missing)
                {
                    Phase[at] = random.Next(3) switch { 0 => 0, 1 => float.NaN, _ => float.PositiveInfinity };
                }
            }
        }
    }

    public Network Network { get; }

    public int Pixels { get; }

    public float[] Phase { get; }

    public float[] Coherence { get; }
}
