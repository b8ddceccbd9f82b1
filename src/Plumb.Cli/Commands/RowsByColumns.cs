using System.Globalization;

namespace Plumb.Cli.Commands;

/// <summary>Two sizes written as ROWSxCOLUMNS.</summary>
internal static class RowsByColumns
{
    /// <summary>Reads them.</summary>
    /// <param name="text">The text, such as 5x15.</param>
    /// <param name="option">The option, named in the error.</param>
    internal static (int Rows, int Columns) Parse(string text, string option)
    {
        var parts = text.Split('x', 'X');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            ? (rows, columns)
            : throw new RequestException($"{option} is '{text}'; give rows x columns in pixels, such as 5x15.");
    }
}
