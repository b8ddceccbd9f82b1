using System.Diagnostics;
using System.Globalization;
using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>Question: how fast, how small and how right are the classical methods of unwrapping beside the statistical one, in memory, same scenes, same run?</summary>
public static class UnwrapByMethods
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side = 1000] [kinds: 0 std, 1 hard, 2 vhard = 0,1,2] [threads = 0] [seed = 1] [part of a method's name].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        string Argument(int index, string otherwise) => args.Length > index ? args[index] : otherwise;
        var side = int.Parse(Argument(0, "1000"), CultureInfo.InvariantCulture);
        var threads = int.Parse(Argument(2, "0"), CultureInfo.InvariantCulture);
        var seed = long.Parse(Argument(3, "1"), CultureInfo.InvariantCulture);
        Console.WriteLine("scene    method                    wall s  bytes/px  allocated MiB  residues  unreached   wrong %: coherence > .3 / > .5 / all");
        foreach (var kind in Argument(1, "0,1,2").Split(',').Select(k => (WrappedSceneKind)int.Parse(k, CultureInfo.InvariantCulture)))
        {
            var scene = WrappedScene.Make(kind, side, side, seed);
            var image = new WrappedImage(side, side, scene.Wrapped, scene.Coherence);
            var result = new float[image.Phase.Length];
            Measure("Statistical", b => PhaseUnwrapper.Unwrap(image, new UnwrapOptions { Looks = scene.Looks, Threads = threads }, b, result));
            foreach (var method in Enum.GetValues<ClassicalMethod>())
            {
                Measure(method.ToString(), b => ClassicalUnwrapper.Unwrap(image, method, new ClassicalOptions { Threads = threads }, b, result));
            }

            void Measure(string name, Func<MemoryBudget, UnwrappedImage> unwrap)
            {
                if (!name.Contains(Argument(4, ""), StringComparison.OrdinalIgnoreCase))
                {
                    return;
                }

                var budget = new MemoryBudget(16L << 30);
                var before = GC.GetTotalAllocatedBytes(true);
                var clock = Stopwatch.StartNew();
                var image = unwrap(budget);
                var seconds = clock.Elapsed.TotalSeconds;
                var allocated = GC.GetTotalAllocatedBytes(true) - before;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-8} {name,-22} {seconds,9:0.00} {(double)budget.Peak / image.Phase.Length,9:0.0} {allocated / 1048576.0,14:0.0} {image.Residues,9} {image.Unreached,10}   {Wrong(scene, image, 0.3):0.000} / {Wrong(scene, image, 0.5):0.000} / {Wrong(scene, image, 0):0.000}"));
            }
        }

        return 0;
    }

    private static double Wrong(WrappedScene scene, UnwrappedImage image, double above)
    {
        var agreement = CycleAgreement.Of(scene.Truth, image.Phase);
        var (wrong, counted) = (0L, 0L);
        for (var p = 0; p < image.Phase.Length; p++)
        {
            if (scene.TrueCoherence[p] > above && !float.IsNaN(image.Phase[p]))
            {
                counted++;
                wrong += Math.Abs(image.Phase[p] - scene.Truth[p] - (2 * Math.PI * agreement.Cycles)) > Math.PI ? 1 : 0;
            }
        }

        return 100.0 * wrong / counted;
    }
}
