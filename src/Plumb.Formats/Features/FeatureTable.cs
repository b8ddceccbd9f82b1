namespace Plumb.Formats.Features;

/// <summary>What the features of a table are on the map.</summary>
public enum FeatureKind
{
    /// <summary>Points.</summary>
    Point,

    /// <summary>Lines; a feature may have several parts.</summary>
    Line,

    /// <summary>Polygons; a feature may have several, each with holes.</summary>
    Polygon,
}

/// <summary>A value of a table: a number or a text.</summary>
/// <param name="Number">The number, in the unit of its column; NaN is none.</param>
/// <param name="Text">The text; null where it is a number.</param>
public readonly record struct FeatureValue(double Number, string? Text)
{
    /// <summary>A number in the unit of its column; NaN is none.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator FeatureValue(double number) => new(number, null);

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator FeatureValue(string text) => new(double.NaN, text);

    /// <summary>A number in the unit of its column; NaN is none.</summary>
    /// <param name="number">The number.</param>
    public static FeatureValue FromDouble(double number) => number;

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    public static FeatureValue FromString(string text) => text;
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Name with its unit in lower case: "depth_mm_yr".</param>
/// <param name="Decimals">Number of decimals written (count); -1 for a text.</param>
public sealed record FeatureField(string Name, int Decimals)
{
    /// <summary>A column of texts.</summary>
    /// <param name="name">Its name.</param>
    public static FeatureField OfText(string name) => new(name, -1);
}

/// <summary>A way on the map: a point, a line, or a ring whose first corner is not repeated.</summary>
/// <param name="Longitude">Longitudes on WGS 84, degrees; shape (corner).</param>
/// <param name="Latitude">Latitudes on WGS 84, degrees; shape (corner).</param>
public sealed record FeaturePath(double[] Longitude, double[] Latitude);

/// <summary>A thing on the map with its values.</summary>
/// <param name="Parts">Its parts; of a polygon the outer ring first and then its holes, of a line or a point one path each.</param>
/// <param name="Values">Its values in the units of the columns; shape (field).</param>
public sealed record Feature(IReadOnlyList<IReadOnlyList<FeaturePath>> Parts, IReadOnlyList<FeatureValue> Values);

/// <summary>Features of one kind with the same columns: a layer of a GeoPackage, a GeoJSON file, or, without the map, a CSV file.</summary>
/// <param name="Name">Short name in lower case with underscores.</param>
/// <param name="Title">A few words for people.</param>
/// <param name="Description">One or two sentences that say sign and reference of the values.</param>
/// <param name="Kind">What the features are.</param>
/// <param name="Fields">The columns.</param>
/// <param name="Features">The features.</param>
public sealed record FeatureTable(string Name, string Title, string Description, FeatureKind Kind, IReadOnlyList<FeatureField> Fields, IReadOnlyList<Feature> Features);
