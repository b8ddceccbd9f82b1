namespace Plumb.Corrections.Delays;

/// <summary>Zenith total delays over a GNSS station. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Latitude">Latitude, degrees.</param>
/// <param name="Longitude">Longitude, degrees.</param>
/// <param name="Height">Height above the ellipsoid, metres.</param>
/// <param name="Times">Times (UTC), ascending; shape (time).</param>
/// <param name="Delays">Zenith total delay, metres; shape (time).</param>
/// <param name="Sigmas">Its standard deviation, metres, positive; shape (time).</param>
public sealed record ZenithStation(
    string Name, double Latitude, double Longitude, double Height, IReadOnlyList<DateTime> Times, IReadOnlyList<double> Delays, IReadOnlyList<double> Sigmas)
{
    /// <summary>The delay at a time, linear between the values before it and after it.</summary>
    /// <param name="time">The time (UTC).</param>
    /// <param name="longest">Longest time to either of the two; of a single value, where the other side lacks, half of it.</param>
    /// <returns>Delay and standard deviation, metres; null where there is none near enough.</returns>
    public (double Delay, double Sigma)? At(DateTime time, TimeSpan longest)
    {
        var (low, high) = (0, Times.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Times[middle] < time ? (middle + 1, high) : (low, middle);
        }

        // Now the first value that is not earlier.
        var after = low < Times.Count && Times[low] - time <= longest ? low : -1;
        var before = after >= 0 && Times[after] == time ? after : low > 0 && time - Times[low - 1] <= longest ? low - 1 : -1;
        if (before >= 0 && after >= 0)
        {
            var share = before == after ? 0 : (time - Times[before]) / (Times[after] - Times[before]);
            return (Delays[before] + (share * (Delays[after] - Delays[before])), Math.Max(Sigmas[before], Sigmas[after]));
        }

        var only = Math.Max(before, after);
        return only >= 0 && (Times[only] - time).Duration() <= longest / 2 ? (Delays[only], Sigmas[only]) : null;
    }
}

/// <summary>The delay over a station at the time of an acquisition.</summary>
/// <param name="Station">Index of the station.</param>
/// <param name="Latitude">Latitude, degrees.</param>
/// <param name="Longitude">Longitude, degrees.</param>
/// <param name="Height">Height, metres.</param>
/// <param name="Delay">Zenith total delay, metres.</param>
/// <param name="Sigma">Its standard deviation, metres.</param>
public readonly record struct ZenithSample(int Station, double Latitude, double Longitude, double Height, double Delay, double Sigma);
