using System.Globalization;

namespace Plumb.Formats.Csv;

/// <summary>Cells of comma-separated text (RFC 4180), point as decimal mark.</summary>
public static class CsvCell
{
    /// <summary>A text, in quotes where it holds a comma, a quote or a new line.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAny(",\"\n\r") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }

    /// <summary>A number in the unit of its column; empty where there is none.</summary>
    /// <param name="value">The number; NaN or infinite is none.</param>
    /// <param name="format">Format of the number.</param>
    public static string Of(double value, string format = "0.####") => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";
}
