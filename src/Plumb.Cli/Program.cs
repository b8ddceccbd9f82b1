using Plumb.Cli;
using Plumb.Cli.Commands;

Plumb.Formats.Hdf5.Hdf5Probe.RunIfAsked(Console.Error);
using var signals = new StopSignals(Console.Error);
return new PlumbProgram(CommandCatalogue.All(), ProgramConsole.OfProcess()).Run(args, signals.Token);
