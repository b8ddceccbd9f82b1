using Plumb.Formats.Hyp3;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>Where the dates of a pair stand among all dates, counted from 0.</summary>
public sealed record DateRanks(int First, int Second);

/// <summary>A folder of products some of which come later. The tests of one class use it one after the other; whatever one left, the next begins with all.</summary>
public sealed class GrowingProducts : IDisposable
{
    /// <summary>Number of dates (count).</summary>
    public const int Dates = 11;

    // Each date with the next five: 40 pairs in two chunks of 32, so that one more date rewrites one chunk and leaves the other.
    private static readonly Scene Scene = SceneLibrary.SmallScene with
    {
        Grid = new() { Columns = 80, Rows = 68 },
        Dates = new() { Count = Dates },
        Network = new() { Links = 5 },
    };

    private readonly SceneLibrary scenes;
    private readonly string all;
    private readonly string root = Directory.CreateTempSubdirectory("plumb-update-").FullName;
    private SortedDictionary<string, string>? whole;

    public GrowingProducts(SceneLibrary scenes)
    {
        this.scenes = scenes;
        all = scenes.Make("growing", Scene, Hyp3ProductKind.Gamma);
        Hold(_ => false);
    }

    /// <summary>The folder that runs read.</summary>
    public string Folder => Path.Combine(root, "in");

    /// <summary>The folder of the products that are held back.</summary>
    public string Later => Path.Combine(root, "later");

    /// <summary>Number of all products (count).</summary>
    public int Count => Directory.GetDirectories(all).Length;

    /// <summary>What a run makes of all products that knew them from the start, without the report.</summary>
    internal SortedDictionary<string, string> Whole
    {
        get
        {
            if (whole is null)
            {
                using var run = new RunFolder(Folder);
                whole = run.Publish().Digest(report: false);
            }

            return whole;
        }
    }

    /// <summary>Begins anew with some products held back; gives their names.</summary>
    public IReadOnlyList<string> Hold(Func<DateRanks, bool> isLater)
    {
        var ranks = Ranks(all);
        foreach (var folder in new[] { Folder, Later })
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
        }

        foreach (var (name, place) in ranks)
        {
            Copy(Path.Combine(all, name), Path.Combine(isLater(place) ? Later : Folder, name));
        }

        return [.. ranks.Where(r => isLater(r.Value)).Select(r => r.Key)];
    }

    /// <summary>Puts the products that were held back into the folder.</summary>
    public void Release()
    {
        foreach (var product in Directory.GetDirectories(Later))
        {
            Directory.Move(product, Path.Combine(Folder, Path.GetFileName(product)));
        }
    }

    /// <summary>Puts products of the same pairs into the folder that lie on a smaller grid, whose corner is the same.</summary>
    public void ReleaseShifted()
    {
        var narrow = scenes.Make("growing-narrow", Scene with { Grid = Scene.Grid with { Columns = 72 } }, Hyp3ProductKind.Gamma);
        foreach (var product in Directory.GetDirectories(Later))
        {
            var dates = string.Join('_', Path.GetFileName(product).Split('_')[1..3]);
            var twin = Directory.GetDirectories(narrow).Single(d => d.Contains(dates, StringComparison.Ordinal));
            Copy(twin, Path.Combine(Folder, Path.GetFileName(twin)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    // File times are kept: they are part of what a result folder remembers of its inputs.
    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static Dictionary<string, DateRanks> Ranks(string products)
    {
        var pairs = Directory.GetDirectories(products).Select(d => Path.GetFileName(d))
            .ToDictionary(name => name, name => name.Split('_')[1..3].Select(part => part[..8]).Order(StringComparer.Ordinal).ToArray());
        var dates = pairs.Values.SelectMany(p => p).Distinct().Order(StringComparer.Ordinal).ToArray();
        return pairs.ToDictionary(p => p.Key, p => new DateRanks(Array.IndexOf(dates, p.Value[0]), Array.IndexOf(dates, p.Value[1])));
    }
}
