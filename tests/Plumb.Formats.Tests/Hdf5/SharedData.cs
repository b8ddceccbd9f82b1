namespace Plumb.Formats.Tests.Hdf5;

/// <summary>The folder of real data beside the checkout.</summary>
internal static class SharedData
{
    public static string? Folder { get; } = Find();

    public static string Require(string name)
    {
        var path = Folder is null ? "" : Path.Join(Folder, name);
        Assert.SkipUnless(path.Length > 0 && (File.Exists(path) || Directory.Exists(path)), $"The shared data hold no {name} here.");
        return path;
    }

    private static string? Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "Plumb.slnx")))
            {
                var data = Path.GetFullPath(Path.Join(folder, "..", "shared", "data"));
                return Directory.Exists(data) ? data : null;
            }
        }

        return null;
    }
}
