using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Stages;
using Plumb.Processing.Tracks;
using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Cli.Tracks;

/// <summary>The page of two sensors put together: joint rate with its standard deviation, each sensor's own, and the joint series where it sinks and rises most.</summary>
internal static class FusionPage
{
    private const double MapWidth = 640;
    private const double SmallWidth = 460;

    /// <summary>The page.</summary>
    public static StudyPage Of(FusedMotion motion, FusionRecord record)
    {
        var grid = motion.Tracks.Grid;
        int[] cells = [.. Enumerable.Range(0, (int)grid.PixelCount).Where(i => float.IsFinite(motion.Rate.Values[i]))];
        (int Cell, string What)[] places = [(cells.MinBy(i => motion.Rate.Values[i]), "sinks most"), (cells.MaxBy(i => motion.Rate.Values[i]), "rises most")];
        MapMark[] marks = [.. places.Select((p, k) => new MapMark(p.Cell / grid.Columns, p.Cell % grid.Columns, (k + 1).ToString(CultureInfo.InvariantCulture)))];
        var own = motion.Tracks.Tiles.Select((t, k) => motion.Tracks.Layer(
            $"vertical_rate_{k}", $"Rate upwards of {motion.Tracks.Sources[k].Name} alone", Unit.MetrePerYear, Sign.Up, [.. t.Value.Zip(t.Up, (v, u) => v / u)])).ToArray();
        var scale = ColourScale.For([motion.Rate, .. own], null);
        return new StudyPage("Two sensors, one motion", $"{Path.GetFileName(record.Known)} known, {Path.GetFileName(record.Run)} unwrapped with its help",
        [
            new StudySection("Motion")
            {
                Text = [string.Create(CultureInfo.InvariantCulture, $"What {record.Places} places of the known sensor lead to expect was taken off the wrapped phase of the other and put back after it was unwrapped. Both are joined under the assumption that motion is upwards alone. {record.Cells} cells, median standard deviation {record.SigmaMillimetres:0.00} mm/yr, relative to {record.RelativeTo}.")],
                Figures = [new(new MapFigure(motion.Rate, new MapOptions { Width = MapWidth, Scale = scale, Marks = marks, MarksLabel = "places of the series" }), "Blue rises, red sinks."), new(new MapFigure(motion.Sigma, new MapOptions { Width = MapWidth }))],
                SmallFigures = [.. own.Select(l => new StudyFigure(new MapFigure(l, new MapOptions { Width = SmallWidth, Scale = scale })))],
            },
            .. motion.Series is null ? Array.Empty<StudySection>() :
            [
                new StudySection("Joint series")
                {
                    Text = ["A steady rate and a random walk about it, solved from all dates of both sensors with each one's noise; the bars are its standard deviations (95 %)."],
                    SmallFigures = [.. places.Select((p, k) => SeriesOf(motion.Series, p.Cell, grid.Columns, $"Place {k + 1}, which {p.What}"))],
                },
            ],
        ]);
    }

    private static StudyFigure SeriesOf(JoinedSeries series, int cell, int columns, string title)
    {
        double[] Read(string name)
        {
            var values = new float[series.Dates.Count];
            series.Store.OpenArray<float>(name).ReadRegion([0, cell / columns, cell % columns], [values.Length, 1, 1], values);
            return [.. values.Select(v => (double)v)];
        }

        var data = new SeriesData(series.Dates, Read(StorePaths.VerticalSeries), Read(StorePaths.VerticalSeriesSigma), double.NaN, double.NaN, []);
        return new StudyFigure(new SeriesFigure(title, data, Sign.Up, SmallWidth, 260));
    }
}
