using System.Numerics;
using System.Runtime.InteropServices;
using Plumb.Kernels;

namespace Plumb.Networks;

/// <summary>Working space of one thread for <see cref="MotionSteps"/>, leased from the memory budget and grown when an image needs more.</summary>
/// <param name="budget">The budget, bytes.</param>
public sealed class MotionStepSpace(MemoryBudget budget) : IDisposable
{
    private const int Images = 8;
    private TileBuffer<float>? buffer;
    private int pixels;
    private int words;

    /// <inheritdoc/>
    public void Dispose() => buffer?.Dispose();

    /// <summary>Number of the shortest pairs (count).</summary>
    internal int Slots { get; private set; }

    internal Span<float> Single => Image(0);

    internal Span<float> Counts => Image(1);

    internal Span<float> Window => Image(2);

    internal Span<float> Sum => Image(3);

    /// <summary>Largest step of any pair that is above its noise, radians; 0 for none; shape (rows, columns).</summary>
    internal Span<float> Largest => Image(4);

    internal Span<float> Own => Image(5);

    internal Span<float> OwnVariance => Image(6);

    internal Span<float> Usual => Image(7);

    /// <summary>Pairs that have a step of their own somewhere where one of the shortest pairs has none; shape (pair).</summary>
    internal bool[] Incomplete { get; private set; } = [];

    /// <summary>Largest step of a strip of pixels, radians; shape (<see cref="StepPaths.Strip"/>).</summary>
    internal Span<float> StripLargest => Lines[..StepPaths.Strip];

    /// <summary>One number of each of the shortest pairs for as many pixels as a vector has lanes; shape (pair of the tree, lane).</summary>
    internal Span<Vector<int>> Column => MemoryMarshal.Cast<float, Vector<int>>(Lines.Slice(StepPaths.Strip * (1 + (2 * Slots)), Slots * Vector<float>.Count));

    /// <summary>The same for a single pixel; shape (pair of the tree).</summary>
    internal Span<float> SingleColumn => Lines.Slice(StepPaths.Strip * (1 + (2 * Slots)), Slots);

    /// <summary>One bit for each pair; shape (word, pixel).</summary>
    internal Span<uint> Doubts => MemoryMarshal.Cast<float, uint>(buffer!.Span.Slice((Images + (3 * Slots)) * pixels, words * pixels));

    private Span<float> Lines => buffer!.Span.Slice((Images + (3 * Slots) + words) * pixels, LineLength(Slots));

    internal static long Bytes(int slots, int words, int pixels) => sizeof(float) * (((Images + (3L * slots) + words) * pixels) + LineLength(slots));

    /// <summary>Steps of one of the shortest pairs over a strip of pixels, radians; those of the next follow; shape (<see cref="StepPaths.Strip"/>).</summary>
    internal Span<float> StripSteps(int slot) => Lines.Slice(StepPaths.Strip * (1 + slot), StepPaths.Strip);

    /// <summary>Their variances; shape (<see cref="StepPaths.Strip"/>).</summary>
    internal Span<float> StripVariances(int slot) => Lines.Slice(StepPaths.Strip * (1 + Slots + slot), StepPaths.Strip);

    internal Span<float> Steps(int slot) => Image(Images + slot);

    internal Span<float> Variances(int slot) => Image(Images + Slots + slot);

    internal Span<float> Coherence(int slot) => Image(Images + (2 * Slots) + slot);

    internal void Fit(int pairs, int wantedSlots, int wantedWords, int wantedPixels)
    {
        var needed = checked((int)(Bytes(wantedSlots, wantedWords, wantedPixels) / sizeof(float)));
        if (buffer is null || buffer.Span.Length < needed)
        {
            buffer?.Dispose();
            buffer = budget.Lease<float>(needed, "Judging how steep the motion is");
        }

        (Slots, words, pixels) = (wantedSlots, wantedWords, wantedPixels);
        if (Incomplete.Length != pairs)
        {
            Incomplete = new bool[pairs];
        }
    }

    // A strip of largest steps, strips of the steps and variances of each pair, and a column of lanes.
    private static int LineLength(int slots) => (StepPaths.Strip * (1 + (2 * slots))) + (slots * Vector<float>.Count);

    private Span<float> Image(int index) => buffer!.Span.Slice(index * pixels, pixels);
}
