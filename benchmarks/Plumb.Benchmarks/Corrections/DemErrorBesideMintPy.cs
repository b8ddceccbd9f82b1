using System.Globalization;
using Plumb.Benchmarks.Chain;
using Plumb.Processing.Runs;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Corrections;

/// <summary>
/// Question: how fast is the error of the elevation model beside Debian's MintPy's, the same series of 60 dates, geometry by pixel, both from file to file? Plumb's stage has the
/// corrected series, its rate and the evidence in it besides.
/// </summary>
public static class DemErrorBesideMintPy
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 300].</param>
    /// <returns>0, or 2 where MintPy is not installed.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (!File.Exists(ProgramClock.MintPy))
        {
            Console.Error.WriteLine("MintPy is not installed: apt-get install mintpy libopenblas0");
            return 2;
        }

        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300;
        var folder = Directory.CreateTempSubdirectory("plumb-dem-error-").FullName;
        try
        {
            var simulator = new SceneSimulator(DisturbedScene.Of(side, 1));
            var theirs = new MintPyChain(simulator, folder);
            theirs.Write();
            theirs.Invert(side - 20, side / 2);
            var settings = Path.Combine(folder, "plumb.yaml");
            File.WriteAllText(settings, "input:\n  paths: [inputs]\ncorrections:\n  sequence: [dem_error]\noutput:\n  folder: out\n");
            StageClock.Run(settings, new RunOptions { Until = "invert" });
            var (mintpy, ours) = (double.PositiveInfinity, double.PositiveInfinity);
            for (var round = 0; round < 3; round++)
            {
                mintpy = Math.Min(mintpy, theirs.TimeDemError());
                File.Delete(Path.Combine(folder, "out", "journal", "correct.json"));
                ours = Math.Min(ours, StageClock.Run(settings, new RunOptions { Until = "correct" })["correct"]);
            }

            var pixels = (long)side * side;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side} x {side} pixels, 60 dates, {Environment.ProcessorCount} cores; best of three"));
            Console.WriteLine(StageClock.Text("plumb, stage, warm process", ours, pixels));
            Console.WriteLine(StageClock.Text("mintpy dem_error, process", mintpy, pixels));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio {mintpy / ours:0.0}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }
}
