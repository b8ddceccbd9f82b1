namespace Plumb.Formats.Products;

/// <summary>Collects findings while files are looked at, so that one bad file does not hide the next.</summary>
/// <param name="rasters">GeoTIFFs that were looked at before; null for none.</param>
internal sealed class FindingList(RasterMemory? rasters = null)
{
    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> All => findings;

    public void Error(string where, string what, string whatToDo) => findings.Add(new Finding(Severity.Error, where, what, whatToDo));

    public void Warn(string where, string what, string whatToDo) => findings.Add(new Finding(Severity.Warning, where, what, whatToDo));

    public void Note(string where, string what, string whatToDo = "") => findings.Add(new Finding(Severity.Note, where, what, whatToDo));

    /// <summary>Does something that may find a file unreadable, and notes it as an error.</summary>
    public T? Try<T>(string where, Func<T> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (RequestException e)
        {
            Error(where, WithoutPath(where, e.Message), "");
            return null;
        }
    }

    /// <summary>A finding names its file already; a message that begins with it says the rest.</summary>
    private static string WithoutPath(string where, string message)
    {
        var rest = message.StartsWith(where, StringComparison.Ordinal) ? message[where.Length..].TrimStart(':', ' ') : message;
        return rest.Length == 0 ? message : char.ToUpperInvariant(rest[0]) + rest[1..];
    }

    /// <summary>Looks at an optional GeoTIFF; null when there is none or it cannot be read.</summary>
    public GdalRaster? TryLook(string? path, ValueRule rule) => path is null ? null : Try(path, () => rasters is null ? GdalRaster.Look(path, rule) : rasters.Look(path, rule));
}
