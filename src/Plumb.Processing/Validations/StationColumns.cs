namespace Plumb.Processing.Validations;

/// <summary>A number of a station as tables hold it, with its unit in the name.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Of">The number in the unit of the name; NaN where there is none.</param>
internal sealed record StationColumn(string Name, Func<ValidatedStation, double> Of);

/// <summary>The numbers of a station in the order of the tables.</summary>
internal static class StationColumns
{
    internal static IReadOnlyList<StationColumn> All { get; } =
    [
        new("dates", s => s.Statistics?.Count ?? 0),
        new("pixels", s => s.Pixels),
        new("distance_m", s => s.Distance),
        new("rmse_mm", s => 1000 * s.Statistics?.Rmse ?? double.NaN),
        new("bias_mm", s => 1000 * s.Statistics?.Bias ?? double.NaN),
        new("bias_p", s => s.Statistics?.BiasProbability ?? double.NaN),
        new("scatter_mm", s => 1000 * s.Statistics?.Scatter ?? double.NaN),
        new("expected_mm", s => 1000 * s.Statistics?.Expected ?? double.NaN),
        new("largest_mm", s => 1000 * s.Statistics?.Largest ?? double.NaN),
        new("smallest_mm", s => 1000 * s.Statistics?.Smallest ?? double.NaN),
        new("median_mm", s => 1000 * s.Statistics?.Median ?? double.NaN),
        new("mean_mm", s => 1000 * s.Statistics?.Mean ?? double.NaN),
        new("correlation", s => s.Statistics?.Correlation ?? double.NaN),
        new("slope", s => s.Statistics?.Slope ?? double.NaN),
        new("z_rms", s => s.Statistics?.ZSpread ?? double.NaN),
        new("radar_mm_yr", s => 1000 * s.Rates?.Radar ?? double.NaN),
        new("radar_sigma_mm_yr", s => 1000 * s.Rates?.RadarSigma ?? double.NaN),
        new("station_mm_yr", s => 1000 * s.Rates?.Ground ?? double.NaN),
        new("station_sigma_mm_yr", s => 1000 * s.Rates?.GroundSigma ?? double.NaN),
        new("difference_mm_yr", s => 1000 * s.Rates?.Difference ?? double.NaN),
        new("difference_sigma_mm_yr", s => 1000 * s.Rates?.DifferenceSigma ?? double.NaN),
        new("scatter_sigma_mm_yr", s => 1000 * s.Rates?.ScatterSigma ?? double.NaN),
        new("z_rate", s => s.Rates?.ZScore ?? double.NaN),
    ];
}
