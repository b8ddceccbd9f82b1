using System.Globalization;

namespace Plumb.Formats.Csv;

/// <summary>Points with a rate along the line of sight and how it was seen. All arrays have one entry per point, shape (point).</summary>
/// <param name="Longitude">Longitude on WGS 84, degrees.</param>
/// <param name="Latitude">Latitude on WGS 84, degrees.</param>
/// <param name="Rate">Rate along the line of sight, metres per year, positive towards the satellite.</param>
/// <param name="Sigma">Its standard deviation, metres per year; NaN where the file has none.</param>
/// <param name="East">East component of the look vector from the ground to the satellite, pure number; NaN where the file has none.</param>
/// <param name="North">North component, pure number.</param>
/// <param name="Up">Upward component, pure number.</param>
public sealed record RatePoints(double[] Longitude, double[] Latitude, float[] Rate, float[] Sigma, float[] East, float[] North, float[] Up);

/// <summary>
/// Reads points with rates from comma-separated text with the columns longitude, latitude (degrees) and rate_mm_yr (positive towards the satellite), and where they are there
/// rate_sigma_mm_yr and the look vector from the ground to the satellite as look_east, look_north, look_up (pure numbers); further columns and lines that begin with # are passed over.
/// </summary>
public static class RatePointReader
{
    private static readonly string[] Needed = ["longitude", "latitude", "rate_mm_yr"];
    private static readonly string[] Optional = ["rate_sigma_mm_yr", "look_east", "look_north", "look_up"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The points in metres per year, degrees and pure numbers, in the order of the lines; those without a rate are left out.</returns>
    /// <exception cref="RequestException">The file cannot be read, lacks a column, or a line is wrong; the message names the line.</exception>
    public static RatePoints Read(string path)
    {
        var lines = Lines(path);
        var at = Array.FindIndex(lines, l => l.Trim().Length > 0 && !l.StartsWith('#'));
        var heads = at < 0 ? [] : lines[at].Split(',', StringSplitOptions.TrimEntries);
        var columns = Needed.Concat(Optional).Select(n => Array.IndexOf(heads, n)).ToArray();
        if (columns.AsSpan(0, Needed.Length).Contains(-1))
        {
            throw new RequestException($"{path}: the first line names the columns; {string.Join(", ", Needed)} must be among them. Found: {string.Join(", ", heads)}.");
        }

        var rows = new List<double[]>();
        for (var i = at + 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0 || lines[i].StartsWith('#'))
            {
                continue;
            }

            var fields = lines[i].Split(',', StringSplitOptions.TrimEntries);
            var row = new double[columns.Length];
            for (var k = 0; k < columns.Length; k++)
            {
                var text = columns[k] < 0 || columns[k] >= fields.Length ? "" : fields[columns[k]];
                row[k] = text.Length == 0 ? double.NaN
                    : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
                    : throw new RequestException($"{path}:{i + 1}: '{text}' is no number. Write numbers with a point, and nothing where there is none.");
            }

            if (!(Math.Abs(row[0]) <= 360 && Math.Abs(row[1]) <= 90))
            {
                throw new RequestException($"{path}:{i + 1}: longitude and latitude are degrees; got '{lines[i].Trim()}'. Check the columns.");
            }

            if (double.IsFinite(row[2]))
            {
                rows.Add(row);
            }
        }

        float[] Column(int k, double factor) => [.. rows.Select(r => (float)(r[k] * factor))];
        return new RatePoints(
            [.. rows.Select(r => r[0])], [.. rows.Select(r => r[1])], Column(2, 1e-3), Column(3, 1e-3), Column(4, 1), Column(5, 1), Column(6, 1));
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} cannot be read: {e.Message} Name a CSV file with the columns {string.Join(", ", Needed)}.", e);
        }
    }
}
