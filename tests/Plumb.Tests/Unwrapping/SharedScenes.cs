using System.Runtime.InteropServices;

namespace Plumb.Tests.Unwrapping;

/// <summary>The scenes of shared/data/unwrap-reference, 256 x 256 pixels, and how results are scored.</summary>
internal sealed class SharedScenes
{
    private SharedScenes(string name, int looks)
    {
        Looks = looks;
        (Phase, Amplitude) = (new float[256 * 256], new float[256 * 256]);
        var z = Read(name + ".int");
        for (var p = 0; p < Phase.Length; p++)
        {
            Phase[p] = MathF.Atan2(z[(2 * p) + 1], z[2 * p]);
            Amplitude[p] = MathF.Sqrt((z[2 * p] * z[2 * p]) + (z[(2 * p) + 1] * z[(2 * p) + 1]));
        }

        (Coherence, TrueCoherence, Truth) = (Read(name + ".coh"), Read(name + ".gtrue"), Read(name + ".truth"));
        (SnaphuSmooth, Whirlwind) = (Read(name + ".snaphu_smooth_mcf.unw"), Read(name + ".whirlwind.unw"));
    }

    internal static string? Root { get; } = FindRoot();

    internal int Looks { get; }

    internal float[] Phase { get; }

    internal float[] Amplitude { get; }

    internal float[] Coherence { get; }

    internal float[] TrueCoherence { get; }

    internal float[] Truth { get; }

    internal float[] SnaphuSmooth { get; }

    internal float[] Whirlwind { get; }

    internal static SharedScenes Hard()
    {
        Require();
        return new SharedScenes("hard", 20);
    }

    internal static SharedScenes VeryHard()
    {
        Require();
        return new SharedScenes("vhard", 8);
    }

    /// <summary>Percentage of pixels with wrong cycles, the most frequent offset taken off, among those of true coherence above a limit.</summary>
    internal static double Wrong(float[] unwrapped, float[] truth, float[] coherence, double above)
    {
        var cycles = unwrapped.Select((u, p) => float.IsNaN(u) ? int.MaxValue : (int)Math.Round((u - truth[p]) / (2 * Math.PI))).ToArray();
        var common = cycles.Where(k => k != int.MaxValue).GroupBy(k => k).MaxBy(g => g.Count())!.Key;
        var counted = Enumerable.Range(0, cycles.Length).Where(p => coherence[p] > above && cycles[p] != int.MaxValue).ToArray();
        return 100.0 * counted.Count(p => cycles[p] != common) / counted.Length;
    }

    private static float[] Read(string file) =>
        MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Join(Root, "..", "shared", "data", "unwrap-reference", file))).ToArray();

    private static void Require() => Assert.SkipUnless(
        Root is not null && File.Exists(Path.Join(Root, "..", "shared", "data", "unwrap-reference", "hard.int")), "The shared data hold no unwrap-reference here.");

    private static string? FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Plumb.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
