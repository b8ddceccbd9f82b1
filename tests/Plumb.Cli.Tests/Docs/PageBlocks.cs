using System.Globalization;
using System.Text.RegularExpressions;

namespace Plumb.Cli.Tests.Docs;

/// <summary>
/// A block of a page that is run: "```sh run" is a script; in "```console run" the lines after "$ " are commands and the
/// others what they print, in order, where "..." stands for anything. "exit=N" after "run" is the exit code expected, "data=NAME" a folder of the shared data that is $DATA.
/// </summary>
internal sealed record PageBlock(int Line, string Script, IReadOnlyList<string> Output, int ExitCode)
{
    /// <summary>Folder of shared/data that the block reads, as $DATA; without it there, it is not run. Null for none.</summary>
    public string? Data { get; init; }
}

/// <summary>Finds the blocks of a page that are run.</summary>
internal static partial class PageBlocks
{
    public static IReadOnlyList<PageBlock> Read(string page)
    {
        var blocks = new List<PageBlock>();
        var lines = page.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var fence = Fence().Match(lines[i]);
            if (!fence.Success)
            {
                continue;
            }

            var start = i + 1;
            var end = Array.FindIndex(lines, start, line => line.TrimEnd() == "```");
            if (end < 0)
            {
                throw new FormatException($"The block that begins in line {start} has no end.");
            }

            var code = fence.Groups["code"].Success ? int.Parse(fence.Groups["code"].Value, CultureInfo.InvariantCulture) : 0;
            var block = fence.Groups["kind"].Value == "sh"
                ? new PageBlock(start, string.Join('\n', lines[start..end]), [], code)
                : ReadConsole(start, lines[start..end], code);
            blocks.Add(block with { Data = fence.Groups["data"].Success ? fence.Groups["data"].Value : null });
            i = end;
        }

        return blocks;
    }

    /// <summary>The first expected line that the output does not hold at its place; null when all are there in order.</summary>
    public static string? FirstMissing(string output, IReadOnlyList<string> expected)
    {
        var at = 0;
        foreach (var line in expected.Where(line => line.Trim() is not ("..." or "")))
        {
            var from = 0;
            foreach (var part in line.TrimEnd().Split("..."))
            {
                var found = output.IndexOf(part, at + from, StringComparison.Ordinal);
                if (found < 0)
                {
                    return line;
                }

                from = found + part.Length - at;
            }

            at += from;
        }

        return null;
    }

    private static PageBlock ReadConsole(int line, string[] lines, int code)
    {
        var commands = lines.Where(text => text.StartsWith("$ ", StringComparison.Ordinal)).Select(text => text[2..]);
        return new PageBlock(line, string.Join('\n', commands), [.. lines.Where(text => !text.StartsWith("$ ", StringComparison.Ordinal))], code);
    }

    [GeneratedRegex(@"^```(?<kind>sh|console) run(?: exit=(?<code>\d+))?(?: data=(?<data>\w+))?\s*$")]
    private static partial Regex Fence();
}
