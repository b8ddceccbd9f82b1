using Plumb.Acquisitions;
using Plumb.Formats.Gdal;
using Plumb.Formats.Store;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Journal;
using Plumb.Processing.Progress;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Processing.Updates;

namespace Plumb.Processing.Runs;

/// <summary>A run as a settings file asks for it: products inspected or remembered, chain planned, nothing computed yet.</summary>
public sealed class RunSession : IDisposable
{
    // What the runtime reports of a file that another process holds: EWOULDBLOCK (errno) and a sharing violation (HRESULT).
    private const int HeldOnUnix = 11;
    private const int HeldOnMac = 35;
    private const int HeldOnWindows = unchecked((int)0x80070020);

    private readonly FileStream? hold;

    private RunSession(RunContext context, ChainRunner chain, FileStream? hold)
    {
        this.hold = hold;
        Context = context;
        Chain = chain;
    }

    /// <summary>Where the run works, with what.</summary>
    public RunContext Context { get; }

    /// <summary>The chain of stages.</summary>
    public ChainRunner Chain { get; }

    /// <summary>Pairs that the run adds to those imported, where it only adds (<see cref="RunOptions.OnlyAdd"/>); empty for none.</summary>
    public IReadOnlyList<DatePair> AddedPairs { get; private init; } = [];

    /// <summary>Dates (UTC) of <see cref="AddedPairs"/> that no pair imported before has.</summary>
    public IReadOnlyList<DateOnly> AddedDates { get; private init; } = [];

    /// <summary>Opens the run of a settings file.</summary>
    /// <param name="settingsFile">Path of the settings file.</param>
    /// <param name="report">Makes the stage that writes figures and report.</param>
    /// <param name="progress">Where progress is shown.</param>
    /// <param name="options">What the command line changes and asks for.</param>
    /// <param name="cancellation">Stops the run at the next unit.</param>
    /// <exception cref="RequestException">Settings or products cannot be used; nothing was written.</exception>
    public static RunSession Open(
        string settingsFile, Func<IStage> report, IRunProgress progress, RunOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(options);
        var settings = SettingsReader.ReadFile<PlumbSettings>(settingsFile);
        settings = options.Change?.Invoke(settings) ?? settings;
        CorrectionCatalogue.Of(settings.Corrections, isFinished: false);
        var baseFolder = Path.GetDirectoryName(Path.GetFullPath(settingsFile))!;
        string Resolve(string path) => Path.GetFullPath(path, baseFolder);
        var budget = new MemoryBudget(MemorySize.Parse(options.Memory ?? settings.Processing.Memory, "processing.memory") ?? MemoryBudget.HalfOfFree());
        budget.Claim(Math.Min(budget.Bytes / 8, GdalLibrary.CacheBytes), "The block cache of GDAL");
        var threads = options.Threads ?? settings.Processing.Threads;
        threads = threads > 0 ? threads : Environment.ProcessorCount;
        var folder = Resolve(settings.Output.Folder);
        var inputs = RunInputs.Look(settings, Resolve, folder);
        RefuseOtherChain(folder, inputs.IsFromInterferograms);
        if (options.OnlyAdd)
        {
            UpdateRequest.RequireRun(folder, settingsFile, settings, inputs);
        }

        var stages = Until(inputs.Chain(settings, Resolve, report()), options.Until);
        if (!options.DryRun)
        {
            GroundRequests.Require(settings, Resolve, inputs.Stack, stages, new RunJournal(folder));
        }

        var hold = options.DryRun ? null : Hold(folder);
        try
        {
            var fingerprint = inputs.Fingerprint(threads, cancellation);
            if (!options.DryRun)
            {
                AtomicFile.RemoveLeftovers(folder);
                ImportAppend.Recover(folder);
            }

            var change = options.OnlyAdd ? UpdateRequest.RequireAppend(folder, settingsFile, inputs, fingerprint) : null;
            var context = new RunContext
            {
                Settings = settings,
                BaseFolder = baseFolder,
                Folder = folder,
                Store = options.DryRun && !Directory.Exists(Path.Combine(folder, "store"))
                    ? null!
                    : ChunkStore.Create(Path.Combine(folder, "store"), Durability.ProcessOnly),
                Journal = new RunJournal(folder),
                Budget = budget,
                Threads = threads,
                Progress = progress,
                Cancellation = cancellation,
            };
            if (!options.DryRun)
            {
                inputs.Remember();
                TextFile.WriteIfChanged(context.PathOf(FinishedRun.SettingsFile), SettingsWriter.Write(settings, comments: false));
            }

            return new RunSession(context, new ChainRunner(stages, context, fingerprint), hold)
            {
                AddedPairs = change?.Added ?? [],
                AddedDates = change?.NewDates ?? [],
            };
        }
        catch
        {
            hold?.Dispose();
            throw;
        }
    }

    /// <summary>Lets another run work in the folder.</summary>
    public void Dispose() => hold?.Dispose();

    // The system lets go of the file when a process ends in whatever way, so that a killed run hinders no later one.
    private static FileStream Hold(string folder)
    {
        var path = Path.Combine(folder, "journal", "lock");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"The result folder {folder} cannot be made: {e.Message} Name another output.folder.", e);
        }

        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException(e.HResult is HeldOnUnix or HeldOnMac or HeldOnWindows
                ? $"Another run is at work in {folder}. Wait for it to end, or name another output.folder."
                : $"The result folder {folder} cannot be written: {e.Message} Name another output.folder.", e);
        }
    }

    /// <summary>The two chains write the same records and arrays; in one folder each would take the other's for its own.</summary>
    private static void RefuseOtherChain(string folder, bool fromInterferograms)
    {
        if (new RunJournal(folder).Read(fromInterferograms ? "import_series" : "import") is not null)
        {
            throw new RequestException(
                $"{folder} holds a run from {(fromInterferograms ? "a finished product" : "interferograms")}, and this one begins with {(fromInterferograms ? "interferograms" : "a finished product")}. Name another output.folder.");
        }
    }

    private static IReadOnlyList<IStage> Until(IReadOnlyList<IStage> stages, string? until)
    {
        if (until is null)
        {
            return stages;
        }

        var last = stages.ToList().FindIndex(s => s.Name == until);
        return last >= 0
            ? stages.Take(last + 1).ToArray()
            : throw new RequestException($"There is no stage '{until}'. The stages are: {string.Join(", ", stages.Select(s => s.Name))}.");
    }
}

/// <summary>What the command line changes of the settings, and what it asks for.</summary>
public sealed record RunOptions
{
    /// <summary>Memory budget instead of the settings', such as "512MiB"; null for the settings'.</summary>
    public string? Memory { get; init; }

    /// <summary>Number of threads instead of the settings' (count); null for the settings'.</summary>
    public int? Threads { get; init; }

    /// <summary>Changes the settings of the file before anything else; null for none. Relative paths still start at the file's folder.</summary>
    public Func<PlumbSettings, PlumbSettings>? Change { get; init; }

    /// <summary>Name of the stage after which the run stops; null for the whole chain.</summary>
    public string? Until { get; init; }

    /// <summary>Whether the run is to add new interferograms to those of an earlier run and to change nothing else; what does not allow that is refused.</summary>
    public bool OnlyAdd { get; init; }

    /// <summary>Whether nothing is written.</summary>
    public bool DryRun { get; init; }
}
