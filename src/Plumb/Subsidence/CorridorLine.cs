namespace Plumb.Subsidence;

/// <summary>A line on the ground in metres (railway, pipeline, dam) with its chainage: the distance along it from its first corner. Immutable.</summary>
public sealed class CorridorLine
{
    private readonly double[] east;
    private readonly double[] north;
    private readonly double[] start;

    /// <summary>A line.</summary>
    /// <param name="east">East of each corner, metres; shape (corner).</param>
    /// <param name="north">North of each corner, metres; shape (corner).</param>
    /// <exception cref="ArgumentException">There are fewer than two corners, or the line has no length.</exception>
    public CorridorLine(ReadOnlySpan<double> east, ReadOnlySpan<double> north)
    {
        if (east.Length < 2 || east.Length != north.Length)
        {
            throw new ArgumentException("A line has two corners at least, each with east and north.", nameof(east));
        }

        (this.east, this.north, start) = (east.ToArray(), north.ToArray(), new double[east.Length]);
        for (var i = 1; i < start.Length; i++)
        {
            start[i] = start[i - 1] + Math.Sqrt(Math.Pow(east[i] - east[i - 1], 2) + Math.Pow(north[i] - north[i - 1], 2));
        }

        if (!(Length > 0))
        {
            throw new ArgumentException("A line has a length.", nameof(east));
        }
    }

    /// <summary>Length, metres.</summary>
    public double Length => start[^1];

    /// <summary>Number of straight parts (count).</summary>
    public int Parts => start.Length - 1;

    /// <summary>Chainage of each corner, metres, ascending; shape (corner).</summary>
    public IReadOnlyList<double> Corners => start;

    /// <summary>Place at a chainage.</summary>
    /// <param name="chainage">Distance along the line, metres; clamped to it.</param>
    /// <returns>East and north, metres.</returns>
    public (double East, double North) At(double chainage)
    {
        var part = Array.BinarySearch(start, Math.Clamp(chainage, 0, Length));
        part = Math.Clamp(part >= 0 ? part : ~part - 1, 0, Parts - 1);
        while (part > 0 && start[part + 1] == start[part])
        {
            part--;
        }

        var share = start[part + 1] > start[part] ? Math.Clamp((chainage - start[part]) / (start[part + 1] - start[part]), 0, 1) : 0;
        return (east[part] + (share * (east[part + 1] - east[part])), north[part] + (share * (north[part + 1] - north[part])));
    }

    /// <summary>The rectangle around a straight part, metres.</summary>
    /// <param name="part">Index of the part.</param>
    internal (double West, double South, double East, double North) BoxOf(int part) => (
        Math.Min(east[part], east[part + 1]), Math.Min(north[part], north[part + 1]), Math.Max(east[part], east[part + 1]), Math.Max(north[part], north[part + 1]));

    /// <summary>Distance to a straight part and the chainage of its nearest place, metres.</summary>
    internal (double Distance, double Chainage) Nearest(int part, double x, double y)
    {
        var (dx, dy) = (east[part + 1] - east[part], north[part + 1] - north[part]);
        var square = (dx * dx) + (dy * dy);
        var share = square > 0 ? Math.Clamp((((x - east[part]) * dx) + ((y - north[part]) * dy)) / square, 0, 1) : 0;
        var (ex, ey) = (x - east[part] - (share * dx), y - north[part] - (share * dy));
        return (Math.Sqrt((ex * ex) + (ey * ey)), start[part] + (share * Math.Sqrt(square)));
    }
}
