using Plumb.Formats.Gdal;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Validation;

namespace Plumb.Processing.Validations;

/// <summary>In which direction motion is compared.</summary>
public enum MotionDirectionChoice
{
    /// <summary>Vertical where all records are of height alone, else along the line of sight.</summary>
    Auto,

    /// <summary>Along the line of sight, positive towards the satellite.</summary>
    LineOfSight,

    /// <summary>Along the vertical, positive upwards: everything along the line of sight divided by the look vector's upward component, as if nothing moved sideways.</summary>
    Vertical,
}

/// <summary>A station with the pixels that stood for it.</summary>
/// <param name="Station">The station, degrees.</param>
/// <param name="Comparison">The comparison, metres.</param>
/// <param name="Row">Row of the station, pixels, with fractions; NaN where it is not on the grid.</param>
/// <param name="Column">Column of the station, pixels, with fractions; NaN where it is not on the grid.</param>
/// <param name="Pixels">Number of pixels averaged (count).</param>
/// <param name="Distance">Distance of the farthest of them, metres; NaN without pixels.</param>
/// <param name="Look">Look vector there; NaN without pixels.</param>
public sealed record CheckedStation(GroundStation Station, StationComparison Comparison, double Row, double Column, int Pixels, double Distance, LookVector Look);

/// <summary>A run held against stations on the ground, each with the pixels around it and the look vector there.</summary>
public sealed class GroundCheck
{
    private static readonly LookVector NoLook = new(double.NaN, double.NaN, double.NaN);
    private readonly ResultSet results;
    private readonly Mask mask;
    private readonly StationOptions options;
    private readonly bool isVertical;

    private GroundCheck(ResultSet results, Mask mask, StationOptions options, bool isVertical) =>
        (this.results, this.mask, this.options, this.isVertical) = (results, mask, options, isVertical);

    /// <summary>Compares every station; one that cannot be used says why.</summary>
    /// <param name="results">The run; displacement in metres along the line of sight.</param>
    /// <param name="stations">The stations.</param>
    /// <param name="mask">Which pixels may stand for a station.</param>
    /// <param name="options">How.</param>
    /// <param name="isVertical">Whether everything is divided by the look vector's upward component.</param>
    /// <param name="reference">Name of the station that all motion is taken relative to; empty for the run's reference area.</param>
    /// <param name="threads">Number of threads (count).</param>
    /// <exception cref="RequestException">The run is in radar coordinates, has no series or does not know its angles, or the reference station cannot be used.</exception>
    public static IReadOnlyList<CheckedStation> Of(
        ResultSet results, IReadOnlyList<GroundStation> stations, Mask mask, StationOptions options, bool isVertical = false, string reference = "", int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(stations);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(options);
        Require(results.Grid, results.Dates.Count > 0);
        var (x, y) = (stations.Select(s => s.Longitude).ToArray(), stations.Select(s => s.Latitude).ToArray());
        if (results.Grid.Crs != Crs.Wgs84 && x.Length > 0)
        {
            using var transform = new CoordinateTransform(Crs.Wgs84, results.Grid.Crs);
            transform.Apply(x, y);
        }

        return new GroundCheck(results, mask, options, isVertical).All(stations, x, y, reference, threads);
    }

    /// <summary>Refuses what cannot be compared with stations.</summary>
    internal static void Require(Grid grid, bool hasSeries)
    {
        if (grid.Crs.IsRadar)
        {
            throw new RequestException("The run is in radar coordinates; stations cannot be found on it. Geocode the products first.");
        }

        if (!hasSeries)
        {
            throw new RequestException("The run began with finished rates and has no series to hold against stations. Take one with a series, or compare the rates: 'plumb validate --velocity FILE'.");
        }
    }

    private CheckedStation[] All(IReadOnlyList<GroundStation> stations, double[] x, double[] y, string reference, int threads)
    {
        var matched = new (CheckedStation Checked, CommonRecord? Record)[stations.Count];
        // A wrong request of one station is the same whichever thread meets it first.
        Parallel.For(0, stations.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, k => matched[k] = Match(stations[k], results.Grid.PixelAt(x[k], y[k])));
        CommonRecord? common = null;
        if (reference.Length > 0)
        {
            var index = Array.FindIndex(matched, m => m.Checked.Station.Name.Equals(reference, StringComparison.OrdinalIgnoreCase));
            common = index < 0
                ? throw new RequestException($"The reference station {reference} is not among the stations: {string.Join(", ", stations.Select(s => s.Name).Take(40))}.")
                : matched[index].Record ?? throw new RequestException($"The reference station {reference} cannot be used: {matched[index].Checked.Comparison.Reason}.");
        }

        return [.. matched.Select(m => m.Record is not { } record ? m.Checked
            : ReferenceEquals(record, common) ? m.Checked with { Comparison = StationComparison.Unused(m.Checked.Station, "is the reference station") }
            : m.Checked with { Comparison = StationComparison.Of(m.Checked.Station, record, options, common, m.Checked.Comparison.Notes) })];
    }

    private (CheckedStation Checked, CommonRecord? Record) Match(GroundStation station, (double Row, double Column) place)
    {
        (CheckedStation, CommonRecord?) No(string reason, bool isInside) =>
            (new CheckedStation(station, StationComparison.Unused(station, reason), isInside ? place.Row : double.NaN, isInside ? place.Column : double.NaN, 0, double.NaN, NoLook), null);
        if (!station.HasPlace)
        {
            return No("its place is not known; name it in a table of stations", false);
        }

        if (!(place.Row > -0.5 && place.Column > -0.5 && place.Row < results.Grid.Rows - 0.5 && place.Column < results.Grid.Columns - 0.5))
        {
            return No("lies outside the grid of the run", false);
        }

        var around = StationPixels.Around(mask, results.PixelSize(), place.Row, place.Column, options.Radius, options.WidestRadius);
        if (around.Pixels.Count == 0)
        {
            return No(FormattableString.Invariant($"no good pixel within {options.WidestRadius:0} m; the one at the station: {mask[(int)Math.Round(place.Row), (int)Math.Round(place.Column)].Describe()}"), true);
        }

        // What is left beside steep ground moves otherwise than the station on it, by a flank's whole slope from pixel to pixel.
        if (IsBesideSteepGround(mask, results.PixelSize(), place, options.Radius))
        {
            return No(FormattableString.Invariant($"motion is too steep within {options.Radius:0} m of it"), true);
        }

        var notes = around.IsSubstitute
            ? FormattableString.Invariant($"no good pixel within {options.Radius:0} m; the nearest, {around.Distance:0} m away, stands in")
            : "";
        var radar = PixelMean.Of(results, around.Pixels, isVertical);
        var comparison = new StationComparison(station.Name, station.Area, "", notes, null, []);
        return (new CheckedStation(station, comparison, place.Row, place.Column, around.Pixels.Count, around.Distance, radar.Look), CommonRecord.Of(station, radar, options));
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
}
