using Plumb.Formats.Store;
using Plumb.Processing.Journal;

namespace Plumb.Processing.Stages;

/// <summary>What will happen with one stage, and why.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Title">What it does.</param>
/// <param name="Runs">Whether it will run; otherwise its outputs are current.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record StageForecast(string Stage, string Title, bool Runs, string Reason);

/// <summary>Runs the stages in order. What is current is left alone; what was stopped is taken up where it stopped.</summary>
public sealed class ChainRunner
{
    private readonly IReadOnlyList<IStage> stages;
    private readonly RunContext run;
    private readonly string inputs;

    /// <summary>A chain.</summary>
    /// <param name="stages">The stages, each after those it reads from.</param>
    /// <param name="run">Where and with what.</param>
    /// <param name="inputs">Fingerprint of the input files.</param>
    public ChainRunner(IReadOnlyList<IStage> stages, RunContext run, string inputs)
    {
        this.stages = stages;
        this.run = run;
        this.inputs = inputs;
    }

    /// <summary>Says what a run would do and why; nothing is written.</summary>
    public IReadOnlyList<StageForecast> Forecast()
    {
        var forecasts = new List<StageForecast>();
        foreach (var (stage, key) in Keys())
        {
            var record = run.Journal.Read(stage.Name);
            var (runs, reason) = record switch
            {
                null => (true, "it has not run yet"),
                { Done: true } when record.Key == key && Lost(record) is { } lost => (true, $"{lost} is not there any more"),
                { Done: true } when record.Key == key => (false, "inputs, settings and program are the same as when it ran"),
                { Done: false } when record.Key == key && !IsGrowing(stage) => (true, "it was stopped part-way and goes on from there"),
                _ when stage is IGrowingStage growing && growing.Growth(run) is { } growth => (true, growth),
                _ => (true, $"{key.DifferenceFrom(record.Key)} changed since it ran"),
            };
            forecasts.Add(new StageForecast(stage.Name, stage.Title, runs, reason));
        }

        return forecasts;
    }

    /// <summary>Runs what is not current.</summary>
    /// <returns>Per stage that ran, its name and what it said.</returns>
    public IReadOnlyList<(string Stage, string Summary)> Run()
    {
        var said = new List<(string, string)>();
        foreach (var (stage, key) in Keys())
        {
            run.Cancellation.ThrowIfCancellationRequested();
            var record = run.Journal.Read(stage.Name);
            if (record is { Done: true } && record.Key == key && Lost(record) is null)
            {
                run.Progress.Note($"{stage.Title}: current");
                continue;
            }

            said.Add((stage.Name, Run(stage, key)));
        }

        if (!run.Store.IsConsolidated)
        {
            run.Store.Consolidate();
        }

        return said;
    }

    private bool IsGrowing(IStage stage) => stage is IGrowingStage growing && growing.Growth(run) is not null;

    private string Run(IStage stage, StageKey key)
    {
        // Asked before the journal is touched: what an earlier run wrote counts only while the journal knows of it.
        var grows = IsGrowing(stage);
        var finished = run.Journal.Begin(stage.Name, key);
        if (finished.Count == 0 && !grows)
        {
            foreach (var name in stage.Writes)
            {
                run.Store.DeleteArray(name);
            }
        }

        try
        {
            var summary = grows ? ((IGrowingStage)stage).Grow(run) : stage.Run(run, new UnitLog(run.Journal, stage.Name, finished));
            run.Journal.Complete(stage.Name, key, Outputs(stage));
            run.Progress.End(summary);
            return summary;
        }
        catch (DamagedChunkException e)
        {
            var writer = stages.FirstOrDefault(s => s.Writes.Contains(e.ArrayName));
            if (writer is not null)
            {
                run.Journal.Forget(writer.Name);
            }

            throw;
        }
    }

    private string[] Outputs(IStage stage) =>
        [.. stage.Writes.Where(run.Store.Exists), .. stage.Files.Where(f => File.Exists(run.PathOf(f)))];

    private string? Lost(StageRecord record)
    {
        foreach (var output in record.Outputs)
        {
            if (run.Store is not null && run.Store.Exists(output) ? run.Store.FirstMissingChunk(output) is { } : !File.Exists(run.PathOf(output)))
            {
                return output;
            }
        }

        return null;
    }

    /// <summary>Each stage with the key of what it would write.</summary>
    public IEnumerable<(IStage Stage, StageKey Key)> Keys()
    {
        var hashes = new Dictionary<string, string>();
        foreach (var stage in stages)
        {
            var upstream = string.Join('\n', stage.After.Select(name => hashes[name]));
            var key = new StageKey(
                stage.After.Count == 0 ? inputs : "",
                stage.SettingsHash(run.Settings),
                $"plumb {RunContext.CodeVersion}, {stage.Name} {stage.Version}",
                StageKey.HashOf(upstream));
            hashes[stage.Name] = key.Hash;
            yield return (stage, key);
        }
    }
}
