using System.Text;
using System.Text.Json;

namespace Plumb.Processing.Journal;

/// <summary>
/// What has been done in a result folder: one record per stage with its key, and for a stage under way the units that
/// are finished. Survives being killed at any moment: a unit is recorded only after its data are in place, so that at
/// worst it is computed again to the same bytes. Safe for threads.
/// </summary>
public sealed class RunJournal
{
    private readonly string folder;
    private readonly Lock gate = new();

    /// <summary>The journal of a result folder.</summary>
    /// <param name="resultFolder">The result folder; the journal lies in its subfolder "journal".</param>
    public RunJournal(string resultFolder)
    {
        folder = Path.Combine(resultFolder, "journal");
    }

    /// <summary>The record of a stage; null when there is none or it cannot be read.</summary>
    /// <param name="stage">Name of the stage.</param>
    public StageRecord? Read(string stage)
    {
        var path = RecordPath(stage);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(path), JournalJson.Default.StageRecord);
            return record is { Key: { Inputs: not null, Settings: not null, Code: not null, Upstream: not null }, Outputs: not null } ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Begins a stage or takes it up again.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="key">Key of what is to be computed.</param>
    /// <returns>The units already finished under the same key; empty for a new start.</returns>
    public IReadOnlySet<string> Begin(string stage, StageKey key)
    {
        Directory.CreateDirectory(folder);
        var record = Read(stage);
        var units = UnitsPath(stage);
        if (record is { Done: false } && record.Key == key && File.Exists(units))
        {
            // A line without its end was cut short by a kill: that unit is computed again.
            var text = File.ReadAllText(units);
            var whole = text[..(text.LastIndexOf('\n') + 1)];
            if (whole.Length < text.Length)
            {
                TextFile.Write(units, whole);
            }

            return whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        }

        File.Delete(units);
        Write(new StageRecord(stage, key, Done: false));
        return new HashSet<string>();
    }

    /// <summary>Records that a unit's data are in place.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="unit">Name of the unit; no line breaks.</param>
    public void Finish(string stage, string unit)
    {
        lock (gate)
        {
            using var stream = new FileStream(UnitsPath(stage), FileMode.Append, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(unit + "\n"));
        }
    }

    /// <summary>Records that a stage is complete.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="key">Key of what was computed.</param>
    /// <param name="outputs">Names of the arrays and files it wrote.</param>
    public void Complete(string stage, StageKey key, IReadOnlyList<string> outputs)
    {
        Write(new StageRecord(stage, key, Done: true) { Outputs = outputs });
        File.Delete(UnitsPath(stage));
    }

    /// <summary>Takes a stage for one that has not run: its outputs are damaged.</summary>
    /// <param name="stage">Name of the stage.</param>
    public void Forget(string stage)
    {
        Directory.CreateDirectory(folder);
        File.Delete(RecordPath(stage));
        File.Delete(UnitsPath(stage));
    }

    private void Write(StageRecord record) =>
        TextFile.Write(RecordPath(record.Stage), JsonSerializer.Serialize(record, JournalJson.Default.StageRecord) + "\n");

    private string RecordPath(string stage) => Path.Combine(folder, stage + ".json");

    private string UnitsPath(string stage) => Path.Combine(folder, stage + ".units");
}

/// <summary>What the journal says of one stage.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Key">Key of its output.</param>
/// <param name="Done">Whether the output is complete.</param>
public sealed record StageRecord(string Stage, StageKey Key, bool Done)
{
    /// <summary>Names of the arrays and files that the finished stage wrote.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];
}
