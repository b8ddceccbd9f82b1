namespace Plumb.Scenes.Tests;

/// <summary>The folder of real data beside the checkout.</summary>
internal static class SharedData
{
    private static readonly string? Folder = Find();

    public static string Require(string name)
    {
        var path = Folder is null ? "" : Path.Join(Folder, name);
        Assert.SkipUnless(path.Length > 0 && Path.Exists(path), $"The shared data hold no {name} here.");
        return path;
    }

    private static string? Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "Plumb.slnx")))
            {
                return Path.GetFullPath(Path.Join(folder, "..", "shared", "data"));
            }
        }

        return null;
    }
}
