using System.Collections.Concurrent;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Scenes.Tests;
using Plumb.Simulation;

[assembly: AssemblyFixture(typeof(SceneLibrary))]

namespace Plumb.Scenes.Tests;

/// <summary>Products of small scenes, each made once for all tests, and one undisturbed run.</summary>
public sealed class SceneLibrary : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-scenes-").FullName;
    private readonly ConcurrentDictionary<string, Lazy<string>> shared = [];
    private readonly Lazy<string> small;
    private readonly Lazy<string> wide;
    private readonly Lazy<RunFolder> finished;

    public SceneLibrary()
    {
        small = new Lazy<string>(() => Make("small", SmallScene, Hyp3ProductKind.Gamma));
        wide = new Lazy<string>(() => Make("wide", SmallScene with { Grid = new() { Columns = 300, Rows = 70 } }, Hyp3ProductKind.Gamma));
        finished = new Lazy<RunFolder>(() => new RunFolder(Small).Done());
    }

    /// <summary>A mine of 130 x 150 pixels and 12 dates: three by three chunks in one block.</summary>
    public static Scene SmallScene { get; } = Scene.SmallMine() with
    {
        Grid = new() { Columns = 150, Rows = 130 },
        Dates = new() { Count = 12 },
        UnwrappingErrors = new(),
    };

    /// <summary>Folder of the products of <see cref="SmallScene"/>, 30 pairs.</summary>
    public string Small => small.Value;

    /// <summary>Folder of products of 70 x 300 pixels, 30 pairs: five chunks by two, two blocks.</summary>
    public string Wide => wide.Value;

    /// <summary>An undisturbed run of <see cref="Small"/> with the default settings. Not to be changed.</summary>
    internal RunFolder Finished => finished.Value;

    /// <summary>Products of a scene that several tests share, written at the first call.</summary>
    /// <returns>The folder of the products.</returns>
    public string Once(string name, Scene scene, Hyp3ProductKind kind) =>
        shared.GetOrAdd(name, n => new Lazy<string>(() => Make(n, scene, kind))).Value;

    /// <summary>Writes the products of a scene.</summary>
    /// <returns>The folder of the products.</returns>
    public string Make(string name, Scene scene, Hyp3ProductKind kind)
    {
        var target = Path.Combine(folder, name);
        new SimulationWriter(new SceneSimulator(scene), new Hyp3WriterOptions { Kind = kind, GeometryInEveryProduct = false }, 2).Write(target);
        return Path.Combine(target, "products");
    }

    /// <summary>A copy of the products of <see cref="Small"/> that a test may spoil.</summary>
    /// <param name="to">The folder of the copy.</param>
    public string CopyOfSmall(string to)
    {
        foreach (var file in Directory.EnumerateFiles(Small, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(Small, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (finished.IsValueCreated)
        {
            finished.Value.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }
}
