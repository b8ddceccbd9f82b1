using System.Globalization;

namespace Plumb.Formats.Csv;

/// <summary>
/// Reads a record of motion along the line of sight from comma-separated text with the columns date (yyyy-MM-dd or yyyyMMdd) and displacement_mm, positive towards the
/// satellite; further columns and lines that begin with # are passed over.
/// </summary>
public static class MotionCsvReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>Dates (UTC) and displacements, metres, in the order of the lines.</returns>
    /// <exception cref="RequestException">The file cannot be read, lacks a column, or a line is wrong; the message names the line.</exception>
    public static IReadOnlyList<(DateOnly Date, double Displacement)> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} cannot be read: {e.Message} Name a CSV file with the columns date and displacement_mm.", e);
        }

        var (date, displacement) = (-1, -1);
        var record = new List<(DateOnly, double)>();
        for (var i = 0; i < lines.Length; i++)
        {
            var fields = lines[i].Split(',', StringSplitOptions.TrimEntries);
            if (lines[i].Trim().Length == 0 || lines[i].StartsWith('#'))
            {
                continue;
            }

            if (date < 0)
            {
                (date, displacement) = (Array.IndexOf(fields, "date"), Array.IndexOf(fields, "displacement_mm"));
                if (date < 0 || displacement < 0)
                {
                    throw new RequestException($"{path}:{i + 1}: the first line names the columns; date and displacement_mm must be among them. Found: {lines[i].Trim()}.");
                }

                continue;
            }

            if (fields.Length <= Math.Max(date, displacement) || !TryDate(fields[date], out var day) ||
                !double.TryParse(fields[displacement], NumberStyles.Float, CultureInfo.InvariantCulture, out var millimetres) || !double.IsFinite(millimetres))
            {
                throw new RequestException($"{path}:{i + 1}: '{lines[i].Trim()}' is no date and displacement. Write a date as yyyy-MM-dd and millimetres with a point.");
            }

            record.Add((day, millimetres / 1000));
        }

        return record;
    }

    private static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
