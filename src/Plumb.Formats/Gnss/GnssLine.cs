using System.Globalization;

namespace Plumb.Formats.Gnss;

/// <summary>One line of a file of positions, cut at blanks, with the file and the line named in every complaint.</summary>
internal readonly struct GnssLine
{
    private static readonly char[] Blank = [' ', '\t'];
    private readonly string path;
    private readonly int number;

    internal GnssLine(string path, int number, string line)
    {
        (this.path, this.number) = (path, number);
        Words = line.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The words of the line.</summary>
    internal string[] Words { get; }

    /// <summary>Refuses a line that is too short, such as the last one of a file that was cut off.</summary>
    internal void Require(int columns, string form)
    {
        if (Words.Length < columns)
        {
            throw new RequestException($"{path}, line {number} has {Words.Length} columns; a {form} line has {columns}. Is the file cut off, or of another form?");
        }
    }

    /// <summary>A column as a finite number.</summary>
    internal double Number(int column) => double.TryParse(Words[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
        ? value
        : throw new RequestException($"{path}, line {number}: column {column + 1} is '{Words[column]}', not a number. Take the line out or get the file again.");

    /// <summary>A column as a standard deviation, 0 or more.</summary>
    internal double Sigma(int column) => Number(column) is >= 0 and var value
        ? value
        : throw new RequestException($"{path}, line {number}: the standard deviation in column {column + 1} is '{Words[column]}', below zero. Take the line out or get the file again.");

    /// <summary>A column as a modified Julian day.</summary>
    internal DateOnly Mjd(int column)
    {
        const int DayNumberOfMjd = 678_575;
        var day = Number(column);
        return day is > 15_000 and < 120_000
            ? DateOnly.FromDayNumber((int)Math.Floor(day) + DayNumberOfMjd)
            : throw new RequestException($"{path}, line {number}: the day {Words[column]} is no modified Julian day. Get the file again.");
    }
}
