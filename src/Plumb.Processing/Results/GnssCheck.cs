using Plumb.Formats.Gdal;
using Plumb.Grids;
using Plumb.Validation;

namespace Plumb.Processing.Results;

/// <summary>A run held against GNSS stations, each with the pixels around it and the look vector there.</summary>
public static class GnssCheck
{
    /// <summary>Compares every station; one that cannot be used says why.</summary>
    /// <param name="results">The run; displacement in metres along the line of sight.</param>
    /// <param name="stations">The stations.</param>
    /// <param name="mask">Which pixels may stand for a station.</param>
    /// <param name="options">How.</param>
    /// <exception cref="RequestException">The run is in radar coordinates, has no series or does not know its angles.</exception>
    public static IReadOnlyList<StationComparison> Of(ResultSet results, IReadOnlyList<GnssStation> stations, Mask mask, StationOptions options)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(stations);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(options);
        if (results.Grid.Crs.IsRadar)
        {
            throw new RequestException("The run is in radar coordinates; GNSS stations cannot be found on it. Geocode the products first.");
        }

        if (results.Dates.Count == 0)
        {
            throw new RequestException("The run began with finished rates and has no series to hold against GNSS. Take one with a series.");
        }

        var (x, y) = (stations.Select(s => s.Longitude).ToArray(), stations.Select(s => s.Latitude).ToArray());
        if (results.Grid.Crs != Crs.Wgs84 && x.Length > 0)
        {
            using var transform = new CoordinateTransform(Crs.Wgs84, results.Grid.Crs);
            transform.Apply(x, y);
        }

        return [.. stations.Select((s, k) => One(results, s, results.Grid.PixelAt(x[k], y[k]), mask, options))];
    }

    private static StationComparison One(ResultSet results, GnssStation station, (double Row, double Column) place, Mask mask, StationOptions options)
    {
        if (!(place.Row > -0.5 && place.Column > -0.5 && place.Row < results.Grid.Rows - 0.5 && place.Column < results.Grid.Columns - 0.5))
        {
            return StationComparison.Unused(station, "lies outside the grid of the run");
        }

        var around = StationPixels.Around(mask, results.PixelSize(), place.Row, place.Column, options.Radius, options.WidestRadius);
        if (around.Pixels.Count == 0)
        {
            return StationComparison.Unused(station, FormattableString.Invariant($"no good pixel within {options.WidestRadius:0} m; the one at the station: {mask[(int)Math.Round(place.Row), (int)Math.Round(place.Column)].Describe()}"));
        }

        // What is left beside steep ground moves otherwise than the station on it, by a flank's whole slope from pixel to pixel.
        if (IsBesideSteepGround(mask, results.PixelSize(), place, options.Radius))
        {
            return StationComparison.Unused(station, FormattableString.Invariant($"motion is too steep within {options.Radius:0} m of it"));
        }

        var notes = around.IsSubstitute
            ? FormattableString.Invariant($"no good pixel within {options.Radius:0} m; the nearest, {around.Distance:0} m away, stands in")
            : "";
        return StationComparison.Of(station, Series(results, around), options, notes);
    }

    private static bool IsBesideSteepGround(Mask mask, (double Width, double Height) size, (double Row, double Column) place, double radius)
    {
        var (rows, columns) = ((int)Math.Ceiling(radius / size.Height), (int)Math.Ceiling(radius / size.Width));
        var (row, column) = ((int)Math.Round(place.Row), (int)Math.Round(place.Column));
        for (var r = Math.Max(0, row - rows); r <= Math.Min(mask.Grid.Rows - 1, row + rows); r++)
        {
            for (var c = Math.Max(0, column - columns); c <= Math.Min(mask.Grid.Columns - 1, column + columns); c++)
            {
                var (down, across) = ((r - place.Row) * size.Height, (c - place.Column) * size.Width);
                if (mask[r, c].HasFlag(MaskReasons.Aliased) && (down * down) + (across * across) <= radius * radius)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Mean of the pixels' series; their noise counts as independent.</summary>
    private static RadarSeries Series(ResultSet results, StationPixels around)
    {
        var dates = results.Dates.Count;
        var (sum, variance, counts) = (new double[dates], new double[dates], new int[dates]);
        var (series, sigma) = (new float[dates], new float[dates]);
        foreach (var (row, column) in around.Pixels)
        {
            var tile = new Tile(row, column, 1, 1);
            results.Series(tile, series);
            results.SeriesSigma(tile, sigma);
            for (var d = 0; d < dates; d++)
            {
                if (float.IsFinite(series[d]))
                {
                    sum[d] += series[d];
                    variance[d] += (double)sigma[d] * sigma[d];
                    counts[d]++;
                }
            }
        }

        var (middleRow, middleColumn) = around.Pixels[0];
        return new RadarSeries(
            results.Dates,
            [.. sum.Select((s, d) => counts[d] == 0 ? double.NaN : s / counts[d])],
            [.. variance.Select((v, d) => counts[d] == 0 ? double.NaN : Math.Sqrt(v) / counts[d])],
            results.LookAt(middleRow, middleColumn));
    }
}
