using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Formats.Hdf5;
using Plumb.Networks;
using Plumb.Networks.Closure;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>
/// The triangles that do not close, pixel by pixel, are those that MintPy counts. MintPy takes each pair less its value at the reference pixel, where it is not 0; a pair that
/// is 0 there counts as a phase of 0, a pixel at which one is NaN has no count, and one at which all triangles are open is set to 0.
/// </summary>
public sealed class MintPyTriangleTests
{
    private const int Pixels = 60 * 80;
    private const int Reference = (3 * 80) + 9;

    [Fact]
    public void Open_triangles_of_every_pixel_are_MintPys()
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 here.");
        var expected = Read("numTriNonzeroIntAmbiguity.h5", "mask");
        var (network, phase) = Stack();
        var loops = ClosureLoops.Of(network);
        var triangles = Enumerable.Range(0, loops.Count).Where(l => loops.PairsOf(l).Length == 3).ToArray();
        Assert.Equal((106, 140), (network.Pairs.Count, triangles.Length));
        var (told, open) = (new ushort[Pixels], new ushort[Pixels]);
        var cycles = new sbyte[Pixels];
        foreach (var l in triangles)
        {
            LoopKernel.Cycles(phase, Pixels, loops.PairsOf(l), loops.SignsOf(l), 0, cycles);
            LoopKernel.Count(cycles, told, open);
        }

        var (whole, some) = (0, 0);
        for (var i = 0; i < Pixels; i++)
        {
            var (nothing, zeros) = (0, 0);
            foreach (var l in triangles)
            {
                var (sum, isZero) = (0.0, false);
                for (var q = 0; q < 3; q++)
                {
                    var value = phase[(loops.PairsOf(l)[q] * Pixels) + i];
                    sum += loops.SignsOf(l)[q] * (double)value;
                    isZero |= value == 0;
                }

                nothing += double.IsNaN(sum) ? 1 : 0;
                zeros += isZero && !double.IsNaN(sum) && Math.Round(sum / (2 * Math.PI)) != 0 ? 1 : 0;
            }

            var count = open[i] + zeros;
            Assert.True(
                float.IsNaN(expected[i]) ? nothing > 0 : nothing == 0 && (count == triangles.Length ? 0 : count) == (int)expected[i],
                $"pixel {i}: {open[i]} open, {nothing} without data, {zeros} with a 0; MintPy has {expected[i]}");
            whole += told[i] == triangles.Length ? 1 : 0;
            some += open[i] > 0 && told[i] == triangles.Length ? 1 : 0;
        }

        Assert.True(whole > Pixels / 2 && some > 100, $"{whole} pixels have all triangles, {some} of them an open one");
    }

    /// <summary>The pairs that MintPy keeps, with their phases less that at the reference pixel, radians, shape (pair, pixel); 0 and NaN stay.</summary>
    private static (Network Network, float[] Phase) Stack()
    {
        const string file = "inputs/ifgramStack.h5";
        var raw = Read(file, "unwrapPhase");
        using var hdf5 = Hdf5File.Open(SharedData.Require(Path.Join("mintpy-reference", file)));
        using var texts = hdf5.OpenDataset("date");
        using var flags = hdf5.OpenDataset("dropIfgram");
        var keep = flags.ReadAll<byte>(1000);
        var days = texts.ReadTexts(1000).Select(d => DateOnly.ParseExact(d, "yyyyMMdd", CultureInfo.InvariantCulture)).ToArray();
        var kept = Enumerable.Range(0, days.Length / 2).Where(p => keep[p] != 0).OrderBy(p => new DatePair(days[2 * p], days[(2 * p) + 1])).ToArray();
        var phase = new float[kept.Length * Pixels];
        for (var k = 0; k < kept.Length; k++)
        {
            var pair = raw.AsSpan(kept[k] * Pixels, Pixels);
            for (var i = 0; i < Pixels; i++)
            {
                phase[(k * Pixels) + i] = pair[i] == 0 ? 0 : pair[i] - pair[Reference];
            }
        }

        return (new Network(kept.Select(p => new DatePair(days[2 * p], days[(2 * p) + 1]))), phase);
    }

    private static float[] Read(string file, string dataset)
    {
        using var hdf5 = Hdf5File.Open(SharedData.Require(Path.Join("mintpy-reference", file)));
        using var values = hdf5.OpenDataset(dataset);
        return values.ReadAll<float>(100_000_000);
    }
}
