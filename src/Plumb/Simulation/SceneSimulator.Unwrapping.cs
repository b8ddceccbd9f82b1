using System.Collections.Concurrent;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Unwrapping;

namespace Plumb.Simulation;

/// <summary>What unwrapping does to steep motion and to noise.</summary>
public sealed partial class SceneSimulator
{
    private readonly ConcurrentDictionary<int, Lazy<ExcessImage>> excessOfPair = new();

    /// <summary>
    /// Whole cycles by which the unwrapped phase of a pair differs from the truth (of a noisy pixel: from the true phase plus noise of less than half a
    /// cycle) because it was unwrapped from wrapped phase; 0 everywhere where the scene's is not. Planted errors are not in it.
    /// </summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="cycles">Receives the cycles (1: the phase is 2 pi radians too large); shape (tile rows, tile columns).</param>
    public void ExcessCycles(int pair, Tile tile, Span<short> cycles)
    {
        Check(tile, cycles.Length);
        cycles[..tile.PixelCount].Clear();
        if (Scene.Unwrapping.Method != SceneUnwrappingMethod.None)
        {
            foreach (var (at, value) in Excess(pair).In(tile, Grid.Columns))
            {
                cycles[at] = value;
            }
        }
    }

    /// <summary>Number of pairs whose unwrapped phase differs from the truth at a pixel by <see cref="ExcessCycles"/> (a count). Unwraps all pairs when first asked.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="pairs">Receives the counts; shape (tile rows, tile columns).</param>
    public void WrongPairs(Tile tile, Span<float> pairs)
    {
        Check(tile, pairs.Length);
        pairs[..tile.PixelCount].Clear();
        var cycles = new short[tile.PixelCount];
        for (var pair = 0; pair < Network.Pairs.Count; pair++)
        {
            ExcessCycles(pair, tile, cycles);
            for (var i = 0; i < cycles.Length; i++)
            {
                pairs[i] += cycles[i] != 0 ? 1 : 0;
            }
        }
    }

    private void AddExcess(int pair, Tile tile, Span<float> unwrapped)
    {
        if (Scene.Unwrapping.Method == SceneUnwrappingMethod.None)
        {
            return;
        }

        foreach (var (at, cycles) in Excess(pair).In(tile, Grid.Columns))
        {
            unwrapped[at] += 2f * MathF.PI * cycles;
        }
    }

    private ExcessImage Excess(int pair) => excessOfPair.GetOrAdd(pair, p => new Lazy<ExcessImage>(() => FindExcess(p))).Value;

    private ExcessImage FindExcess(int pair)
    {
        var whole = Grid.Whole;
        var coherence = new float[whole.PixelCount];
        float[] phase;
        if (Scene.Unwrapping.Method == SceneUnwrappingMethod.Smooth)
        {
            phase = SmoothPhase(pair);
            if (!IsSteep(phase, Grid.Columns))
            {
                return ExcessImage.None;
            }

            TrueCoherence(pair, whole, coherence);
        }
        else
        {
            phase = new float[whole.PixelCount];
            Measure(pair, whole, phase, coherence);
        }

        // The unwrapper leaves pixels without coherence out; here each has a phase, however noisy.
        foreach (ref var value in coherence.AsSpan())
        {
            value = Math.Clamp(value, 0.01f, 1f);
        }

        var image = new WrappedImage(Grid.Rows, Grid.Columns, phase, coherence);
        var options = new UnwrapOptions { Looks = Scene.Sensor.Looks, Threads = 1 };
        var found = PhaseUnwrapper.Unwrap(image, options, new MemoryBudget(long.MaxValue));
        return ExcessImage.Of(found.Phase, phase);
    }

    /// <summary>Whether two neighbouring pixels differ by more than half a cycle anywhere.</summary>
    private static bool IsSteep(ReadOnlySpan<float> phase, int columns)
    {
        for (var i = 0; i < phase.Length; i++)
        {
            if (((i + 1) % columns != 0 && MathF.Abs(phase[i + 1] - phase[i]) > MathF.PI) ||
                (i + columns < phase.Length && MathF.Abs(phase[i + columns] - phase[i]) > MathF.PI))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The phase of a pair without noise over the whole grid, radians.</summary>
    private float[] SmoothPhase(int pair)
    {
        var whole = Grid.Whole;
        var phase = new float[whole.PixelCount];
        var tables = motion.Between(Network.FirstIndex[pair], Network.SecondIndex[pair]);
        var turbulent = new TurbulenceRows(turbulence, Network.FirstIndex[pair], Network.SecondIndex[pair], whole.Columns);
        var displacement = new float[whole.Columns];
        var factor = (float)(4.0 * Math.PI / Scene.Sensor.Wavelength);
        for (var row = 0; row < whole.Rows; row++)
        {
            var path = phase.AsSpan(row * whole.Columns, whole.Columns);
            motion.Row(tables, row, 0, displacement);
            turbulent.Of(row, 0, path);
            AddPath(pair, whole, row, displacement, path);
            foreach (ref var value in path)
            {
                value *= factor;
            }
        }

        return phase;
    }

    /// <summary>Turbulent delay of the second date less that of the first, row by row.</summary>
    private sealed class TurbulenceRows(DateFields fields, int first, int second, int columns)
    {
        private readonly SpectralField? firstField = fields.Any ? fields.Of(first) : null;
        private readonly SpectralField? secondField = fields.Any ? fields.Of(second) : null;
        private readonly float[] earlier = new float[columns];

        internal void Of(int row, int column, Span<float> path)
        {
            path.Clear();
            if (firstField is null)
            {
                return;
            }

            secondField!.Row(row, column, path);
            firstField.Row(row, column, earlier);
            for (var c = 0; c < path.Length; c++)
            {
                path[c] -= earlier[c];
            }
        }
    }
}
