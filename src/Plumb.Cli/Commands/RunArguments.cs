using System.CommandLine;
using System.Globalization;
using Plumb.Processing.Runs;

namespace Plumb.Cli.Commands;

/// <summary>What the command line changes of a run: memory, threads, the last stage.</summary>
internal sealed class RunArguments
{
    private readonly Option<string?> memory = new("--memory") { Description = "Memory for tiles of data instead of the settings', such as 512MiB.", HelpName = "SIZE" };
    private readonly Option<int?> threads = new("--threads") { Description = "Number of threads instead of the settings'; 0 for all cores.", HelpName = "N" };
    private readonly Option<string?> until = new("--until") { Description = "Stop after this stage: import, unwrap, network, closure, reference, aliasing, invert, correct, fit, uncertainty, mask, subsidence, publish or report; for a finished series import_series, rate, correct, fit, mask, subsidence, publish or report.", HelpName = "STAGE" };

    public RunArguments() => threads.Validators.Add(result =>
    {
        if (result.Tokens is [var given] && int.TryParse(given.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < 0)
        {
            result.AddError($"--threads is {number}; give a number of threads, or 0 for all cores.");
        }
    });

    public void AddTo(Command command)
    {
        command.Add(memory);
        command.Add(threads);
        command.Add(until);
    }

    public RunOptions Of(ParseResult arguments) =>
        new() { Memory = arguments.GetValue(memory), Threads = arguments.GetValue(threads), Until = arguments.GetValue(until) };
}
