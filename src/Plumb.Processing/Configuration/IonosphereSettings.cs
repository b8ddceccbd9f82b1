namespace Plumb.Processing.Configuration;

/// <summary>Phase of the ionosphere by maps of its electrons.</summary>
public sealed record IonosphereSettings
{
    /// <summary>Files and folders of IONEX maps.</summary>
    [Setting("Files and folders of global or regional maps of the electron content (IONEX, plain or .gz). Empty: none.")]
    public IReadOnlyList<string> Maps { get; init; } = [];

    /// <summary>Time of the acquisitions, UTC, "HH:MM:SS"; empty for that of the products.</summary>
    [Setting("Time of the acquisitions in UTC as HH:MM:SS. Empty: as the products say.")]
    public string Time { get; init; } = "";

    /// <summary>Share of the electrons that lie below the satellite (pure number).</summary>
    [Setting("Share of the mapped electrons that lie below the satellite: maps count those up to the GNSS satellites. 1: all; for Sentinel-1 at 700 km about 0.9, for TerraSAR-X at 514 km about 0.75.", Minimum = 0, Maximum = 1)]
    public double Share { get; init; } = 1;
}
