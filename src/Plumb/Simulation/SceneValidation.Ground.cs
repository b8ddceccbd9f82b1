namespace Plumb.Simulation;

/// <summary>Checks of troughs, slides, stations and concessions.</summary>
internal static partial class SceneValidation
{
    private static void Trough(SceneTrough trough, string entry)
    {
        Range(trough.East, -1e6, 1e6, $"{entry}.east", "metres");
        Range(trough.North, -1e6, 1e6, $"{entry}.north", "metres");
        Range(trough.Azimuth, -360, 360, $"{entry}.azimuth", "degrees");
        Range(trough.Length, 1, 20_000, $"{entry}.length", "metres");
        Range(trough.Width, 1, 20_000, $"{entry}.width", "metres");
        Range(trough.Radius, 5, 5000, $"{entry}.radius", "metres");
        Range(trough.HorizontalCoefficient, 0, 1, $"{entry}.horizontal_coefficient", "");
        Range(trough.SmoothDays, 0, 3650, $"{entry}.smooth_days", "days");
        Require(trough.Phases is { Count: > 0 }, $"{entry}.phases is empty. Give the trough at least one phase with its start and rate.");
        var last = DateOnly.MinValue;
        for (var k = 0; k < trough.Phases!.Count; k++)
        {
            Require(trough.Phases[k] is not null, $"{entry}.phases[{k}] is empty. Give it its entries or take it out.");
            var start = Date(trough.Phases[k].Start, $"{entry}.phases[{k}].start");
            Require(k == 0 || start > last, $"{entry}.phases[{k}].start is {start:yyyy-MM-dd}, not after the phase before it. List the phases ascending.");
            last = start;
            Range(trough.Phases[k].Rate, -50, 50, $"{entry}.phases[{k}].rate", "metres per year");
        }
    }

    private static void Slide(SceneSlide slide, string entry)
    {
        Range(slide.East, -1e6, 1e6, $"{entry}.east", "metres");
        Range(slide.North, -1e6, 1e6, $"{entry}.north", "metres");
        Range(slide.Azimuth, -360, 360, $"{entry}.azimuth", "degrees");
        Range(slide.Plunge, 0, 90, $"{entry}.plunge", "degrees");
        Range(slide.Length, 1, 50_000, $"{entry}.length", "metres");
        Range(slide.Width, 1, 50_000, $"{entry}.width", "metres");
        Range(slide.Rate, -50, 50, $"{entry}.rate", "metres per year");
        Range(slide.SeasonalShare, 0, 1, $"{entry}.seasonal_share", "");
        Range(slide.PeakDay, 0, 366, $"{entry}.peak_day", "days");
    }

    private static void Stations(SceneGnss gnss)
    {
        Range(gnss.WhiteHorizontalMillimetres, 0, 1000, "gnss.white_horizontal_millimetres", "millimetres");
        Range(gnss.WhiteVerticalMillimetres, 0, 1000, "gnss.white_vertical_millimetres", "millimetres");
        Range(gnss.FlickerHorizontalMillimetres, 0, 1000, "gnss.flicker_horizontal_millimetres", "millimetres");
        Range(gnss.FlickerVerticalMillimetres, 0, 1000, "gnss.flicker_vertical_millimetres", "millimetres");
        Range(gnss.MarginDays, 0, 3650, "gnss.margin_days", "days");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var k = 0; k < gnss.Stations.Count; k++)
        {
            var (station, entry) = (gnss.Stations[k], $"gnss.stations[{k}]");
            Require(
                station.Name is { Length: 4 } && station.Name.All(char.IsAsciiLetterOrDigit),
                $"{entry}.name is '{station.Name}'. A station has four letters or digits, for example MLT1.");
            Require(names.Add(station.Name), $"{entry}.name is '{station.Name}', as another station's. Name each station once.");
            Place(station.East, station.North, entry);
            Range(station.GapShare, 0, 0.9, $"{entry}.gap_share", "");
            Range(station.GapDays, 1, 3650, $"{entry}.gap_days", "days");
            foreach (var (text, which) in new[] { (station.Start, "start"), (station.End, "end") })
            {
                if (!string.IsNullOrEmpty(text))
                {
                    Date(text, $"{entry}.{which}");
                }
            }
        }
    }

    private static void Levelling(SceneLevelling plan)
    {
        Range(plan.SigmaMillimetres, 0.01, 1000, "levelling.sigma_millimetres", "millimetres");
        Range(plan.Spacing, 1, 1e5, "levelling.spacing", "metres");
        DateOnly[] days = [.. plan.Epochs.Select((e, k) => Date(e, $"levelling.epochs[{k}]"))];
        Require(days.Zip(days.Skip(1)).All(p => p.First < p.Second), "levelling.epochs do not ascend. Name each day once, the earliest first.");
        Require(plan.East.Count == plan.North.Count, $"levelling has {plan.East.Count} corners east and {plan.North.Count} north. A line has both for each corner.");
        Require(plan.Benchmarks.Count == 0 || plan.East.Count == 0, "levelling has both benchmarks and a line. Give one of them.");
        Require(
            days.Length == 0 || plan.Benchmarks.Count > 1 || plan.East.Count > 1,
            "levelling has epochs, but fewer than two benchmarks and no line. Name benchmarks, the datum first, or the corners of a line (east, north).");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var k = 0; k < plan.Benchmarks.Count; k++)
        {
            var (mark, entry) = (plan.Benchmarks[k], $"levelling.benchmarks[{k}]");
            Require(!string.IsNullOrWhiteSpace(mark.Name) && !mark.Name.AsSpan().ContainsAny(",;\"\t\n"), $"{entry}.name is '{mark.Name}'. A mark has a name without commas and quotes.");
            Require(names.Add(mark.Name), $"{entry}.name is '{mark.Name}', as another mark's. Name each mark once.");
            Place(mark.East, mark.North, entry);
        }

        for (var k = 0; k < plan.East.Count; k++)
        {
            Place(plan.East[k], plan.North[k], $"levelling, corner {k}");
        }
    }

    private static void Concessions(IReadOnlyList<SceneConcession> concessions)
    {
        for (var k = 0; k < concessions.Count; k++)
        {
            var (concession, entry) = (concessions[k], $"concessions[{k}]");
            Require(!string.IsNullOrWhiteSpace(concession.Name), $"{entry}.name is empty. Name the mine.");
            Require(
                concession.East is { Count: >= 3 } && concession.North is not null && concession.East.Count == concession.North.Count,
                $"{entry} has {concession.East?.Count ?? 0} corners east and {concession.North?.Count ?? 0} north. A polygon has at least three corners, each with both.");
            for (var c = 0; c < concession.East!.Count; c++)
            {
                Place(concession.East[c], concession.North![c], entry);
            }
        }
    }
}
