using Plumb.Formats.Earthquakes;
using Plumb.Formats.Gdal;
using Plumb.Formats.Products;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Fits;

/// <summary>What a run will fit, looked at before anything is written: the list of earthquakes, and the names of the maps that may come out.</summary>
public sealed record FitRequest
{
    private FitRequest(string earthquakeText, IReadOnlyList<Earthquake> earthquakes, IReadOnlyList<string> arrays)
    {
        EarthquakeText = earthquakeText;
        Earthquakes = earthquakes;
        Arrays = arrays;
    }

    /// <summary>Content of the list of earthquakes, which goes into the stage's key; empty for none.</summary>
    public string EarthquakeText { get; }

    /// <summary>The earthquakes of the list.</summary>
    public IReadOnlyList<Earthquake> Earthquakes { get; }

    /// <summary>Names of the arrays that may be written.</summary>
    public IReadOnlyList<string> Arrays { get; }

    /// <summary>What will be fitted on the dates of a stack; nothing where the run begins with a finished velocity.</summary>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="stack">What will be in the store: its pairs' dates, or those of a finished series (UTC).</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <exception cref="RequestException">The fit is not possible on these dates, or a file cannot be read.</exception>
    public static FitRequest For(PlumbSettings settings, StackDescription stack, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(stack);
        var dates = stack.Finished?.Dates ?? stack.DatesOfPairs();
        var isVelocity = stack.Finished is { Kind: FinishedKind.Velocity };
        return Create(isVelocity ? settings with { Fit = settings.Fit with { Enabled = false } } : settings, stack, dates, resolve);
    }

    /// <summary>Looks at the request of a run.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="stack">What will be in the store.</param>
    /// <param name="dates">The dates there are; the network may leave some out later.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <exception cref="RequestException">The list of earthquakes cannot be used, a term is not possible, or the dates cannot tell the terms apart.</exception>
    public static FitRequest Create(PlumbSettings settings, StackDescription stack, IReadOnlyList<DateOnly> dates, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(dates);
        ArgumentNullException.ThrowIfNull(resolve);
        if (!settings.Fit.Enabled)
        {
            return new FitRequest("", [], []);
        }

        var path = settings.Fit.Earthquakes;
        var quakes = path.Length == 0 ? [] : EarthquakeCsv.Read(resolve(path));
        var text = path.Length == 0 ? "" : File.ReadAllText(resolve(path));
        var request = new FitRequest(text, quakes, []);
        var frame = new SeriesDates(dates, settings.Rate.TimeAxis);
        var plan = FitPlan.Create(settings.Fit, frame, request.Judge(stack, frame));
        return new FitRequest(text, quakes, [.. plan.Layers.Select(l => StorePaths.FitFolder + l.Name)]);
    }

    /// <summary>Judges the earthquakes by the area and the dates.</summary>
    /// <param name="stack">Grid and time of day.</param>
    /// <param name="dates">The dates of the series.</param>
    /// <exception cref="RequestException">There is a list, and the products have no map position.</exception>
    public IReadOnlyList<JudgedEarthquake> Judge(StackDescription stack, SeriesDates dates)
    {
        ArgumentNullException.ThrowIfNull(stack);
        return Earthquakes.Count == 0 ? [] : EarthquakeChoice.Judge(Earthquakes, AreaOf(stack.Grid), dates, stack.TimeOfDay);
    }

    private static GeographicBox AreaOf(Grid grid)
    {
        if (grid.Crs.IsRadar)
        {
            throw new RequestException("fit.earthquakes: the products are in radar coordinates, which have no map position, so no earthquake is near or far. Give the days of the steps in fit.steps.");
        }

        // The edges of a projected grid are curved on the globe; points along them show how far they reach.
        const int Points = 9;
        var (x, y) = (new double[4 * Points], new double[4 * Points]);
        for (var i = 0; i < Points; i++)
        {
            var part = i / (Points - 1.0);
            var (along, down) = (grid.OriginX + (part * (grid.EndX - grid.OriginX)), grid.OriginY + (part * (grid.EndY - grid.OriginY)));
            (x[i], y[i]) = (along, grid.OriginY);
            (x[Points + i], y[Points + i]) = (along, grid.EndY);
            (x[(2 * Points) + i], y[(2 * Points) + i]) = (grid.OriginX, down);
            (x[(3 * Points) + i], y[(3 * Points) + i]) = (grid.EndX, down);
        }

        if (grid.Crs != Crs.Wgs84)
        {
            using var transform = new CoordinateTransform(grid.Crs, Crs.Wgs84);
            if (transform.Apply(x, y) > 0)
            {
                throw new RequestException($"fit.earthquakes: part of the grid has no place on the globe in {grid.Crs.Definition}. Give the days of the steps in fit.steps.");
            }
        }

        return new GeographicBox(x.Min(), y.Min(), x.Max(), y.Max());
    }
}
