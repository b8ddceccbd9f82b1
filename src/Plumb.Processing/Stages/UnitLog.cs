using System.Globalization;
using Plumb.Processing.Journal;

namespace Plumb.Processing.Stages;

/// <summary>The units of one stage that are finished. Safe for threads.</summary>
public sealed class UnitLog
{
    private readonly RunJournal journal;
    private readonly string stage;
    private readonly IReadOnlySet<string> finished;

    internal UnitLog(RunJournal journal, string stage, IReadOnlySet<string> finished)
    {
        this.journal = journal;
        this.stage = stage;
        this.finished = finished;
    }

    /// <summary>Whether the stage begins anew, with nothing finished.</summary>
    public bool IsNew => finished.Count == 0;

    /// <summary>Whether a unit was finished earlier.</summary>
    /// <param name="unit">Number of the unit (count from 0).</param>
    public bool IsFinished(int unit) => finished.Contains(unit.ToString(CultureInfo.InvariantCulture));

    /// <summary>Records that a unit's data are in place.</summary>
    /// <param name="unit">Number of the unit (count from 0).</param>
    public void Finish(int unit) => journal.Finish(stage, unit.ToString(CultureInfo.InvariantCulture));
}
