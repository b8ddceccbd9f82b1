namespace Plumb.Processing.Configuration;

/// <summary>Areas that tables are made of: mines, concessions, districts, classes of land cover.</summary>
public sealed record AreaSettings
{
    /// <summary>Files of areas, relative to the settings file.</summary>
    [Setting("Areas (mines, concessions, districts): GeoJSON files with a feature for each, its property 'name' the name, relative to this file. Empty, without land_cover: no table.")]
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Limit of the rate beyond which an area counts as affected, millimetres per year.</summary>
    [Setting("Limit of the rate beyond which ground counts as affected.", Unit = "mm/yr", Minimum = 0.001, Maximum = 100000)]
    public double Limit { get; init; } = 10;

    /// <summary>Raster of classes of land cover, relative to the settings file.</summary>
    [Setting("Land cover whose classes are groups, for their mean motion: a GeoTIFF of whole numbers on any grid and in any system, relative to this file.")]
    public string LandCover { get; init; } = "";

    /// <summary>Names of its classes.</summary>
    [Setting("Names of the classes of land_cover that are wanted, \"1=rural,2=urban,5=mining\"; several codes may share a name. Empty: the names that the file has.")]
    public string Classes { get; init; } = "";

    /// <summary>Whether any area or land cover is named.</summary>
    public bool IsAsked => Files.Count > 0 || LandCover.Length > 0;
}
