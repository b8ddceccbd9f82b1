using System.Globalization;
using System.Text;
using Plumb.Processing.Operations;

namespace Plumb.Processing.Studies.Huaibei;

/// <summary>The comparison of the Huaibei study as text and as comma-separated values.</summary>
public static class HuaibeiTable
{
    /// <summary>Tables for people: radian, radian squared, percent of the pixels.</summary>
    /// <param name="rows">All methods on the cases, beside the truth.</param>
    /// <param name="experiments">The experiments; none for the tables alone.</param>
    /// <param name="published">What the study printed.</param>
    /// <param name="seeds">Number of seeds behind the means (count).</param>
    public static string Text(IReadOnlyList<HuaibeiRow> rows, IReadOnlyList<HuaibeiExperiment> experiments, HuaibeiPublished published, int seeds)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(experiments);
        ArgumentNullException.ThrowIfNull(published);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            Huaibei, simulated patches, means of {seeds} seeds. The study's M and MSE are distances to its own method on its own data, ours to the truth: compare ranks, not numbers.

            """));
        foreach (var part in rows.GroupBy(r => r.Case))
        {
            var letter = HuaibeiCases.LetterOf(part.Key);
            text.AppendLine().AppendLine(string.Create(CultureInfo.InvariantCulture, $"case {letter}"));
            text.AppendLine("method                 |  published   max range       MSE |       min     max range         M       MSE   wrong % unreached");
            foreach (var row in part)
            {
                var printed = published.Of(letter, row.Method);
                var left = printed is null
                    ? string.Create(CultureInfo.InvariantCulture, $"{"",32}")
                    : string.Create(CultureInfo.InvariantCulture, $"{"",8}{printed.Max,8:0.00} {(printed.Range ? "yes" : "no"),5} {printed.Mse,9:g4}");
                text.AppendLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{UnwrapMethods.TitleOf(UnwrapMethods.Of(row.Method)),-22} | {left} | {row.Least,9:0.00} {row.Most,7:0.00} {100 * row.WithinRange,4:0}% {row.Mean,9:0.0000} {row.MeanSquare,9:0.0000} {row.WrongPercent,9:0.000} {row.Unreached,9:0.0}"));
            }

            text.AppendLine($"by MSE, published: {PublishedRanking(published, letter)}");
            text.AppendLine($"by MSE, here:      {Ranking(part)}");
        }

        foreach (var experiment in experiments)
        {
            text.AppendLine().AppendLine(experiment.Question);
            text.AppendLine("case, noise    variant                              wrong %       MSE unreached");
            foreach (var (isHarder, row) in experiment.Rows)
            {
                text.AppendLine(string.Create(
                    CultureInfo.InvariantCulture, $"{HuaibeiCases.LetterOf(row.Case)}, {(isHarder ? "more" : "as above"),-10} {row.Method,-34} {row.WrongPercent,9:0.000} {row.MeanSquare,9:0.000} {row.Unreached,9:0.0}"));
            }
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>All methods on the cases with a header line; radian, radian squared, percent of the pixels.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="published">What the study printed.</param>
    public static string Csv(IReadOnlyList<HuaibeiRow> rows, HuaibeiPublished published)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(published);
        var text = new StringBuilder("case,method,published_min_rad,published_max_rad,published_in_range,published_mean_rad,published_mse_rad2,min_rad,max_rad,in_range_share,mean_rad,mse_rad2,wrong_percent,unreached_pixels\n");
        foreach (var row in rows)
        {
            var printed = published.Of(HuaibeiCases.LetterOf(row.Case), row.Method);
            var left = printed is null ? ",,,," : string.Create(CultureInfo.InvariantCulture, $"{printed.Min},{printed.Max},{(printed.Range ? "yes" : "no")},{printed.Mean},{printed.Mse}");
            text.Append(string.Create(
                CultureInfo.InvariantCulture,
                $"{HuaibeiCases.LetterOf(row.Case)},{row.Method},{left},{row.Least:0.####},{row.Most:0.####},{row.WithinRange:0.###},{row.Mean:g6},{row.MeanSquare:g6},{row.WrongPercent:0.####},{row.Unreached:0.##}\n"));
        }

        return text.ToString();
    }

    /// <summary>The experiments with a header line; radian squared, percent of the pixels.</summary>
    /// <param name="experiments">The experiments.</param>
    public static string ExperimentCsv(IReadOnlyList<HuaibeiExperiment> experiments)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        var lines = experiments.SelectMany(e => e.Rows.Select(r => string.Create(
            CultureInfo.InvariantCulture,
            $"{e.Name},{HuaibeiCases.LetterOf(r.Row.Case)},{(r.IsHarder ? "more" : "as_above")},\"{r.Row.Method}\",{r.Row.WrongPercent:0.####},{r.Row.MeanSquare:g6},{r.Row.Unreached:0.##}")));
        return string.Join('\n', lines.Prepend("experiment,case,noise,variant,wrong_percent,mse_rad2,unreached_pixels")) + "\n";
    }

    /// <summary>The classical methods by their mean square error beside the truth, the least first, in words.</summary>
    /// <param name="rows">The rows of one case.</param>
    public static string Ranking(IEnumerable<HuaibeiRow> rows) =>
        string.Join(" < ", rows.Where(r => UnwrapMethods.Of(r.Method) is not null).OrderBy(r => r.MeanSquare).Select(r => r.Method));

    /// <summary>The classical methods by the mean square distance to the study's own that it printed, the least first, in words.</summary>
    /// <param name="published">What the study printed.</param>
    /// <param name="part">The case: A, B or C.</param>
    public static string PublishedRanking(HuaibeiPublished published, string part)
    {
        ArgumentNullException.ThrowIfNull(published);
        return string.Join(" < ", published.Rows.Where(r => r.Case == part && r.Method != "new").OrderBy(r => r.Mse).Select(r => r.Method));
    }
}
