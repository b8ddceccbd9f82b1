using System.Globalization;
using System.Runtime.InteropServices;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>A simulated interferogram in flat files, as the unwrappers read it, and the score of a result against its truth.</summary>
/// <param name="kind">How hard it is.</param>
/// <param name="side">Rows and columns, pixels.</param>
/// <param name="seed">Seed of the scene.</param>
/// <param name="folder">Where the files go.</param>
internal sealed class UnwrapScene(WrappedSceneKind kind, int side, long seed, string folder)
{
    private readonly WrappedScene scene = WrappedScene.Make(kind, side, side, seed);

    internal string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{side} {kind switch { WrappedSceneKind.Standard => "std", WrappedSceneKind.Hard => "hard", _ => "vhard" }}");

    internal int Side => side;

    internal int Looks => scene.Looks;

    internal string Interferogram => Path.Combine(folder, "scene.int");

    internal string Coherence => Path.Combine(folder, "scene.coh");

    /// <summary>Writes interferogram (complex, of the length of the sample coherence) and coherence.</summary>
    internal void Write()
    {
        Directory.CreateDirectory(folder);
        var pairs = new float[2L * side * side];
        for (var p = 0; p < side * side; p++)
        {
            var (sine, cosine) = MathF.SinCos(scene.Wrapped[p]);
            (pairs[2 * p], pairs[(2 * p) + 1]) = (scene.Coherence[p] * cosine, scene.Coherence[p] * sine);
        }

        Save(Interferogram, pairs);
        Save(Coherence, scene.Coherence);
    }

    /// <summary>Percentages of pixels with wrong cycles, the most frequent offset taken off: true coherence above 0.3, above 0.5, all.</summary>
    internal string Score(string file)
    {
        var unwrapped = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file));
        var cycles = new int[unwrapped.Length];
        var frequency = new Dictionary<int, int>();
        for (var p = 0; p < cycles.Length; p++)
        {
            cycles[p] = (int)Math.Round((unwrapped[p] - scene.Truth[p]) / (2 * Math.PI));
            frequency[cycles[p]] = frequency.GetValueOrDefault(cycles[p]) + 1;
        }

        var common = frequency.MaxBy(f => f.Value).Key;
        return string.Join(" / ", new[] { 0.3, 0.5, -1 }.Select(limit =>
        {
            var (wrong, counted) = (0, 0);
            for (var p = 0; p < cycles.Length; p++)
            {
                counted += scene.TrueCoherence[p] > limit ? 1 : 0;
                wrong += scene.TrueCoherence[p] > limit && cycles[p] != common ? 1 : 0;
            }

            return (100.0 * wrong / counted).ToString("0.000", CultureInfo.InvariantCulture);
        }));
    }

    private static void Save(string file, float[] values)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write);
        stream.Write(MemoryMarshal.AsBytes<float>(values));
    }
}
