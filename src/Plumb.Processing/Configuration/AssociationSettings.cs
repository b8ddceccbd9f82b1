using Plumb.Groundwater;

namespace Plumb.Processing.Configuration;

/// <summary>What motion may follow: precipitation, groundwater heads, storage.</summary>
public sealed record AssociationSettings
{
    /// <summary>Tables of drivers, relative to the settings file.</summary>
    [Setting("Tables of what may drive motion (precipitation, groundwater heads, storage): a date and a value a line, or dates by wells, relative to this file. Empty: nothing is associated.")]
    public IReadOnlyList<string> Drivers { get; init; } = [];

    /// <summary>How the tables are read.</summary>
    [Setting("How the tables are read, such as \"date=month,value=rain,unit=mm\"; the keys are those of validation.csv. Empty: by the usual names.")]
    public string Csv { get; init; } = "";

    /// <summary>Files of polygons whose means are compared, relative to the settings file.</summary>
    [Setting("Polygons whose mean motion is compared: GeoJSON files, relative to this file. Without these, points and land_cover: all good pixels.")]
    public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>Points around which the mean is compared.</summary>
    [Setting("Points around which the mean motion is compared: \"name,longitude,latitude\" with degrees.")]
    public IReadOnlyList<string> Points { get; init; } = [];

    /// <summary>Radius around a point, metres.</summary>
    [Setting("Radius around a point.", Unit = "m", Minimum = 0, Maximum = 100000)]
    public double Radius { get; init; } = 50;

    /// <summary>Raster of classes of land cover, relative to the settings file.</summary>
    [Setting("Land cover whose classes are compared: a GeoTIFF of whole numbers on any grid and in any system, relative to this file.")]
    public string LandCover { get; init; } = "";

    /// <summary>Names of its classes.</summary>
    [Setting("Names of the classes of land_cover that are wanted, \"1=rural,2=urban,5=mining\"; several codes may share a name. Empty: the names that the file has.")]
    public string Classes { get; init; } = "";

    /// <summary>Longest time by which motion may follow, days.</summary>
    [Setting("Longest time by which motion may follow a driver.", Unit = "days", Minimum = 0, Maximum = 36500)]
    public double MaxLag { get; init; } = 365;

    /// <summary>Longest time by which motion may run ahead, days.</summary>
    [Setting("Longest time by which motion may run ahead of a driver.", Unit = "days", Minimum = 0, Maximum = 36500)]
    public double MaxLead { get; init; }

    /// <summary>Degree of the polynomial that is taken off both (count).</summary>
    [Setting("Degree of the polynomial that is taken off motion and driver.", Minimum = 0, Maximum = 3)]
    public int Trend { get; init; } = 1;

    /// <summary>Which correlation counts as best.</summary>
    [Setting("Which correlation counts as best: either, positive (the ground rises after the driver has risen) or negative.")]
    public LagSign Sign { get; init; } = LagSign.Either;

    /// <summary>Whether the rate of motion between dates is compared.</summary>
    [Setting("Compare the rate of motion between dates instead of the motion, as it suits a head whose level sets the speed of compaction.")]
    public bool Rate { get; init; }

    /// <summary>Number of surrogates of each driver (count); 0 for none.</summary>
    [Setting("Number of surrogates of each driver, by which the best of all lags is told from chance. 0: none.", Minimum = 0, Maximum = 100000, Paper = "Theiler et al. 1992, doi:10.1016/0167-2789(92)90102-S")]
    public int Surrogates { get; init; } = 999;

    /// <summary>Seed of the surrogates (unit: 1).</summary>
    [Setting("Seed of the surrogates.")]
    public int Seed { get; init; } = 1;

    /// <summary>Whether any driver is named.</summary>
    public bool IsAsked => Drivers.Count > 0;
}
