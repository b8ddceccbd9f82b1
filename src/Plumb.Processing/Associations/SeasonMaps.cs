using Plumb.Formats.GeoTiff;
using Plumb.Grids;
using Plumb.Groundwater;
using Plumb.Processing.Results;
using Plumb.Validation;

namespace Plumb.Processing.Associations;

/// <summary>The wave of one year at each pixel of a run, and how long after that of a driver it comes.</summary>
public static class SeasonMaps
{
    /// <summary>Probability (pure number) above which a pixel counts as without a season: no day and no lag are given.</summary>
    public const double Limit = 0.05;

    private const int RowsAtOnce = 32;

    /// <summary>
    /// The maps: amplitude and its standard deviation (metres along the line of sight), day of the crest (days of the year) and its standard deviation, probability without a season (pure number), and for each
    /// driver the days by which the crest comes after its own, 0 to 365. NaN where a pixel is not good or misses a date; shape (rows, columns). Empty where the dates cannot tell a season.
    /// </summary>
    /// <param name="results">The run.</param>
    /// <param name="drivers">The drivers, each in its unit; those without a wave of one year make no map.</param>
    /// <param name="threads">Most threads (count); 0 for all cores.</param>
    /// <param name="stop">Stops the work.</param>
    public static IReadOnlyList<Layer> Of(ResultSet results, IReadOnlyList<PointStation> drivers, int threads, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(drivers);
        if (AnnualFit.For([.. results.Dates.Select(AssociationGroup.DayOf)]) is not { } fit)
        {
            return [];
        }

        var (grid, mask) = (results.Grid, results.Mask());
        var maps = Enumerable.Range(0, 5).Select(_ => Empty(grid)).ToArray();
        for (var top = 0; top < grid.Rows; top += RowsAtOnce)
        {
            stop.ThrowIfCancellationRequested();
            var tile = new Tile(top, 0, Math.Min(RowsAtOnce, grid.Rows - top), grid.Columns);
            var series = new float[results.Dates.Count * tile.PixelCount];
            results.Series(tile, series);
            Parallel.For(0, tile.Rows, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = threads > 0 ? threads : -1 }, row => Row(fit, results.Dates.Count, series, tile, row, mask, maps));
        }

        Layer Map(string name, string title, Unit unit, Sign sign, float[] values) => new(new LayerDescription(name, title, unit, sign, unit == Unit.Metre ? results.RelativeTo : ""), grid, values);
        var layers = new List<Layer>
        {
            Map("annual_displacement", "Amplitude of the motion over the year along the line of sight", Unit.Metre, Sign.None, maps[0]),
            Map("annual_displacement_sigma", "Standard deviation of the amplitude over the year", Unit.Metre, Sign.None, maps[1]),
            Map("annual_peak_day", "Day of the year on which the ground is nearest to the satellite", Unit.Day, Sign.None, maps[2]),
            Map("annual_peak_day_sigma", "Standard deviation of that day", Unit.Day, Sign.None, maps[3]),
            Map("annual_probability", "Probability of so large a yearly wave without a season", Unit.One, Sign.None, maps[4]),
        };
        foreach (var (number, driver) in drivers.Index())
        {
            if (AnnualCourse.Of(new TimeSeries([.. driver.Series.Dates.Select(AssociationGroup.DayOf)], [.. driver.Series.Values])) is { } course)
            {
                layers.Add(Map(
                    FormattableString.Invariant($"annual_lag_{number + 1}"), $"Days by which the yearly crest comes after that of {driver.Name}", Unit.Day, Sign.None,
                    Array.ConvertAll(maps[2], d => (float)course.Before(d))));
            }
        }

        return layers;
    }

    /// <summary>Writes the maps as GeoTIFF, a file a map, named as the layer.</summary>
    /// <param name="layers">The maps.</param>
    /// <param name="folder">The folder; it is created.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(IReadOnlyList<Layer> layers, string folder)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Directory.CreateDirectory(folder);
        foreach (var layer in layers)
        {
            LayerGeoTiff.Write(layer, Path.Combine(folder, layer.Description.Name + ".tif"));
        }
    }

    private static float[] Empty(Grid grid)
    {
        var map = new float[grid.PixelCount];
        Array.Fill(map, float.NaN);
        return map;
    }

    private static void Row(AnnualFit fit, int dates, float[] series, Tile tile, int row, Mask mask, float[][] maps)
    {
        var (values, residual) = (new float[dates], new double[dates]);
        for (var column = 0; column < tile.Columns; column++)
        {
            var (at, pixel) = ((row * tile.Columns) + column, ((tile.Row + row) * tile.Columns) + column);
            var isWhole = mask.IsGood(pixel);
            for (var d = 0; d < dates && isWhole; d++)
            {
                values[d] = series[(d * tile.PixelCount) + at];
                isWhole = float.IsFinite(values[d]);
            }

            if (!isWhole)
            {
                continue;
            }

            var wave = fit.Of(values, residual);
            (maps[0][pixel], maps[1][pixel], maps[4][pixel]) = ((float)wave.Amplitude, (float)wave.AmplitudeSigma, (float)wave.Probability);
            if (wave.Probability <= Limit)
            {
                (maps[2][pixel], maps[3][pixel]) = ((float)wave.PeakDay, (float)wave.PeakSigma);
            }
        }
    }
}
