using Plumb.Formats.Areas;
using Plumb.Formats.Gdal;
using Plumb.Formats.Stations;
using Plumb.Grids;
using Plumb.Groundwater;
using Plumb.Processing.Results;
using Plumb.Validation;

namespace Plumb.Processing.Associations;

/// <summary>Ground that moves together: the mean of the good pixels of an area or around a point, or a record of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pixels">Pixels averaged (count); 0 for a record of a file.</param>
/// <param name="Dates">Dates (UTC), ascending; shape (date).</param>
/// <param name="Motion">Its motion, metres; shape (date).</param>
public sealed record AssociationGroup(string Name, int Pixels, IReadOnlyList<DateOnly> Dates, IReadOnlyList<double> Motion)
{
    private const int RowsAtOnce = 64;

    /// <summary>The motion over days since 1 January 2000, metres.</summary>
    public TimeSeries Series => new([.. Dates.Select(DayOf)], [.. Motion]);

    /// <summary>Days since 1 January 2000.</summary>
    /// <param name="date">The date (UTC).</param>
    public static double DayOf(DateOnly date) => date.DayNumber - new DateOnly(2000, 1, 1).DayNumber;

    /// <summary>The groups of a run: one for each named area and point, or all good pixels where none is named.</summary>
    /// <param name="results">The run; metres along the line of sight.</param>
    /// <param name="areas">Named areas.</param>
    /// <param name="points">Named points, degrees.</param>
    /// <param name="radius">Radius around a point, metres.</param>
    /// <exception cref="RequestException">The run has no series, or an area holds no good pixel.</exception>
    public static IReadOnlyList<AssociationGroup> Of(
        ResultSet results, IReadOnlyList<NamedArea> areas, IReadOnlyList<(string Name, double Longitude, double Latitude)> points, double radius)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(points);
        if (results.Dates.Count == 0)
        {
            throw new RequestException("The run began with finished rates and has no series to associate with anything. Take one with a series.");
        }

        var mask = results.Mask();
        var members = new List<(string Name, List<int> Pixels)>();
        foreach (var area in areas)
        {
            var inside = AreaOnGrid.Rasterise(area.Area, results.Grid);
            members.Add((area.Name, [.. Enumerable.Range(0, inside.Length).Where(i => inside[i] && mask.IsGood(i))]));
        }

        foreach (var (name, longitude, latitude) in points)
        {
            var (row, column) = Pixel(results, longitude, latitude);
            var around = StationPixels.Around(mask, results.PixelSize(), row, column, radius, radius);
            members.Add((name, [.. around.Pixels.Select(p => (p.Row * results.Grid.Columns) + p.Column)]));
        }

        if (members.Count == 0)
        {
            members.Add(("all good pixels", [.. Enumerable.Range(0, mask.Reasons.Length).Where(mask.IsGood)]));
        }

        return members.Find(m => m.Pixels.Count == 0) is { Name: { } empty }
            ? throw new RequestException($"{empty} holds no good pixel of the run. Draw it larger, or take it out.")
            : Means(results, members);
    }

    /// <summary>Groups of the records of files.</summary>
    /// <param name="stations">The records: heights or displacements, metres.</param>
    public static IReadOnlyList<AssociationGroup> Of(IReadOnlyList<GroundStation> stations)
    {
        ArgumentNullException.ThrowIfNull(stations);
        return [.. stations.OfType<PointStation>().Select(s => new AssociationGroup(s.Name, 0, s.Series.Dates, s.Series.Values))];
    }

    private static (double Row, double Column) Pixel(ResultSet results, double longitude, double latitude)
    {
        double[] x = [longitude], y = [latitude];
        if (results.Grid.Crs != Crs.Wgs84)
        {
            using var transform = new CoordinateTransform(Crs.Wgs84, results.Grid.Crs);
            transform.Apply(x, y);
        }

        return results.Grid.PixelAt(x[0], y[0]);
    }

    /// <summary>Means by strips of rows, so that memory does not grow with the scene.</summary>
    private static AssociationGroup[] Means(ResultSet results, List<(string Name, List<int> Pixels)> members)
    {
        var (dates, columns) = (results.Dates.Count, results.Grid.Columns);
        var (sums, counts) = (members.Select(_ => new double[dates]).ToArray(), members.Select(_ => new int[dates]).ToArray());
        var strip = new float[dates * RowsAtOnce * columns];
        for (var top = 0; top < results.Grid.Rows; top += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, results.Grid.Rows - top);
            var (from, to, size) = (top * columns, (top + rows) * columns, rows * columns);
            if (!members.Exists(m => m.Pixels.Exists(p => p >= from && p < to)))
            {
                continue;
            }

            var values = strip.AsSpan(0, dates * size);
            results.Series(new Tile(top, 0, rows, columns), values);
            for (var g = 0; g < members.Count; g++)
            {
                foreach (var pixel in members[g].Pixels)
                {
                    for (var d = 0; d < dates && pixel >= from && pixel < to; d++)
                    {
                        var value = values[(d * size) + pixel - from];
                        sums[g][d] += float.IsFinite(value) ? value : 0;
                        counts[g][d] += float.IsFinite(value) ? 1 : 0;
                    }
                }
            }
        }

        return [.. members.Select((m, g) =>
        {
            var good = Enumerable.Range(0, dates).Where(d => counts[g][d] > 0).ToArray();
            return new AssociationGroup(m.Name, m.Pixels.Count, [.. good.Select(d => results.Dates[d])], [.. good.Select(d => sums[g][d] / counts[g][d])]);
        })];
    }
}
