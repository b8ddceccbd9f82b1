using Plumb.Formats.Gdal;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Validation;

namespace Plumb.Processing.Validations;

/// <summary>Where the look vectors of a finished velocity map come from.</summary>
/// <param name="Look">Look vector at longitude and latitude in degrees and a height in metres; null where it is not seen.</param>
public sealed record LookSource(Func<double, double, double, LookVector?> Look)
{
    /// <summary>One look vector for all places.</summary>
    /// <param name="incidence">Incidence, degrees from the vertical.</param>
    /// <param name="heading">Heading, degrees clockwise from north.</param>
    public static LookSource OfAngles(double incidence, double heading)
    {
        var look = LookVector.FromAngles(incidence * Math.PI / 180, heading * Math.PI / 180);
        return new LookSource((_, _, _) => look);
    }

    /// <summary>The look vectors of an orbit.</summary>
    /// <param name="orbit">The orbit; seconds and metres.</param>
    public static LookSource OfOrbit(Acquisitions.Orbit orbit) => new((longitude, latitude, height) =>
        RadarView.TryObserve(orbit, GeodeticPosition.FromDegrees(longitude, latitude, height), out var seen) ? seen.Look : null);
}

/// <summary>How a finished velocity map is held against velocities of stations.</summary>
/// <param name="MetresPerUnit">Metres per year of one unit of the map, such as 0.001 for mm/yr; negative for a map that is positive away from the satellite.</param>
/// <param name="Box">Pixels of the side of the square around a station that is averaged (count), odd; 0 to use the radius.</param>
/// <param name="Radius">Radius around a station that is averaged, metres.</param>
public sealed record VelocityOptions(double MetresPerUnit, int Box, double Radius);

/// <summary>A finished velocity map held against velocities of stations along the line of sight.</summary>
public static class VelocityCheck
{
    /// <summary>Compares.</summary>
    /// <param name="path">The map: a raster that GDAL reads, with a position; NaN and its no-data value are no-data.</param>
    /// <param name="stations">The stations, metres per year.</param>
    /// <param name="looks">Where look vectors come from.</param>
    /// <param name="options">How.</param>
    /// <exception cref="RequestException">The map cannot be read or has no position.</exception>
    public static ValidationRecord Of(string path, IReadOnlyList<StationVelocity> stations, LookSource looks, VelocityOptions options)
    {
        ArgumentNullException.ThrowIfNull(stations);
        ArgumentNullException.ThrowIfNull(looks);
        ArgumentNullException.ThrowIfNull(options);
        using var map = GdalDataset.Open(path);
        var grid = map.GridOr(Crs.Wgs84);
        if (grid.Crs.IsRadar)
        {
            throw new RequestException($"{path} is in radar coordinates; stations cannot be found on it. Geocode it first.");
        }

        var (x, y) = (stations.Select(s => s.Longitude).ToArray(), stations.Select(s => s.Latitude).ToArray());
        if (grid.Crs != Crs.Wgs84 && x.Length > 0)
        {
            using var transform = new CoordinateTransform(Crs.Wgs84, grid.Crs);
            transform.Apply(x, y);
        }

        var found = stations.Select((s, k) => One(map, grid, s, grid.PixelAt(x[k], y[k]), looks, options)).ToArray();
        var rates = found.Where(f => f.IsUsed).Select(f => f.Rates!).ToArray();
        return new ValidationRecord
        {
            IsVertical = false,
            Radius = options.Box > 0 ? 0 : options.Radius,
            WindowDays = 1,
            Reference = "",
            Stations = found,
            Unread = [],
            PooledRmse = double.NaN,
            DateScores = ZScores.Of([]),
            RateScores = ZScores.Of(rates.Select(r => r.ZScore)),
            PublishedDifference = stations.Zip(found)
                .Where(p => p.Second.IsUsed && double.IsFinite(p.First.PublishedLineOfSight))
                .Select(p => Math.Abs(p.Second.Rates!.Ground - p.First.PublishedLineOfSight)).DefaultIfEmpty(double.NaN).Max(),
            Summary = RateSummary.Of(rates),
            Tests = rates.Length < 2 ? [] : SignificanceTest.Of([.. rates.Select(r => r.Radar)], [.. rates.Select(r => r.Ground)], "rates"),
        };
    }

    private static ValidatedStation One(GdalDataset map, Grid grid, StationVelocity station, (double Row, double Column) place, LookSource looks, VelocityOptions options)
    {
        ValidatedStation Made(string reason, int pixels, StationRates? rates) => new(
            station.Name, "", station.Longitude, station.Latitude, place.Row, place.Column, pixels, double.NaN, reason, "", null, null, rates, []);
        if (!(place.Row > -0.5 && place.Column > -0.5 && place.Row < grid.Rows - 0.5 && place.Column < grid.Columns - 0.5))
        {
            return Made("lies outside the map", 0, null);
        }

        if (looks.Look(station.Longitude, station.Latitude, station.Height) is not { } look)
        {
            return Made("is not seen from the orbit within its state vectors", 0, null);
        }

        var (mean, count) = Mean(map, grid, place, options);
        if (count == 0)
        {
            return Made(options.Box > 0 ? $"no value within {options.Box} x {options.Box} pixels" : FormattableString.Invariant($"no value within {options.Radius:0} m"), 0, null);
        }

        var (rate, sigma) = station.Along(look);
        return Made("", count, new StationRates(rate, sigma > 0 ? sigma : double.NaN, mean * options.MetresPerUnit, double.NaN, double.NaN));
    }

    private static (double Mean, int Count) Mean(GdalDataset map, Grid grid, (double Row, double Column) place, VelocityOptions options)
    {
        var (width, height) = ResultSet.PixelSizeOf(grid);
        var (row, column) = ((int)Math.Round(place.Row), (int)Math.Round(place.Column));
        var (down, across) = options.Box > 0 ? (options.Box / 2, options.Box / 2) : ((int)Math.Ceiling(options.Radius / height), (int)Math.Ceiling(options.Radius / width));
        var (top, left) = (Math.Max(0, row - down), Math.Max(0, column - across));
        var tile = new Tile(top, left, Math.Min(grid.Rows, row + down + 1) - top, Math.Min(grid.Columns, column + across + 1) - left);
        var values = new float[tile.PixelCount];
        map.Read(1, tile, values);
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            var (dy, dx) = ((tile.Row + (i / tile.Columns) - place.Row) * height, (tile.Column + (i % tile.Columns) - place.Column) * width);
            if (float.IsFinite(values[i]) && (options.Box > 0 || (dx * dx) + (dy * dy) <= options.Radius * options.Radius))
            {
                sum += values[i];
                count++;
            }
        }

        return (count == 0 ? double.NaN : sum / count, count);
    }
}
