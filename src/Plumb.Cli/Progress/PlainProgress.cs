using System.Globalization;

namespace Plumb.Cli.Progress;

/// <summary>Progress in plain lines, for files and pipes: one when a stage begins, one now and then, one when it ends.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="clock">Clock of the time left.</param>
public sealed class PlainProgress(TextWriter output, TimeProvider clock) : StageMeter(clock, TimeSpan.FromSeconds(15))
{
    /// <inheritdoc/>
    protected override void ShowBegin() => output.WriteLine($"{Stage} ...");

    /// <inheritdoc/>
    protected override void ShowAdvance()
    {
        var share = Units > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Min(Done, Units) / Units} %") : string.Create(CultureInfo.InvariantCulture, $"{Done} done");
        output.WriteLine(Left is { } left ? $"{Stage}: {share}, about {Describe(left)} left" : $"{Stage}: {share}");
    }

    /// <inheritdoc/>
    protected override void ShowEnd(string summary) =>
        output.WriteLine(string.IsNullOrEmpty(summary) ? $"{Stage}: done in {Describe(Elapsed)}" : $"{Stage}: {summary} ({Describe(Elapsed)})");

    /// <inheritdoc/>
    protected override void ShowNote(string text) => output.WriteLine(text);

    /// <inheritdoc/>
    protected override void ShowBreak() => output.Flush();
}
