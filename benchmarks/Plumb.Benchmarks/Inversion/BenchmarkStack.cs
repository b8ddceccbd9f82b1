using System.Runtime.InteropServices;
using Plumb.Acquisitions;
using Plumb.Networks;

namespace Plumb.Benchmarks.Inversion;

/// <summary>A stack in memory as the store's chunks hold it: tiles of 64 x 64 pixels, each (pair, pixel); 60 dates, each paired with the next 5, 285 pairs.</summary>
internal sealed unsafe class BenchmarkStack : IDisposable
{
    public const int TilePixels = 64 * 64;
    private readonly float* phase;
    private readonly float* coherence;

    public BenchmarkStack(int tiles, double missing, double cycles = 0)
    {
        Tiles = tiles;
        var start = new DateOnly(2019, 1, 3);
        Network = new Network(
            from i in Enumerable.Range(0, 60)
            from j in Enumerable.Range(i + 1, 5)
            where j < 60
            select new DatePair(start.AddDays(12 * i), start.AddDays(12 * j)));
        TileLength = Network.Pairs.Count * TilePixels;
        phase = (float*)NativeMemory.AlignedAlloc((nuint)((long)tiles * TileLength * sizeof(float)), 64);
        coherence = (float*)NativeMemory.AlignedAlloc((nuint)((long)tiles * TileLength * sizeof(float)), 64);
        for (var t = 0; t < tiles; t++)
        {
            Fill(t, missing, cycles);
        }
    }

    public int Tiles { get; }

    public int TileLength { get; }

    public Network Network { get; }

    public long Pixels => (long)Tiles * TilePixels;

    public ReadOnlySpan<float> Phase(int tile) => new(phase + ((long)tile * TileLength), TileLength);

    public ReadOnlySpan<float> Coherence(int tile) => new(coherence + ((long)tile * TileLength), TileLength);

    public void Dispose()
    {
        NativeMemory.AlignedFree(phase);
        NativeMemory.AlignedFree(coherence);
    }

    private void Fill(int tile, double missing, double cycles)
    {
        var state = 0x9E3779B97F4A7C15UL * (ulong)(tile + 1);
        float Next()
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return (state >> 40) * (1f / (1 << 24));
        }

        var at = (long)tile * TileLength;
        for (var p = 0; p < Network.Pairs.Count; p++)
        {
            var span = Network.SecondIndex[p] - Network.FirstIndex[p];
            for (var i = 0; i < TilePixels; i++)
            {
                var c = 0.1f + (0.88f * Next());
                coherence[at] = c;
                phase[at++] = Next() < missing ? float.NaN : (0.3f * span * (1 + (i / (float)TilePixels))) + ((1 - c) * (Next() - 0.5f));
                if (cycles > 0 && Next() < cycles)
                {
                    phase[at - 1] += Next() < 0.5f ? 2 * MathF.PI : -2 * MathF.PI;
                }
            }
        }
    }
}
