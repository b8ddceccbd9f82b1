namespace Plumb.Cli;

/// <summary>Where the program writes: results to <paramref name="Out"/>, everything else to <paramref name="Error"/>.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ErrorIsTerminal">Whether a person watches standard error, so that a line may be written over.</param>
/// <param name="Width">Width of the terminal, characters (count).</param>
/// <param name="Clock">Clock of the time left.</param>
public sealed record ProgramConsole(TextWriter Out, TextWriter Error, bool ErrorIsTerminal, int Width, TimeProvider Clock)
{
    private const int WidthWhenUnknown = 80;

    /// <summary>The streams of this process.</summary>
    public static ProgramConsole OfProcess()
    {
        var isTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new ProgramConsole(Console.Out, Console.Error, isTerminal, isTerminal ? WidthOfTerminal() : WidthWhenUnknown, TimeProvider.System);
    }

    private static int WidthOfTerminal()
    {
        try
        {
            return Console.WindowWidth > 20 ? Console.WindowWidth : WidthWhenUnknown;
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException)
        {
            return WidthWhenUnknown;
        }
    }
}
