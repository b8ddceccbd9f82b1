using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.References;
using Plumb.Simulation;

namespace Plumb.Processing.Trials;

/// <summary>
/// A simulated scene in memory, inverted as the chain does it but without products and files: for trials of many small scenes. Arrays have shape (pair, pixel) or
/// (date, pixel), pixels row by row.
/// </summary>
public sealed class SimulatedScene
{
    /// <summary>Simulates a scene and inverts it.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="reference">The reference area.</param>
    /// <param name="weighting">How pairs are weighted.</param>
    /// <param name="minTemporalCoherence">Temporal coherence (pure number) from which on a pixel is good.</param>
    /// <exception cref="RequestException">The scene or the reference is impossible.</exception>
    public SimulatedScene(Scene scene, ReferenceArea reference, Weighting weighting = Weighting.Variance, double minTemporalCoherence = 0.7)
    {
        ArgumentNullException.ThrowIfNull(scene);
        Simulator = new SceneSimulator(scene);
        var (grid, network) = (Simulator.Grid, Simulator.Network);
        var pixels = Pixels = (int)grid.PixelCount;
        (Phase, Coherence) = (new float[network.Pairs.Count * pixels], new float[network.Pairs.Count * pixels]);
        var component = new byte[pixels];
        for (var p = 0; p < network.Pairs.Count; p++)
        {
            Simulator.Interferogram(p, grid.Whole, Phase.AsSpan(p * pixels, pixels), Coherence.AsSpan(p * pixels, pixels), component);
        }

        var collector = new ReferencePhase(network, new ReferenceChoice([reference], ReferenceStatistic.Median, [], [], []), new Mask(grid));
        for (var p = 0; p < network.Pairs.Count; p++)
        {
            collector.Add(p, grid.Whole, Phase.AsSpan(p * pixels, pixels));
        }

        var found = collector.Compute();
        ReferencePhase = [.. found.Phase.ToArray().Select(v => (float)v)];
        ReferenceCounts = found.ValidPixels.ToArray();
        var tile = reference.On(grid);
        ReferencePixels = [.. Enumerable.Range(0, tile.PixelCount).Select(i => (tile.Row + (i / tile.Columns), tile.Column + (i % tile.Columns)))];
        Inversion = new NetworkInversion(
            network, new InversionOptions(weighting, MinimumNorm.Velocity, scene.Sensor.Looks, 1), -scene.Sensor.Wavelength / (4 * Math.PI));
        (Series, SeriesSigma) = (new float[network.Dates.Count * pixels], new float[network.Dates.Count * pixels]);
        (Good, MeanCoherence) = (new bool[pixels], new float[pixels]);
        Invert(minTemporalCoherence);
    }

    /// <summary>The scene and its truth.</summary>
    public SceneSimulator Simulator { get; }

    /// <summary>The inversion.</summary>
    public NetworkInversion Inversion { get; }

    /// <summary>Number of pixels (count).</summary>
    public int Pixels { get; }

    /// <summary>Unwrapped phase, radians; shape (pair, pixel).</summary>
    public float[] Phase { get; }

    /// <summary>Sample coherence, pure number; shape (pair, pixel).</summary>
    public float[] Coherence { get; }

    /// <summary>Phase of the reference, radians; shape (pair).</summary>
    public float[] ReferencePhase { get; }

    /// <summary>Number of pixels behind the phase of the reference (count); shape (pair).</summary>
    public int[] ReferenceCounts { get; }

    /// <summary>Rows and columns of the reference's pixels.</summary>
    public IReadOnlyList<(int Row, int Column)> ReferencePixels { get; }

    /// <summary>Displacement, metres; shape (date, pixel).</summary>
    public float[] Series { get; }

    /// <summary>Standard deviation of the displacement as the inversion gives it, metres; shape (date, pixel).</summary>
    public float[] SeriesSigma { get; }

    /// <summary>Mean coherence, pure number; shape (pixel).</summary>
    public float[] MeanCoherence { get; }

    /// <summary>Whether a pixel is good by the limits of a usual run; shape (pixel).</summary>
    public bool[] Good { get; }

    /// <summary>True displacement relative to the first date and the median of the reference's pixels.</summary>
    /// <param name="date">Index of the date.</param>
    /// <returns>Displacement, metres; shape (pixel).</returns>
    public float[] Truth(int date)
    {
        var truth = new float[Pixels];
        Simulator.Displacement(date, Simulator.Grid.Whole, truth);
        var columns = Simulator.Grid.Columns;
        var offset = (float)OrderStatistics.Median(ReferencePixels.Select(p => truth[(p.Row * columns) + p.Column]).ToArray());
        for (var i = 0; i < Pixels; i++)
        {
            truth[i] -= offset;
        }

        return truth;
    }

    private void Invert(double minTemporalCoherence)
    {
        var (temporal, count, reasons) = (new float[Pixels], new int[Pixels], new MaskReasons[Pixels]);
        using var scratch = Inversion.CreateScratch(new MemoryBudget(1L << 30));
        Inversion.Invert(
            new InversionTile { Pixels = Pixels, Phase = Phase, Coherence = Coherence, ReferencePhase = ReferencePhase },
            new InversionResult { Series = Series, Sigma = SeriesSigma, TemporalCoherence = temporal, PairCount = count, Reasons = reasons, MeanCoherence = MeanCoherence },
            scratch);
        for (var i = 0; i < Pixels; i++)
        {
            Good[i] = reasons[i] == MaskReasons.None && temporal[i] >= minTemporalCoherence && count[i] >= 0.5 * Inversion.Network.Pairs.Count;
        }
    }
}
