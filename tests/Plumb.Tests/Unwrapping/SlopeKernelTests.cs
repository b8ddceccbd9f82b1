using Plumb.Kernels;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public unsafe class SlopeKernelTests
{
    private const int Rows = 90;
    private const int Columns = 300;

    /// <summary>Slopes, agreement, noise and trust of every pixel against plain sums over windows in double precision.</summary>
    [Fact]
    public void Tiles_equal_plain_sums_over_windows()
    {
        var (phase, coherence) = Scene();
        using var tile = new CostTile(new MemoryBudget(1 << 24));
        for (var top = 0; top < Rows; top += CostTile.TileRows)
        {
            for (var left = 0; left < Columns; left += CostTile.TileColumns)
            {
                Load(tile, phase, coherence, top, left);
                SlopeKernel.Run<Lane256>(tile, Math.Min(CostTile.TileRows, Rows - top), Math.Min(CostTile.TileColumns, Columns - left));
                for (var r = top; r < Math.Min(Rows, top + CostTile.TileRows); r += 3)
                {
                    for (var c = left; c < Math.Min(Columns, left + CostTile.TileColumns); c += 5)
                    {
                        Compare(tile, ((r - top + CostTile.Above) * CostTile.Pitch) + c - left + CostTile.Before, phase, coherence, r, c);
                    }
                }
            }
        }
    }

    [Fact]
    public void Every_vector_width_gives_the_same_bits()
    {
        var (phase, coherence) = Scene();
        var first = Costs<Lane128>(phase, coherence);
        Assert.Equal(first, Costs<Lane256>(phase, coherence));
        Assert.Equal(first, Costs<Lane512>(phase, coherence));
    }

    private static (float[] Phase, float[] Coherence) Scene()
    {
        var random = new Random(8);
        var (phase, coherence) = (new float[Rows * Columns], new float[Rows * Columns]);
        for (var p = 0; p < phase.Length; p++)
        {
            var (x, y) = (p % Columns, p / Columns);
            phase[p] = random.Next(50) == 0 ? float.NaN : (float)Math.IEEERemainder((0.004 * x * x) - (0.9 * y) + random.NextDouble(), 2 * Math.PI);
            coherence[p] = 0.1f + (0.9f * random.NextSingle());
        }

        return (phase, coherence);
    }

    private static void Load(CostTile tile, float[] phase, float[] coherence, int top, int left)
    {
        for (var i = 0; i < CostTile.Rows; i++)
        {
            for (var k = 0; k < CostTile.Pitch; k++)
            {
                var (weight, angle) = Pixel(phase, coherence, top - CostTile.Above + i, left - CostTile.Before + k);
                var at = (i * CostTile.Pitch) + k;
                (tile.Weight[at], tile.Real[at], tile.Imaginary[at]) = ((float)weight, (float)(weight * Math.Cos(angle)), (float)(weight * Math.Sin(angle)));
            }
        }
    }

    private static (double Weight, double Phase) Pixel(float[] phase, float[] coherence, int r, int c)
    {
        var inside = r >= 0 && r < Rows && c >= 0 && c < Columns && !float.IsNaN(phase[(r * Columns) + c]);
        return inside ? (coherence[(r * Columns) + c], phase[(r * Columns) + c]) : (0, 0);
    }

    private static (double Slope, double Quality) Slope(float[] phase, float[] coherence, int r, int c, int down, int across)
    {
        var (real, imaginary, weight) = (0.0, 0.0, 0.0);
        for (var y = -8; y <= 8; y++)
        {
            for (var x = -8; x <= 8; x++)
            {
                // The window of 7 x 7, and with part 0.08 each the nine windows at distances -5, 0 and 5.
                var part = Math.Abs(x) <= 3 && Math.Abs(y) <= 3 ? 1.0 : 0;
                foreach (var (v, u) in from a in new[] { -5, 0, 5 } from b in new[] { -5, 0, 5 } select (a, b))
                {
                    part += Math.Abs(x - u) <= 3 && Math.Abs(y - v) <= 3 ? 0.08f : 0;
                }

                var (w0, p0) = Pixel(phase, coherence, r + y, c + x);
                var (w1, p1) = Pixel(phase, coherence, r + y + down, c + x + across);
                real += part * w0 * w1 * Math.Cos(p1 - p0);
                imaginary += part * w0 * w1 * Math.Sin(p1 - p0);
                weight += part * w0 * w1;
            }
        }

        var q = Math.Sqrt((real * real) + (imaginary * imaginary)) / weight;
        return (Math.Atan2(imaginary, real) * q * q / ((q * q) + (0.02 * (1 - (q * q)))), q);
    }

    private static void Compare(CostTile tile, int at, float[] phase, float[] coherence, int r, int c)
    {
        var (across, qualityAcross) = Slope(phase, coherence, r, c, 0, 1);
        var (down, qualityDown) = Slope(phase, coherence, r, c, 1, 0);
        Assert.Equal(across, tile.SlopeAcross[at], 1e-4);
        Assert.Equal(down, tile.SlopeDown[at], 1e-4);
        Assert.Equal(qualityAcross, tile.QualityAcross[at], 1e-5);
        Assert.Equal(qualityDown, tile.QualityDown[at], 1e-5);

        var (meanAcross, meanDown) = (0.5 * (across + Slope(phase, coherence, r, c - 1, 0, 1).Slope), 0.5 * (down + Slope(phase, coherence, r - 1, c, 1, 0).Slope));
        var (real, imaginary, weight) = (0.0, 0.0, 0.0);
        for (var y = -2; y <= 2; y++)
        {
            for (var x = -2; x <= 2; x++)
            {
                var (w, p) = Pixel(phase, coherence, r + y, c + x);
                real += w * Math.Cos(p - (meanAcross * x) - (meanDown * y));
                imaginary += w * Math.Sin(p - (meanAcross * x) - (meanDown * y));
                weight += w;
            }
        }

        Assert.Equal(Math.Sqrt((real * real) + (imaginary * imaginary)) / weight, tile.Trust[at], 1e-4);
        var (own, angle) = Pixel(phase, coherence, r, c);
        var noise = own > 0 ? Math.IEEERemainder(angle - Math.Atan2(imaginary, real), 2 * Math.PI) : 0;
        Assert.True(Math.Abs(Math.IEEERemainder(noise - tile.Noise[at], 2 * Math.PI)) < 1e-3, $"pixel {r}, {c}: {tile.Noise[at]} against {noise}");
    }

    private static (ushort, int, ushort, int, short, short)[] Costs<T>(float[] phase, float[] coherence)
        where T : unmanaged, ILane<T>
    {
        var budget = new MemoryBudget(1 << 26);
        using var flow = new GridFlow(Rows, Columns, budget);
        using var tile = new CostTile(budget);
        fixed (float* p = phase)
        fixed (float* g = coherence)
        {
            var costs = new ArcCosts(flow, p, g, null, 0, 8, 0);
            for (var index = 0; index < costs.Tiles; index++)
            {
                costs.Fill<T>(index, tile);
            }
        }

        var all = new (ushort, int, ushort, int, short, short)[flow.Count];
        for (nint i = 0; i < flow.Count; i++)
        {
            var cell = flow.Cells[i];
            all[i] = (cell.WeightUp, cell.SlopeUp, cell.WeightLeft, cell.SlopeLeft, flow.Jumps[2 * i], flow.Jumps[(2 * i) + 1]);
        }

        return all;
    }
}
