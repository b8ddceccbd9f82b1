using System.Globalization;
using System.Text;
using Plumb.Acquisitions;
using Plumb.Formats.Products;
using Plumb.Simulation;

namespace Plumb.Formats.Hyp3;

/// <summary>Names and parameter files of simulated products, with the keys and the order of real ones.</summary>
internal static class Hyp3ParameterText
{
    // Sentinel-1A flew orbit 61237 on 2025-10-01; a cycle is 175 orbits in 12 days.
    private const int KnownOrbit = 61237;
    private const int OrbitsOfCycle = 175;
    private const int DaysOfCycle = 12;
    private const int OrbitsBehind = 46;
    private static readonly DateOnly KnownDate = new(2025, 10, 1);

    /// <summary>Name of the product of a pair.</summary>
    internal static string Name(SceneSimulator simulator, int pair, Hyp3ProductKind kind)
    {
        var dates = simulator.Network.Pairs[pair];
        var id = Id(simulator, pair, 0);
        var spacing = Math.Max(1, (int)Math.Round(simulator.View.StepY));
        if (kind == Hyp3ProductKind.IsceBurst)
        {
            return Text($"S1_{BurstNumber(simulator):000000}_IW2_{dates.First:yyyyMMdd}_{dates.Second:yyyyMMdd}_VV_INT{spacing}_{id}");
        }

        var time = Time(simulator);
        var water = simulator.Scene.Gaps.Water ? 'w' : 'u';
        return Text($"S1{Satellite(simulator, dates.First)}{Satellite(simulator, dates.Second)}_{dates.First:yyyyMMdd}T{time}_{dates.Second:yyyyMMdd}T{time}_VVP{Math.Min(dates.Days, 999):000}_INT{spacing}_G_{water}eF_{id}");
    }

    /// <summary>Content of the parameter file of a pair.</summary>
    internal static string Content(SceneSimulator simulator, int pair, Hyp3ProductKind kind)
    {
        var burst = kind == Hyp3ProductKind.IsceBurst;
        var dates = simulator.Network.Pairs[pair];
        var direction = simulator.Acquisitions[0].Pass == PassDirection.Descending ? "DESCENDING" : "ASCENDING";
        var sensor = simulator.Scene.Sensor;
        var (rangeLooks, azimuthLooks) = Looks(sensor.Looks);
        var near = simulator.View.SlantRange(double.DegreesToRadians(sensor.IncidenceNear));
        var centre = simulator.View.SlantRange(double.DegreesToRadians(0.5 * (sensor.IncidenceNear + sensor.IncidenceFar)));
        var far = simulator.View.SlantRange(double.DegreesToRadians(sensor.IncidenceFar));
        var spacing = Math.Max(1, (int)Math.Round(simulator.View.StepY));
        var text = new StringBuilder();
        void Line(string key, FormattableString value) => text.Append(key).Append(": ").Append(FormattableString.Invariant(value)).Append('\n');

        Line("Reference Granule", $"{Granule(simulator, dates.First, pair, 1, burst)}");
        Line("Secondary Granule", $"{Granule(simulator, dates.Second, pair, 2, burst)}");
        Line("Reference Pass Direction", $"{direction}");
        Line("Reference Orbit Number", $"{Orbit(simulator, dates.First)}");
        Line("Secondary Pass Direction", $"{direction}");
        Line("Secondary Orbit Number", $"{Orbit(simulator, dates.Second)}");
        Line("Baseline", $"{simulator.BaselineOf(pair).Perpendicular:0.0000}");
        Line("UTC time", $"{sensor.TimeOfDay:0.000000}");
        Line("Heading", $"{Math.IEEERemainder(sensor.Heading, 360.0):0.0000000}");
        Line("Spacecraft height", $"{sensor.Altitude:0.0000}");
        Line("Earth radius at nadir", $"{ViewGeometry.EarthRadius:0.0000}");
        Line("Slant range near", $"{near:0.0000}");
        Line("Slant range center", $"{centre:0.0000}");
        Line("Slant range far", $"{far:0.0000}");
        Line("Range looks", $"{rangeLooks}");
        Line("Azimuth looks", $"{azimuthLooks}");
        Line("INSAR phase filter", $"{(burst ? "no" : "none")}");
        Line("Phase filter parameter", $"0.0");
        if (!burst)
        {
            Line("Resolution of output (m)", $"{spacing}");
        }

        Line("Range bandpass filter", $"no");
        Line("Azimuth bandpass filter", $"no");
        Line("DEM source", $"{(burst ? "GLO_30" : "GLO-30")}");
        Line("DEM resolution (m)", $"{(burst ? 30 : 2 * spacing)}");
        Line("Unwrapping type", $"{(burst ? "snaphu_mcf" : "mcf")}");
        if (!burst)
        {
            Line("Unwrapping threshold", $"none");
        }

        Line("Speckle filter", $"no");
        if (burst)
        {
            Line("Water mask", $"{(simulator.Scene.Gaps.Water ? "yes" : "no")}");
        }

        return text.ToString();
    }

    /// <summary>Looks in range and azimuth, five to one, whose independent number comes nearest to the scene's.</summary>
    private static (int Range, int Azimuth) Looks(double independent)
    {
        var oversampling = EffectiveLooks.Sentinel1RangeOversampling * EffectiveLooks.Sentinel1AzimuthOversampling;
        var azimuth = Math.Max(1, (int)Math.Round(Math.Sqrt(independent * oversampling / 5.0)));
        return (Math.Max(1, (int)Math.Round(independent * oversampling / azimuth)), azimuth);
    }

    private static string Granule(SceneSimulator simulator, DateOnly date, int pair, int which, bool burst)
    {
        var id = Id(simulator, pair, which);
        if (burst)
        {
            return Text($"S1_{BurstNumber(simulator):000000}_IW2_{date:yyyyMMdd}T{Time(simulator)}_VV_{id}-BURST");
        }

        var end = TimeSpan.FromSeconds(Math.Min(86_399, Math.Floor(simulator.Scene.Sensor.TimeOfDay) + 27));
        return Text($"S1{Satellite(simulator, date)}_IW_SLC__1SDV_{date:yyyyMMdd}T{Time(simulator)}_{date:yyyyMMdd}T{end:hhmmss}_{Orbit(simulator, date):000000}_{Orbit(simulator, date) * 8 % 0xFFFFFF:X6}_{id}");
    }

    private static char Satellite(SceneSimulator simulator, DateOnly date) =>
        simulator.Scene.Orbit.SecondSatelliteMillimetres != 0 && simulator.Network.Dates.Index().First(d => d.Item == date).Index % 2 == 1 ? 'B' : 'A';

    /// <summary>Orbit of a date. Those of Sentinel-1B that share a track with an orbit of 1A have numbers that are smaller by 46, modulo a cycle.</summary>
    private static int Orbit(SceneSimulator simulator, DateOnly date)
    {
        // A scene has one track whatever the days between its dates: they count as whole cycles since the first.
        var first = simulator.Network.Dates[0];
        var cycles = (int)Math.Round((double)(date.DayNumber - first.DayNumber) / DaysOfCycle, MidpointRounding.ToPositiveInfinity);
        var start = KnownOrbit + (int)Math.Floor(((2.0 * OrbitsOfCycle * (first.DayNumber - KnownDate.DayNumber)) + DaysOfCycle) / (2 * DaysOfCycle));
        return Math.Max(1, start + (OrbitsOfCycle * cycles)) - (Satellite(simulator, date) == 'B' ? OrbitsBehind : 0);
    }

    private static int BurstNumber(SceneSimulator simulator) =>
        1 + (int)(new CounterRandom(simulator.Scene.Seed, 1000).Bits(0) % 375_000);

    private static string Id(SceneSimulator simulator, int pair, int which) =>
        Text($"{new CounterRandom(simulator.Scene.Seed, 1001, pair).Bits((ulong)which) & 0xFFFF:X4}");

    private static string Time(SceneSimulator simulator) =>
        TimeSpan.FromSeconds(Math.Floor(simulator.Scene.Sensor.TimeOfDay)).ToString("hhmmss", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
