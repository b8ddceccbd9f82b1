using System.Globalization;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Processing.Stages;
using Plumb.Processing.Tracks;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>The page of a decomposition: maps with their standard deviations, what the neglected north may do, and the joint series at the places that move most.</summary>
public static class DecompositionPage
{
    private const double MapWidth = 640;
    private const double SmallWidth = 460;

    /// <summary>The page.</summary>
    /// <param name="layers">The maps of the components, metres per year and pure numbers; shape (rows, columns).</param>
    /// <param name="dates">Joint dates (UTC) of the series; empty without series.</param>
    /// <param name="store">The store with the series (metres; shape (date, row, column)); null without series.</param>
    /// <param name="record">What was done (mm/yr).</param>
    public static StudyPage Of(IReadOnlyList<Layer> layers, IReadOnlyList<DateOnly> dates, ChunkStore? store, DecompositionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new StudyPage("Vertical and east motion", "From the tracks " + string.Join(", ", record.Tracks.Select(t => t.Name)), Sections(layers, dates, store, record));
    }

    /// <summary>The sections: motion, uncertainty, what the north would change, series.</summary>
    internal static IReadOnlyList<StudySection> Sections(IReadOnlyList<Layer> layers, IReadOnlyList<DateOnly> dates, ChunkStore? store, DecompositionRecord record, bool isShort = false)
    {
        bool Has(string name) => layers.Any(l => l.Description.Name == name);
        Layer Named(string name) => layers.First(l => l.Description.Name == name);
        StudyFigure Map(string name, string caption = "", ColourScale? scale = null) => new(new MapFigure(Named(name), new MapOptions { Width = MapWidth, Scale = scale }), caption);
        var places = Places(Named("vertical_rate"), Named("vertical_rate_sigma"));
        var motion = new List<StudyFigure>
        {
            new(new MapFigure(Named("vertical_rate"), new MapOptions { Width = MapWidth, Marks = [.. places.Select(p => p.Mark)], MarksLabel = "places of the series" }), "Blue rises, red sinks."),
            Map("east_rate", "Blue moves to the east, red to the west."),
        };
        if (record.NorthFree)
        {
            motion.Add(Map("north_rate", "Blue moves to the north, red to the south."));
        }

        var sections = new List<StudySection>
        {
            new("Motion")
            {
                Text = [Summary(record)],
                Tables = [Tracks(record)],
                Figures = motion,
            },
            new("Uncertainty")
            {
                Text = ["Standard deviations of the tracks, brought through the weights of the decomposition. They hold what the tracks' own hold: errors that the tracks share, such as a reference that moves, are not in them."],
                Figures = [Map("vertical_rate_sigma"), Map("east_rate_sigma"), .. record.NorthFree ? [Map("north_rate_sigma")] : Array.Empty<StudyFigure>()],
            },
        };
        if (!record.NorthFree && isShort)
        {
            sections.Add(new StudySection("The motion to the north")
            {
                Text = [string.Create(CultureInfo.InvariantCulture, $"Orbits run nearly north and south, so that a motion to the north is hardly seen, and something is assumed of it. {Typeset(record.NorthText)}. Each mm/yr beyond that would change the vertical rate by {Number(record.VerticalBias, "+0.00;−0.00")} and the rate to the east by {Number(record.EastBias, "+0.00;−0.00")} mm/yr.")],
                Figures = Has("north_rate_sigma") ? [Map("north_rate_sigma", "Standard deviation of the motion to the north, which enters those of vertical and east.")] : [],
            });
        }
        else if (!record.NorthFree)
        {
            sections.Add(new StudySection("What the motion to the north would change")
            {
                Text = [string.Create(CultureInfo.InvariantCulture, $"Orbits run nearly north and south, so that a motion to the north is hardly seen, and something is assumed of it. {Typeset(record.NorthText)}. The maps show by how much vertical and east would be wrong for each mm/yr beyond that.")],
                Figures = [.. !Has("north_rate_sigma") ? Array.Empty<StudyFigure>() : [Map("north_rate_sigma", "Standard deviation of the motion to the north, which enters those of vertical and east.")], Map("vertical_north_bias", "", Bias(Named("vertical_north_bias"))), Map("east_north_bias", "", Bias(Named("east_north_bias")))],
            });
        }

        if (store is not null && dates.Count > 0)
        {
            sections.Add(new StudySection("Joint series")
            {
                Text = ["A steady rate and a random walk about it, in each component, solved from all dates of all tracks (Kalman smoother); the bars are its standard deviations (95 %). Relative to the first date of all. Dates between those of a track are interpolated, and the bars widen there."],
                SmallFigures = [.. places.SelectMany(p => SeriesOf(dates, store, p))],
            });
        }

        return sections;
    }

    private static string Summary(DecompositionRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Cells} of {record.Rows} x {record.Columns} cells are seen from directions that tell the components apart. Rates are relative to {record.RelativeTo}. Median standard deviation: {record.VerticalSigmaMillimetres:0.00} mm/yr upwards, {record.EastSigmaMillimetres:0.00} mm/yr to the east.");

    private static StudyTable Tracks(DecompositionRecord record) => new(
        "The tracks",
        ["Track", "#Heading, degrees", "#Incidence, degrees", "#Cells", "#Level taken off, mm/yr", "#Dates"],
        [.. record.Tracks.Select(t => (IReadOnlyList<string>)[t.Name, Number(t.Heading, "0.0"), Number(t.Incidence, "0.0"), Number(t.Cells, "0"), Number(t.LevelMillimetres, "0.00"), Number(t.Dates, "0")])]);

    private static ColourScale Bias(Layer layer)
    {
        var end = layer.Values.ToArray().Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0.1f).Max();
        end = (float)(Math.Ceiling(Math.Max(end, 0.01) * 20) / 20);
        return new ColourScale(ColourMap.Diverging, -end, end, new DisplayUnit(1, "", "mm/yr for each mm/yr"));
    }

    /// <summary>Where the ground sinks most, rises most, and is still: at least a tenth of the map apart.</summary>
    private static List<(int Row, int Column, string What, MapMark Mark)> Places(Layer rate, Layer spread)
    {
        var (grid, up, sigma) = (rate.Grid, rate.Values.ToArray(), spread.Values.ToArray());
        int[] cells = [.. Enumerable.Range(0, up.Length).Where(i => float.IsFinite(up[i]))];
        var limit = OrderStatistics.MedianOfFinite(sigma.Select(v => (double)v)) * 3;
        int[] steady = [.. cells.Where(i => sigma[i] <= limit)];
        (int Cell, string What)[] chosen =
        [
            (steady.MinBy(i => up[i]), "sinks most"),
            (steady.MaxBy(i => up[i]), "rises most"),
        ];
        return [.. chosen.Select((c, k) => (Row: c.Cell / grid.Columns, Column: c.Cell % grid.Columns, c.What, new MapMark(c.Cell / grid.Columns, c.Cell % grid.Columns, (k + 1).ToString(CultureInfo.InvariantCulture))))];
    }

    private static IEnumerable<StudyFigure> SeriesOf(IReadOnlyList<DateOnly> dates, ChunkStore store, (int Row, int Column, string What, MapMark Mark) place)
    {
        float[] Read(string name)
        {
            var values = new float[dates.Count];
            store.OpenArray<float>(name).ReadRegion([0, place.Row, place.Column], [values.Length, 1, 1], values);
            return values;
        }

        foreach (var (name, sigma, title, sign) in new[]
        {
            (StorePaths.VerticalSeries, StorePaths.VerticalSeriesSigma, "up", Sign.Up), (StorePaths.EastSeries, StorePaths.EastSeriesSigma, "east", Sign.East),
        })
        {
            var (values, spread) = (Read(name), Read(sigma));
            var data = new SeriesData(dates, [.. values.Select(v => (double)v)], [.. spread.Select(v => (double)v)], double.NaN, double.NaN, []);
            yield return new StudyFigure(new SeriesFigure($"Place {place.Mark.Label}, which {place.What}: {title}", data, sign, SmallWidth, 260));
        }
    }

    private static string Typeset(string text) => text.Replace("+-", "±", StringComparison.Ordinal);

    private static string Number(double value, string format) => double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
