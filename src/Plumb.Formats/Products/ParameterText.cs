using System.Globalization;
using System.Text;

namespace Plumb.Formats.Products;

/// <summary>
/// A text file of parameters, one per line: "key: value" (HyP3, GAMMA, sidecars) or "KEY value" (ROI_PAC). Importers turn
/// it into typed records at once; nothing else sees it.
/// </summary>
internal sealed class ParameterText
{
    private const long LargestFile = 4 << 20;
    private readonly Dictionary<string, string> values;

    private ParameterText(string path, Dictionary<string, string> values)
    {
        Path = path;
        this.values = values;
    }

    public string Path { get; }

    public IReadOnlyCollection<string> Keys => values.Keys;

    /// <summary>Reads a file; the first of repeated keys counts.</summary>
    /// <exception cref="RequestException">The file cannot be read, is too large or is not text.</exception>
    public static ParameterText Read(string path, bool colon)
    {
        string text;
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new RequestException($"{path} is larger than 4 MiB, so it is not a parameter file. Check that it is the file meant.");
            }

            text = File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} cannot be read: {e.Message}", e);
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new RequestException($"{path} is binary, not a text file of parameters. Check that it is the file meant.");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            var end = colon ? line.IndexOf(':', StringComparison.Ordinal) : line.IndexOfAny([' ', '\t']);
            if (end > 0 && line[0] != '#')
            {
                values.TryAdd(line[..end].Trim(), line[(end + 1)..].Trim());
            }
        }

        return new ParameterText(path, values);
    }

    public bool Has(string key) => values.ContainsKey(key);

    public string? Text(string key) => values.TryGetValue(key, out var text) && text.Length > 0 ? text : null;

    /// <summary>The first number of a value; NaN when there is none.</summary>
    public double Number(string key) => Numbers(key) is [var first, ..] ? first : double.NaN;

    /// <summary>A whole number; 0 when there is none or it is not whole.</summary>
    public int Whole(string key)
    {
        var number = Number(key);
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : 0;
    }

    /// <summary>The numbers a value begins with, units behind them left out.</summary>
    public double[] Numbers(string key)
    {
        if (Text(key) is not { } text)
        {
            return [];
        }

        var numbers = new List<double>();
        foreach (var word in text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            {
                break;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>A number that must be there.</summary>
    /// <exception cref="RequestException">It is missing or not a number.</exception>
    public double Required(string key)
    {
        var number = Number(key);
        return double.IsFinite(number)
            ? number
            : throw new RequestException($"{Path} has no number '{key}'. It is damaged or of another kind; copy it again.");
    }
}
