using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Tracks;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>The page of a cross-track comparison: figures, maps, scatter and histogram.</summary>
public static class ComparisonPage
{
    /// <summary>The page.</summary>
    /// <param name="found">The comparison, rates in metres per year; shape (rows, columns).</param>
    public static StudyPage Of(TrackComparison found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new StudyPage("Two tracks compared", string.Join(" and ", found.Record.Tracks.Select(t => t.Name)), Sections(found.Record, found.First, found.Second, found.Difference));
    }

    /// <summary>Scatter and histogram of the two tracks' rates.</summary>
    /// <param name="record">The figures.</param>
    /// <param name="first">Rate of the first track, metres per year; shape (rows, columns).</param>
    /// <param name="second">Rate of the second track, metres per year; shape (rows, columns).</param>
    /// <param name="names">Names of the tracks.</param>
    public static IReadOnlyList<StudyFigure> Agreement(TrackComparisonRecord record, Layer first, Layer second, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(names);
        var (x, y, c) = (Millimetres(first.Values), Millimetres(second.Values), record.Comparison);
        var pairs = x.Zip(y).Where(p => double.IsFinite(p.First + p.Second)).ToArray();
        var (mx, my) = (pairs.Average(p => p.First), pairs.Average(p => p.Second));
        return
        [
            new(new ScatterFigure("Cell by cell", x, y, $"{names[0]}, mm/yr", $"{names[1]}, mm/yr", (c.Slope, my - (c.Slope * mx))), "Dashed: equal. Red: regression with both in error."),
            new(new HistogramFigure("Difference of the rates", pairs.Select(p => p.First - p.Second), "first less second, mm/yr", 2, 440, 440, "cells")),
        ];
    }

    /// <summary>The sections: figures with scatter and histogram, then maps.</summary>
    internal static IReadOnlyList<StudySection> Sections(TrackComparisonRecord record, Layer first, Layer second, Layer difference)
    {
        var way = record.Vertical ? "Vertical rate" : "Rate along the line of sight";
        var scale = ColourScale.For([first, second], null);
        return
        [
            new StudySection("Agreement")
            {
                Text = [$"{(record.Vertical ? "The ground is taken to move up and down only: rates are divided by the cosine of the incidence." : "Rates along two lines of sight differ where the ground moves sideways too.")} Relative to {record.RelativeTo}."],
                Tables = [Figures(record), Shifts(record)],
                SmallFigures = Agreement(record, first, second, [.. record.Tracks.Select(t => t.Name)]),
            },
            new StudySection("Maps")
            {
                Figures =
                [
                    new(new MapFigure(first, new MapOptions { Scale = scale })),
                    new(new MapFigure(second, new MapOptions { Scale = scale })),
                    new(new MapFigure(difference, new MapOptions()), $"{way}: the first less the second."),
                ],
            },
        ];
    }

    private static StudyTable Figures(TrackComparisonRecord record)
    {
        var c = record.Comparison;
        IReadOnlyList<string> Row(string what, double value, string format) => [what, double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '\u2212')];
        return new StudyTable(
            "Figures",
            ["", "#"],
            [
                Row("Cells that both have", c.Cells, "0"),
                Row("Side of a cell, m", record.CellMetres, "0.#"),
                Row("Correlation", c.Correlation, "0.000"),
                Row("Mean difference, mm/yr", 1000 * c.MeanDifference, "0.00"),
                Row("Standard deviation of the difference, mm/yr", 1000 * c.StandardDeviation, "0.00"),
                Row("Median difference, mm/yr", 1000 * c.MedianDifference, "0.00"),
                Row("Robust standard deviation, mm/yr", 1000 * c.RobustDeviation, "0.00"),
                Row("Slope of the second over the first", c.Slope, "0.000"),
                Row("Difference over its stated standard deviation (1 expected)", c.ScoreDeviation, "0.00"),
                Row("Share within one stated standard deviation (0.68 expected)", c.Within68, "0.00"),
                Row("Share within 1.96 of them (0.95 expected)", c.Within95, "0.00"),
            ]);
    }

    private static StudyTable Shifts(TrackComparisonRecord record) => new(
        "Shift of the second track against the first",
        ["By", "#East, m", "#North, m", "#Correlation before", "#Correlation after"],
        [
            .. record.Shifts.Select(s => (IReadOnlyList<string>)(s.Shift is null ? [s.Field, "–", "–", "–", "–"] :
            [
                s.Field, string.Create(CultureInfo.InvariantCulture, $"{s.EastMetres:0.0;−0.0;0.0} ± {s.EastSigmaMetres:0.0}"), string.Create(CultureInfo.InvariantCulture, $"{s.NorthMetres:0.0;−0.0;0.0} ± {s.NorthSigmaMetres:0.0}"),
                s.Shift.CorrelationBefore.ToString("0.000", CultureInfo.InvariantCulture), s.Shift.Correlation.ToString("0.000", CultureInfo.InvariantCulture),
            ])),
        ]);

    private static double[] Millimetres(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = 1000.0 * values[i];
        }

        return result;
    }
}
