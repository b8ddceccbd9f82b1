using System.Text.Json.Nodes;
using Plumb.Formats.GeoPackage;
using Plumb.Processing.Journal;

namespace Plumb.Processing.Validations;

/// <summary>Writes a validation: validation.json, stations.csv, dates.csv, stations.geojson, stations.gpkg and the table as text.</summary>
public static class ValidationFiles
{
    /// <summary>Writes all files.</summary>
    /// <param name="record">The validation, metres.</param>
    /// <param name="folder">The folder; made when it does not exist.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(ValidationRecord record, string folder)
    {
        ArgumentNullException.ThrowIfNull(record);
        Directory.CreateDirectory(folder);
        record.Write(folder);
        TextFile.Write(Path.Combine(folder, "validation.txt"), ValidationTable.Text(record) + "\n");
        TextFile.Write(Path.Combine(folder, "stations.csv"), ValidationTable.StationsCsv(record));
        TextFile.Write(Path.Combine(folder, "dates.csv"), ValidationTable.DatesCsv(record));
        TextFile.Write(Path.Combine(folder, "stations.geojson"), GeoJson(record));
        var placed = record.Stations.Where(s => double.IsFinite(s.Longitude + s.Latitude)).ToArray();
        FeatureTable.WritePoints(
            Path.Combine(folder, "stations.gpkg"), "stations", $"Radar minus station, {record.DirectionName}; mm and mm/yr",
            ["station", "area", "reason", "notes"], [.. StationColumns.All.Select(c => c.Name)],
            placed.Select(s => new PointFeature(s.Longitude, s.Latitude, [s.Name, s.Area, s.Reason, s.Notes], [.. StationColumns.All.Select(c => c.Of(s))])));
    }

    private static string GeoJson(ValidationRecord record)
    {
        var features = new JsonArray();
        foreach (var s in record.Stations.Where(s => double.IsFinite(s.Longitude + s.Latitude)))
        {
            var properties = new JsonObject { ["station"] = s.Name, ["area"] = s.Area, ["reason"] = s.Reason, ["notes"] = s.Notes };
            foreach (var column in StationColumns.All)
            {
                var value = column.Of(s);
                properties[column.Name] = double.IsFinite(value) ? Math.Round(value, 4) : null;
            }

            features.Add((JsonNode)new JsonObject
            {
                ["type"] = "Feature",
                ["geometry"] = new JsonObject { ["type"] = "Point", ["coordinates"] = new JsonArray(Math.Round(s.Longitude, 7), Math.Round(s.Latitude, 7)) },
                ["properties"] = properties,
            });
        }

        return new JsonObject { ["type"] = "FeatureCollection", ["features"] = features }.ToJsonString(new() { WriteIndented = true }) + "\n";
    }
}
