using System.Globalization;
using Plumb.Corrections.Delays;

namespace Plumb.Formats.Weather;

/// <summary>The text beside GACOS's raw delays: WIDTH, FILE_LENGTH, X_FIRST, Y_FIRST, X_STEP, Y_STEP in degrees.</summary>
internal static class GacosHeader
{
    private const long LargestHeader = 65_536;

    public static NodeGrid Read(string image)
    {
        var path = image + ".rsc";
        if (!File.Exists(path) || new FileInfo(path).Length > LargestHeader)
        {
            throw new RequestException($"{image} needs {Path.GetFileName(path)} beside it, the small text that GACOS delivers with it.");
        }

        var items = File.ReadLines(path).Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Length >= 2).GroupBy(w => w[0]).ToDictionary(g => g.Key, g => g.First()[1]);
        double Of(string key) => items.TryGetValue(key, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new RequestException($"{path} has no number {key}. Get it again from GACOS.");
        var nodes = new NodeGrid(Of("Y_FIRST"), Of("X_FIRST"), -Of("Y_STEP"), Of("X_STEP"), Size(Of("FILE_LENGTH")), Size(Of("WIDTH")));
        return nodes is { Rows: > 1, Columns: > 1, LatitudeStep: > 0, LongitudeStep: > 0 } && (long)nodes.Rows * nodes.Columns < int.MaxValue / 4
            ? nodes
            : throw new RequestException($"{path}: {nodes.Rows} x {nodes.Columns} numbers with steps of {nodes.LatitudeStep} to the south and {nodes.LongitudeStep} to the east are no image. Get it again from GACOS.");
    }

    private static int Size(double value) => value is >= 0 and <= 1_000_000 ? (int)value : 0;
}
