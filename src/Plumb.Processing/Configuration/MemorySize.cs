using System.Globalization;

namespace Plumb.Processing.Configuration;

/// <summary>Amounts of memory as people write them: "512MiB", "1.5 GiB", "4GB".</summary>
public static class MemorySize
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1_000L), ("MB", 1_000_000L), ("GB", 1_000_000_000L), ("TB", 1_000_000_000_000L),
    ];

    /// <summary>The amount in bytes (unit: byte), positive; null for "auto".</summary>
    /// <param name="text">A number with its unit (KiB, MiB, GiB, TiB, kB, MB, GB, TB; upper or lower case), or "auto".</param>
    /// <param name="subject">What the amount is for, named in the error, such as "processing.memory".</param>
    /// <exception cref="RequestException">The text is no amount of memory.</exception>
    public static long? Parse(string text, string subject)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (trimmed.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var (unit, size) in Units)
        {
            if (trimmed.EndsWith(unit, StringComparison.OrdinalIgnoreCase) &&
                decimal.TryParse(trimmed[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) &&
                number > 0 && number <= (decimal)long.MaxValue / size && number * size >= 1)
            {
                return (long)(number * size);
            }
        }

        throw new RequestException($"{subject} is '{SettingsDocument.Shorten(text)}'; it must be auto or an amount with its unit, such as 512MiB or 4GiB.");
    }

    /// <summary>An amount for people, in the largest binary unit that leaves at least 1.</summary>
    /// <param name="bytes">The amount in bytes (unit: byte), not negative.</param>
    public static string Format(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        for (var i = 3; i >= 0; i--)
        {
            var (unit, size) = Units[i];
            if (bytes >= size)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / size:0.##} {unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
    }
}
