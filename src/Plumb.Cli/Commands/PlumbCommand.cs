using System.CommandLine;
using Plumb.Processing.Progress;

namespace Plumb.Cli.Commands;

/// <summary>
/// A command: its arguments and options are declared in the constructor, <see cref="Run"/> does the work. Errors are
/// thrown, never printed: <see cref="CommandRunner"/> makes messages and exit codes of them.
/// </summary>
/// <param name="name">Name on the command line.</param>
/// <param name="description">What it does, in one sentence.</param>
public abstract class PlumbCommand(string name, string description) : Command(name, description)
{
    /// <summary>Does what the arguments ask for.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="context">How to tell of progress and when to stop.</param>
    /// <exception cref="RequestException">The request is wrong; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped part-way and can be gone on with.</exception>
    public abstract CommandResult Run(ParseResult arguments, CommandContext context);
}

/// <summary>What a command works with beside its arguments.</summary>
/// <param name="Console">Where the program writes; commands write through their result and the progress instead where they can.</param>
/// <param name="Progress">Where long work is told of.</param>
/// <param name="Json">Whether the output is for machines.</param>
/// <param name="Verbose">Whether details are wanted.</param>
/// <param name="Stop">Cancelled when the work is to stop at its next safe point.</param>
public sealed record CommandContext(ProgramConsole Console, IRunProgress Progress, bool Json, bool Verbose, CancellationToken Stop);

/// <summary>What a command has to say at its end, on standard output.</summary>
/// <param name="Text">For people: lines without a line feed at the end; empty for nothing.</param>
/// <param name="Value">For machines, with --json: an object whose public properties are written.</param>
/// <param name="Code">What the program ends with (one of <see cref="ExitCode"/>).</param>
public sealed record CommandResult(string Text, object Value, int Code = ExitCode.Done);
