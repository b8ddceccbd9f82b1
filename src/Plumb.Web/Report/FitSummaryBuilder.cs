using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Fits;
using Plumb.Processing.Results;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Fills what the report tells of the time functions.</summary>
internal static class FitSummaryBuilder
{
    /// <summary>Share of the good pixels from which a quantity gets a map; noise alone passes three standard deviations at one or two in a hundred.</summary>
    private const double LeastShare = 0.03;

    private const double Significant = 3;

    /// <summary>Correlation of neighbouring residuals from which on they are motion and no noise.</summary>
    private const float Correlated = 0.5f;

    private const int Places = 3;

    public static FitSummary? Build(ResultSet results, PlumbSettings settings, Mask mask, IReadOnlyList<ReportPlace> sinking, IReadOnlyList<ReportPlace> rising)
    {
        if (results.Fit is not { } record)
        {
            return null;
        }

        var correlation = results.FitMap(record.Layers.First(l => l.Name == "residual_correlation"));
        var quantities = new List<FitQuantity>();
        var examples = new List<FitExample>();
        foreach (var layer in record.Layers.Where(l => l.IsPublished && IsQuantity(l, record)))
        {
            quantities.Add(Quantity(results, record, mask, layer, correlation, out var strongest));
            if (quantities[^1].Map is not null && layer.Name.EndsWith("_amplitude", StringComparison.Ordinal) && examples.Count == 0)
            {
                Add(examples, results, settings, "S", strongest / results.Grid.Columns, strongest % results.Grid.Columns, $"largest {layer.Title[0..1].ToLowerInvariant()}{layer.Title[1..]}", null);
            }
        }

        for (var k = Math.Min(Places, sinking.Count) - 1; k >= 0; k--)
        {
            var label = (k + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Add(examples, results, settings, label, sinking[k].Row, sinking[k].Column, k == 0 ? "sinks fastest" : "among the fastest to sink", sinking[k].Series, 0);
        }

        if (rising.Count > 0)
        {
            Add(examples, results, settings, "A", rising[0].Row, rising[0].Column, "rises fastest", rising[0].Series);
        }

        return new FitSummary
        {
            Record = record,
            ResidualRms = Middle(Sizes(results.FitMap(record.Layers.First(l => l.Name == "residual_rms")), mask)),
            UnfollowedShare = Unfollowed(correlation, mask),
            Quantities = quantities,
            Examples = examples,
        };
    }

    /// <summary>What may stand out: amplitudes, accelerations, steps, decays and sizes of changes, not dates and standard deviations.</summary>
    private static bool IsQuantity(FitLayer layer, FitRecord record) =>
        layer.Unit is Unit.Metre or Unit.MetrePerYearSquared or Unit.MetrePerYearCubed && record.Layers.Any(l => l.Name == layer.SigmaName);

    private static FitQuantity Quantity(ResultSet results, FitRecord record, Mask mask, FitLayer layer, Layer correlation, out int strongest)
    {
        var map = results.FitMap(layer);
        var sigma = results.FitMap(record.Layers.First(l => l.Name == layer.SigmaName));
        var shown = new float[map.Values.Length];
        var (good, significant) = (0L, 0L);
        strongest = -1;
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = float.NaN;
            if (!mask.IsGood(i))
            {
                continue;
            }

            // A good pixel whose model has no such term counts as one where it does not stand out.
            good++;
            if (float.IsFinite(map.Values[i]) && Math.Abs(map.Values[i]) >= Significant * sigma.Values[i] && correlation.Values[i] < Correlated)
            {
                significant++;
                shown[i] = map.Values[i];
                strongest = strongest < 0 || Math.Abs(map.Values[i]) > Math.Abs(map.Values[strongest]) ? i : strongest;
            }
        }

        var sizes = Sizes(map, mask);
        var share = good == 0 ? 0 : (double)significant / good;
        return new FitQuantity(
            layer.Title,
            DisplayUnit.Of(map.Description),
            Middle(sizes),
            sizes.Length == 0 ? double.NaN : OrderStatistics.OfRank(sizes, (int)(0.999 * (sizes.Length - 1))),
            share,
            share >= LeastShare ? new Layer(map.Description, map.Grid, shown) : null);
    }

    private static double Unfollowed(Layer correlation, Mask mask)
    {
        var (all, unfollowed) = (0L, 0L);
        for (var i = 0; i < correlation.Values.Length; i++)
        {
            if (mask.IsGood(i) && float.IsFinite(correlation.Values[i]))
            {
                all++;
                unfollowed += correlation.Values[i] >= Correlated ? 1 : 0;
            }
        }

        return all == 0 ? 0 : (double)unfollowed / all;
    }

    private static double Middle(float[] sizes) => sizes.Length == 0 ? double.NaN : OrderStatistics.OfRank(sizes, sizes.Length / 2);

    private static float[] Sizes(Layer map, Mask mask)
    {
        var sizes = new List<float>();
        for (var i = 0; i < map.Values.Length; i++)
        {
            if (mask.IsGood(i) && float.IsFinite(map.Values[i]))
            {
                sizes.Add(Math.Abs(map.Values[i]));
            }
        }

        return [.. sizes];
    }

    private static void Add(
        List<FitExample> examples, ResultSet results, PlumbSettings settings, string label, int row, int column, string why, SeriesData? series, int at = int.MaxValue)
    {
        if (examples.Any(e => e.Row == row && e.Column == column) || FittedSeries.Of(results, settings, row, column) is not { } fitted)
        {
            return;
        }

        series ??= SeriesOf(results, row, column);
        const double Days = 365.25;
        var label95 = fitted.Sigma.All(double.IsFinite) ? "fit with 95 % band" : "fit";
        var curve = new SeriesCurve(
            label95,
            [.. fitted.Years.Select(y => Days * y)],
            fitted.Values,
            [.. fitted.Sigma.Select(s => 1.96 * s)],
            [.. fitted.Changes.Select(c => (Days * c.Years, 1.96 * Days * c.Sigma))]);
        examples.Insert(Math.Min(at, examples.Count), new FitExample(label, row, column, why, series with { Curve = curve }, fitted.Title, fitted.Phases)
        {
            IsFollowed = !(fitted.ResidualCorrelation >= Correlated),
        });
    }

    private static SeriesData SeriesOf(ResultSet results, int row, int column)
    {
        var (values, sigmas) = (new float[results.Dates.Count], new float[results.Dates.Count]);
        results.Series(new Tile(row, column, 1, 1), values);
        results.SeriesSigma(new Tile(row, column, 1, 1), sigmas);
        return new SeriesData(
            results.Dates,
            Array.ConvertAll(values, v => (double)v),
            results.Network is null ? [] : Array.ConvertAll(sigmas, v => (double)v),
            results.Rate()[row, column],
            results.RateSigma()?[row, column] ?? double.NaN,
            []);
    }
}
