using Plumb.Simulation;

namespace Plumb.Benchmarks.Closure;

/// <summary>
/// How a correction of whole cycles fares against planted errors. An error is fixed where at least 95 % of its pixels have the right cycles; a pair is
/// spoilt where at least 30 pixels outside its planted errors, and outside moats, were changed.
/// </summary>
internal sealed class ErrorScore(SceneSimulator simulator)
{
    private const double FixedShare = 0.95;
    private const int SpoiltPixels = 30;
    private readonly byte[] moat = Moats(simulator);

    public int Planted { get; private set; }

    public int Fixed { get; private set; }

    public int Spoilt { get; private set; }

    public long WrongPixels { get; private set; }

    public long PlantedPixels { get; private set; }

    /// <summary>Takes the correction of one pair.</summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="correction">Cycles that were added, beyond a constant, at a pixel; null where that is unknown.</param>
    public void Add(int pair, Func<int, int?> correction)
    {
        var columns = simulator.Grid.Columns;
        var errors = simulator.UnwrappingErrors.Where(e => e.PairIndex == pair).ToArray();
        var (inside, right) = (new int[errors.Length], new int[errors.Length]);
        var outside = 0;
        for (var i = 0; i < moat.Length; i++)
        {
            if (moat[i] != 0 || correction(i) is not { } added)
            {
                continue;
            }

            var wrong = added;
            var within = false;
            for (var e = 0; e < errors.Length; e++)
            {
                if (errors[e].Contains(i / columns, i % columns))
                {
                    wrong += errors[e].Cycles;
                    within = true;
                }
            }

            for (var e = 0; within && e < errors.Length; e++)
            {
                if (errors[e].Contains(i / columns, i % columns))
                {
                    inside[e]++;
                    right[e] += wrong == 0 ? 1 : 0;
                }
            }

            PlantedPixels += within ? 1 : 0;
            WrongPixels += wrong != 0 ? 1 : 0;
            outside += !within && added != 0 ? 1 : 0;
        }

        Planted += errors.Length;
        Fixed += Enumerable.Range(0, errors.Length).Count(e => right[e] >= FixedShare * inside[e]);
        Spoilt += outside >= SpoiltPixels ? 1 : 0;
    }

    private static byte[] Moats(SceneSimulator simulator)
    {
        var grid = simulator.Grid;
        var (phase, coherence, component) = (new float[grid.PixelCount], new float[grid.PixelCount], new byte[grid.PixelCount]);
        simulator.Interferogram(0, grid.Whole, phase, coherence, component);
        return Array.ConvertAll(component, c => c == 0 ? (byte)1 : (byte)0);
    }
}
