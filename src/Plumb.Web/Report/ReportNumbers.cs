using Plumb.Grids;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Figures of a run that the report's sentences need, counted once from the layers.</summary>
internal sealed class ReportNumbers
{
    private const int SampleLimit = 1_000_000;

    public ReportNumbers(ReportModel model)
    {
        var stride = Math.Max(1, model.Rate.Values.Length / SampleLimit);
        var rates = new List<double>();
        var sigmas = new List<double>();
        var grid = model.Rate.Grid;
        var values = model.Rate.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if ((model.Mask.Reasons[i] & (MaskReasons.OutsideArea | MaskReasons.NoData)) == 0)
            {
                PixelsWithData++;
            }

            if (IsGood(i))
            {
                GoodPixels++;
                if (i % stride == 0)
                {
                    rates.Add(Math.Abs(values[i]));
                }

                if (i % stride == 0 && model.RateSigma is { } sigma && float.IsFinite(sigma.Values[i]))
                {
                    sigmas.Add(sigma.Values[i]);
                }

                Step(i, 1, (i + 1) % grid.Columns != 0);
                Step(i, grid.Columns, i + grid.Columns < values.Length);
            }
        }

        MedianRate = Median(rates);
        MedianSigma = Median(sigmas);
        var kept = model.Pairs.Where(p => p.IsKept).Select(p => (double)p.Pair.Days).ToList();
        PairsUsed = kept.Count;
        MedianDays = Median(kept);
        LongestDays = kept.Count == 0 ? double.NaN : kept.Max();
        ShortestDays = kept.Count == 0 ? double.NaN : kept.Min();

        bool IsGood(int i) => model.Mask.IsGood(i) && float.IsFinite(values[i]);

        void Step(int i, int offset, bool exists)
        {
            if (exists && IsGood(i + offset))
            {
                SteepestStep = Math.Max(SteepestStep, Math.Abs((double)values[i] - values[i + offset]));
            }
        }
    }

    /// <summary>Pixels inside the area that have data at all.</summary>
    public int PixelsWithData { get; }

    /// <summary>Pixels that are good and have a rate.</summary>
    public int GoodPixels { get; }

    /// <summary>Median size of the rate of the good pixels, metres per year.</summary>
    public double MedianRate { get; }

    /// <summary>Median standard deviation of the rate of the good pixels, metres per year.</summary>
    public double MedianSigma { get; }

    /// <summary>Largest difference of rate between two good pixels side by side, metres per year.</summary>
    public double SteepestStep { get; private set; }

    /// <summary>Pairs used.</summary>
    public int PairsUsed { get; }

    /// <summary>Typical time between the dates of a used pair, days.</summary>
    public double MedianDays { get; }

    /// <summary>Longest time between the dates of a used pair, days.</summary>
    public double LongestDays { get; }

    /// <summary>Shortest time between the dates of a used pair, days.</summary>
    public double ShortestDays { get; }

    /// <summary>Last minus first displacement of a series, metres; NaN when it has no two values.</summary>
    public static double TotalOf(SeriesData series)
    {
        var known = series.Displacement.Where(double.IsFinite).ToArray();
        return known.Length < 2 ? double.NaN : known[^1] - known[0];
    }

    private static double Median(List<double> values)
    {
        if (values.Count == 0)
        {
            return double.NaN;
        }

        values.Sort();
        return 0.5 * (values[(values.Count - 1) / 2] + values[values.Count / 2]);
    }
}
