using Plumb.Corrections.Delays;

namespace Plumb.Corrections.Ionosphere;

/// <summary>
/// Vertical content of free electrons of the ionosphere over nodes of latitude and longitude at several times, as if all lay in one thin shell (Schaer, Gurtner and Feltens
/// 1998, IONEX version 1). Thread-safe.
/// </summary>
public sealed class TecMaps
{
    private readonly DateTime[] times;
    private readonly float[] content;
    private readonly float[]? rms;

    /// <summary>Maps of one file.</summary>
    /// <param name="nodes">The nodes, degrees, at least 2 x 2.</param>
    /// <param name="shellRadius">Distance of the shell from the Earth's centre, metres.</param>
    /// <param name="earthRadius">Radius of the sphere that the shell's height is counted from, metres.</param>
    /// <param name="times">Times of the maps, UTC, rising, at least one.</param>
    /// <param name="content">Vertical electron content, TECU (1e16 electrons per square metre); shape (time, row, column), row 0 in the north. NaN where there is none.</param>
    /// <param name="rms">Its standard deviation, TECU; shape as the content. Null where there is none.</param>
    /// <exception cref="RequestException">The sizes do not fit, or the times do not rise.</exception>
    public TecMaps(NodeGrid nodes, double shellRadius, double earthRadius, DateTime[] times, float[] content, float[]? rms)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(content);
        if (nodes.Rows < 2 || nodes.Columns < 2 || !(nodes.LatitudeStep > 0) || !(nodes.LongitudeStep > 0) || times.Length == 0 ||
            content.LongLength != (long)times.Length * nodes.Rows * nodes.Columns || (rms is not null && rms.Length != content.Length))
        {
            throw new RequestException($"{content.Length} values are no {times.Length} maps of {nodes.Rows} x {nodes.Columns} nodes ({nodes}). Get the file again.");
        }

        if (!(earthRadius > 0) || !(shellRadius > earthRadius) || !double.IsFinite(shellRadius))
        {
            throw new RequestException(FormattableString.Invariant($"A shell {shellRadius:0} m from the centre of an Earth of {earthRadius:0} m is none. Get the file again."));
        }

        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] <= times[i - 1])
            {
                throw new RequestException(FormattableString.Invariant($"The map of {times[i]:yyyy-MM-dd HH:mm:ss} follows that of {times[i - 1]:yyyy-MM-dd HH:mm:ss}; maps rise in time. Get the file again."));
            }
        }

        (Nodes, ShellRadius, EarthRadius) = (nodes, shellRadius, earthRadius);
        (this.times, this.content, this.rms) = (times, content, rms);
    }

    /// <summary>The nodes, degrees.</summary>
    public NodeGrid Nodes { get; }

    /// <summary>Distance of the shell from the Earth's centre, metres.</summary>
    public double ShellRadius { get; }

    /// <summary>Radius of the sphere that the shell's height is counted from, metres.</summary>
    public double EarthRadius { get; }

    /// <summary>Times of the maps, UTC.</summary>
    public IReadOnlyList<DateTime> Times => times;

    /// <summary>Whether there are standard deviations.</summary>
    public bool HasRms => rms is not null;

    /// <summary>Index of the last map at or before a time; -1 where the time lies outside the maps. The last map's own time belongs to the map before it.</summary>
    /// <param name="time">Time, UTC.</param>
    public int Before(DateTime time)
    {
        if (time < times[0] || time > times[^1])
        {
            return -1;
        }

        var at = Array.BinarySearch(times, time);
        return Math.Min(at >= 0 ? at : ~at - 1, Math.Max(0, times.Length - 2));
    }

    /// <summary>Vertical electron content of one map at another time, TECU: the map turns with the Sun, so the value of the longitude that has the same hour of the day is taken. NaN outside the nodes and where there is none.</summary>
    /// <param name="map">Index of the map.</param>
    /// <param name="time">Time, UTC.</param>
    /// <param name="latitude">Geocentric latitude in the shell, degrees.</param>
    /// <param name="longitude">Longitude in the shell, degrees.</param>
    public double Turned(int map, DateTime time, double latitude, double longitude) => Turned(content, map, time, latitude, longitude);

    /// <summary>
    /// Vertical electron content at a time between two maps, TECU: the two maps, each turned with the Sun to the time, weighted by their distance in time (Schaer et al. 1998,
    /// third kind of interpolation). NaN outside maps and nodes.
    /// </summary>
    /// <param name="time">Time, UTC.</param>
    /// <param name="latitude">Geocentric latitude in the shell, degrees.</param>
    /// <param name="longitude">Longitude in the shell, degrees.</param>
    public double At(DateTime time, double latitude, double longitude) => Between(content, time, latitude, longitude);

    /// <summary>Standard deviation of the vertical electron content, TECU, looked up as <see cref="At"/>. NaN where there is none.</summary>
    /// <param name="time">Time, UTC.</param>
    /// <param name="latitude">Geocentric latitude in the shell, degrees.</param>
    /// <param name="longitude">Longitude in the shell, degrees.</param>
    public double RmsAt(DateTime time, double latitude, double longitude) => rms is null ? double.NaN : Between(rms, time, latitude, longitude);

    /// <summary>The maps of two files as one, so that times between the last of the one and the first of the other lie between maps.</summary>
    /// <param name="earlier">The maps whose last is earlier.</param>
    /// <param name="later">The maps whose first is later.</param>
    /// <exception cref="RequestException">Nodes or shell differ, or the times overlap.</exception>
    public static TecMaps Join(TecMaps earlier, TecMaps later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        if (earlier.Nodes != later.Nodes || earlier.ShellRadius != later.ShellRadius || earlier.EarthRadius != later.EarthRadius)
        {
            throw new RequestException($"Maps of the ionosphere of two files cannot be joined: nodes or heights differ ({earlier.Nodes}; {later.Nodes}). Take the files of one centre.");
        }

        var rms = earlier.rms is not null && later.rms is not null ? (float[])[.. earlier.rms, .. later.rms] : null;
        return new TecMaps(earlier.Nodes, earlier.ShellRadius, earlier.EarthRadius, [.. earlier.times, .. later.times], [.. earlier.content, .. later.content], rms);
    }

    private double Between(float[] values, DateTime time, double latitude, double longitude)
    {
        var map = Before(time);
        if (map < 0)
        {
            return double.NaN;
        }

        if (times.Length == 1)
        {
            return Turned(values, map, time, latitude, longitude);
        }

        var share = (time - times[map]) / (times[map + 1] - times[map]);
        return Mix(Turned(values, map, time, latitude, longitude), Turned(values, map + 1, time, latitude, longitude), share);
    }

    private double Turned(float[] values, int map, DateTime time, double latitude, double longitude)
    {
        var turned = longitude + ((time - times[map]).TotalDays * 360);
        var row = Nodes.RowOf(latitude);
        var column = (turned - Nodes.West) - (360 * Math.Floor((turned - Nodes.West) / 360));
        column /= Nodes.LongitudeStep;
        const double Edge = 1e-9;
        if (!(row >= -Edge && row <= Nodes.Rows - 1 + Edge && column <= Nodes.Columns - 1 + Edge))
        {
            return double.NaN;
        }

        var (r, c) = (Math.Clamp((int)row, 0, Nodes.Rows - 2), Math.Clamp((int)column, 0, Nodes.Columns - 2));
        var first = (((map * Nodes.Rows) + r) * Nodes.Columns) + c;
        var second = first + Nodes.Columns;
        var (down, right) = (row - r, column - c);
        return Mix(Mix(values[first], values[first + 1], right), Mix(values[second], values[second + 1], right), down);
    }

    /// <summary>Linear between two values; one that has no weight may be NaN.</summary>
    private static double Mix(double at0, double at1, double share) => share == 0 ? at0 : share == 1 ? at1 : at0 + (share * (at1 - at0));
}
