using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Plumb.Cli;
using Plumb.Cli.Commands;

namespace Plumb.Scenes.Tests;

/// <summary>One call of the program and what came of it.</summary>
internal sealed record Invocation(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Calls the program inside this process.</summary>
    public static Invocation Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static Invocation Of(CancellationToken stop, params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var safe = TextWriter.Synchronized(error);
        var code = new PlumbProgram(CommandCatalogue.All(), new ProgramConsole(output, safe, false, 80, TimeProvider.System)).Run(arguments, stop);
        return new Invocation(code, output.ToString(), error.ToString());
    }

    /// <summary>Calls the program inside this process and fails the test where it does not end well.</summary>
    public static Invocation Done(params string[] arguments) => Of(arguments).Expect(ExitCode.Done);

    /// <summary>Fails the test where the program ended in another way or did not say one of the words.</summary>
    public Invocation Expect(int code, params string[] words)
    {
        Assert.True(code == Code, $"ended with {Code}, not {code}: {Error}{Output}");
        foreach (var word in words)
        {
            Assert.True((Error + Output).Contains(word, StringComparison.Ordinal), $"does not say '{word}': {Error}{Output}");
        }

        return this;
    }

    /// <summary>Starts the program as a process of its own; its output is not kept.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Plumb.Cli.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_TieredPGO"] = "0";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
