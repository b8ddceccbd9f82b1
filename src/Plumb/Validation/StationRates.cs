using Plumb.Inversion;
using Plumb.TimeFunctions;

namespace Plumb.Validation;

/// <summary>
/// Rates of station and radar by straight lines through the same dates, metres per year along the line of sight, positive towards the satellite. The radar's standard
/// deviation is the run's own; the station's follows from its days, flicker noise and steps.
/// </summary>
/// <param name="Ground">Rate of the station, metres per year.</param>
/// <param name="GroundSigma">Its standard deviation, metres per year; NaN when unknown.</param>
/// <param name="Radar">Rate of the radar, metres per year.</param>
/// <param name="RadarSigma">Its standard deviation, metres per year; NaN when unknown.</param>
/// <param name="ScatterSigma">Standard deviation of radar minus station by how far the differences lie from their own straight line, neighbouring dates allowed to be alike, metres per year; NaN below four dates.</param>
public sealed record StationRates(double Ground, double GroundSigma, double Radar, double RadarSigma, double ScatterSigma)
{
    /// <summary>Radar minus station, metres per year.</summary>
    public double Difference => Radar - Ground;

    /// <summary>Standard deviation of the difference by those of both, metres per year; of the one that is known where the other is not; NaN where neither is.</summary>
    public double DifferenceSigma
    {
        get
        {
            var variance = (double.IsNaN(GroundSigma) ? 0 : GroundSigma * GroundSigma) + (double.IsNaN(RadarSigma) ? 0 : RadarSigma * RadarSigma);
            return variance > 0 ? Math.Sqrt(variance) : double.NaN;
        }
    }

    /// <summary>Difference over its standard deviation, pure number; NaN when unknown.</summary>
    public double ZScore => Difference / DifferenceSigma;

    /// <summary>Rates over the dates of a record.</summary>
    /// <param name="record">The record, metres.</param>
    /// <param name="options">How; its flicker noise enters.</param>
    internal static StationRates Of(CommonRecord record, StationOptions options)
    {
        var n = record.Dates.Count;
        var time = DecimalYears.Since([.. record.Dates.Select(d => d.Date)], TimeAxis.Julian);
        var mean = time.Average();
        var spread = time.Sum(t => (t - mean) * (t - mean));
        var weights = time.Select(t => (t - mean) / spread).ToArray();
        var (ground, radar, own, ofRadar) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < n; k++)
        {
            var d = record.Dates[k];
            ground += weights[k] * d.Ground;
            radar += weights[k] * d.Radar;
            own += weights[k] * weights[k] * d.GroundSigma * d.GroundSigma;
            ofRadar += weights[k] * weights[k] * d.RadarSigma * d.RadarSigma;
            for (var j = 0; j < k; j++)
            {
                // Weights add up to zero, so that variances of differences are all that is needed: -1/2 sum over both orders.
                own -= weights[k] * weights[j] * record.LastingVariance(record.Dates[j].Date, d.Date, options);
            }
        }

        return new StationRates(
            ground, Math.Sqrt(Math.Max(0, own)), radar, double.IsNaN(record.RadarRateSigma) ? Math.Sqrt(ofRadar) : record.RadarRateSigma,
            Scatter([.. record.Dates.Select(d => d.Radar - d.Ground)], time, mean, spread, radar - ground));
    }

    private static double Scatter(double[] differences, double[] time, double mean, double spread, double slope)
    {
        var n = differences.Length;
        if (n < 4)
        {
            return double.NaN;
        }

        var middle = differences.Average();
        var residual = differences.Select((d, k) => d - middle - (slope * (time[k] - mean))).ToArray();
        var inflation = SampleCount.Inflation(residual);
        return Math.Sqrt(residual.Sum(r => r * r) / (n - 2) / spread * inflation);
    }
}
