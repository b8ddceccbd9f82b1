using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

/// <summary>Images that are read by rows and worked on in memory that may be let go of.</summary>
public class UnwrapRowsTests
{
    [Theory]
    [InlineData(WrappedSceneKind.Standard, 0, 1)]
    [InlineData(WrappedSceneKind.Hard, 0.02, 2)]
    [InlineData(WrappedSceneKind.VeryHard, 0, 3)]
    [InlineData(WrappedSceneKind.VeryHard, 0.05, 2)]
    public void Rows_give_the_bits_of_the_whole_image(WrappedSceneKind kind, double gaps, int threads)
    {
        // Several bands of costs, the last of them not of whole tiles.
        const int rows = 200;
        const int columns = 1400;
        var scene = WrappedScene.Make(kind, rows, columns, 5);
        var random = new Random(9);
        for (var p = 0; p < scene.Wrapped.Length; p++)
        {
            scene.Wrapped[p] = random.NextDouble() < gaps ? float.NaN : scene.Wrapped[p];
        }

        var image = new WrappedImage(rows, columns, scene.Wrapped, scene.Coherence, Array.ConvertAll(scene.Coherence, c => 3 * c));
        var options = new UnwrapOptions { Looks = scene.Looks, Threads = threads };
        var whole = PhaseUnwrapper.Unwrap(image, options, new MemoryBudget(1 << 30));
        var memory = new CountedMemory();
        using (var byRows = PhaseUnwrapper.Unwrap(new ImageRows(image), options with { Threads = 2 }, memory, new MemoryBudget(CostBandsOnly(columns))))
        {
            Assert.Equal(whole.Phase, byRows.Phase(0, rows).ToArray());
            Assert.Equal(whole.ComponentOf, byRows.ComponentOf(0, rows).ToArray());
            Assert.Equal(whole.Components, byRows.Components);
            Assert.Equal((whole.Pixels, whole.Residues, whole.Regions), (byRows.Pixels, byRows.Residues, byRows.Regions));
            Assert.True(memory.Eased > 10L * rows * columns, "nobody told of the memory that was gone through");
            Assert.True(memory.Peak <= PhaseUnwrapper.NetworkBytes(rows, columns), $"{memory.Peak} bytes were taken");
        }

        Assert.Equal(0, memory.Held);
    }

    [Fact]
    public void What_was_taken_is_given_back_when_a_source_fails()
    {
        var memory = new CountedMemory();
        var image = new WrappedImage(200, 3000, new float[600_000], new float[600_000]);
        var budget = new MemoryBudget(1 << 28);
        Assert.Contains("No pixel", Assert.Throws<RequestException>(() => PhaseUnwrapper.Unwrap(new ImageRows(image), new UnwrapOptions(), memory, budget)).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (memory.Held, budget.Leased));
        Assert.Throws<OperationCanceledException>(() => PhaseUnwrapper.Unwrap(new ImageRows(image), new UnwrapOptions(), memory, budget, null, new CancellationToken(true)));
        Assert.Equal((0, 0), (memory.Held, budget.Leased));
    }

    private static long CostBandsOnly(int columns) => PhaseUnwrapper.BandBytes(columns, 2);

    private sealed unsafe class CountedMemory : WorkingMemory
    {
        private readonly ConcurrentDictionary<nint, long> taken = [];
        private long eased;

        internal long Eased => eased;

        internal long Peak { get; private set; }

        internal long Held => taken.Values.Sum();

        public override nint Take(long bytes, string purpose)
        {
            var address = (nint)NativeMemory.AllocZeroed((nuint)bytes);
            taken[address] = bytes;
            Peak = Math.Max(Peak, Held);
            return address;
        }

        public override void Give(nint address, long bytes)
        {
            Assert.True(taken.TryRemove(address, out var had) && had == bytes);
            NativeMemory.Free((void*)address);
        }

        public override void Ease(long elements) => Interlocked.Add(ref eased, elements);
    }
}
