using Plumb.Formats.Gdal;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Formats.Tests.Gamma;

/// <summary>Delivered interferograms over Mexico City, wrapped and unwrapped again.</summary>
public class RewrappedMexicoCityTests
{
    private const double Coherent = 0.3;

    [Fact]
    public void Unwrapping_again_gives_the_cycles_as_delivered()
    {
        var statistical = Agreement((image, budget) => PhaseUnwrapper.Unwrap(image, new UnwrapOptions { Looks = 16 }, budget));
        var flow = Agreement((image, budget) => ClassicalUnwrapper.Unwrap(image, ClassicalMethod.MinimumCostFlow, new ClassicalOptions(), budget));
        Assert.True(statistical >= 0.995, $"{100 * statistical} % of the coherent pixels agree");
        Assert.True(flow >= 0.995, $"{100 * flow} % by minimum-cost flow");
    }

    /// <summary>Share of the coherent pixels of all pairs whose cycles are those delivered, one number of cycles taken off each pair.</summary>
    private static double Agreement(Func<WrappedImage, MemoryBudget, UnwrappedImage> unwrap)
    {
        var folder = SharedData.Require("pyrate_mexicocity_s1");
        var (same, all) = (0L, 0L);
        foreach (var file in Directory.GetFiles(Path.Join(folder, "unw"), "*_unw.tif").Order())
        {
            var coherenceFile = Path.Join(folder, "cc", Path.GetFileName(file).Replace("_eqa_unw.tif", "_flat_eqa_cc.tif", StringComparison.Ordinal));
            var (delivered, coherence) = (Read(file), Read(coherenceFile));
            for (var p = 0; p < delivered.Length; p++)
            {
                delivered[p] = delivered[p] == 0 ? float.NaN : delivered[p];
            }

            var result = unwrap(new WrappedImage(60, 100, delivered, coherence), new MemoryBudget(1L << 26));
            for (var p = 0; p < delivered.Length; p++)
            {
                // What is not coherent has no cycles to compare.
                delivered[p] = coherence[p] >= Coherent ? delivered[p] : float.NaN;
            }

            var agreement = CycleAgreement.Of(delivered, result.Phase);
            same += agreement.Pixels - agreement.WrongPixels;
            all += agreement.Pixels;
        }

        Assert.True(all > 50_000);
        return (double)same / all;
    }

    private static float[] Read(string file)
    {
        using var dataset = GdalDataset.Open(file);
        var values = new float[6000];
        dataset.Read(1, new Tile(0, 0, 60, 100), values);
        return values;
    }
}
