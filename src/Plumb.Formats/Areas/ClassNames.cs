using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Plumb.Formats.Areas;

/// <summary>Names of classes as GDAL and QGIS keep them beside a raster (FILE.aux.xml): a table of attributes or a list of categories of the first band.</summary>
internal static class ClassNames
{
    private const long LargestFile = 16 << 20;

    // GDAL's uses of a column of a table of attributes.
    private const string NameUse = "2";
    private const string MinimumUse = "3";
    private const string ValueUse = "5";

    /// <summary>The names by code; empty where nothing tells them. A file that is damaged tells none: it is no part of the raster.</summary>
    /// <param name="raster">Path of the raster.</param>
    public static IReadOnlyDictionary<int, string> Beside(string raster)
    {
        var path = raster + ".aux.xml";
        if (!File.Exists(path) || new FileInfo(path).Length > LargestFile)
        {
            return new Dictionary<int, string>();
        }

        try
        {
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var band = XDocument.Load(reader).Root?.Elements("PAMRasterBand").FirstOrDefault(b => b.Attribute("band")?.Value is null or "1");
            return Attributes(band?.Element("GDALRasterAttributeTable")) is { Count: > 0 } names ? names : Categories(band?.Element("CategoryNames"));
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            return new Dictionary<int, string>();
        }
    }

    private static Dictionary<int, string> Attributes(XElement? table)
    {
        var names = new Dictionary<int, string>();
        var uses = table?.Elements("FieldDefn").Select(f => f.Element("Usage")?.Value.Trim() ?? "").ToList() ?? [];
        var (name, value) = (uses.IndexOf(NameUse), uses.IndexOf(ValueUse));
        value = value >= 0 ? value : uses.IndexOf(MinimumUse);
        foreach (var row in name >= 0 && value >= 0 ? table!.Elements("Row") : [])
        {
            var cells = row.Elements("F").Select(f => f.Value.Trim()).ToArray();
            if (cells.Length > Math.Max(name, value) && cells[name].Length > 0 && double.TryParse(cells[value], NumberStyles.Float, CultureInfo.InvariantCulture, out var code)
                && code == Math.Floor(code) && Math.Abs(code) < int.MaxValue)
            {
                names.TryAdd((int)code, cells[name]);
            }
        }

        return names;
    }

    private static Dictionary<int, string> Categories(XElement? list) =>
        (list?.Elements("Category").Select(c => c.Value.Trim()) ?? []).Index().Where(c => c.Item.Length > 0).ToDictionary(c => c.Index, c => c.Item);
}
