using System.Diagnostics;

namespace Plumb.Cli.Tests.Docs;

/// <summary>Runs the commands that stand in the pages of the documentation, as they stand there, with the program of this build.</summary>
public sealed class PageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Pages => [.. PagesOfCheckout()
        .Where(page => PageBlocks.Read(File.ReadAllText(page)).Count > 0)
        .Select(page => Path.GetRelativePath(Checkout(), page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_commands_of_a_page_do_what_it_says(string page)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "The pages' commands are run by /bin/sh, which is not here.");
        var folder = Directory.CreateTempSubdirectory("plumb-page-").FullName;
        try
        {
            var programs = MakeProgram(folder);
            var work = Directory.CreateDirectory(Path.Combine(folder, "work")).FullName;
            foreach (var block in PageBlocks.Read(await File.ReadAllTextAsync(Path.Combine(Checkout(), page))))
            {
                await RunBlock(block, page, work, programs);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Blocks_that_are_run_are_found_and_others_left()
    {
        var blocks = PageBlocks.Read(
            """
            ```sh
            rm -rf /
            ```
            ```sh run
            one
            two
            ```
            text
            ```console run exit=2
            $ plumb xyzzy
            plumb: there is no command
            ...
            ```
            """);

        Assert.Equal(["one\ntwo", "plumb xyzzy"], blocks.Select(block => block.Script));
        Assert.Equal([0, 2], blocks.Select(block => block.ExitCode));
        Assert.Equal([4, 9], blocks.Select(block => block.Line));
        Assert.Equal("abc", Assert.Single(PageBlocks.Read("```sh run data=abc\nls\n```\n")).Data);
        Assert.Equal(["plumb: there is no command", "..."], blocks[1].Output);
        Assert.Throws<FormatException>(() => PageBlocks.Read("```sh run\nls\n"));
    }

    [Theory]
    [InlineData("a\nb\nc\n", "a|c", null)]
    [InlineData("a\nb\nc\n", "c|a", "a")]
    [InlineData("rate 3.2 mm\n", "rate ... mm", null)]
    [InlineData("rate 3.2 m\n", "rate ... mm", "rate ... mm")]
    [InlineData("", "a", "a")]
    public void Output_is_compared_line_by_line(string output, string expected, string? missing) =>
        Assert.Equal(missing, PageBlocks.FirstMissing(output, expected.Split('|')));

    [Fact]
    public async Task A_page_that_is_not_true_is_told()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "The pages' commands are run by /bin/sh, which is not here.");
        var folder = Directory.CreateTempSubdirectory("plumb-page-").FullName;
        try
        {
            var programs = MakeProgram(folder);
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => RunBlock(new PageBlock(1, "plumb --version", ["plumb 77."], 0), "x.md", folder, programs));
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => RunBlock(new PageBlock(1, "plumb xyzzy\ntrue", [], 0), "x.md", folder, programs));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunBlock(PageBlock block, string page, string work, string programs)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-e", "-c", "exec 2>&1\n" + block.Script])
        {
            WorkingDirectory = work,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        if (block.Data is { } data)
        {
            var folder = Path.Combine(Checkout(), "..", "shared", "data", data);
            if (!Directory.Exists(folder))
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{page}, line {block.Line}: not run, {folder} is not here.");
                return;
            }

            start.Environment["DATA"] = Path.GetFullPath(folder);
        }

        start.Environment["PATH"] = programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        var output = "";
        try
        {
            output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{page}, line {block.Line}: the commands did not end within {Limit}.");
        }

        Assert.True(
            process.ExitCode == block.ExitCode,
            $"{page}, line {block.Line}: ended with code {process.ExitCode} instead of {block.ExitCode}:\n{block.Script}\n{output}");
        var missing = PageBlocks.FirstMissing(output, block.Output);
        Assert.True(missing is null, $"{page}, line {block.Line}: the output does not hold, in this order, '{missing}':\n{output}");
    }

    private static string MakeProgram(string folder)
    {
        var programs = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        var program = Path.Combine(programs, "plumb");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Plumb.Cli.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return programs;
    }

    private static IEnumerable<string> PagesOfCheckout() =>
        Directory.EnumerateFiles(Path.Combine(Checkout(), "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Checkout(), "README.md"))
            .Order(StringComparer.Ordinal);

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Plumb.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a checkout of Plumb.");
    }
}
