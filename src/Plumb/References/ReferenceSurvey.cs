using System.Globalization;
using Plumb.Grids;

namespace Plumb.References;

/// <summary>
/// The score of every window of a scene. Which pixels are good is given; what stands still and which height is usual are found from the
/// scene itself.
/// </summary>
internal sealed class ReferenceSurvey
{
    private const double MovingSpreads = 4;
    private const double LeastRateSpread = 1e-6;
    private const double LeastHeightSpread = 50;
    private readonly ReferenceLayers layers;
    private readonly int radius;
    private readonly WindowSums windows;
    private readonly double rateCentre;
    private readonly double rateSpread = double.NaN;
    private readonly double heightMedian = double.NaN;
    private readonly double heightSpread = double.NaN;
    private readonly float[] distance = [];
    private readonly double farEnough;

    internal ReferenceSurvey(ReferenceLayers layers, ReferenceOptions options, bool[] good)
    {
        this.layers = layers;
        radius = options.Radius;
        windows = new WindowSums(layers, good, radius, 0.5 * options.MinCoherence);
        var grid = layers.Grid;
        farEnough = Math.Max(4 * Side, 0.1 * Math.Sqrt(((double)grid.Rows * grid.Rows) + ((double)grid.Columns * grid.Columns)));
        if (!layers.Height.IsEmpty)
        {
            (heightMedian, heightSpread) = HeightLevel(layers.Height.Span, good);
        }

        if (!layers.Rate.IsEmpty)
        {
            var rates = WindowRates();
            (rateCentre, rateSpread) = RateStacking.StillLevel(rates);
            rateSpread = Math.Max(rateSpread, LeastRateSpread);
            distance = DistanceTransform.Of(
                Array.ConvertAll(rates, r => Math.Abs(r - rateCentre) > MovingSpreads * rateSpread), grid.Rows, grid.Columns);
        }
    }

    private int Side => (2 * radius) + 1;

    /// <summary>Total score of each pixel's window, pure number; NaN where the window has fewer good pixels or reaches over the edge.</summary>
    internal float[] Totals(int leastGood)
    {
        var totals = new float[layers.Grid.PixelCount];
        Array.Fill(totals, float.NaN);
        windows.Visit((int row, int column, in WindowSum sum) =>
        {
            if (sum.Good >= leastGood)
            {
                totals[(row * layers.Grid.Columns) + column] = (float)Score(row, column, sum).Total;
            }
        });
        return totals;
    }

    /// <summary>The windows around some pixels in full, in the order given.</summary>
    internal IReadOnlyList<ReferenceCandidate> Candidates(IReadOnlyList<(int Row, int Column)> centres)
    {
        var found = new ReferenceCandidate[centres.Count];
        windows.Visit((int row, int column, in WindowSum sum) =>
        {
            for (var i = 0; i < centres.Count; i++)
            {
                if (centres[i] == (row, column))
                {
                    var score = Score(row, column, sum);
                    found[i] = new ReferenceCandidate(new ReferenceArea(row, column, radius), score, sum.Good, Side * Side, Reasons(row, column, sum));
                }
            }
        });
        return found;
    }

    private static (double Median, double Spread) HeightLevel(ReadOnlySpan<float> height, bool[] good)
    {
        var values = new float[good.Length];
        var count = 0;
        for (var i = 0; i < good.Length; i++)
        {
            if (good[i] && float.IsFinite(height[i]))
            {
                values[count++] = height[i];
            }
        }

        var used = values.AsSpan(0, count);
        var median = OrderStatistics.Median(used);
        foreach (ref var value in used)
        {
            value = (float)Math.Abs(value - median);
        }

        return (median, Math.Max(LeastHeightSpread, 1.4826 * OrderStatistics.Median(used)));
    }

    private float[] WindowRates()
    {
        var rates = new float[layers.Grid.PixelCount];
        Array.Fill(rates, float.NaN);
        windows.Visit((int row, int column, in WindowSum sum) =>
        {
            if (2 * sum.RateCount >= Side * Side)
            {
                rates[(row * layers.Grid.Columns) + column] = (float)(sum.Rate / sum.RateCount);
            }
        });
        return rates;
    }

    private ReferenceScore Score(int row, int column, in WindowSum sum)
    {
        var height = double.NaN;
        if (sum.HeightCount > 0)
        {
            var (mean, relief) = HeightOf(sum);
            var off = (mean - heightMedian) / (2 * heightSpread);
            height = Math.Exp((-0.5 * off * off) - (relief / heightSpread));
        }

        var stillness = double.NaN;
        if (sum.RateCount > 0 && double.IsFinite(rateSpread))
        {
            var off = ((sum.Rate / sum.RateCount) - rateCentre) / (2 * rateSpread);
            stillness = Math.Exp(-0.5 * off * off);
        }

        return new ReferenceScore(
            sum.Good == 0 ? 0 : Math.Clamp(sum.Coherence / sum.Good, 0, 1),
            Math.Clamp(sum.Share / (Side * Side), 0, 1),
            height,
            stillness,
            distance.Length == 0 ? double.NaN : Math.Min(1, (DistanceAt(row, column) + 1) / (farEnough + 1)));
    }

    private double DistanceAt(int row, int column) => distance[(row * layers.Grid.Columns) + column];

    private (double Mean, double Relief) HeightOf(in WindowSum sum)
    {
        var mean = sum.Height / sum.HeightCount;
        return (mean + windows.HeightOrigin, Math.Sqrt(Math.Max(0, (sum.HeightSquare / sum.HeightCount) - (mean * mean))));
    }

    private List<string> Reasons(int row, int column, in WindowSum sum)
    {
        var reasons = new List<string>();
        void Say(FormattableString text) => reasons.Add(text.ToString(CultureInfo.InvariantCulture));
        Say($"{sum.Good} of {Side * Side} pixels pass every mask");
        if (sum.Good > 0)
        {
            Say($"mean coherence {sum.Coherence / sum.Good:0.00}, {100 * sum.Share / sum.Good:0} % of the pairs present");
        }

        if (sum.HeightCount > 0)
        {
            var (mean, relief) = HeightOf(sum);
            Say($"height {mean:0} m with {relief:0} m of relief, median of the scene {heightMedian:0} m");
        }

        if (sum.RateCount > 0 && double.IsFinite(rateSpread))
        {
            Say($"rough rate {(sum.Rate / sum.RateCount) - rateCentre:+0.00;-0.00;0.00} rad/year from still ground, whose spread is {rateSpread:0.00} rad/year");
            var away = DistanceAt(row, column);
            if (double.IsFinite(away))
            {
                Say($"{away:0} pixels from the nearest moving ground");
            }
            else
            {
                Say($"no clearly moving ground in the scene");
            }
        }

        return reasons;
    }
}
