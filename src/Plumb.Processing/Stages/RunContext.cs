using Plumb.Formats.Store;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Processing.Journal;
using Plumb.Processing.Progress;
using Plumb.Processing.Results;

namespace Plumb.Processing.Stages;

/// <summary>Where a run works, with what settings, how much memory and how many threads.</summary>
public sealed record RunContext
{
    /// <summary>Version of the program that goes into every stage's key.</summary>
    public static string CodeVersion { get; } = typeof(RunContext).Assembly.GetName().Version!.ToString(3);

    /// <summary>The settings.</summary>
    public required PlumbSettings Settings { get; init; }

    /// <summary>Folder that relative paths of the settings start at.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>The result folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The chunk store inside the result folder.</summary>
    public required ChunkStore Store { get; init; }

    /// <summary>The journal inside the result folder.</summary>
    public required RunJournal Journal { get; init; }

    /// <summary>The memory budget.</summary>
    public required MemoryBudget Budget { get; init; }

    /// <summary>Number of threads (count).</summary>
    public required int Threads { get; init; }

    /// <summary>Where progress is shown.</summary>
    public required IRunProgress Progress { get; init; }

    /// <summary>Stops the run at the next unit.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Number of threads (count) that the budget feeds, at least one.</summary>
    /// <param name="bytesPerThread">What a thread leases, bytes.</param>
    public int ThreadsFor(long bytesPerThread) =>
        (int)Math.Clamp((Budget.Bytes - Budget.Leased) / Math.Max(1, bytesPerThread), 1, Threads);

    /// <summary>Path of a file in the result folder.</summary>
    /// <param name="name">Name, with "/" between folders.</param>
    public string PathOf(string name) => Path.Combine(Folder, Path.Combine(name.Split('/')));

    /// <summary>Removes a folder of the output folder with all that an earlier run wrote into it.</summary>
    /// <param name="name">Name, with "/" between folders.</param>
    /// <returns>Its path; it is not there.</returns>
    internal string Cleared(string name)
    {
        var folder = PathOf(name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return folder;
    }

    /// <summary>What earlier stages wrote, with the settings of the run.</summary>
    internal FinishedRun Finished() => new(Folder, new ResultSet(Folder, Store), Settings, Journal);

    /// <summary>A path of the settings made absolute.</summary>
    /// <param name="path">The path as it stands in the settings.</param>
    public string Resolve(string path) => Path.GetFullPath(path, BaseFolder);
}
