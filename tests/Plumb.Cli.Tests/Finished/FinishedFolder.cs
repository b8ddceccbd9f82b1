using System.Globalization;
using System.IO.Compression;
using Plumb.Cli.Commands;
using Plumb.Formats.Hdf5;
using Plumb.Processing.Results;

namespace Plumb.Cli.Tests.Finished;

/// <summary>A folder with finished products, run through the program.</summary>
internal sealed class FinishedFolder : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("plumb-finished-").FullName;

    public FinishedFolder()
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 on this machine.");
    }

    public TestProgram Program { get; } = new();

    public string Out => this["out"];

    public string this[string name] => Path.Combine([root, .. name.Split('/')]);

    public void Dispose() => Directory.Delete(root, recursive: true);

    public string Take(string shared, string name)
    {
        var source = Shared(shared);
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        if (source.EndsWith(".gz", StringComparison.Ordinal) && !name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var zipped = new GZipStream(File.OpenRead(source), CompressionMode.Decompress);
            using var plain = File.Create(this[name]);
            zipped.CopyTo(plain);
        }
        else
        {
            using var from = File.OpenRead(source);
            using var to = File.Create(this[name]);
            from.CopyTo(to);
        }

        return this[name];
    }

    public static string Shared(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Plumb.slnx")))
        {
            folder = folder.Parent;
        }

        var path = folder is null ? "" : Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data", name));
        Assert.SkipUnless(File.Exists(path), $"There is no {name} among the shared data.");
        return path;
    }

    public int Command(params string[] arguments) => Program.Run(CommandCatalogue.All(), arguments);

    /// <summary>Writes settings and runs them; further lines go below their section.</summary>
    public int Run(string input, string settings = "", string until = "report")
    {
        File.WriteAllText(this["plumb.yaml"], string.Create(CultureInfo.InvariantCulture, $"input:\n  paths: ['{input}']\noutput:\n  folder: out\n{settings}"));
        return Command("run", this["plumb.yaml"], "--threads", "2", "--until", until);
    }

    public ResultSet Results() => FinishedRun.Open(Out).Results;
}
