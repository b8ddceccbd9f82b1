using System.Globalization;
using System.Text.RegularExpressions;
using Plumb.Formats.Gnss;
using Plumb.Validation;

namespace Plumb.Formats.Stations;

/// <summary>
/// Reads stations and points from a table in one of three forms: long (a line has a date and a value, or east, north and up, and names its station unless the file holds
/// one), by epochs (a line has a date, the other columns are points) or by points (a line is a point, the other columns are dates). Which one it is is told from the columns.
/// </summary>
public sealed class StationCsv
{
    private readonly CsvMapping mapping;
    private readonly CsvDates dates;
    private readonly CsvTable table;
    private readonly List<string> notes = [];

    private StationCsv(string path, CsvMapping mapping)
    {
        this.mapping = mapping;
        dates = new CsvDates(mapping);
        table = CsvTable.Read(path, mapping.Skip);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, packed with gzip or not.</param>
    /// <param name="mapping">How it is to be read.</param>
    /// <returns>The stations, metres (drivers in their own unit), degrees; and what was left out, in words.</returns>
    /// <exception cref="RequestException">The file cannot be read, its form is not known or a line is wrong; the message names the line.</exception>
    public static (IReadOnlyList<GroundStation> Stations, IReadOnlyList<string> Notes) Read(string path, CsvMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        var reader = new StationCsv(path, mapping);
        var stations = reader.Stations();
        return stations.Count == 0
            ? throw new RequestException($"{path} holds no value with a date. {string.Join(" ", reader.notes.Prepend("Is the mapping of its columns right?"))}")
            : (stations, reader.notes);
    }

    private List<GroundStation> Stations()
    {
        var (date, year, month, day) = DateColumns();
        if (date < 0 && year < 0)
        {
            return table.Heads.Any(h => dates.TryRead(h, out _)) ? ByPoints() : throw NoDate();
        }

        bool TryDate(CsvRow row, out DateOnly at) => date >= 0 ? dates.TryRead(row.Text(date), out at) : dates.TryRead(row.Text(year), row.Text(month), row.Text(day), out at);
        bool HasDate(CsvRow row) => date >= 0 ? !row.IsMissing(date) : !row.IsMissing(year);
        var rows = new List<(DateOnly Date, CsvRow Row)>();
        foreach (var row in table.Rows.Where(HasDate))
        {
            rows.Add(TryDate(row, out var at) ? (at, row)
                : throw new RequestException($"{row.Path}:{row.Line}: '{(date >= 0 ? row.Text(date) : row.Text(year))}' is no date. Say how dates are written (date_format=dd/MM/yyyy) and counted (calendar=buddhist)."));
        }

        int[] apart = [date, year, month, day];
        return Components() is { } three ? Gnss(rows, three)
            : Value() is >= 0 and var value ? Long(rows, value)
            : ByEpochs(rows, apart);
    }

    private (int Date, int Year, int Month, int Day) DateColumns()
    {
        if (mapping.Column("date") is { } named)
        {
            return (table.Require(named), -1, -1, -1);
        }

        var (year, month, day) = (table.Find("year"), table.Find("month"), table.Find("day"));
        if (year >= 0 && month >= 0 && day >= 0)
        {
            return (-1, year, month, day);
        }

        return (table.Find("date", "datetime", "time", "epoch"), -1, -1, -1);
    }

    private RequestException NoDate() => new($"{table.Path} has no column 'date' (nor year, month and day), and its columns are not dates either. Name it: date=COLUMN. Its columns are {string.Join(", ", table.Heads.Where(h => h.Length > 0).Take(40))}.");

    private (int East, int North, int Up)? Components()
    {
        var (east, north, up) = (Column("east", "east", "e", "de"), Column("north", "north", "n", "dn"), Column("up", "up", "u", "du"));
        return east >= 0 && north >= 0 && up >= 0 ? (east, north, up) : null;
    }

    private int Value() => mapping.Column("value") is { } named ? table.Require(named)
        : StationColumn() >= 0 || mapping.Columns.Length == 0 ? table.Find("value", "height", "displacement", "levelling", "up", "head", "precipitation", "storage", "rain") : -1;

    private int StationColumn() => Column("station", "station", "site", "point", "benchmark", "name", "bmcode", "well", "wellname", "id");

    private int Column(string purpose, params ReadOnlySpan<string> usual) => mapping.Column(purpose) is { } named ? table.Require(named) : table.Find(usual);

    private List<GroundStation> Gnss(List<(DateOnly Date, CsvRow Row)> rows, (int East, int North, int Up) at)
    {
        var (es, ns, us) = (Column("sigma_east", "sigma_east", "sig_e"), Column("sigma_north", "sigma_north", "sig_n"), Column("sigma_up", "sigma_up", "sig_u"));
        var factor = Metres(table.Heads[at.East], [table.Heads[at.East]]);
        var stations = new List<GroundStation>();
        foreach (var group in Grouped(rows))
        {
            var days = group.Rows.Where(r => !r.Row.IsMissing(at.East) && !r.Row.IsMissing(at.North) && !r.Row.IsMissing(at.Up)).Select(r => new GnssPosition(
                r.Date, factor * r.Row.Number(at.East), factor * r.Row.Number(at.North), (mapping.IsDown ? -factor : factor) * r.Row.Number(at.Up),
                Sigma(r.Row, es), Sigma(r.Row, ns), Sigma(r.Row, us))).ToList();
            stations.Add(GnssDays.Station(table.Path, group.Name, group.Longitude, group.Latitude, days, group.Area));
        }

        return stations;

        double Sigma(CsvRow row, int column) => column >= 0 && row.Number(column) is var value && double.IsFinite(value) ? factor * value : 0;
    }

    private List<GroundStation> Long(List<(DateOnly Date, CsvRow Row)> rows, int value)
    {
        var sigma = Column("sigma", "sigma", "std", "uncertainty");
        var factor = Metres(table.Heads[value], [table.Heads[value]]);
        return [.. Grouped(rows).Select(g => Point(
            g.Name, g.Longitude, g.Latitude, g.Area,
            g.Rows.Select(r => (r.Date, factor * r.Row.Number(value), sigma < 0 ? double.NaN : factor * r.Row.Number(sigma))))).OfType<GroundStation>()];
    }

    private List<GroundStation> ByEpochs(List<(DateOnly Date, CsvRow Row)> rows, int[] apart)
    {
        int[] others = [.. apart, table.Find("date"), table.Find("number", "no", "ลำดับ")];
        var wanted = mapping.Columns.Length == 0 ? null : new Regex("^" + Regex.Escape(mapping.Columns).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        var points = Enumerable.Range(0, table.Heads.Length)
            .Where(c => !others.Contains(c) && table.Heads[c].Length > 0 && (wanted is null || wanted.IsMatch(table.Heads[c]))).ToArray();
        if (points.Length == 0)
        {
            throw new RequestException($"{table.Path} has no column of values{(wanted is null ? "" : $" like '{mapping.Columns}'")} beside its dates. Its columns are {string.Join(", ", table.Heads.Where(h => h.Length > 0).Take(40))}.");
        }

        var factor = Metres("", [.. points.Select(c => table.Heads[c])]);
        return [.. points.Select(c => Point(
            table.Heads[c], double.NaN, double.NaN, "", rows.Select(r => (r.Date, factor * r.Row.Number(c), double.NaN)))).OfType<GroundStation>()];
    }

    private List<GroundStation> ByPoints()
    {
        var epochs = new List<(int Column, DateOnly Date)>();
        for (var c = 0; c < table.Heads.Length; c++)
        {
            if (dates.TryRead(table.Heads[c], out var date))
            {
                epochs.Add((c, date));
            }
        }

        var (name, longitude, latitude, area) = (StationColumn(), LongitudeColumn(), LatitudeColumn(), Column("area", "area", "mine"));
        name = name >= 0 ? name : 0;
        var factor = Metres("", []);
        return [.. table.Rows.Select(row => Point(
            row.Text(name), Degrees(row, longitude, 180), Degrees(row, latitude, 90), row.Text(area),
            epochs.Select(e => (e.Date, factor * row.Number(e.Column), double.NaN)))).OfType<GroundStation>()];
    }

    private int LongitudeColumn() => Column("longitude", "longitude", "longitude_deg", "lon", "long");

    private int LatitudeColumn() => Column("latitude", "latitude", "latitude_deg", "lat");

    private static double Degrees(CsvRow row, int column, double most)
    {
        var value = column < 0 ? double.NaN : row.Number(column);
        return double.IsNaN(value) || Math.Abs(value) <= 2 * most ? (most > 90 && double.IsFinite(value) ? Math.IEEERemainder(value, 360) : value)
            : throw new RequestException($"{row.Path}:{row.Line}: {value.ToString(CultureInfo.InvariantCulture)} is no {(most > 90 ? "longitude" : "latitude")} in degrees.");
    }

    private IEnumerable<(string Name, double Longitude, double Latitude, string Area, List<(DateOnly Date, CsvRow Row)> Rows)> Grouped(List<(DateOnly Date, CsvRow Row)> rows)
    {
        var (name, longitude, latitude, area) = (StationColumn(), LongitudeColumn(), LatitudeColumn(), Column("area", "area", "mine"));
        foreach (var group in rows.GroupBy(r => name < 0 ? StationText.NameOf(table.Path) : r.Row.Text(name)))
        {
            var first = group.First().Row;
            yield return (group.Key, Degrees(first, longitude, 180), Degrees(first, latitude, 90), area < 0 ? "" : first.Text(area), [.. group]);
        }
    }

    private PointStation? Point(string name, double longitude, double latitude, string area, IEnumerable<(DateOnly Date, double Value, double Sigma)> values)
    {
        var ordered = values.OrderBy(v => v.Date).ToArray();
        var twice = Enumerable.Range(1, Math.Max(0, ordered.Length - 1)).FirstOrDefault(k => ordered[k].Date == ordered[k - 1].Date);
        if (twice > 0)
        {
            throw new RequestException($"{table.Path}: {name} has two values of {ordered[twice].Date:yyyy-MM-dd}. Leave one of them out, or name the column of the stations (station=COLUMN).");
        }

        var sign = mapping.IsDown ? -1.0 : 1.0;
        var kept = mapping.IsChange ? Summed(name, ordered) : ordered.Where(v => double.IsFinite(v.Value)).ToArray();
        if (kept.Length == 0)
        {
            notes.Add($"{name} has no value.");
            return null;
        }

        return new PointStation(name, longitude, latitude, area, new PointSeries(
            mapping.Quantity, kept.Select(v => (v.Date, sign * v.Value, v.Sigma)), mapping.Quantity == PointQuantity.Driver ? mapping.Unit : "m"));
    }

    /// <summary>Changes added up. Where one is missing the sum cannot go on, so the longest run without a gap is taken.</summary>
    private (DateOnly Date, double Value, double Sigma)[] Summed(string name, (DateOnly Date, double Value, double Sigma)[] changes)
    {
        var (bestStart, bestLength, start) = (0, 0, 0);
        for (var k = 0; k <= changes.Length; k++)
        {
            if (k == changes.Length || !double.IsFinite(changes[k].Value))
            {
                (bestStart, bestLength) = k - start > bestLength ? (start, k - start) : (bestStart, bestLength);
                start = k + 1;
            }
        }

        var known = changes.Count(c => double.IsFinite(c.Value));
        if (bestLength < known)
        {
            notes.Add($"{name}: {known - bestLength} of {known} changes are left out, as a change between is missing.");
        }

        var run = changes.AsSpan(bestStart, bestLength).ToArray();
        var sum = 0.0;
        for (var k = 0; k < run.Length; k++)
        {
            sum += run[k].Value;
            run[k].Value = sum;
        }

        return run;
    }

    /// <summary>Factor to metres; 1 for drivers.</summary>
    private double Metres(string head, string[] heads)
    {
        if (mapping.Quantity == PointQuantity.Driver)
        {
            return 1;
        }

        var unit = mapping.Unit.Length > 0 ? mapping.Unit : heads.Append(head).Select(UnitOf).FirstOrDefault(u => u.Length > 0, "");
        return unit switch
        {
            "m" => 1,
            "cm" => 0.01,
            "mm" => 0.001,
            "" => throw new RequestException($"{table.Path} does not tell the unit of its values. Say it: unit=mm (or cm, m), or end the column's name with _mm."),
            _ => throw new RequestException($"The unit '{unit}' of {table.Path} is none of m, cm and mm."),
        };
    }

    private static string UnitOf(string head) => head.ToLowerInvariant() switch
    {
        var h when h.EndsWith("_mm", StringComparison.Ordinal) || h.EndsWith("(mm)", StringComparison.Ordinal) => "mm",
        var h when h.EndsWith("_cm", StringComparison.Ordinal) || h.EndsWith("(cm)", StringComparison.Ordinal) => "cm",
        var h when h.EndsWith("_m", StringComparison.Ordinal) || h.EndsWith("(m)", StringComparison.Ordinal) => "m",
        _ => "",
    };
}
