using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.Processing.Uncertainties;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>The stage 'uncertainty' in whole runs.</summary>
public sealed class UncertaintyTests(SceneLibrary scenes)
{
    [Fact]
    public void Standard_deviations_grow_with_distance_and_the_record_tells_why()
    {
        using var run = new RunFolder(scenes.Small, s => s with
        {
            Uncertainty = s.Uncertainty with { BootstrapDraws = 20, BootstrapPixels = 60 },
            Mask = s.Mask with { MaxRateSigma = 25, MaxResidual = 0.8 },
        });
        run.Done("--until", "publish");
        var record = UncertaintyRecord.Read(run.Out)!;
        Assert.Equal(12, record.Dates.Count);
        Assert.True(record.Semivariogram.Count > 10 && record.Semivariogram[^1].Semivariance > 3 * record.Semivariogram[0].Semivariance);
        var near = record.Classes.First(c => c.Name.StartsWith("0.0 to", StringComparison.Ordinal));
        var far = record.Classes.Last(c => c.Name.Contains("km from", StringComparison.Ordinal));
        Assert.True(near.Shared < far.Shared && near.Total < far.Total, $"{near} {far}");
        Assert.All(record.Classes, c => Assert.True(c.Total >= c.Pairs && c.Total >= c.Shared));
        Assert.True(double.IsFinite(record.Classes[0].DrawnDates) && double.IsFinite(record.Classes[0].DrawnPairs));

        var results = run.Results();
        Assert.True(results.HasTotalSigma);
        var (sigma, mask) = (results.RateSigma()!, results.Mask());
        for (var i = 0; i < sigma.Values.Length; i++)
        {
            Assert.Equal(!(1000 * sigma.Values[i] <= 25), (mask.Reasons[i] & MaskReasons.Uncertain) != 0);
        }

        var residual = results.ResidualRms()!.Values;
        for (var i = 0; i < residual.Length; i++)
        {
            Assert.Equal(!(residual[i] <= 0.8), (mask.Reasons[i] & MaskReasons.LargeResidual) != 0);
        }

        Assert.NotEqual(0, mask.Count(MaskReasons.LargeResidual));
        var (first, last) = (results.SeriesSigma(0)!, results.SeriesSigma(11)!);
        for (var i = 0; i < sigma.Values.Length; i += 97)
        {
            Assert.True(float.IsNaN(last.Values[i]) == float.IsNaN(sigma.Values[i]));
            Assert.True(float.IsNaN(last.Values[i]) || (last.Values[i] > 0 && first.Values[i] == 0));
        }

        foreach (var map in new[] { "rate_sigma", "rate_sigma_pairs", "rate_sigma_shared", "rate_sigma_scatter", "weakness", "unchecked_dates" })
        {
            Assert.True(File.Exists(Path.Combine(run.Out, "maps", map + ".tif")), map);
        }
    }

    [Fact]
    public void Switched_off_it_writes_nothing_and_the_scatter_is_given_out()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Uncertainty = new UncertaintySettings { Enabled = false } });
        run.Done("--until", "mask");
        Assert.Null(UncertaintyRecord.Read(run.Out));
        Assert.False(run.Results().HasTotalSigma);
        Assert.NotEqual(StorePaths.TotalRateSigma, FinalLayers.RateSigma(run.Store()));
        run.Write(run.Settings with { Uncertainty = new UncertaintySettings { Covariance = DateNoiseModel.None, Series = false } });
        run.Done("--until", "mask");
        var record = UncertaintyRecord.Read(run.Out)!;
        Assert.Empty(record.Semivariogram);
        Assert.Contains(record.Notes, n => n.Contains("not asked for", StringComparison.Ordinal));
        Assert.False(run.Store().Exists(StorePaths.SeriesSigma));
    }
}
