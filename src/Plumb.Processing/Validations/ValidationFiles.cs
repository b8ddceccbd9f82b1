using Plumb.Formats.Features;
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
        var table = Stations(record);
        FeatureFiles.WriteGeoJson(Path.Combine(folder, "stations.geojson"), table);
        GeoPackageFeatureFile.Write(Path.Combine(folder, "stations.gpkg"), [table], record.Stations.SelectMany(s => s.Dates).Select(d => d.Date).DefaultIfEmpty(new DateOnly(2000, 1, 1)).Max());
    }

    private static FeatureTable Stations(ValidationRecord record) => new(
        "stations", "Radar and stations on the ground", $"Radar minus station, {record.DirectionName}; mm and mm/yr", FeatureKind.Point,
        [
            FeatureField.OfText("station"), FeatureField.OfText("area"), FeatureField.OfText("reason"), FeatureField.OfText("notes"),
            .. StationColumns.All.Select(c => new FeatureField(c.Name, 4)),
        ],
        [
            .. record.Stations.Where(s => double.IsFinite(s.Longitude + s.Latitude)).Select(s => new Feature(
                [[new FeaturePath([s.Longitude], [s.Latitude])]], [s.Name, s.Area, s.Reason, s.Notes, .. StationColumns.All.Select(c => (FeatureValue)c.Of(s))])),
        ]);
}
