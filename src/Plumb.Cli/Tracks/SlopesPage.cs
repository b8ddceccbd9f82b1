using System.Globalization;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Processing.Tracks;
using Plumb.Subsidence;
using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Cli.Tracks;

/// <summary>The page of slopes: visibility, motion down the slope, active slopes.</summary>
internal static class SlopesPage
{
    /// <summary>Colours of the six classes of visibility.</summary>
    internal static readonly ColourScale Visibility = ColourScale.OfClasses((int)VisibilityClass.Shadow, "shadow", "parallel", "layover", "low sensitivity", "sensitive", "flat");

    private const int MostRows = 60;

    /// <summary>The page.</summary>
    public static StudyPage Of(SlopeMaps maps, SlopesRecord record)
    {
        var layers = SlopeFiles.Layers(maps);
        Layer Named(string name) => layers.First(l => l.Description.Name == name);
        MapOutline[] outlines = [.. maps.United.SelectMany(a => RegionOutline.OfCells(a.Cells, maps.Grid.Columns)).Select(p => new MapOutline([.. p.Outer.Select(q => q.Row - 0.5)], [.. p.Outer.Select(q => q.Column - 0.5)]))];
        StudyFigure Classes(string name, string title) => new(new MapFigure(Named(name), new MapOptions { Title = title, Scale = Visibility }));
        var motion = new List<StudyFigure> { new(new MapFigure(Named("slope_rate"), new MapOptions { Outlines = outlines }), "Blue moves down the slope, red up. Dashes are the active slopes."), new(new MapFigure(Named("slope_rate_sigma"), new MapOptions())) };
        if (maps.Up.Length > 0)
        {
            motion.Add(new(new MapFigure(Named("up_rate"), new MapOptions())));
            motion.Add(new(new MapFigure(Named("aspect_rate"), new MapOptions()), "From both tracks, the horizontal motion taken to be along the aspect; empty on slopes that face north or south, where both see it alike."));
        }

        return new StudyPage(
            "Slopes",
            string.Join(", ", maps.Tracks.Select(t => t.Name)),
            [
                new StudySection("Active slopes")
                {
                    Text = [string.Create(CultureInfo.InvariantCulture, $"Points that move faster than the limit are joined to areas; those on steep ground that is seen without layover or shadow are active slopes: {record.United} of {record.AreaSquareKilometres:0.00} km² in all, {record.SeenTwice} of them seen by more than one track.")],
                    Tables = maps.United.Count > 0 ? [Fates(maps, record), Areas(maps)] : [Fates(maps, record)],
                    Figures = motion,
                },
                new StudySection("Visibility")
                {
                    Text = ["Sensitivity is the share of motion down the slope that is along the line of sight."],
                    Tables = [Shares(record)],
                    Figures = [.. maps.Tracks.Select(t => Classes("visibility_" + t.Name, "Visibility by " + t.Name)), Classes("visibility_combined", "Visibility, the best of the tracks")],
                },
            ]);
    }

    private static StudyTable Fates(SlopeMaps maps, SlopesRecord record) => new(
        "Areas by track",
        ["Track", "#Active slopes", "#Dropped: flat", "#Dropped: layover or shadow"],
        [.. maps.Tracks.Select((t, k) => (IReadOnlyList<string>)[t.Name, Whole(record.Kept[k]), Whole(record.TooFlat[k]), Whole(record.Distorted[k])])]);

    private static StudyTable Areas(SlopeMaps maps) => new(
        "The largest active slopes",
        ["#Number", "#Area, m²", "#Median rate down the slope, mm/yr", "#Mean slope, degrees"],
        [
            .. maps.United.Take(MostRows).Select((a, k) => (IReadOnlyList<string>)
            [
                Whole(k + 1), Whole(a.Cells.Length * maps.Terrain.Width * maps.Terrain.Length), Tenths(1000 * OrderStatistics.MedianOfFinite(a.Cells.Select(i => (double)maps.SlopeRate[i]))),
                Tenths(a.Cells.Select(maps.Terrain.SlopeAt).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average() * 180 / Math.PI),
            ]),
        ]);

    private static StudyTable Shares(SlopesRecord record) => new(
        "Shares of the ground, %",
        ["Track", "#Shadow", "#Parallel", "#Layover", "#Low sensitivity", "#Sensitive", "#Flat"],
        [.. record.Visibility.Select(v => (IReadOnlyList<string>)[v.Name, Tenths(100 * v.Shadow), Tenths(100 * v.Parallel), Tenths(100 * v.Layover), Tenths(100 * v.LowSensitivity), Tenths(100 * v.Sensitive), Tenths(100 * v.Flat)])]);

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Tenths(double value) => double.IsNaN(value) ? "-" : value.ToString("0.0", CultureInfo.InvariantCulture);
}
