using System.Globalization;

namespace Plumb.Cli.Progress;

/// <summary>Progress on a terminal: one line with a bar that is written over, replaced by the summary when the stage ends.</summary>
/// <param name="output">The terminal.</param>
/// <param name="width">Its width, characters (count).</param>
/// <param name="clock">Clock of the time left.</param>
public sealed class TerminalProgress(TextWriter output, int width, TimeProvider clock) : StageMeter(clock, TimeSpan.FromMilliseconds(200))
{
    private const int TitleWidth = 16;
    private const int BarWidth = 30;
    private int written;

    /// <inheritdoc/>
    protected override void ShowBegin() => Overwrite(Line());

    /// <inheritdoc/>
    protected override void ShowAdvance() => Overwrite(Line());

    /// <inheritdoc/>
    protected override void ShowEnd(string summary)
    {
        Overwrite("");
        var text = string.IsNullOrEmpty(summary) ? "done" : summary;
        output.WriteLine($"{Stage.PadRight(TitleWidth)} {text} ({Describe(Elapsed)})");
    }

    /// <inheritdoc/>
    protected override void ShowNote(string text)
    {
        Overwrite("");
        output.WriteLine(text);
    }

    /// <inheritdoc/>
    protected override void ShowBreak() => output.WriteLine();

    private string Line()
    {
        var title = Stage.PadRight(TitleWidth);
        if (Units <= 0)
        {
            return Done > 0 ? string.Create(CultureInfo.InvariantCulture, $"{title} {Done} done") : $"{title} ...";
        }

        var share = (double)Math.Min(Done, Units) / Units;
        var bar = new string('#', (int)(share * BarWidth)).PadRight(BarWidth, '.');
        var left = Left is { } time ? $"  about {Describe(time)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{title} [{bar}] {(int)(100 * share),3} %{left}");
    }

    private void Overwrite(string line)
    {
        if (line.Length >= width)
        {
            line = line[..(width - 1)];
        }

        output.Write('\r' + line + new string(' ', Math.Max(0, written - line.Length)));
        if (line.Length == 0)
        {
            output.Write('\r');
        }

        output.Flush();
        written = line.Length;
    }
}
