using Plumb.Formats.Areas;
using Plumb.Formats.Gdal;
using Plumb.Grids;
using Plumb.Processing.Basins;
using Plumb.Processing.Results;
using Plumb.Subsidence;

namespace Plumb.Processing.Corridors;

/// <summary>Corridors along lines on the results of a run.</summary>
public static class CorridorStudy
{
    /// <summary>Profiles and zones along the lines of a file.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lineFile">GeoJSON or WKT with the lines.</param>
    /// <param name="options">Widths and lengths in metres, limits.</param>
    /// <exception cref="RequestException">The results are in radar coordinates, or a line does not meet them.</exception>
    public static CorridorRecord Of(FinishedRun run, string lineFile, CorridorOptions options)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(options);
        var results = run.Results;
        if (results.Grid.Crs.IsRadar)
        {
            throw new RequestException("The results are in radar coordinates, which have no place on a map, so no line can be drawn on them. Geocode the products first.");
        }

        var lines = FeatureReader.Lines(lineFile);
        var (factor, axis) = VerticalFactor.Of(results, run.Settings.Subsidence.Axis);
        var map = new CorridorMap(results, run.Settings, factor);
        return new CorridorRecord
        {
            Axis = axis,
            RelativeTo = results.RelativeTo,
            LineFile = lineFile,
            From = results.Dates.Count > 1 ? results.Dates[0] : null,
            To = results.Dates.Count > 1 ? results.Dates[^1] : null,
            Options = options,
            Lines = [.. lines.Select(line => One(results, map, line, lineFile, options))],
        };
    }

    /// <summary>A line in metres east and north of the outer north-west corner of a grid.</summary>
    /// <param name="line">The line, in any system.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="pixel">Size of a pixel, metres.</param>
    internal static CorridorLine OnGround(NamedLine line, Grid grid, (double Width, double Height) pixel)
    {
        var (x, y) = ((double[])line.X.Clone(), (double[])line.Y.Clone());
        if (line.Crs != grid.Crs)
        {
            using var transform = new CoordinateTransform(line.Crs, grid.Crs);
            if (transform.Apply(x, y) > 0)
            {
                throw new RequestException($"The line '{line.Name}' reaches beyond where {grid.Crs.Definition} holds. Longitude comes before latitude.");
            }
        }

        return new CorridorLine(
            [.. x.Select(v => (v - grid.OriginX) / grid.StepX * pixel.Width)],
            [.. y.Select(v => -((v - grid.OriginY) / grid.StepY) * pixel.Height)]);
    }

    private static CorridorEntry One(ResultSet results, CorridorMap map, NamedLine named, string file, CorridorOptions options)
    {
        var pixel = results.PixelSize();
        var line = OnGround(named, results.Grid, pixel);
        var near = Corridor.Points(line, results.Grid.Rows, results.Grid.Columns, pixel.Width, pixel.Height, Math.Max(options.Width, options.ProfileWidth));
        if (near.Count == 0)
        {
            throw new RequestException($"The line '{named.Name}' of {file} does not meet the map within {options.Width:0} m. Longitude comes before latitude; is it the right line?");
        }

        var good = near.Where(p => map.IsGood(p)).ToArray();
        var steps = Corridor.Profile(line, good, map.RateOf(good), map.DisplacementOf(good), map.SigmasOf(good), options);
        var rates = steps.Where(s => double.IsFinite(s.Rate)).Select(s => s.Rate).ToArray();
        return new CorridorEntry(
            named.Name,
            line.Length,
            options.Step * rates.Length,
            good.LongLength,
            good.Length / (near.Count * pixel.Width * pixel.Height / 1e6),
            rates.Length > 0 ? rates.Min() : double.NaN,
            rates.Length > 0 ? rates.Max() : double.NaN,
            Corridor.Zones(steps, options),
            steps);
    }
}
