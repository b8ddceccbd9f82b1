using Plumb.Kernels;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

/// <summary>Regions and their cycles against a flood from pixel to pixel.</summary>
public unsafe class PixelSetsTests
{
    [Theory]
    [InlineData(1, 40, 0.3, 1)]
    [InlineData(40, 1, 0.3, 2)]
    [InlineData(37, 53, 0.0, 3)]
    [InlineData(37, 53, 0.2, 4)]
    [InlineData(60, 61, 0.41, 5)]
    [InlineData(64, 64, 0.7, 6)]
    [InlineData(500, 700, 0.45, 7)]
    public void Regions_and_cycles_are_those_of_a_flood(int rows, int columns, double gaps, int seed)
    {
        var random = new Random(seed);
        var cycles = new int[rows * columns];
        var phase = new float[rows * columns];
        for (var p = 0; p < phase.Length; p++)
        {
            phase[p] = random.NextDouble() < gaps ? float.NaN : 0;
            cycles[p] = random.Next(-3, 4) + (p / columns);
        }

        var budget = new MemoryBudget(1 << 28);
        using var flow = new GridFlow(rows, columns, budget);
        for (var p = 0; p < phase.Length; p++)
        {
            var (r, c) = (p / columns, p % columns);
            var cell = ((r + 1) * flow.Stride) + c + 1;
            flow.Jumps[2 * cell] = (short)(c + 1 < columns ? cycles[p + 1] - cycles[p] : 0);
            flow.Jumps[(2 * cell) + 1] = (short)(r + 1 < rows ? cycles[p + columns] - cycles[p] : 0);
        }

        var (expected, count) = Flood(phase, cycles, rows, columns);
        var found = phase.ToArray();
        fixed (float* start = found)
        {
            Assert.Equal((count, (long)phase.Count(v => v == 0)), RegionIntegral.Add(flow, start, 2));
        }

        for (var p = 0; p < phase.Length; p++)
        {
            Assert.Equal(float.IsNaN(phase[p]), float.IsNaN(found[p]));
            Assert.True(float.IsNaN(phase[p]) || Math.Abs(found[p] - (2 * Math.PI * expected[p])) < 1e-3, $"pixel {p}: {found[p] / (2 * Math.PI)} cycles against {expected[p]}");
        }
    }

    /// <summary>Cycles of each pixel, those of its region averaging to nearly zero, and the number of regions.</summary>
    private static (int[] Cycles, int Regions) Flood(float[] phase, int[] cycles, int rows, int columns)
    {
        var (result, seen, regions) = (new int[phase.Length], new bool[phase.Length], 0);
        for (var start = 0; start < phase.Length; start++)
        {
            if (seen[start] || float.IsNaN(phase[start]))
            {
                continue;
            }

            regions++;
            seen[start] = true;
            var region = new List<int> { start };
            for (var k = 0; k < region.Count; k++)
            {
                var (r, c) = (region[k] / columns, region[k] % columns);
                foreach (var (y, x) in new[] { (r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1) })
                {
                    if (y >= 0 && y < rows && x >= 0 && x < columns && (y * columns) + x is var next && !seen[next] && !float.IsNaN(phase[next]))
                    {
                        seen[next] = true;
                        region.Add(next);
                    }
                }
            }

            // Relative to the region's first pixel, as the whole number next to the mean is taken there.
            var mean = (int)Math.Round((double)region.Sum(p => (long)cycles[p] - cycles[start]) / region.Count);
            foreach (var p in region)
            {
                result[p] = cycles[p] - cycles[start] - mean;
            }
        }

        return (result, regions);
    }
}
