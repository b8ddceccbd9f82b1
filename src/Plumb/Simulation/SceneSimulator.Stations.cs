namespace Plumb.Simulation;

/// <summary>GNSS stations of a scene.</summary>
public sealed partial class SceneSimulator
{
    private const int DaysOfOutageStream = 1;

    /// <summary>
    /// True motion of a place on the ground since the first date of the network, metres. The line-of-sight displacement of a pixel is its
    /// scalar product with the look vector.
    /// </summary>
    /// <param name="east">East of the grid's centre, metres.</param>
    /// <param name="north">North of the grid's centre, metres.</param>
    /// <param name="date">The day (UTC).</param>
    /// <returns>Motion east, north and up, metres.</returns>
    public (double East, double North, double Up) GroundMotionAt(double east, double north, DateOnly date)
    {
        var first = Network.Dates[0];
        var (before, now) = (motion.At(east, north, first, first), motion.At(east, north, date, first));
        return (now.East - before.East, now.North - before.North, now.Up - before.Up);
    }

    /// <summary>The daily record of a station: true motion plus white and flicker noise, with its outages.</summary>
    /// <param name="index">Index of the station in the scene.</param>
    public SimulatedStation Station(int index)
    {
        var plan = Scene.Gnss;
        var station = plan.Stations[index];
        var (start, end) = (Network.Dates[0].AddDays(-plan.MarginDays), Network.Dates[^1].AddDays(plan.MarginDays));
        start = string.IsNullOrEmpty(station.Start) ? start : Later(start, SceneValidation.Date(station.Start, "gnss.stations.start"));
        end = string.IsNullOrEmpty(station.End) ? end : Earlier(end, SceneValidation.Date(station.End, "gnss.stations.end"));
        var days = Math.Max(0, end.DayNumber - start.DayNumber + 1);
        var noise = Enumerable.Range(0, 3).Select(c => new StationNoise(
            new CounterRandom(Scene.Seed, SimulationStreams.StationNoise, (3 * index) + c),
            1e-3 * (c < 2 ? plan.WhiteHorizontalMillimetres : plan.WhiteVerticalMillimetres),
            1e-3 * (c < 2 ? plan.FlickerHorizontalMillimetres : plan.FlickerVerticalMillimetres)).Series(days)).ToArray();
        var outages = new CounterRandom(Scene.Seed, SimulationStreams.StationGaps, index);
        var list = new List<SimulatedPosition>(days);
        for (var d = 0; d < days; d++)
        {
            // Outages are whole blocks of days, drawn block by block.
            var date = start.AddDays(d);
            if (outages.Uniform((ulong)(DaysOfOutageStream + (date.DayNumber / station.GapDays))) < station.GapShare)
            {
                continue;
            }

            var (e, n, u) = GroundMotionAt(station.East, station.North, date);
            list.Add(new SimulatedPosition(date, e + noise[0][d], n + noise[1][d], u + noise[2][d], e, n, u));
        }

        return new SimulatedStation(station, 1e-3 * plan.WhiteHorizontalMillimetres, 1e-3 * plan.WhiteVerticalMillimetres, list);
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}

/// <summary>A simulated station with its record.</summary>
/// <param name="Station">The entry of the scene.</param>
/// <param name="SigmaHorizontal">Stated standard deviation of a position in east and in north, metres: that of the white noise.</param>
/// <param name="SigmaVertical">Stated standard deviation of a height, metres.</param>
/// <param name="Positions">The days with a position, ascending; metres.</param>
public sealed record SimulatedStation(SceneStation Station, double SigmaHorizontal, double SigmaVertical, IReadOnlyList<SimulatedPosition> Positions);

/// <summary>Position of a station on one day, relative to the true position at the first date of the network.</summary>
/// <param name="Date">The day (UTC).</param>
/// <param name="East">Measured motion to the east, metres.</param>
/// <param name="North">Measured motion to the north, metres.</param>
/// <param name="Up">Measured motion upwards, metres.</param>
/// <param name="TrueEast">True motion to the east, metres.</param>
/// <param name="TrueNorth">True motion to the north, metres.</param>
/// <param name="TrueUp">True motion upwards, metres.</param>
public readonly record struct SimulatedPosition(
    DateOnly Date, double East, double North, double Up, double TrueEast, double TrueNorth, double TrueUp);
