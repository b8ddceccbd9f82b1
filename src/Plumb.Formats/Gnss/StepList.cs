using System.Globalization;
using Plumb.Formats.Stations;
using Plumb.Validation;

namespace Plumb.Formats.Gnss;

/// <summary>
/// The list of possible steps of the Nevada Geodetic Laboratory (steps.txt): station, date as yyMMMdd, and 1 with what was changed at the station, or 2 with the
/// distance and magnitude of an earthquake. The former are no motion of the ground.
/// </summary>
public static class StepList
{
    /// <summary>Reads a list.</summary>
    /// <param name="path">The file, packed with gzip or not.</param>
    /// <returns>The steps in the order of the lines; the date is the first day after each (UTC).</returns>
    /// <exception cref="RequestException">The file cannot be read or a line is wrong; the message names the line.</exception>
    public static IReadOnlyList<StationStep> Read(string path)
    {
        var steps = new List<StationStep>();
        var number = 0;
        foreach (var text in StationText.Lines(path))
        {
            var line = new GnssLine(path, ++number, text);
            if (line.Words.Length == 0)
            {
                continue;
            }

            line.Require(3, "step");
            if (!DateOnly.TryParseExact(Titled(line.Words[1]), "yyMMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || line.Words[2] is not ("1" or "2"))
            {
                throw new RequestException($"{path}, line {number}: '{text.Trim()}' is no step. A line has a station, a date such as 04SEP28, and 1 (equipment) or 2 (earthquake).");
            }

            // Years of two digits count from the first GPS satellites.
            day = day.Year >= 2080 ? day.AddYears(-100) : day;
            var isQuake = line.Words[2] == "2";
            var why = isQuake ? $"earthquake{(line.Words.Length > 5 ? $" of magnitude {line.Words[5]}" : "")}" : string.Join(' ', line.Words.Skip(3)).Replace('_', ' ');
            steps.Add(new StationStep(line.Words[0], day, isQuake, why));
        }

        return steps;
    }

    private static string Titled(string date) => date.Length == 7 ? date[..2] + char.ToUpperInvariant(date[2]) + date[3..5].ToLowerInvariant() + date[5..] : date;
}
