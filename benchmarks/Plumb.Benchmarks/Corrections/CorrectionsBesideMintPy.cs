using System.Globalization;
using Plumb.Benchmarks.Chain;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Runs;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Corrections;

/// <summary>
/// Question: what error do the corrections leave in scenes with turbulence, air that goes with height, planes and errors of the elevation model, beside Debian's MintPy and its
/// corrections without weather, from the same stack? Both are held against the true motion over the pixels that Plumb trusts, relative to its reference.
/// </summary>
public static class CorrectionsBesideMintPy
{
    private static readonly (string Name, string Sequence)[] Chains =
    [
        ("auto", "[auto]"),
        ("with wide_trend and ramps", "[height, wide_trend, ramp, common_scene, dem_error, space_time_filter]"),
        ("without wide_trend, ramps free", "[height, ramp, common_scene, dem_error, space_time_filter]\n  ramp: { trend: free }"),
    ];

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 160] [seeds = 3] [alone: without MintPy].</param>
    /// <returns>0, or 2 where MintPy is not installed.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var isAlone = args.Contains("alone");
        if (!isAlone && !File.Exists(ProgramClock.MintPy))
        {
            Console.Error.WriteLine("MintPy is not installed: apt-get install mintpy libopenblas0");
            return 2;
        }

        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 160;
        var seeds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var all = new Dictionary<string, List<SeriesError>>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var folder = Directory.CreateTempSubdirectory("plumb-corrections-").FullName;
            try
            {
                Measure(new SceneSimulator(DisturbedScene.Of(side, seed)), folder, seed, isAlone, all);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        foreach (var (name, errors) in all)
        {
            Print($"all {seeds} seeds", name, new SeriesError(Math.Sqrt(errors.Average(e => e.Series * e.Series)), Math.Sqrt(errors.Average(e => e.Rate * e.Rate))));
        }

        return 0;
    }

    private static void Measure(SceneSimulator simulator, string folder, int seed, bool isAlone, Dictionary<string, List<SeriesError>> all)
    {
        var theirs = new MintPyChain(simulator, folder);
        theirs.Write();
        if (!isAlone)
        {
            theirs.Invert(simulator.Grid.Rows - 20, simulator.Grid.Columns / 2);
            theirs.Correct();
        }

        int[]? pixels = null, reference = null;
        void Add(string name, float[][] series)
        {
            var error = SeriesError.Of(series, simulator, pixels!, reference!);
            (all.TryGetValue(name, out var list) ? list : all[name] = []).Add(error);
            Print($"seed {seed}", name, error);
        }

        for (var k = 0; k < Chains.Length; k++)
        {
            var settings = Path.Combine(folder, $"plumb{k}.yaml");
            File.WriteAllText(settings, $"input:\n  paths: [inputs]\ncorrections:\n  sequence: {Chains[k].Sequence}\noutput:\n  folder: out{k}\n");
            StageClock.Run(settings, new RunOptions { Until = "mask" });
            var results = ResultSet.Open(Path.Combine(folder, $"out{k}"));
            if (pixels is null)
            {
                var mask = results.Mask();
                pixels = [.. Enumerable.Range(0, simulator.Grid.Rows * simulator.Grid.Columns).Where(mask.IsGood)];
                reference = [.. results.Reference.TilesOn(results.Grid).SelectMany(t => Pixels(t, results.Grid)).Where(mask.IsGood)];
                Add("plumb, no correction", Series(results, measured: true));
                Add("the turbulence alone", Turbulence(simulator));
                foreach (var (name, file) in isAlone ? [] : MintPyChain.Steps)
                {
                    Add(name, theirs.Series(file));
                }
            }

            Add($"plumb, {Chains[k].Name}", Series(results, measured: false));
        }
    }

    /// <summary>
    /// The true motion with the turbulence on it and nothing else: what is left for whoever knows delays with height, planes and heights, and takes each pixel by itself. Its rate
    /// by least squares is the best linear unbiased one, since the dates are independent and equally strong.
    /// </summary>
    private static float[][] Turbulence(SceneSimulator simulator)
    {
        var alone = new SceneSimulator(simulator.Scene with { Atmosphere = simulator.Scene.Atmosphere with { StratifiedMillimetresPer100Metres = 0 } });
        return [.. simulator.Network.Dates.Select((_, date) =>
        {
            var (motion, delay) = (new float[simulator.Grid.PixelCount], new float[simulator.Grid.PixelCount]);
            simulator.Displacement(date, simulator.Grid.Whole, motion);
            alone.Atmosphere(date, simulator.Grid.Whole, delay);
            return motion.Zip(delay, (m, d) => m - d).ToArray();
        })];
    }

    private static IEnumerable<int> Pixels(Tile tile, Grid grid) =>
        Enumerable.Range(tile.Row, tile.Rows).SelectMany(r => Enumerable.Range(tile.Column, tile.Columns).Select(c => (r * grid.Columns) + c));

    private static float[][] Series(ResultSet results, bool measured) =>
        [.. results.Dates.Select((_, date) => (measured ? results.MeasuredDisplacement(date) : results.Displacement(date)).Values.ToArray())];

    private static void Print(string scene, string name, SeriesError error) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"  {scene,-12} {name,-36} series {1000 * error.Series,6:0.00} mm   rate {1000 * error.Rate,6:0.00} mm/yr"));
}
