using System.Globalization;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Processing.Tracks;
using Plumb.Subsidence;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>The page of slopes: visibility, motion down the slope, active slopes.</summary>
public static class SlopesPage
{
    private const int MostRows = 60;

    /// <summary>Colours of the six classes of visibility (codes).</summary>
    public static ColourScale Visibility { get; } = ColourScale.OfClasses((int)VisibilityClass.Shadow, "shadow", "parallel", "layover", "low sensitivity", "sensitive", "flat");

    /// <summary>The page.</summary>
    /// <param name="layers">The maps: rates in metres per year, classes as codes; shape (rows, columns).</param>
    /// <param name="record">What was found (mm/yr).</param>
    public static StudyPage Of(IReadOnlyList<Layer> layers, SlopesRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new StudyPage("Slopes", string.Join(", ", record.Visibility.SkipLast(1).Select(v => v.Name)), Sections(layers, record));
    }

    /// <summary>The sections: active slopes with maps of the motion, then visibility.</summary>
    internal static IReadOnlyList<StudySection> Sections(IReadOnlyList<Layer> layers, SlopesRecord record)
    {
        Layer Named(string name) => layers.First(l => l.Description.Name == name);
        var outlines = Outlines(Named("active_slopes"));
        StudyFigure Classes(string name, string title) => new(new MapFigure(Named(name), new MapOptions { Title = title, Scale = Visibility }));
        var motion = new List<StudyFigure>
        {
            new(new MapFigure(Named("slope_rate"), new MapOptions { Outlines = outlines }), "Blue moves down the slope, red up." + (record.United > 0 ? " Dashes are the active slopes." : "") + " White: no track sees enough of motion down the slope."),
            new(new MapFigure(Named("slope_rate_sigma"), new MapOptions())),
        };
        if (layers.Any(l => l.Description.Name == "up_rate"))
        {
            motion.Add(new(new MapFigure(Named("up_rate"), new MapOptions())));
            motion.Add(new(new MapFigure(Named("aspect_rate"), new MapOptions()), "From both tracks, the horizontal motion taken to be along the aspect; empty on slopes that face north or south, where both see it alike."));
        }

        return
        [
            new StudySection("Active slopes")
            {
                Text = [string.Create(CultureInfo.InvariantCulture, $"Points that move faster than the limit are joined to areas; those on steep ground that is seen without layover or shadow are active slopes: {record.United} of {record.AreaSquareKilometres:0.00} km² in all, {record.SeenTwice} of them seen by more than one track.")],
                Tables = record.United > 0 ? [Fates(record), Areas(record)] : [Fates(record)],
                Figures = motion,
            },
            new StudySection("Visibility")
            {
                Text = ["Sensitivity is the share of motion down the slope that is along the line of sight."],
                Tables = [Shares(record)],
                Figures = [.. record.Visibility.SkipLast(1).Select(v => Classes("visibility_" + v.Name, "Visibility by " + v.Name)), Classes("visibility_combined", "Visibility, the best of the tracks")],
            },
        ];
    }

    private static MapOutline[] Outlines(Layer numbers)
    {
        var values = numbers.Values.ToArray();
        return
        [
            .. Enumerable.Range(0, values.Length).Where(i => float.IsFinite(values[i])).GroupBy(i => values[i]).OrderBy(g => g.Key)
                .SelectMany(g => RegionOutline.OfCells([.. g], numbers.Grid.Columns)).Select(p => new MapOutline([.. p.Outer.Select(q => q.Row - 0.5)], [.. p.Outer.Select(q => q.Column - 0.5)])),
        ];
    }

    private static StudyTable Fates(SlopesRecord record) => new(
        "Areas by track",
        ["Track", "#Active slopes", "#Dropped: flat", "#Dropped: layover or shadow"],
        [.. record.Visibility.SkipLast(1).Select((v, k) => (IReadOnlyList<string>)[v.Name, Whole(record.Kept[k]), Whole(record.TooFlat[k]), Whole(record.Distorted[k])])]);

    private static StudyTable Areas(SlopesRecord record) => new(
        record.Areas.Count > MostRows ? $"The {MostRows} largest active slopes of {record.Areas.Count}" : "Active slopes, the largest first",
        ["#Number", "Longitude, latitude", "#Area, m²", "#Median down the slope, mm/yr", "#Fastest, mm/yr", "#Slope, degrees", "Seen by"],
        [
            .. record.Areas.Take(MostRows).Select(a => (IReadOnlyList<string>)
            [
                Whole(a.Number), string.Create(CultureInfo.InvariantCulture, $"{a.Longitude:0.0000} {a.Latitude:0.0000}"), Whole(a.AreaSquareMetres), Tenths(a.MedianRateMillimetres),
                double.IsNaN(a.LargestRateMillimetres) ? "–" : $"{Tenths(a.LargestRateMillimetres)} ± {Tenths(a.LargestSigmaMillimetres)}", Tenths(a.Slope), string.Join(", ", a.Tracks),
            ]),
        ]);

    private static StudyTable Shares(SlopesRecord record) => new(
        "Shares of the ground, %",
        ["Track", "#Shadow", "#Parallel", "#Layover", "#Low sensitivity", "#Sensitive", "#Flat"],
        [.. record.Visibility.Select(v => (IReadOnlyList<string>)[v.Name, Tenths(100 * v.Shadow), Tenths(100 * v.Parallel), Tenths(100 * v.Layover), Tenths(100 * v.LowSensitivity), Tenths(100 * v.Sensitive), Tenths(100 * v.Flat)])]);

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Tenths(double value) => double.IsNaN(value) ? "–" : value.ToString("0.0", CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
