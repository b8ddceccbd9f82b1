using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Products;
using Plumb.Grids;
using Plumb.Processing.Associations;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corridors;
using Plumb.Processing.Groups;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Processing.Validations;

namespace Plumb.Processing.Runs;

/// <summary>What a check says of the files that the last stages will read: a line a file, with what it holds and how much of it lies on the map.</summary>
internal sealed class GroundFindings
{
    private readonly PlumbSettings settings;
    private readonly Func<string, string> resolve;
    private readonly Grid? grid;
    private readonly List<Finding> findings = [];

    private GroundFindings(PlumbSettings settings, Func<string, string> resolve, Grid? grid) => (this.settings, this.resolve, this.grid) = (settings, resolve, grid);

    /// <summary>Looks at all files.</summary>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <param name="stack">What the run begins with; null where the products cannot be used.</param>
    public static IReadOnlyList<Finding> Of(PlumbSettings settings, Func<string, string> resolve, StackDescription? stack)
    {
        var look = new GroundFindings(settings, resolve, stack?.Grid is { Crs.IsRadar: false } grid ? grid : null);
        look.Stations();
        look.Lines();
        look.Areas();
        look.Drivers();
        if (stack is not null && look.findings.TrueForAll(f => f.Severity != Severity.Error))
        {
            look.Whole("validation", stack, GroundRequests.Stations);
            look.Whole("corridors", stack, GroundRequests.Lines);
            look.Whole("areas", stack, GroundRequests.Areas);
            look.Whole("association", stack, GroundRequests.Drivers);
        }

        return look.findings;
    }

    private void Stations()
    {
        var given = settings.Validation;
        if (given.IsAsked && given.Places.Length > 0)
        {
            Look($"validation.places: {given.Places}", () => ("The table of places can be read.", false), () => Formats.Stations.StationPlaces.Read(resolve(given.Places)));
        }

        if (given.IsAsked && given.StepList.Length > 0)
        {
            Look($"validation.step_list: {given.StepList}", () => ("The list of steps can be read.", false), () => Formats.Gnss.StepList.Read(resolve(given.StepList)));
        }

        foreach (var (name, path, one) in Each("gnss", given.Gnss, p => given with { Gnss = [p], Levelling = [], Series = [] })
            .Concat(Each("levelling", given.Levelling, p => given with { Gnss = [], Levelling = [p], Series = [] }))
            .Concat(Each("series", given.Series, p => given with { Gnss = [], Levelling = [], Series = [p] })))
        {
            Look($"validation.{name}: {path}", () =>
            {
                var inputs = ValidationInputs.Read(one, resolve);
                var inside = Inside([.. inputs.Stations.Where(s => s.HasPlace).Select(s => (s.Longitude, s.Latitude))]);
                var lost = inputs.Stations.Count(s => !s.HasPlace);
                return (Count(inputs.Stations.Count, "station") + OnMap(inside) + (lost > 0 ? $"; of {lost} no place is known" : "") + (inputs.Unread.Count > 0 ? $"; {inputs.Unread.Count} left out, such as: {inputs.Unread[0]}" : "."), inside == 0);
            });
        }
    }

    private void Lines()
    {
        foreach (var path in settings.Corridors.Lines)
        {
            Look($"corridors.lines: {path}", () =>
            {
                var inputs = CorridorInputs.Read(settings.Corridors with { Lines = [path] }, resolve);
                int? inside = grid is null ? null : CorridorStudy.Near(inputs, grid, ResultSet.PixelSizeOf(grid)).Count(m => m);
                return (Count(inputs.Lines.Count, "line") + OnMap(inside) + ".", inside == 0);
            });
        }
    }

    private void Areas()
    {
        AreaFiles("areas.files", settings.Areas.Files);
        Cover("areas.land_cover", settings.Areas.LandCover, settings.Areas.Classes);
    }

    private void Drivers()
    {
        var given = settings.Association;
        if (!given.IsAsked)
        {
            return;
        }

        foreach (var path in given.Drivers)
        {
            Look($"association.drivers: {path}", () =>
            {
                var drivers = AssociationInputs.Read(given with { Drivers = [path], Areas = [], Points = [], LandCover = "" }, resolve).Drivers;
                var days = drivers.SelectMany(d => d.Series.Dates).ToArray();
                return (string.Create(CultureInfo.InvariantCulture, $"{Count(drivers.Count, "record")}, {days.Min():yyyy-MM-dd} to {days.Max():yyyy-MM-dd}."), false);
            });
        }

        AreaFiles("association.areas", given.Areas);
        foreach (var text in given.Points)
        {
            Look("association.points", () =>
            {
                var point = NamedPoint.Parse(text, "A point");
                return (point.Name + (Inside([(point.Longitude, point.Latitude)]) == 0 ? " lies outside the map." : grid is null ? " can be read." : " lies on the map."), Inside([(point.Longitude, point.Latitude)]) == 0);
            });
        }

        Cover("association.land_cover", given.LandCover, given.Classes);
    }

    private void AreaFiles(string where, IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            Look($"{where}: {path}", () =>
            {
                var areas = Formats.Areas.FeatureReader.Areas(resolve(path));
                int? inside = grid is null ? null : PixelGroups.OfAreas(areas, GroundRequests.AllGood(grid)).Count(g => g.Pixels.Length > 0);
                return (Count(areas.Count, "area") + OnMap(inside) + ".", inside == 0);
            });
        }
    }

    private void Cover(string where, string path, string classes)
    {
        if (path.Length == 0)
        {
            return;
        }

        Look($"{where}: {path}", () =>
        {
            var cover = LandCover.Parse(resolve(path), classes);
            if (grid is null)
            {
                using var raster = GdalDataset.Open(cover.Path);
                return ($"The raster of {raster.Rows} x {raster.Columns} pixels can be opened.", false);
            }

            var groups = PixelGroups.OfLandCover(cover, GroundRequests.AllGood(grid));
            var seen = groups.Where(g => g.Pixels.Length > 0).Select(g => g.Name).ToArray();
            return ($"{seen.Length} of {groups.Count} classes lie on the map{(seen.Length > 0 ? ": " + string.Join(", ", seen.Take(12)) : "")}.", seen.Length < groups.Count);
        });
    }

    private void Whole(string where, StackDescription stack, Action<PlumbSettings, Func<string, string>, StackDescription> require)
    {
        try
        {
            require(settings, resolve, stack);
        }
        catch (RequestException e)
        {
            findings.Add(new Finding(Severity.Error, where, e.Message, ""));
        }
    }

    private void Look(string where, Func<(string Text, bool IsDoubtful)> look, Action? first = null)
    {
        try
        {
            first?.Invoke();
            var (text, isDoubtful) = look();
            findings.Add(new Finding(isDoubtful ? Severity.Warning : Severity.Note, where, text, ""));
        }
        catch (RequestException e)
        {
            findings.Add(new Finding(Severity.Error, where, e.Message, ""));
        }
    }

    private static IEnumerable<(string Name, string Path, ValidationSettings One)> Each(string name, IReadOnlyList<string> paths, Func<string, ValidationSettings> one) => paths.Select(p => (name, p, one(p)));

    /// <summary>How many places lie on the grid; null where there is none.</summary>
    private int? Inside(IReadOnlyList<(double Longitude, double Latitude)> places) => grid is null ? null : places.Count(p =>
    {
        var (row, column) = new NamedPoint("", p.Longitude, p.Latitude).On(grid);
        return row > -0.5 && column > -0.5 && row < grid.Rows - 0.5 && column < grid.Columns - 0.5;
    });

    private static string Count(int count, string word) => string.Create(CultureInfo.InvariantCulture, $"{count} {word}{(count == 1 ? "" : "s")}");

    private static string OnMap(int? inside) => inside is { } count ? string.Create(CultureInfo.InvariantCulture, $", {count} on the map") : "";
}
