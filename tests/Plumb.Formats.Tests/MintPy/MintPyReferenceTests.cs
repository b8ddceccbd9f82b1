using Plumb.Acquisitions;
using Plumb.Formats.Hdf5;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.Networks;
using Plumb.TimeFunctions;

namespace Plumb.Formats.Tests.MintPy;

/// <summary>Our series beside MintPy's own on the same stack; its skipped pixels are 0, ours NaN.</summary>
public class MintPyReferenceTests
{
    private const int Columns = 80;
    private const int Pixels = 60 * Columns;
    private const double MetresPerRadian = -0.05546576 / (4 * Math.PI);
    private static readonly InversionOptions Usual = new(Weighting.Variance, MinimumNorm.Velocity, 20, 1);
    private static readonly Lazy<Stack> Observations = new(() => new Stack());

    public static TheoryData<string, Weighting, MinimumNorm, ObservationMask, double, int> Variants => new()
    {
        { "no", Weighting.None, MinimumNorm.Velocity, ObservationMask.None, 1, 0 },
        { "coh", Weighting.Coherence, MinimumNorm.Velocity, ObservationMask.None, 1, 0 },
        { "fim", Weighting.Fisher, MinimumNorm.Velocity, ObservationMask.None, 1, 0 },
        { "var", Weighting.Variance, MinimumNorm.Velocity, ObservationMask.None, 1, 0 },
        { "var_mnp", Weighting.Variance, MinimumNorm.Phase, ObservationMask.None, 1, 0 },
        { "no_cc", Weighting.None, MinimumNorm.Velocity, ObservationMask.Component, 1, 163 },
        { "var_coh3", Weighting.Variance, MinimumNorm.Velocity, ObservationMask.Coherence, 2, 8 },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Series_coherence_and_counts_are_MintPys(string name, Weighting weighting, MinimumNorm norm, ObservationMask mask, double redundancy, int broken)
    {
        var series = Read($"timeseries_{name}.h5", "timeseries");
        var coherence = Read($"temporalCoherence_{name}.h5", "temporalCoherence");
        var count = Read($"numInvIfgram_{name}.h5", "mask");
        var run = Observations.Value.Invert(Usual with
        {
            Weighting = weighting,
            MinimumNorm = norm,
            ObservationMask = mask,
            ObservationThreshold = 0.3,
            MinRedundancy = redundancy,
        });
        Assert.Equal(series.Length, run.Series.Length);
        Assert.InRange(Largest(series, run.Series), 0, 3e-6);
        Assert.InRange(Largest(coherence, run.Coherence), 0, 6e-6);
        Assert.Equal(count, Array.ConvertAll(run.Count, n => (float)n));
        Assert.Equal(broken, run.Reasons.Count(r => r == MaskReasons.Disconnected));
    }

    [Fact]
    public void Rate_and_its_standard_deviation_are_MintPys()
    {
        var rate = Read("velocity_var.h5", "velocity");
        var sigma = Read("velocity_var.h5", "velocityStd");
        var (ours, spread) = (new float[Pixels], new float[Pixels]);
        var run = Observations.Value.Invert(Usual);
        var years = DecimalYears.Since(Observations.Value.Network.Dates, TimeAxis.Calendar);
        new LinearRate(years).Fit(run.Series, Pixels, ours, spread);
        Assert.InRange(Largest(rate, ours), 0, 1e-6);
        Assert.InRange(Largest(sigma, spread), 0, 1e-7);

        // On MintPy's own series only the fit itself differs.
        new LinearRate(years).Fit(Read("timeseries_var.h5", "timeseries"), Pixels, ours, spread);
        Assert.InRange(Largest(rate, ours), 0, 3e-8);
        Assert.InRange(Largest(sigma, spread), 0, 5e-9);
    }

    private static double Largest(float[] expected, float[] actual) =>
        expected.Zip(actual, (e, a) => Math.Abs(e - (float.IsNaN(a) ? 0 : a))).Max();

    private static float[] Read(string file, string dataset)
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 here.");
        using var hdf5 = Hdf5File.Open(SharedData.Require(Path.Join("mintpy-reference", file)));
        using var values = hdf5.OpenDataset(dataset);
        return values.ReadAll<float>(100_000_000);
    }

    private sealed record Run(float[] Series, float[] Coherence, int[] Count, MaskReasons[] Reasons);

    private sealed class Stack
    {
        private readonly float[] phase;
        private readonly float[] coherence;
        private readonly short[] components;
        private readonly float[] reference;

        public Stack()
        {
            using var file = Hdf5File.Open(SharedData.Require(Path.Join("mintpy-reference", "inputs", "ifgramStack.h5")));
            using var dates = file.OpenDataset("date");
            using var keep = file.OpenDataset("dropIfgram");
            var names = dates.ReadTexts(1000);
            var kept = keep.ReadAll<sbyte>(1000).Select((k, p) => (k, p)).Where(e => e.k != 0).Select(e => e.p).ToArray();
            Network = new Network(kept.Select(p =>
                DatePair.TryParse($"{names[2 * p]}_{names[(2 * p) + 1]}", out var pair) ? pair : throw new InvalidDataException()));
            phase = Kept<float>(file, "unwrapPhase", kept);
            coherence = Kept<float>(file, "coherence", kept);
            components = Kept<short>(file, "connectComponent", kept);
            reference = [.. Enumerable.Range(0, kept.Length).Select(p => phase[(p * Pixels) + (3 * Columns) + 9])];
        }

        public Network Network { get; }

        public Run Invert(InversionOptions options)
        {
            var inversion = new NetworkInversion(Network, options, MetresPerRadian);
            var run = new Run(new float[Network.Dates.Count * Pixels], new float[Pixels], new int[Pixels], new MaskReasons[Pixels]);
            using var scratch = inversion.CreateScratch(new MemoryBudget(64 << 20));
            inversion.Invert(
                new InversionTile { Pixels = Pixels, Phase = phase, Coherence = coherence, WideComponents = components, ReferencePhase = reference },
                new InversionResult { Series = run.Series, TemporalCoherence = run.Coherence, PairCount = run.Count, Reasons = run.Reasons },
                scratch);
            return run;
        }

        private static T[] Kept<T>(Hdf5File file, string name, int[] kept)
            where T : unmanaged
        {
            using var dataset = file.OpenDataset(name);
            var all = dataset.ReadAll<T>(100_000_000);
            return [.. kept.SelectMany(p => all[(p * Pixels)..((p + 1) * Pixels)])];
        }
    }
}
