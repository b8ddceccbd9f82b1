namespace Plumb.Cli.Progress;

/// <summary>Progress for other programs: one JSON object a line.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="clock">Clock of the time left.</param>
public sealed class JsonProgress(TextWriter output, TimeProvider clock) : StageMeter(clock, TimeSpan.FromSeconds(1))
{
    /// <inheritdoc/>
    protected override void ShowBegin() => Write(new { Event = "begin", Stage, Units });

    /// <inheritdoc/>
    protected override void ShowAdvance() => Write(new { Event = "advance", Stage, Done, Units, SecondsLeft = Left is { } left ? Math.Round(left.TotalSeconds) : (double?)null });

    /// <inheritdoc/>
    protected override void ShowEnd(string summary) => Write(new { Event = "end", Stage, Done, Units, Summary = summary, Seconds = Math.Round(Elapsed.TotalSeconds, 3) });

    /// <inheritdoc/>
    protected override void ShowNote(string text) => Write(new { Event = "note", Text = text });

    /// <inheritdoc/>
    protected override void ShowBreak() => Write(new { Event = "break", Stage, Done, Units });

    private void Write(object line)
    {
        output.WriteLine(JsonOutput.Line(line));
        output.Flush();
    }
}
