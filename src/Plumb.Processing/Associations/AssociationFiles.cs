using Plumb.Grids;
using Plumb.Processing.Journal;

namespace Plumb.Processing.Associations;

/// <summary>Writes an association: association.json, the table as text and as CSV, all lags, and the maps of the season.</summary>
public static class AssociationFiles
{
    /// <summary>Folder of the maps inside the folder of the association.</summary>
    public const string MapFolder = "maps";

    /// <summary>Writes all files.</summary>
    /// <param name="record">The association, metres and days.</param>
    /// <param name="maps">Maps of the season (metres, days, pure numbers); may be empty.</param>
    /// <param name="folder">The folder; it is created.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(AssociationRecord record, IReadOnlyList<Layer> maps, string folder)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(maps);
        Directory.CreateDirectory(folder);
        TextFile.Write(Path.Combine(folder, "association.txt"), AssociationTable.Text(record) + "\n");
        TextFile.Write(Path.Combine(folder, "association.csv"), AssociationTable.Csv(record));
        TextFile.Write(Path.Combine(folder, "lags.csv"), AssociationTable.LagsCsv(record));
        if (maps.Count > 0)
        {
            SeasonMaps.Write(maps, Path.Combine(folder, MapFolder));
        }

        record.Write(folder);
    }
}
