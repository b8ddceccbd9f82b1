namespace Plumb.Cli.Commands;

/// <summary>The commands of the program in the order the help shows them: the order of the work.</summary>
public static class CommandCatalogue
{
    /// <summary>A fresh instance of every command.</summary>
    public static IReadOnlyList<PlumbCommand> All() =>
    [
        new DemoCommand(), new SimulateCommand(), new InspectCommand(), new InitCommand(), new CheckCommand(),
        new RunCommand(), new UpdateCommand(), new InvertCommand(), new WhyCommand(), new ValidateCommand(), new AssociateCommand(), new BasinsCommand(), new AreasCommand(), new CorridorCommand(), new ExportCommand(),
        new ReportCommand(), new DecomposeCommand(), new FuseCommand(), new CompareCommand(), new MosaicCommand(), new SlopesCommand(),
        new InterferogramCommand(), new CoherenceCommand(), new FilterCommand(), new UnwrapCommand(), new StudyCommand(),
    ];
}
