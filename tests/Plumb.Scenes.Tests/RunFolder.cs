using System.Security.Cryptography;
using Plumb.Formats.Store;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;

namespace Plumb.Scenes.Tests;

/// <summary>A folder with a settings file and, beside it, the results of its run; removed when disposed.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly bool owned;

    public RunFolder(string products, Func<PlumbSettings, PlumbSettings>? change = null, string? at = null)
    {
        owned = at is null;
        Folder = at ?? Directory.CreateTempSubdirectory("plumb-run-").FullName;
        var settings = new PlumbSettings { Input = new InputSettings { Paths = [products] }, Output = new OutputSettings { Folder = "out" } };
        Write(change is null ? settings : change(settings));
    }

    public string Folder { get; }

    public string SettingsFile => Path.Combine(Folder, "plumb.yaml");

    public string Out => Path.Combine(Folder, "out");

    public PlumbSettings Settings { get; private set; } = new();

    public void Write(PlumbSettings settings)
    {
        Settings = settings;
        File.WriteAllText(SettingsFile, SettingsWriter.Write(settings, comments: false));
    }

    public Invocation Run(params string[] more) => Invocation.Of(["run", SettingsFile, .. more]);

    public RunFolder Done(params string[] more)
    {
        Run(more).Expect(0);
        return this;
    }

    public ResultSet Results() => ResultSet.Open(Out);

    public ChunkStore Store() => ChunkStore.Open(Path.Combine(Out, "store"));

    /// <summary>Every file of the results with the hash of its bytes, but for the cache of the input files' times.</summary>
    public SortedDictionary<string, string> Digest()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(Out, file).Replace('\\', '/');
            if (name != "journal/inputs.json")
            {
                files[name] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            }
        }

        return files;
    }

    /// <summary>Fails the test, naming the files, where two results differ.</summary>
    public static void Same(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        var different = expected.Keys.Union(actual.Keys).Where(k => expected.GetValueOrDefault(k) != actual.GetValueOrDefault(k)).ToArray();
        Assert.True(different.Length == 0, $"{different.Length} of {expected.Count} files differ: {string.Join(", ", different.Take(10).Select(d => d + (expected.ContainsKey(d) ? actual.ContainsKey(d) ? "" : " (lost)" : " (new)")))}");
    }

    public void Dispose()
    {
        if (owned)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
