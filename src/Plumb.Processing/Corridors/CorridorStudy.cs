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
    /// <summary>Tension of the curve through gaps (pure number): a little, so that it does not swing out beside a steep flank.</summary>
    private const double FillTension = 2;

    /// <summary>Profiles and zones along lines.</summary>
    /// <param name="run">The run.</param>
    /// <param name="inputs">The lines, and how motion is followed along them.</param>
    /// <returns>The lines that meet the map, and the names of the others; metres, metres per year.</returns>
    /// <exception cref="RequestException">The results are in radar coordinates, or no line meets them.</exception>
    public static CorridorRecord Of(FinishedRun run, CorridorInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(inputs);
        var (results, options) = (run.Results, inputs.Options);
        var isInside = Meets(inputs, results.Grid, results.PixelSize());
        NamedLine[] lines = [.. inputs.Lines.Where((_, k) => isInside[k])];
        var (factor, axis) = VerticalFactor.Of(results, run.Settings.Subsidence.Axis);
        var map = new CorridorMap(results, run.Settings, factor);
        return new CorridorRecord
        {
            Axis = axis,
            RelativeTo = results.RelativeTo,
            LineFile = inputs.Source,
            From = results.Dates.Count > 1 ? results.Dates[0] : null,
            To = results.Dates.Count > 1 ? results.Dates[^1] : null,
            Options = options,
            Lines = [.. lines.Select(line => One(results, map, line, options))],
            Outside = [.. inputs.Lines.Where((_, k) => !isInside[k]).Select(l => l.Name)],
            Dated = [.. inputs.DatesOn(results.Dates).SelectMany(date => map.At(date) is var plane ? lines.Select(line => Dated(results, plane, line, date, options)) : [])],
        };
    }

    /// <summary>Whether each line comes within the width of a pixel of the map; shape (line).</summary>
    /// <param name="inputs">The lines.</param>
    /// <param name="grid">The grid of the run.</param>
    /// <param name="pixel">Size of a pixel, metres.</param>
    /// <exception cref="RequestException">The grid is in radar coordinates, or no line meets it.</exception>
    internal static bool[] Meets(CorridorInputs inputs, Grid grid, (double Width, double Height) pixel)
    {
        var meets = Near(inputs, grid, pixel);
        return meets.Contains(true)
            ? meets
            : throw new RequestException($"{(inputs.Lines.Count == 1 ? $"The line '{inputs.Lines[0].Name}'" : $"Each of the {inputs.Lines.Count} lines")} of {inputs.Source} does not meet the map within {Math.Max(inputs.Options.Width, inputs.Options.ProfileWidth):0} m. Longitude comes before latitude; is it the right line?");
    }

    /// <summary>Whether each line comes within the width of a pixel of the map; shape (line).</summary>
    /// <param name="inputs">The lines.</param>
    /// <param name="grid">The grid of the run.</param>
    /// <param name="pixel">Size of a pixel, metres.</param>
    /// <exception cref="RequestException">The grid is in radar coordinates.</exception>
    internal static bool[] Near(CorridorInputs inputs, Grid grid, (double Width, double Height) pixel)
    {
        if (grid.Crs.IsRadar)
        {
            throw new RequestException("The results are in radar coordinates, which have no place on a map, so no line can be drawn on them. Geocode the products first.");
        }

        var width = Math.Max(inputs.Options.Width, inputs.Options.ProfileWidth);
        return [.. inputs.Lines.Select(line => Corridor.Points(OnGround(line, grid, pixel), grid.Rows, grid.Columns, pixel.Width, pixel.Height, width).Count > 0)];
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

    private static CorridorEntry One(ResultSet results, CorridorMap map, NamedLine named, CorridorOptions options)
    {
        var pixel = results.PixelSize();
        var line = OnGround(named, results.Grid, pixel);
        var near = Corridor.Points(line, results.Grid.Rows, results.Grid.Columns, pixel.Width, pixel.Height, Math.Max(options.Width, options.ProfileWidth));
        var good = near.Where(p => map.IsGood(p)).ToArray();
        var steps = Corridor.Profile(line, good, map.RateOf(good), map.DisplacementOf(good), map.SigmasOf(good), options);
        var rates = steps.Where(s => double.IsFinite(s.Rate)).Select(s => s.Rate).ToArray();
        return new CorridorEntry(
            named.Name,
            line.Length,
            Math.Min(line.Length, options.Step * rates.Length),
            good.LongLength,
            good.Length / (near.Count * pixel.Width * pixel.Height / 1e6),
            rates.Length > 0 ? rates.Min() : double.NaN,
            rates.Length > 0 ? rates.Max() : double.NaN,
            Corridor.Zones(steps, options),
            steps)
        {
            Rows = [.. line.Corners.Select(c => (-line.At(c).North / pixel.Height) - 0.5)],
            Columns = [.. line.Corners.Select(c => (line.At(c).East / pixel.Width) - 0.5)],
        };
    }

    private static DatedProfile Dated(ResultSet results, BasinField plane, NamedLine named, int date, CorridorOptions options)
    {
        var pixel = results.PixelSize();
        var line = OnGround(named, results.Grid, pixel);
        var near = Corridor.Points(line, results.Grid.Rows, results.Grid.Columns, pixel.Width, pixel.Height, options.ProfileWidth)
            .Where(p => plane.Mask.IsGood((p.Row * results.Grid.Columns) + p.Column)).ToArray();
        var values = CorridorMap.Of(plane.Motion, near);
        var (own, shared) = (CorridorMap.Of(plane.OwnSigma, near), CorridorMap.Of(plane.SharedSigma, near));
        var steps = Corridor.Profile(line, near, values, values, new CorridorSigmas(own, shared, own, shared, _ => 0), options);
        var seen = steps.Where(s => double.IsFinite(s.Displacement)).ToArray();
        var spline = seen.Length > 1 ? new TensionSpline([.. seen.Select(s => s.Chainage)], [.. seen.Select(s => s.Displacement)], FillTension) : null;
        bool Inside(CorridorStep s) => spline is not null && s.Chainage >= seen[0].Chainage && s.Chainage <= seen[^1].Chainage;
        return new DatedProfile(
            named.Name,
            results.Dates[date],
            [.. steps.Select(s => s.Chainage)],
            [.. steps.Select(s => double.IsFinite(s.Displacement) ? s.Displacement : Inside(s) ? spline!.At(s.Chainage) : double.NaN)],
            [.. steps.Select(s => s.DisplacementSigma)],
            [.. steps.Select(s => !double.IsFinite(s.Displacement) && Inside(s))]);
    }
}
