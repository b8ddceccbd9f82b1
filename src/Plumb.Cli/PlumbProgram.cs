using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Plumb.Cli.Commands;
using Plumb.Processing.Configuration;
using CommandResultOfParser = System.CommandLine.Parsing.CommandResult;

namespace Plumb.Cli;

/// <summary>The command line: parses it, runs the command it names, and says what is wrong with one that names none.</summary>
public sealed class PlumbProgram
{
    private readonly Command root = new("plumb", "Plumb measures how the ground moves, from satellite radar.");
    private readonly Option<bool> json = new("--json")
    {
        Description = "Write results, progress and errors as JSON, for other programs.",
        Recursive = true,
    };

    private readonly Option<bool> verbose = new("--verbose")
    {
        Description = "Give details with an error.",
        Recursive = true,
    };

    private readonly ProgramConsole console;
    private readonly CommandRunner runner;
    private CancellationToken stop;

    /// <summary>A program of the given commands.</summary>
    /// <param name="commands">The commands, in the order of the help.</param>
    /// <param name="console">Where the program writes.</param>
    public PlumbProgram(IEnumerable<Command> commands, ProgramConsole console)
    {
        ArgumentNullException.ThrowIfNull(commands);
        this.console = console;
        runner = new CommandRunner(console);
        root.Add(new HelpOption());
        root.Add(new Option<bool>("--version") { Description = "Show the version.", Action = new VersionAction(console.Out) });
        root.Add(json);
        root.Add(verbose);
        foreach (var command in commands)
        {
            root.Add(command);
            Attach(command);
        }
    }

    /// <summary>Version of the program: major.minor.patch.</summary>
    public static string Version { get; } = typeof(PlumbProgram).Assembly.GetName().Version!.ToString(3);

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="stopToken">Cancelled when the work is to stop at its next safe point.</param>
    /// <returns>What the process ends with (one of <see cref="ExitCode"/>).</returns>
    public int Run(IReadOnlyList<string> arguments, CancellationToken stopToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        stop = stopToken;
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var isJson = arguments.Contains("--json");
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            return RefuseArguments(parsed, isJson);
        }

        // The parser takes a mistyped option for one more file where a command takes any number of them.
        if (MistypedOption(parsed) is { } mistyped)
        {
            return RefuseOption(parsed, mistyped, isJson);
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private void Attach(Command command)
    {
        if (command is PlumbCommand runnable)
        {
            command.SetAction(parsed => runner.Run(runnable, parsed, parsed.GetValue(json), parsed.GetValue(verbose), stop));
        }

        foreach (var inner in command.Subcommands)
        {
            Attach(inner);
        }
    }

    private int RefuseArguments(ParseResult parsed, bool isJson)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(parsed.CommandResult);
        if (parsed.Tokens.Count == 0 && !isJson)
        {
            root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = console.Error, Error = console.Error });
            return ExitCode.WrongRequest;
        }

        var way = $"'{path} --help' shows what is possible.";
        if (command.Subcommands.Count > 0 && command is not PlumbCommand)
        {
            var given = parsed.UnmatchedTokens is [var first, ..] ? first : null;
            var message = given is null
                ? $"'{path}' needs a command."
                : $"there is no command '{given}'.{Suggest(given, Names(command))}";
            return runner.Refuse($"{message} {way}", isJson);
        }

        return MistypedOption(parsed) is { } mistyped
            ? RefuseOption(parsed, mistyped, isJson)
            : runner.Refuse($"{OneLine(parsed.Errors[0].Message)} {way}", isJson);
    }

    /// <summary>The parser lists the words that are allowed one to a line.</summary>
    private static string OneLine(string message)
    {
        var lines = message.Split((char[])['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 1 ? lines[0] : $"{lines[0]} {string.Join(", ", lines[1..])}.";
    }

    private int RefuseOption(ParseResult parsed, string given, bool isJson)
    {
        var path = PathOf(parsed.CommandResult);
        var name = given.Split('=', 2)[0];
        return runner.Refuse($"'{path}' has no option '{name}'.{Suggest(name, Names(parsed.CommandResult.Command))} '{path} --help' shows what is possible.", isJson);
    }

    private static string? MistypedOption(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token.Type == TokenType.Argument)
        .Select(token => token.Value)
        .FirstOrDefault(value => value.Length > 1 && value[0] == '-' && (value[1] == '-' || char.IsAsciiLetter(value[1])));

    private static string Suggest(string given, IEnumerable<string> known)
    {
        var nearest = SettingNames.Nearest(given, known);
        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    private IEnumerable<string> Names(Command command) =>
        command.Subcommands.Select(inner => inner.Name)
            .Concat(command.Options.Concat(root.Options.Where(option => option.Recursive)).Select(option => option.Name));

    private static string PathOf(CommandResultOfParser result)
    {
        var names = new List<string>();
        for (SymbolResult? at = result; at is CommandResultOfParser named; at = named.Parent)
        {
            names.Insert(0, named.Command.Name);
        }

        return string.Join(' ', names);
    }

    private sealed class VersionAction(TextWriter output) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            output.WriteLine($"plumb {Version}");
            return ExitCode.Done;
        }
    }
}
