using System.Globalization;
using System.Numerics;
using Plumb.Interferograms;
using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;

namespace Plumb.Benchmarks.Interferograms;

/// <summary>Question: how much noise does each filter take off simulated interferograms, what does it lose where fringes are steep, and how many pixels come out with wrong cycles when the result is unwrapped?</summary>
internal static class FilterScores
{
    private const double SteepSlope = 1;
    private const double LeastCoherence = 0.2;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 300] [seeds = 3].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300;
        var seeds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        Console.WriteLine($"{side} x {side} pixels, {seeds} seeds; pixels of true coherence above {LeastCoherence.ToString(CultureInfo.InvariantCulture)}");
        Console.WriteLine("| scene | filter | phase RMSE, rad | where fringes are steeper than 1 rad/px | residues | wrong after unwrapping |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var kind in Enum.GetValues<WrappedSceneKind>())
        {
            var looks = WrappedScene.Make(kind, 16, 16, 1).Looks;
            foreach (var options in Kinds(looks).Prepend(new FilterOptions { Method = FilterMethod.None }))
            {
                var scores = Enumerable.Range(1, seeds).Select(seed => Score(WrappedScene.Make(kind, side, side, seed), options)).ToArray();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {kind} | {Name(options)} | {scores.Average(s => s.Rms):0.000} | {scores.Average(s => s.Steep):0.000} | {scores.Average(s => s.Residues):0} | {scores.Average(s => s.Wrong):0.000} % |"));
            }
        }

        return 0;
    }

    internal static IEnumerable<FilterOptions> Kinds(double looks) =>
    [
        new() { Method = FilterMethod.Goldstein, Patch = 32 },
        new() { Method = FilterMethod.Goldstein, Patch = 64 },
        new() { Method = FilterMethod.Baran, Patch = 32 },
        new() { Method = FilterMethod.Gaussian, Sigma = 1.5 },
        new() { Method = FilterMethod.Boxcar },
        new() { Method = FilterMethod.Adaptive, Looks = looks },
    ];

    internal static string Name(FilterOptions options) => options.Method switch
    {
        FilterMethod.Goldstein or FilterMethod.Baran => $"{options.Method} {options.Patch}",
        FilterMethod.Gaussian => string.Create(CultureInfo.InvariantCulture, $"Gaussian {options.Sigma}"),
        FilterMethod.Boxcar => $"Boxcar {options.WindowRows}x{options.WindowColumns}",
        _ => options.Method.ToString(),
    };

    internal static float[] Pairs(WrappedScene scene)
    {
        var pairs = new float[2 * scene.Wrapped.Length];
        for (var p = 0; p < scene.Wrapped.Length; p++)
        {
            var (sine, cosine) = MathF.SinCos(scene.Wrapped[p]);
            (pairs[2 * p], pairs[(2 * p) + 1]) = (scene.Coherence[p] * cosine, scene.Coherence[p] * sine);
        }

        return pairs;
    }

    private static (double Rms, double Steep, long Residues, double Wrong) Score(WrappedScene scene, FilterOptions options)
    {
        var (pairs, budget) = (Pairs(scene), new MemoryBudget(1L << 32));
        var filter = new InterferogramFilter(options, scene.Columns);
        using var scratch = budget.Lease<float>(filter.ScratchLength(scene.Rows), "band");
        var filtered = new float[pairs.Length];
        filter.Filter(pairs, scene.Coherence, 0, 0, filtered, scratch);
        var residues = new ResidueCount(scene.Columns);
        residues.Add(filtered);
        var (phase, amplitude) = (new float[scene.Wrapped.Length], new float[scene.Wrapped.Length]);
        PolarForm.Of(filtered, phase, amplitude);
        var (rms, steep) = (Rms(scene, phase, 0), Rms(scene, phase, SteepSlope));
        var image = new WrappedImage(scene.Rows, scene.Columns, phase, scene.Coherence, null);
        var unwrapped = PhaseUnwrapper.Unwrap(image, new UnwrapOptions { Looks = scene.Looks }, budget, phase, _ => { }, CancellationToken.None);
        return (rms, steep, residues.Residues, Wrong(scene, unwrapped.Phase));
    }

    private static double Rms(WrappedScene scene, float[] phase, double slope)
    {
        var (sum, count) = (0.0, 0);
        for (var p = 0; p < phase.Length - scene.Columns - 1; p++)
        {
            var steepest = Math.Max(Math.Abs(scene.Clean[p + 1] - scene.Clean[p]), Math.Abs(scene.Clean[p + scene.Columns] - scene.Clean[p]));
            if (scene.TrueCoherence[p] > LeastCoherence && steepest >= slope)
            {
                var off = Complex.FromPolarCoordinates(1, phase[p] - scene.Clean[p]).Phase;
                (sum, count) = (sum + (off * off), count + 1);
            }
        }

        return Math.Sqrt(sum / count);
    }

    private static double Wrong(WrappedScene scene, float[] unwrapped)
    {
        var cycles = unwrapped.Select((u, p) => (int)Math.Round((u - scene.Clean[p]) / (2 * Math.PI))).ToArray();
        var common = cycles.GroupBy(k => k).MaxBy(g => g.Count())!.Key;
        var judged = Enumerable.Range(0, cycles.Length).Where(p => scene.TrueCoherence[p] > LeastCoherence).ToArray();
        return 100.0 * judged.Count(p => cycles[p] != common) / judged.Length;
    }
}
