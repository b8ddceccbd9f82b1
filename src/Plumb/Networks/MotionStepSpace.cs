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

    internal Span<float> SumVariance => Image(4);

    internal Span<float> Own => Image(5);

    internal Span<float> OwnVariance => Image(6);

    internal Span<float> Usual => Image(7);

    /// <summary>One number for each of the shortest pairs.</summary>
    internal Span<float> Column => buffer!.Span.Slice((Images + (3 * Slots)) * pixels, Slots);

    /// <summary>One bit for each pair; shape (word, pixel).</summary>
    internal Span<uint> Doubts => MemoryMarshal.Cast<float, uint>(buffer!.Span.Slice(((Images + (3 * Slots)) * pixels) + Slots, words * pixels));

    internal static long Bytes(int slots, int words, int pixels) => sizeof(float) * (((Images + (3L * slots) + words) * pixels) + slots);

    internal Span<float> Steps(int slot) => Image(Images + slot);

    internal Span<float> Variances(int slot) => Image(Images + Slots + slot);

    internal Span<float> Coherence(int slot) => Image(Images + (2 * Slots) + slot);

    internal void Fit(int wantedSlots, int wantedWords, int wantedPixels)
    {
        var needed = checked((int)(Bytes(wantedSlots, wantedWords, wantedPixels) / sizeof(float)));
        if (buffer is null || buffer.Span.Length < needed)
        {
            buffer?.Dispose();
            buffer = budget.Lease<float>(needed, "Judging how steep the motion is");
        }

        (Slots, words, pixels) = (wantedSlots, wantedWords, wantedPixels);
    }

    private Span<float> Image(int index) => buffer!.Span.Slice(index * pixels, pixels);
}
