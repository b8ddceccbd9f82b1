using System.CommandLine;
using Plumb.Kernels;
using Plumb.Processing.Configuration;

namespace Plumb.Cli.Commands;

/// <summary>Threads and memory of an operation from file to file, whose results depend on neither.</summary>
/// <param name="memoryDescription">What the memory is for, as the help says it.</param>
internal sealed class FileArguments(string memoryDescription)
{
    public Option<int> Threads { get; } = ThreadsOption();

    public Option<string> Memory { get; } = new("--memory") { Description = memoryDescription, HelpName = "SIZE", DefaultValueFactory = _ => "auto" };

    /// <summary>The memory that may be used: half of what is free where none is given.</summary>
    public MemoryBudget BudgetOf(ParseResult arguments) => new(MemorySize.Parse(arguments.GetValue(Memory)!, "--memory") ?? MemoryBudget.HalfOfFree());

    /// <summary>The option of the threads alone.</summary>
    public static Option<int> ThreadsOption() => new("--threads") { Description = "Number of threads; 0 for all cores. Results do not depend on it.", HelpName = "N" };

    /// <summary>A number of threads, refused where it is none.</summary>
    public static int CheckThreads(int threads) =>
        threads >= 0 ? threads : throw new RequestException($"--threads is {threads}; give a number of threads, or 0 for all cores.");
}
