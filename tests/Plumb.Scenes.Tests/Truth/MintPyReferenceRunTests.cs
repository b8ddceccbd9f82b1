using Plumb.Corrections;
using Plumb.Formats.Hdf5;
using Plumb.Inversion;
using Plumb.Processing.Configuration;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>The whole chain on a stack that MintPy inverted: the same numbers, its reference pixel included.</summary>
public sealed class MintPyReferenceRunTests
{
    private const int Columns = 80;
    private const int Pixels = 60 * Columns;

    [Theory]
    [InlineData("no", Weighting.None, MinimumNorm.Velocity, ObservationMask.None, 1)]
    [InlineData("coh", Weighting.Coherence, MinimumNorm.Velocity, ObservationMask.None, 1)]
    [InlineData("fim", Weighting.Fisher, MinimumNorm.Velocity, ObservationMask.None, 1)]
    [InlineData("var", Weighting.Variance, MinimumNorm.Velocity, ObservationMask.None, 1)]
    [InlineData("var_mnp", Weighting.Variance, MinimumNorm.Phase, ObservationMask.None, 1)]
    [InlineData("no_cc", Weighting.None, MinimumNorm.Velocity, ObservationMask.Component, 1)]
    [InlineData("var_coh3", Weighting.Variance, MinimumNorm.Velocity, ObservationMask.Coherence, 2)]
    public void Series_coherence_and_counts_are_MintPys(string name, Weighting weighting, MinimumNorm norm, ObservationMask mask, double redundancy)
    {
        using var run = Run(new InversionSettings
        {
            Weighting = weighting,
            MinimumNorm = norm,
            ObservationMask = mask,
            ObservationThreshold = 0.3,
            MinRedundancy = redundancy,
        });
        var results = run.Results();
        Assert.Equal(106, results.Network!.Pairs.Count);
        Assert.Equal(30, results.Network!.Dates.Count);
        var series = new float[30 * Pixels];
        results.Series(results.Grid.Whole, series);
        Assert.InRange(Largest(Read($"timeseries_{name}.h5", "timeseries"), series), 0, 1e-5);
        Assert.InRange(Largest(Read($"temporalCoherence_{name}.h5", "temporalCoherence"), results.TemporalCoherence()!.Values.ToArray()), 0, 1e-5);
        Assert.Equal(Read($"numInvIfgram_{name}.h5", "mask"), results.PairCount()!.Values.ToArray());
        Assert.Equal(1, results.TemporalCoherence()![3, 9], 1e-5);
    }

    [Fact]
    public void Rate_is_MintPys_on_its_time_axis()
    {
        using var run = Run(new InversionSettings());
        var results = run.Results();
        Assert.InRange(Largest(Read("velocity_var.h5", "velocity"), results.Rate().Values.ToArray()), 0, 1e-5);
        Assert.InRange(Largest(Read("velocity_var.h5", "velocityStd"), results.RateSigma()!.Values.ToArray()), 0, 1e-5);
        Assert.True(results.Mask().IsGood((3 * Columns) + 9));
    }

    [Fact]
    public void Ramp_is_MintPys()
    {
        using var run = Run(new InversionSettings(), new CorrectionSettings { Sequence = ["ramp"], Ramp = new() { Shape = Plumb.Corrections.RampShape.Plane, Trend = Plumb.Corrections.RampTrend.Free, SteadyGround = false, Robust = false } });
        var series = new float[30 * Pixels];
        run.Results().Series(run.Results().Grid.Whole, series);
        Assert.InRange(Largest(Read("timeseries_var_ramp.h5", "timeseries"), series), 0, 3e-6);
    }

    [Fact]
    public void Error_of_the_elevation_model_is_MintPys()
    {
        using var run = Run(new InversionSettings(), new CorrectionSettings { Sequence = ["dem_error"], DemError = new() { Method = DemErrorMethod.Plain } });
        var results = run.Results();
        var series = new float[30 * Pixels];
        results.Series(results.Grid.Whole, series);
        Assert.InRange(Largest(Read("timeseries_var_demErr.h5", "timeseries"), series), 0, 3e-6);
        var error = new float[Pixels];
        run.Store().OpenArray<float>("corrections/dem_error").ReadRegion([0, 0], [60, Columns], error);
        Assert.InRange(Largest(Read("demErr_var.h5", "dem"), error), 0, 1e-3);
        Assert.InRange(Largest(Read("velocity_var_demErr.h5", "velocity"), results.Rate().Values.ToArray()), 0, 1e-5);
    }

    private static RunFolder Run(InversionSettings inversion, CorrectionSettings? corrections = null)
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 here.");
        var inputs = SharedData.Require("mintpy-reference/inputs");
        var run = new RunFolder(inputs);
        try
        {
            Invocation.Done("init", inputs, "-o", run.SettingsFile, "--force");
            var settings = SettingsReader.ReadFile<PlumbSettings>(run.SettingsFile);
            run.Write(settings with
            {
                Reference = settings.Reference with { Areas = ["row:3,column:9"], MinCoherence = 0 },
                Inversion = inversion,
                Closure = settings.Closure with { Method = ClosureMethod.None },
                Uncertainty = settings.Uncertainty with { Enabled = false },
                Corrections = corrections ?? new CorrectionSettings { Sequence = [] },
                Rate = settings.Rate with { TimeAxis = TimeAxis.Calendar },
                Output = settings.Output with { Folder = "out" },
            });
            return run.Done("--until", "mask");
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private static double Largest(float[] expected, float[] actual) =>
        expected.Zip(actual, (e, a) => (double)Math.Abs(e - (float.IsNaN(a) ? 0 : a))).Max();

    private static float[] Read(string file, string dataset)
    {
        using var hdf5 = Hdf5File.Open(SharedData.Require(Path.Join("mintpy-reference", file)));
        using var values = hdf5.OpenDataset(dataset);
        return values.ReadAll<float>(100_000_000);
    }
}
