using Plumb.Kernels;
using Plumb.Unwrapping.Temporal;

namespace Plumb.Unwrapping;

/// <summary>
/// Unwraps all interferograms of a network at once, in memory: phases of dates are linked, the steps between neighbouring dates are unwrapped in space, the
/// interferograms follow (<see cref="StackLinker"/>). Results do not depend on the number of threads.
/// </summary>
public static class StackUnwrapper
{
    private const int Piece = 4096;
    private const int BandRows = 16;

    /// <summary>Unwraps a stack.</summary>
    /// <param name="linker">The network and the looks.</param>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="phases">Wrapped phases, radian; shape (pair, rows x columns); NaN is no-data.</param>
    /// <param name="coherence">Their coherence, 0 to 1 (pure number); the same shape, or null.</param>
    /// <param name="options">Costs and threads; its looks give way to the linker's.</param>
    /// <param name="budget">What working memory is leased from.</param>
    /// <param name="times">How the differences of neighbouring pixels are unwrapped in time first; null where they are not.</param>
    /// <param name="stop">Stops the work.</param>
    /// <returns>Unwrapped phases, radian; shape (pair, rows x columns); NaN where a pixel was left out.</returns>
    /// <exception cref="RequestException">No pixel has a value.</exception>
    public static float[][] Unwrap(
        StackLinker linker, int rows, int columns, float[][] phases, float[][]? coherence, UnwrapOptions options, MemoryBudget budget, ArcTimes? times = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(linker);
        ArgumentNullException.ThrowIfNull(phases);
        ArgumentNullException.ThrowIfNull(options);
        var pixels = checked(rows * columns);
        var steps = new float[linker.Steps.Count * pixels];
        var quality = new float[steps.Length];
        Link(linker, pixels, phases, coherence, steps, quality, stop);
        var arcs = times is null ? ([], []) : Times(times, linker, rows, columns, steps, quality, phases, stop);
        for (var s = 0; s < linker.Steps.Count; s++)
        {
            float[] Of(float[] all, int which) => all.AsSpan(((which * linker.Steps.Count) + s) * pixels, pixels).ToArray();
            var image = new WrappedImage(rows, columns, steps.AsSpan(s * pixels, pixels).ToArray(), quality.AsSpan(s * pixels, pixels).ToArray())
            {
                Expectations = times is null ? null : new ArcExpectations(Of(arcs.Expected, 0), Of(arcs.Expected, 1), Of(arcs.Spread, 0), Of(arcs.Spread, 1), times.IsDecided),
            };
            var unwrapped = PhaseUnwrapper.Unwrap(image, options with { Looks = linker.Looks }, budget, null, null, stop);
            StackLinker.Smooth(unwrapped.Phase, image.Coherence!, linker.Looks, rows, columns, Environment.ProcessorCount, image.Phase);
            image.Phase.CopyTo(steps, s * pixels);
        }

        var result = new float[phases.Length][];
        Parallel.For(0, phases.Length, new ParallelOptions { CancellationToken = stop }, k =>
        {
            var own = new short[pixels];
            linker.CyclesOf(k, phases[k], steps, pixels, short.MinValue, own);
            result[k] = new float[pixels];
            for (var i = 0; i < pixels; i++)
            {
                result[k][i] = own[i] == short.MinValue ? float.NaN : (float)(phases[k][i] + (2 * Math.PI * own[i]));
            }
        });
        return result;
    }

    /// <summary>What is expected of the arcs of all steps; shape (2 x step, rows x columns), those across first.</summary>
    private static (float[] Expected, float[] Spread) Times(ArcTimes times, StackLinker linker, int rows, int columns, float[] steps, float[] quality, float[][] phases, CancellationToken stop)
    {
        var (count, pixels) = (linker.Steps.Count, rows * columns);
        var (expected, spread) = (new float[2 * count * pixels], new float[2 * count * pixels]);
        Parallel.For(0, (rows + BandRows - 1) / BandRows, new ParallelOptions { CancellationToken = stop }, band =>
        {
            var first = band * BandRows;
            var (owned, with) = (Math.Min(BandRows, rows - first), Math.Min(BandRows + 1, rows - first));
            float[] Cut(Func<int, ReadOnlyMemory<float>> image, int images)
            {
                var cut = new float[images * with * columns];
                for (var k = 0; k < images; k++)
                {
                    image(k).Span.Slice(first * columns, with * columns).CopyTo(cut.AsSpan(k * with * columns));
                }

                return cut;
            }

            var (e, v) = (new float[2 * count * owned * columns], new float[2 * count * owned * columns]);
            times.Run(
                columns, with, owned, Cut(k => steps.AsMemory(k * pixels, pixels), count), Cut(k => quality.AsMemory(k * pixels, pixels), count), times.NeedsPairs ? Cut(k => phases[k], phases.Length) : [], e, v);
            for (var k = 0; k < 2 * count; k++)
            {
                e.AsSpan(k * owned * columns, owned * columns).CopyTo(expected.AsSpan((k * pixels) + (first * columns)));
                v.AsSpan(k * owned * columns, owned * columns).CopyTo(spread.AsSpan((k * pixels) + (first * columns)));
            }
        });
        return (expected, spread);
    }

    private static void Link(StackLinker linker, int pixels, float[][] phases, float[][]? coherence, float[] steps, float[] quality, CancellationToken stop)
    {
        Parallel.For(0, (pixels + Piece - 1) / Piece, new ParallelOptions { CancellationToken = stop }, piece =>
        {
            var (from, count) = (piece * Piece, Math.Min(Piece, pixels - (piece * Piece)));
            var (phase, g) = (new float[phases.Length * count], coherence is null ? [] : new float[phases.Length * count]);
            var (step, q) = (new float[linker.Steps.Count * count], new float[linker.Steps.Count * count]);
            for (var k = 0; k < phases.Length; k++)
            {
                phases[k].AsSpan(from, count).CopyTo(phase.AsSpan(k * count));
                coherence?[k].AsSpan(from, count).CopyTo(g.AsSpan(k * count));
            }

            linker.Link(phase, g, count, step, q);
            for (var s = 0; s < linker.Steps.Count; s++)
            {
                step.AsSpan(s * count, count).CopyTo(steps.AsSpan((s * pixels) + from));
                q.AsSpan(s * count, count).CopyTo(quality.AsSpan((s * pixels) + from));
            }
        });
    }
}
