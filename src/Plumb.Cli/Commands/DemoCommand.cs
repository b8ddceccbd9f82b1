using System.CommandLine;
using System.Globalization;
using Plumb.Formats.Simulation;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Processing.Runs;
using Plumb.Simulation;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb demo</c>: simulates a small mine, runs everything on it and compares with the truth.</summary>
public sealed class DemoCommand : PlumbCommand
{
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "Folder of the demonstration.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "plumb-demo",
    };

    /// <summary>The command.</summary>
    public DemoCommand()
        : base("demo", "Simulate a small mine, run everything on it and compare with the truth.")
    {
        Add(output);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var folder = Path.GetFullPath(arguments.GetValue(output)!);
        var scene = Scene.SmallMine();
        var simulator = new SceneSimulator(scene);
        SimulateCommand.WriteOnce(simulator, folder, SceneProducts.Hyp3, context);
        var settings = new PlumbSettings
        {
            Input = new InputSettings { Paths = ["products"] },
            Output = new OutputSettings { Folder = "results", Title = "A small coal mine (simulated)", Mintpy = true },
        };
        var settingsFile = Path.Combine(folder, "plumb.yaml");
        if (!File.Exists(settingsFile))
        {
            File.WriteAllText(settingsFile, SettingsWriter.Write(settings, comments: true));
        }

        var run = RunCommand.RunSettings(settingsFile, new RunOptions(), context);
        var results = Path.Combine(folder, "results");
        var comparison = TruthComparison.Of(ResultSet.Open(results), simulator);
        var sigmas = SigmaComparison.Of(ResultSet.Open(results), simulator);
        var report = Path.Combine(results, ReportStage.FileName);
        return new CommandResult(
            $"{run.Text}\n\n{Table(comparison)}{Shares(sigmas)}\n\nThe report for people: {report}",
            new { Folder = folder, Report = report, Comparison = comparison, Sigmas = sigmas, Run = run.Value });
    }

    private static string Shares(SigmaComparison? s) => s is null ? "" : string.Create(CultureInfo.InvariantCulture, $"""

          truth within one / two standard deviations     rate {100 * s.RateWithinOne:0} / {100 * s.RateWithinTwo:0} %, series {100 * s.SeriesWithinOne:0} / {100 * s.SeriesWithinTwo:0} %   (68 / 95 over many scenes)
        """);

    private static string Table(TruthComparison c) => string.Create(CultureInfo.InvariantCulture, $"""
        Truth against recovered, {c.Pixels} good pixels, along the line of sight
                                                         as measured   corrected
          rate, error (RMS)                              {c.UncorrectedRateRmse * 1000,11:0.00} {c.RateRmse * 1000,11:0.00} mm/yr
          series against the true motion (RMS)           {c.UncorrectedSeriesRmse * 1000,11:0.00} {c.SeriesRmse * 1000,11:0.00} mm
          series against all that the radar saw (RMS)    {c.ObservedRmse * 1000,11:0.00}             mm   (what the inversion answers for)
          deepest good pixel, row {c.DeepestRow}, column {c.DeepestColumn}: true {c.DeepestTruth * 1000:0.0} mm, recovered {c.DeepestFound * 1000:0.0} mm
        """);
}
