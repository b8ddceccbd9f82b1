using Plumb.Corrections.Delays;

namespace Plumb.Processing.Corrections;

/// <summary>Delays by stations and their standard deviations over the nodes and heights of a scene.</summary>
internal sealed class StationDelaySurvey
{
    private const double Margin = 0.002;
    private const double HeightStep = 200;
    private const int MostNodes = 96;
    private const int SigmaNodes = 7;
    private const int MostTrials = 400;
    private readonly NodeGrid nodes;
    private readonly NodeGrid coarse;
    private readonly double[] heights;
    private readonly double[] sigmaHeights;

    public StationDelaySurvey(PixelPlaces places, double[] heights, TurbulenceLaw law)
    {
        var (low, high) = (heights[0], heights[^1]);
        this.heights = [.. Enumerable.Range(0, (int)Math.Ceiling((high - low) / HeightStep) + 2).Select(k => low + (k * HeightStep))];
        sigmaHeights = [low, 0.5 * (low + this.heights[^1]), this.heights[^1]];
        var metres = Math.Max(
            TurbulenceLaw.Distance(places.South, places.West, places.North, places.West),
            TurbulenceLaw.Distance(0.5 * (places.South + places.North), places.West, 0.5 * (places.South + places.North), places.East));

        // Eight nodes along a length of the turbulence, so that the field is linear between them.
        nodes = Nodes(places, Math.Clamp((int)Math.Ceiling(8 * metres / law.Length) + 1, 5, MostNodes));
        coarse = Nodes(places, SigmaNodes);
    }

    /// <summary>The delays of a date.</summary>
    public DelayCube Delays(StationDelayField field)
    {
        var values = new float[nodes.Count * heights.Length];
        double[] strata = [.. heights.Select(field.Stratified)];
        for (var node = 0; node < nodes.Count; node++)
        {
            var turbulent = field.Turbulent(nodes.Latitude(node / nodes.Columns), nodes.Longitude(node % nodes.Columns));
            for (var k = 0; k < heights.Length; k++)
            {
                values[(node * heights.Length) + k] = (float)(turbulent + strata[k]);
            }
        }

        return new DelayCube(nodes, heights, values);
    }

    /// <summary>Standard deviation of the zenith delay of a date relative to the reference, metres; shape (node, height).</summary>
    public double[] Sigma(StationDelayField field, (double Latitude, double Longitude, double Height) reference)
    {
        var sigma = new double[coarse.Count * sigmaHeights.Length];
        for (var i = 0; i < sigma.Length; i++)
        {
            var node = i / sigmaHeights.Length;
            sigma[i] = field.Sigma(coarse.Latitude(node / coarse.Columns), coarse.Longitude(node % coarse.Columns), sigmaHeights[i % sigmaHeights.Length], reference);
        }

        return sigma;
    }

    /// <summary>Root mean square over the dates, to be looked up at pixels.</summary>
    public DelayCube Together(double[][] sigmas) => new(
        coarse, sigmaHeights, [.. Enumerable.Range(0, sigmas[0].Length).Select(i => (float)Math.Sqrt(sigmas.Average(s => s[i] * s[i])))]);

    /// <summary>Root mean square over the scene, metres.</summary>
    public static double Usual(double[] sigma) => Math.Sqrt(sigma.Average(s => s * s));

    /// <summary>Leaves stations out one by one and predicts them: RMS error, RMS of what was expected, metres, and their number.</summary>
    public static (double Error, double Expected, int Count) LeaveOneOut(IReadOnlyList<List<ZenithSample>> samples, TurbulenceLaw law)
    {
        var all = samples.Index().Where(d => d.Item.Count > 3).SelectMany(d => d.Item.Select(s => (Date: d.Index, Sample: s))).ToList();
        var step = Math.Max(1, all.Count / MostTrials);
        var trials = all.Where((_, i) => i % step == 0).AsParallel().AsOrdered().Select(trial =>
        {
            var (_, latitude, longitude, height, delay, sigma) = trial.Sample;
            var field = new StationDelayField(samples[trial.Date].FindAll(s => s != trial.Sample), law);
            var expected = field.Sigma(latitude, longitude, height, null);
            return (Error: delay - field.At(latitude, longitude, height), Variance: (expected * expected) + (sigma * sigma));
        }).ToArray();
        return trials.Length == 0
            ? (double.NaN, double.NaN, 0)
            : (Math.Sqrt(trials.Average(t => t.Error * t.Error)), Math.Sqrt(trials.Average(t => t.Variance)), trials.Length);
    }

    private static NodeGrid Nodes(PixelPlaces places, int count) => new(
        places.North + Margin,
        places.West - Margin,
        (places.North - places.South + (2 * Margin)) / (count - 1),
        (places.East - places.West + (2 * Margin)) / (count - 1),
        count,
        count);
}
