using System.Globalization;
using System.Text;
using Plumb.Formats.Csv;
using Plumb.Groundwater;
using Plumb.Processing.Associations;
using Plumb.Processing.Tracks;
using Plumb.Simulation;
using Plumb.Validation;

namespace Plumb.Processing.Studies.Heze;

/// <summary>The Heze study: two tracks, each held against the truth and against each other.</summary>
/// <param name="Published">What the study printed.</param>
/// <param name="Tracks">The tracks.</param>
/// <param name="Comparison">Both tracks on their common grid, metres per year.</param>
/// <param name="TrueCorrelation">Correlation (pure number) of the true vertical rates seen by both, which is below one where ground moves sideways.</param>
/// <param name="GroupName">The group that follows the precipitation.</param>
/// <param name="PlantedLag">Time by which it truly follows, days.</param>
/// <param name="PlantedSwing">Amplitude of its true vertical motion over the year, metres.</param>
public sealed record HezeOutcome(
    HezePublished Published, IReadOnlyList<HezeTrack> Tracks, TrackComparisonRecord Comparison, double TrueCorrelation, string GroupName, double PlantedLag, double PlantedSwing)
{
    private const double DaysPerMonth = 30.4375;

    /// <summary>The rows of the comparison: what, published, truth, first track, second track; what both tracks have in common stands in the last two alike.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows =>
    [
        .. Along(), .. Across(), .. Tracks[0].Zones.SelectMany((_, z) => OfZone(z)), .. Following(), .. Tracks[0].Groups.Select((_, g) => OfGroup(g)),
    ];

    /// <summary>The table for people.</summary>
    public string Text
    {
        get
        {
            IReadOnlyList<string> heads = ["what", "published", "truth", .. Tracks.Select(t => t.Name)];
            var rows = Rows.Prepend(heads).ToArray();
            var widths = heads.Select((_, c) => rows.Max(r => r[c].Length)).ToArray();
            var text = new StringBuilder("""
                Heze, simulated scene: the study's figures are of its own data and cannot agree in detail; compare ours with the truth.
                Vertical motion, as if nothing moved sideways; negative sinks. Pixels of 200 m here, 50 m and finer in the study.


                """);
            foreach (var row in rows)
            {
                text.AppendLine(string.Join(" | ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))));
            }

            return text.ToString().TrimEnd();
        }
    }

    /// <summary>The table as comma-separated values; units stand in the first column.</summary>
    public string Csv => Lines(Rows.Prepend(["what", "published", "truth", .. Tracks.Select(t => t.Name)]));

    /// <summary>The profiles of the tracks as comma-separated values: metres, mm/yr.</summary>
    public string ProfileCsv => Lines(Tracks.SelectMany(t => t.Corridor.Steps.Zip(t.TrueProfile, (s, known) => (IReadOnlyList<string>)
        [t.Name, CsvCell.Of(s.Chainage), CsvCell.Of(1000 * s.Rate), CsvCell.Of(1000 * s.RateSigma), CsvCell.Of(1000 * known)])).Prepend(["track", "chainage_m", "rate_mm_yr", "rate_sigma_mm_yr", "true_rate_mm_yr"]));

    /// <summary>The series of the groups as comma-separated values: mm.</summary>
    public string GroupCsv => Lines(Tracks.SelectMany(t => t.Groups.SelectMany(g => g.Dates.Select((d, k) => (IReadOnlyList<string>)
        [t.Name, g.Name, d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), CsvCell.Of(1000 * g.Motion[k]), CsvCell.Of(1000 * g.TrueMotion[k])]))).Prepend(["track", "group", "date", "vertical_mm", "true_vertical_mm"]));

    /// <summary>The study, from its tracks.</summary>
    /// <param name="published">What the study printed.</param>
    /// <param name="ground">Line and precipitation.</param>
    /// <param name="tracks">The tracks.</param>
    /// <param name="comparison">Both on their common grid, metres per year.</param>
    /// <param name="simulators">The scenes of the tracks.</param>
    public static HezeOutcome Of(HezePublished published, HezeGround ground, IReadOnlyList<HezeTrack> tracks, TrackComparisonRecord comparison, IReadOnlyList<SceneSimulator> simulators)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(simulators);
        var (first, second) = (Upright(simulators[0]), Upright(simulators[1]));
        var none = new float[first.Length];
        Array.Fill(none, float.NaN);
        var group = tracks[0].Groups.First(g => g.Name == ground.Group);
        var season = AnnualCourse.Of(new TimeSeries([.. group.Dates.Select(AssociationGroup.DayOf)], [.. group.TrueMotion]));
        var rain = AnnualCourse.Of(new TimeSeries([.. ground.Rain.Series.Dates.Select(AssociationGroup.DayOf)], [.. ground.Rain.Series.Values]));
        return new HezeOutcome(
            published, tracks, comparison, CrossTrack.Of(first, second, none, none).Correlation, ground.Group,
            season is not null && rain is not null ? season.Behind(rain) : double.NaN, season?.Amplitude ?? double.NaN);
    }

    private static float[] Upright(SceneSimulator simulator)
    {
        var rate = new float[simulator.Grid.PixelCount];
        simulator.Rate(simulator.Grid.Whole, rate);
        for (var i = 0; i < rate.Length; i++)
        {
            rate[i] /= (float)Math.Cos(simulator.View.Incidence(i / simulator.Grid.Columns, i % simulator.Grid.Columns));
        }

        return rate;
    }

    private IEnumerable<IReadOnlyList<string>> Along()
    {
        yield return ["images", .. Both(t => t.Images), "", .. Tracks.Select(t => Whole(t.Images))];
        yield return ["interferograms", .. Both(t => t.Pairs), "", .. Tracks.Select(t => Whole(t.Pairs))];
        yield return ["points within 3 km of the line", .. Both(t => t.Points), "", .. Tracks.Select(t => Whole(t.Corridor.Points))];
        yield return ["their density, per km2", .. Both(t => t.Density), "", .. Tracks.Select(t => Number(t.Corridor.Density, "0.0"))];
        yield return ["error of the profile (RMS), cm/yr", "", "", .. Tracks.Select(t => Number(100 * t.ProfileError, "0.00"))];
    }

    private IEnumerable<IReadOnlyList<string>> Across()
    {
        var c = Comparison.Comparison;
        IReadOnlyList<string> Row(string what, string published, string truth, string ours) => [what, published, truth, ours, ours];
        yield return Row("cells in common", Whole(Published.CommonCells), "", Whole(c.Cells));
        yield return Row("correlation of the vertical rates", Number(Published.Correlation, "0.00"), Number(TrueCorrelation, "0.000"), Number(c.Correlation, "0.000"));
        yield return Row("mean difference, cm/yr", Number(Published.MeanDifference, "0.00"), "0.00", Number(100 * c.MeanDifference, "0.00"));
        yield return Row("its standard deviation, cm/yr", Number(Published.DeviationOfDifference, "0.0"), "0.0", Number(100 * c.StandardDeviation, "0.00"));
    }

    private IEnumerable<IReadOnlyList<string>> OfZone(int z)
    {
        var (printed, zone) = (Published.Zones[z], Tracks[0].Zones[z]);
        var name = $"{zone.Trough}, beyond {Number(100 * zone.Limit, "0")} cm/yr";
        string Range(HezeStretch? s) => s is null ? "not found" : $"{Number(100 * s.Fastest, "0.0")} to {Number(100 * s.Slowest, "0.0")}";
        yield return [$"{name}: length, km", Number(printed.Length, "0"), Number(zone.True.Length / 1000, "0.00"), .. Tracks.Select(t => t.Zones[z].Found is { } f ? Number(f.Length / 1000, "0.00") : "not found")];
        yield return [$"{name}: rates, cm/yr", $"{Number(printed.Fastest, "0")} to {Number(printed.Slowest, "0")}", Range(zone.True), .. Tracks.Select(t => Range(t.Zones[z].Found))];
    }

    private IEnumerable<IReadOnlyList<string>> Following()
    {
        HezeGroup Of(HezeTrack t) => t.Groups.First(g => g.Name == GroupName);
        yield return [$"{GroupName}: swing over the year, +- cm", Number(Published.SeasonalSwing, "0.0"), Number(100 * PlantedSwing, "0.00"), .. Tracks.Select(t => Number(100 * Of(t).Association.Season?.Amplitude ?? double.NaN, "0.00"))];
        yield return [$"{GroupName}: follows precipitation by, months", "about " + Number(Published.LagMonths, "0"), Number(PlantedLag / DaysPerMonth, "0.00"), .. Tracks.Select(t => Number(Of(t).Association.Result.BestLag / DaysPerMonth, "0.00"))];
        yield return ["the same by the waves of one year", "", "", .. Tracks.Select(t => Number((Of(t).Association is { Season: { } s, DriverSeason: { } d } ? s.Behind(d) : double.NaN) / DaysPerMonth, "0.00"))];
        yield return ["correlation at the best lag", "", "", .. Tracks.Select(t => Number(Of(t).Association.Result.Correlation, "0.00"))];
        yield return ["chance of so good a best lag", "", "", .. Tracks.Select(t => Number(Of(t).Association.Result.SurrogateProbability, "0.000"))];
    }

    private IReadOnlyList<string> OfGroup(int g)
    {
        var group = Tracks[0].Groups[g];
        return [$"{group.Name}: rate of the group, cm/yr", "", Number(100 * group.TrueRate, "0.00"), .. Tracks.Select(t => Number(100 * t.Groups[g].Rate, "0.00"))];
    }

    private string[] Both(Func<HezePublishedTrack, double> value) => [string.Join(" / ", Published.Tracks.Select(t => Whole(value(t))))];

    private static string Lines(IEnumerable<IReadOnlyList<string>> rows) => string.Concat(rows.Select(r => string.Join(',', r.Select(CsvCell.Of)) + "\n"));

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";
}
