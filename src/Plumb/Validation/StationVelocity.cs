using Plumb.Geometry;

namespace Plumb.Validation;

/// <summary>The steady motion of a station as a table of velocities has it.</summary>
/// <param name="Name">Name of the station.</param>
/// <param name="Longitude">Longitude on WGS 84, degrees east.</param>
/// <param name="Latitude">Latitude on WGS 84, degrees north.</param>
/// <param name="Height">Height above the ellipsoid, metres; 0 where the table has none.</param>
/// <param name="East">Rate to the east, metres per year.</param>
/// <param name="North">Rate to the north, metres per year.</param>
/// <param name="Up">Rate upwards, metres per year; 0 where the table has none.</param>
/// <param name="SigmaEast">Standard deviation of the rate to the east, metres per year.</param>
/// <param name="SigmaNorth">Standard deviation of the rate to the north, metres per year.</param>
/// <param name="SigmaUp">Standard deviation of the rate upwards, metres per year; 0 where the table has none.</param>
/// <param name="Correlation">Correlation of the errors in east and north, pure number.</param>
/// <param name="PublishedLineOfSight">Rate along a line of sight as the table has it, metres per year; NaN where it has none.</param>
public sealed record StationVelocity(
    string Name, double Longitude, double Latitude, double Height, double East, double North, double Up,
    double SigmaEast, double SigmaNorth, double SigmaUp, double Correlation, double PublishedLineOfSight)
{
    /// <summary>Rate along a line of sight and its standard deviation, metres per year, positive towards the satellite.</summary>
    /// <param name="look">The line of sight.</param>
    public (double Rate, double Sigma) Along(LookVector look)
    {
        var (e, n, u) = (look.East * SigmaEast, look.North * SigmaNorth, look.Up * SigmaUp);
        return (look.Project(East, North, Up), Math.Sqrt(Math.Max(0, (e * e) + (n * n) + (u * u) + (2 * Correlation * e * n))));
    }
}

/// <summary>How rates of radar and stations agree over all stations.</summary>
/// <param name="Count">Number of stations (count).</param>
/// <param name="Correlation">Correlation of both rates, pure number.</param>
/// <param name="Mean">Mean of radar minus station, metres per year.</param>
/// <param name="Spread">Standard deviation of radar minus station about that mean, metres per year.</param>
/// <param name="Rmse">Root mean square of radar minus station, metres per year.</param>
public sealed record RateSummary(int Count, double Correlation, double Mean, double Spread, double Rmse)
{
    /// <summary>The summary of some stations.</summary>
    /// <param name="rates">Rates of radar and stations, metres per year.</param>
    public static RateSummary Of(IReadOnlyList<StationRates> rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        if (rates.Count == 0)
        {
            return new RateSummary(0, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        var (mr, mg, md) = (rates.Average(r => r.Radar), rates.Average(r => r.Ground), rates.Average(r => r.Difference));
        var (rr, gg, rg) = (rates.Sum(r => (r.Radar - mr) * (r.Radar - mr)), rates.Sum(r => (r.Ground - mg) * (r.Ground - mg)), rates.Sum(r => (r.Radar - mr) * (r.Ground - mg)));
        return new RateSummary(
            rates.Count, rr > 0 && gg > 0 ? rg / Math.Sqrt(rr * gg) : double.NaN, md,
            rates.Count < 2 ? double.NaN : Math.Sqrt(rates.Sum(r => (r.Difference - md) * (r.Difference - md)) / (rates.Count - 1)),
            Math.Sqrt(rates.Average(r => r.Difference * r.Difference)));
    }
}
