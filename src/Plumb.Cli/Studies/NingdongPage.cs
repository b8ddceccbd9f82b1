using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Studies.Ningdong;
using Plumb.Simulation;
using Plumb.Validation;
using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Cli.Studies;

/// <summary>The page of the Ningdong study.</summary>
internal sealed class NingdongPage
{
    private const double SmallWidth = 460;
    private const double SmallHeight = 240;
    private readonly List<StudySection> sections = [];

    /// <summary>Adds the maps and series of a band.</summary>
    public void Add(NingdongBand band, ResultSet method, ResultSet ours, SceneSimulator simulator)
    {
        sections.Add(new StudySection($"{band.Band} band: rate of motion")
        {
            Text = ["Rate along the line of sight; red moves away from the satellite. Dashes are the concessions of the mines, numbered as in the table; triangles are GNSS stations, the square the reference area. Both maps share one scale. Grey is what the run does not trust."],
            Figures = Maps(band, method, ours, simulator),
        });
        if (band.Ours.Stations.Count > 0)
        {
            sections.Add(new StudySection($"{band.Band} band: series against GNSS")
            {
                Text = ["Points: the radar, mean of the trusted pixels within 50 m. Line with its 95 % band: GNSS along the line of sight. Where Plumb trusts no pixel at a station, the series shown is that of the study's method, and says so."],
                SmallFigures = [.. band.Method.Stations.Zip(band.Ours.Stations, StationFigure).OfType<StudyFigure>()],
            });
        }

        sections.Add(new StudySection($"{band.Band} band: life cycle at the deepest point of each mine")
        {
            Text = ["Points: Plumb's series. Line: the true motion of the scene."],
            Tables = band.Ours.Phases.Count == 0 ? [] : [LifeTable(band)],
            SmallFigures = [.. band.Ours.Mines.Select(m => MineFigure(m, ours.Dates))],
        });
    }

    /// <summary>The page, with the tables of all bands before the figures.</summary>
    public StudyPage Page(IReadOnlyList<NingdongBand> bands) => new(
        "Ningdong: ten coal mines in two bands",
        "A published study's method and Plumb's chain on a simulated scene like the study's, whose truth is known",
        [
            new StudySection("Published / ours")
            {
                Text =
                [
                    "The study's figures are of its own data and cannot agree in detail with a simulated scene; the study's method and Plumb's chain both ran on the scene and can be held against its truth. All values are along the line of sight, negative away from the satellite. A star marks a point that Plumb does not trust, and says is too steep or too noisy to be measured; it is not counted in Plumb's errors.",
                    "Stacking gives the pairs' rates weights that are the squares of their lengths. Where the motion changes, its result is another mean than the slope of the series even without any error (column 'truth, stacked'): in C band the two long pairs over the quiet first winter hold a quarter of all weight. What it is off beyond that is unwrapping and air.",
                ],
                Tables = [.. bands.SelectMany(b => new[] { RateTable(b), TotalTable(b), StationTable(b) }.OfType<StudyTable>())],
            },
            .. sections,
        ]);

    private static List<StudyFigure> Maps(NingdongBand band, ResultSet method, ResultSet ours, SceneSimulator simulator)
    {
        var (rate, mask) = (ours.Rate(), ours.Mask());
        var scene = simulator.Scene;
        var options = new MapOptions
        {
            Scale = ColourScale.For([rate], mask),
            References = [.. ours.Reference.Areas.Select(a => new ReferenceMark(a.Row, a.Column, a.Radius))],
            Marks = [.. scene.Concessions.Select((c, k) => (At: simulator.View.Pixel(c.East.Min(), c.North.Max()), Number: k + 1)).Select(c => new MapMark(c.At.Row, c.At.Column, c.Number.ToString(CultureInfo.InvariantCulture)))],
            MarksLabel = "mines of the table",
            Points = [.. scene.Gnss.Stations.Select(s => simulator.View.Pixel(s.East, s.North)).Select(p => new MapMark(p.Row, p.Column, ""))],
            Outlines = [.. scene.Concessions.Select(c => c.East.Zip(c.North, simulator.View.Pixel).ToList()).Select(c => new MapOutline([.. c.Select(p => p.Row)], [.. c.Select(p => p.Column)]))],
            Width = 700,
        };
        return
        [
            new(new MapFigure(rate, options with { Mask = mask, Title = $"Plumb's chain, {band.Band} band" })),
            new(new MapFigure(method.Rate(), options with { Title = $"The study's method, {band.Band} band" })),
        ];
    }

    private static StudyFigure? StationFigure(StationComparison method, StationComparison ours)
    {
        var shown = ours.IsUsed ? ours : method;
        if (!shown.IsUsed)
        {
            return null;
        }

        var first = shown.Dates[0].Date.DayNumber;
        var curve = new SeriesCurve(
            "GNSS",
            [.. shown.Dates.Select(d => (double)(d.Date.DayNumber - first))],
            [.. shown.Dates.Select(d => d.Ground)],
            [.. shown.Dates.Select(d => 1.96 * d.GroundSigma)],
            []);
        var data = new SeriesData([.. shown.Dates.Select(d => d.Date)], [.. shown.Dates.Select(d => d.Radar)], [], double.NaN, double.NaN, []) { Curve = curve };
        var caption = ours.IsUsed
            ? $"RMS difference {Tenths(ours.Rmse)} mm (the study's method: {Tenths(method.Rmse)} mm)."
            : $"The study's method, {Tenths(method.Rmse)} mm. Plumb does not use the station: {ours.Reason}.";
        return new StudyFigure(new SeriesFigure($"{shown.Station}, {shown.Area}", data, Sign.TowardsSatellite, SmallWidth, SmallHeight), caption);
    }

    private static StudyFigure MineFigure(MinePeak mine, IReadOnlyList<DateOnly> dates)
    {
        var curve = new SeriesCurve(
            "truth",
            [.. dates.Select(d => (double)(d.DayNumber - dates[0].DayNumber))],
            [.. mine.TrueSeries.Select(v => (double)v)],
            [.. dates.Select(_ => double.NaN)],
            []);
        var data = new SeriesData(dates, [.. mine.Series.Select(v => (double)v)], [], double.NaN, double.NaN, []) { Curve = curve };
        var caption = mine.Reasons == MaskReasons.None ? "" : $"Not trusted: {mine.Reasons.Describe()}.";
        return new StudyFigure(new SeriesFigure(mine.Mine, data, Sign.TowardsSatellite, SmallWidth, SmallHeight), caption);
    }

    private static StudyTable RateTable(NingdongBand band) => new(
        $"{band.Band} band, {band.Dates} images, {band.Pairs} interferograms: largest rate, mm/yr",
        ["Mine", "#Published: stacking", "#Published: SBAS", "#Truth", "#Truth, stacked", "#Study's method: stacking", "#Study's method: SBAS", "#Ours"],
        [
            .. band.Method.Mines.Zip(band.Ours.Mines, (m, o) =>
            {
                var printed = band.Published.Mines.FirstOrDefault(p => p.Name == m.Mine);
                var rate = band.Band == "C" ? printed?.CRate : printed?.LRate;
                return (IReadOnlyList<string>)
                [
                    m.Mine, Cell(rate, 0), Cell(rate, 1), Whole(m.TrueRate), Whole(m.StackedTruth), Whole(m.StackedRate), Whole(m.Rate), Whole(o.Rate) + Star(o.Reasons),
                ];
            }),
        ]);

    private static StudyTable TotalTable(NingdongBand band) => new(
        $"{band.Band} band: largest total, mm",
        ["Mine", "#Published: SBAS", "#Truth", "#Study's method: SBAS", "#Ours"],
        [
            .. band.Method.Mines.Zip(band.Ours.Mines, (m, o) =>
            {
                var printed = band.Published.Mines.FirstOrDefault(p => p.Name == m.Mine);
                var total = band.Band == "C" ? printed?.CTotal : printed?.LTotal;
                return (IReadOnlyList<string>)[m.Mine, Cell(total, 1), Whole(m.TrueTotal), Whole(m.Total), Whole(o.Total) + Star(o.Reasons)];
            }),
        ]);

    private static StudyTable? StationTable(NingdongBand band) => band.Method.Stations.Count == 0 ? null : new(
        $"{band.Band} band: RMS difference to GNSS, mm",
        ["Mine", "#Published", "#Study's method, all stations", "#Study's method, where ours trusts", "#Ours", "#Stations that ours trusts"],
        [
            .. band.Method.Stations.Select(s => s.Area).Distinct().Select(area =>
            {
                var printed = band.Published.Mines.FirstOrDefault(m => m.Name == area);
                return StationRow(area, (band.Band == "C" ? printed?.CGnss : printed?.LGnss) ?? 0, band, s => s.Area == area);
            }),
            StationRow("all", band.PublishedGnss, band, _ => true),
        ]);

    private static IReadOnlyList<string> StationRow(string name, double printed, NingdongBand band, Func<StationComparison, bool> isIn)
    {
        var (method, ours) = (band.Method.Stations.Where(isIn).ToList(), band.Ours.Stations.Where(isIn).ToList());
        var trusted = method.Where(m => ours.Any(o => o.Station == m.Station && o.IsUsed));
        return
        [
            name, printed > 0 ? printed.ToString("0.0", CultureInfo.InvariantCulture) : "-",
            Tenths(StationComparison.PooledRmse(method)), Tenths(StationComparison.PooledRmse(trusted)), Tenths(StationComparison.PooledRmse(ours)),
            $"{ours.Count(o => o.IsUsed)} of {ours.Count}",
        ];
    }

    private static StudyTable LifeTable(NingdongBand band) => new(
        "Rates of the phases at the first point of Maliantai, mm/yr",
        ["Phase", "#Published", "#Truth", "#Study's method", "#Ours"],
        [
            .. band.Method.Phases.Zip(band.Ours.Phases, (m, o) =>
                (IReadOnlyList<string>)[m.Name, Whole(m.Published), Whole(m.True), Whole(m.Found), Whole(o.Found) + Star(o.Reasons)]),
        ]);

    private static string Star(MaskReasons reasons) => reasons == MaskReasons.None ? "" : "*";

    private static string Cell(IReadOnlyList<double>? values, int index) =>
        values is not null && values.Count > index ? values[index].ToString("0", CultureInfo.InvariantCulture) : "-";

    private static string Whole(double metres) => double.IsNaN(metres) ? "-" : (1000 * metres).ToString("0", CultureInfo.InvariantCulture);

    private static string Tenths(double metres) => double.IsNaN(metres) ? "-" : (1000 * metres).ToString("0.0", CultureInfo.InvariantCulture);
}
