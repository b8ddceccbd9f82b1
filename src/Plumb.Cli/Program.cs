using Plumb.Cli;
using Plumb.Cli.Commands;

using var signals = new StopSignals(Console.Error);
return new PlumbProgram(CommandCatalogue.All(), ProgramConsole.OfProcess()).Run(args, signals.Token);
