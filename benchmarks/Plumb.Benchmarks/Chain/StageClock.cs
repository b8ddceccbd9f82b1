using System.Diagnostics;
using System.Globalization;
using Plumb.Processing.Progress;
using Plumb.Processing.Runs;
using Plumb.Web.Report;

namespace Plumb.Benchmarks.Chain;

/// <summary>Runs the chain of a settings file and keeps the wall time of each stage, seconds.</summary>
internal static class StageClock
{
    /// <summary>Runs the stages up to one and gives the seconds that each took, opening (inspection, hashes of the inputs) included.</summary>
    public static Dictionary<string, double> Run(string settingsFile, RunOptions options)
    {
        var seconds = new Dictionary<string, double>();
        var clock = Stopwatch.StartNew();
        string[] names;
        using (var session = Open(settingsFile, options))
        {
            seconds["open"] = clock.Elapsed.TotalSeconds;
            names = session.Chain.Keys().Select(k => k.Stage.Name).ToArray();
        }

        foreach (var name in names)
        {
            using var session = Open(settingsFile, options with { Until = name });
            clock.Restart();
            session.Chain.Run();
            seconds[name] = clock.Elapsed.TotalSeconds;
        }

        return seconds;
    }

    private static RunSession Open(string settingsFile, RunOptions options) =>
        RunSession.Open(settingsFile, () => new ReportStage(), SilentProgress.Instance, options, CancellationToken.None);

    public static string Text(string name, double seconds, long pixels) =>
        string.Create(CultureInfo.InvariantCulture, $"  {name,-34} {seconds,9:0.00} s {pixels / seconds,14:#,0} px/s");
}
