using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Tests;

/// <summary>The program with a command of the test's making, its output in memory.</summary>
internal sealed class TestProgram
{
    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public JsonElement ErrorAsJson => JsonDocument.Parse(Error.TrimEnd().Split('\n')[^1]).RootElement.GetProperty("error");

    public int Run(IEnumerable<Command> commands, string[] arguments, CancellationToken stop = default)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var code = new PlumbProgram(commands, new ProgramConsole(output, error, false, 80, TimeProvider.System)).Run(arguments, stop);
        Output = output.ToString();
        Error = error.ToString();
        return code;
    }

    public int Run(Func<CommandContext, CommandResult> work, string[] arguments, CancellationToken stop = default) =>
        Run([new WorkCommand(work)], arguments, stop);

    public sealed class WorkCommand : PlumbCommand
    {
        private readonly Func<CommandContext, CommandResult> work;

        public WorkCommand(Func<CommandContext, CommandResult> work)
            : base("work", "Does the work of a test.")
        {
            this.work = work;
            Add(new Argument<string[]>("FILE") { Arity = ArgumentArity.ZeroOrMore });
            Add(new Option<int>("--count"));
        }

        public override CommandResult Run(ParseResult arguments, CommandContext context) => work(context);
    }
}
