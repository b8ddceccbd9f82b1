using System.Globalization;
using System.Text;

namespace Plumb.Formats.Stations;

/// <summary>A comma- or semicolon-separated table with a line of names; quotes are understood, lines that begin with # passed over.</summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);

    private CsvTable(string path, string[] heads, List<CsvRow> rows)
    {
        (Path, Heads, Rows) = (path, heads, rows);
        for (var k = heads.Length - 1; k >= 0; k--)
        {
            columns[heads[k]] = k;
        }
    }

    internal string Path { get; }

    internal string[] Heads { get; }

    internal List<CsvRow> Rows { get; }

    /// <summary>Reads a table.</summary>
    /// <exception cref="RequestException">The file cannot be read or names no columns.</exception>
    internal static CsvTable Read(string path, int skip)
    {
        var lines = StationText.Lines(path);
        string[]? heads = null;
        var (rows, comma) = (new List<CsvRow>(), ',');
        for (var k = skip; k < lines.Length; k++)
        {
            if (lines[k].Trim().Length == 0 || lines[k].StartsWith('#'))
            {
                continue;
            }

            if (heads is null)
            {
                comma = lines[k].Contains(',', StringComparison.Ordinal) ? ',' : lines[k].Contains(';', StringComparison.Ordinal) ? ';' : lines[k].Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
                heads = Cells(lines[k], comma);
            }
            else
            {
                rows.Add(new CsvRow(path, k + 1, Cells(lines[k], comma)));
            }
        }

        return heads is null || heads.Length < 2
            ? throw new RequestException($"{path} has no line that names columns, with commas between{(skip > 0 ? $", after {skip} lines" : "")}. Is it a table?")
            : new CsvTable(path, heads, rows);
    }

    /// <summary>Index of the first column with one of the names, or that begins with one of them and an underscore or a blank; -1 where there is none.</summary>
    internal int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (columns.TryGetValue(name, out var exact))
            {
                return exact;
            }
        }

        foreach (var name in names)
        {
            var index = Array.FindIndex(Heads, h => h.Length > name.Length && h.StartsWith(name, StringComparison.OrdinalIgnoreCase) && h[name.Length] is '_' or ' ' or '(');
            if (index >= 0 && Heads[index].StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Index of a column that the user named.</summary>
    internal int Require(string name) => columns.TryGetValue(name, out var index)
        ? index
        : throw new RequestException($"{Path} has no column '{name}'. Its columns are {string.Join(", ", Heads.Where(h => h.Length > 0).Take(40))}.");

    private static string[] Cells(string line, char comma)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(comma, StringSplitOptions.TrimEntries);
        }

        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var k = 0; k < line.Length; k++)
        {
            if (line[k] == '"')
            {
                if (isQuoted && k + 1 < line.Length && line[k + 1] == '"')
                {
                    cell.Append('"');
                    k++;
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (line[k] == comma && !isQuoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[k]);
            }
        }

        cells.Add(cell.ToString().Trim());
        return [.. cells];
    }
}

/// <summary>A line of a table.</summary>
internal readonly record struct CsvRow(string Path, int Line, string[] Cells)
{
    private static readonly string[] Missing = ["", "-", "--", "nan", "na", "n/a", "null"];

    /// <summary>Text of a cell; empty beyond the end of the line.</summary>
    internal string Text(int column) => column >= 0 && column < Cells.Length ? Cells[column] : "";

    /// <summary>Whether a cell holds nothing or says so.</summary>
    internal bool IsMissing(int column) => Missing.Contains(Text(column), StringComparer.OrdinalIgnoreCase);

    /// <summary>A cell as a number; NaN where it is missing.</summary>
    internal double Number(int column) => IsMissing(column) ? double.NaN
        : double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : throw new RequestException($"{Path}:{Line}: '{Text(column)}' in column {column + 1} is no number. Write numbers with a point, and nothing or - where there is none.");
}
