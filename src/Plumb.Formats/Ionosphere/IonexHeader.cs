using System.Globalization;
using Plumb.Corrections.Delays;

namespace Plumb.Formats.Ionosphere;

/// <summary>The header of an IONEX file. Latitudes and longitudes are degrees, heights and radii metres.</summary>
internal sealed class IonexHeader
{
    /// <summary>Column in which the name of a line begins.</summary>
    public const int LabelColumn = 60;

    private const int MostNodes = 4_000_000;
    private readonly string path;

    private IonexHeader(string path) => this.path = path;

    public NodeGrid Nodes { get; private set; }

    public double ShellHeight { get; private set; } = double.NaN;

    public double EarthRadius { get; private set; } = 6_371_000;

    /// <summary>Power of ten that the numbers of the maps are multiplied by to be TECU.</summary>
    public int Exponent { get; private set; } = -1;

    public DateTime First { get; private set; }

    public DateTime Last { get; private set; }

    public int Maps { get; private set; }

    /// <summary>Reads up to END OF HEADER.</summary>
    public static IonexHeader Read(string path, TextReader reader)
    {
        var header = new IonexHeader(path);
        var first = reader.ReadLine() ?? "";
        if (Label(first) != "IONEX VERSION / TYPE")
        {
            throw header.Wrong("does not begin as an IONEX file does");
        }

        if (!first.StartsWith("     1.", StringComparison.Ordinal))
        {
            throw header.Wrong($"is of version {first[..Math.Min(20, first.Length)].Trim()}; version 1 is read");
        }

        double[]? latitudes = null, longitudes = null;
        for (var lines = 0; ; lines++)
        {
            var line = lines < 100_000 ? reader.ReadLine() : null;
            if (line is null)
            {
                throw header.Wrong("ends within its header");
            }

            if (Label(line) == "END OF HEADER")
            {
                break;
            }

            header.Take(line, ref latitudes, ref longitudes);
        }

        header.Finish(latitudes, longitudes);
        return header;
    }

    /// <summary>What stands behind column 60.</summary>
    public static string Label(string line) => line.Length > LabelColumn ? line[LabelColumn..].Trim() : "";

    /// <summary>The numbers before column 60.</summary>
    public double[] Numbers(string line, int count)
    {
        var words = line[..Math.Min(LabelColumn, line.Length)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            if (i >= words.Length || !double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                throw Wrong($"has no {count} numbers in its line '{Label(line)}'");
            }
        }

        return numbers;
    }

    /// <summary>A time, UTC, as year, month, day, hour, minute, second; hour 24 is the next day's first.</summary>
    public DateTime Time(string line)
    {
        var n = Numbers(line, 6);
        return n[0] is >= 1957 and < 2200 && n[1] is >= 1 and <= 12 && n[2] >= 1 && n[2] <= DateTime.DaysInMonth((int)n[0], (int)n[1]) &&
            n[3] is >= 0 and <= 24 && n[4] is >= 0 and < 60 && n[5] is >= 0 and < 61
            ? new DateTime((int)n[0], (int)n[1], (int)n[2], 0, 0, 0, DateTimeKind.Utc).AddHours((int)n[3]).AddMinutes((int)n[4]).AddSeconds(n[5])
            : throw Wrong($"has no date in its line '{line.Trim()}'");
    }

    public RequestException Wrong(string what) => new($"{path} {what}. Get it again.");

    private void Take(string line, ref double[]? latitudes, ref double[]? longitudes)
    {
        switch (Label(line))
        {
            case "EPOCH OF FIRST MAP":
                First = Time(line);
                break;
            case "EPOCH OF LAST MAP":
                Last = Time(line);
                break;
            case "# OF MAPS IN FILE":
                Maps = Numbers(line, 1)[0] is >= 1 and <= 100_000 and var count ? (int)count : throw Wrong("does not say how many maps it has");
                break;
            case "BASE RADIUS":
                EarthRadius = Numbers(line, 1)[0] * 1000;
                break;
            case "MAP DIMENSION" when Numbers(line, 1)[0] != 2:
                throw Wrong("holds maps at several heights; maps of one shell are read");
            case "HGT1 / HGT2 / DHGT":
                ShellHeight = Numbers(line, 1)[0] * 1000;
                break;
            case "LAT1 / LAT2 / DLAT":
                latitudes = Numbers(line, 3);
                break;
            case "LON1 / LON2 / DLON":
                longitudes = Numbers(line, 3);
                break;
            case "EXPONENT":
                Exponent = Numbers(line, 1)[0] is >= -10 and <= 10 and var exponent ? (int)exponent : throw Wrong("has an exponent that is none");
                break;
            default:
                break;
        }
    }

    private void Finish(double[]? latitudes, double[]? longitudes)
    {
        if (latitudes is null || longitudes is null || double.IsNaN(ShellHeight) || Maps == 0 || First == default || Last < First)
        {
            throw Wrong("lacks latitudes, longitudes, height, times or number of its maps");
        }

        if (EarthRadius is not (> 6_300_000 and < 6_400_000) || ShellHeight is not (> 50_000 and < 2_000_000))
        {
            throw Wrong(FormattableString.Invariant($"has a shell {ShellHeight / 1000:0} km above a sphere of {EarthRadius / 1000:0} km, which is no ionosphere"));
        }

        var (rows, columns) = (Count(latitudes), Count(longitudes));
        if (!(latitudes[2] < 0) || !(longitudes[2] > 0) || rows < 2 || columns < 2 || Math.Abs(latitudes[0]) > 90 || Math.Abs(latitudes[1]) > 90 || (long)rows * columns * Maps > MostNodes)
        {
            throw Wrong(FormattableString.Invariant(
                $"has latitudes {latitudes[0]} to {latitudes[1]} by {latitudes[2]} and longitudes {longitudes[0]} to {longitudes[1]} by {longitudes[2]}, {Maps} times; maps go from north to south and from west to east"));
        }

        Nodes = new NodeGrid(latitudes[0], longitudes[0], -latitudes[2], longitudes[2], rows, columns);
    }

    private static int Count(double[] range)
    {
        var steps = (range[1] - range[0]) / range[2];
        return steps is >= 1 and < 10_000 && Math.Abs(steps - Math.Round(steps)) < 1e-3 ? (int)Math.Round(steps) + 1 : 0;
    }
}
