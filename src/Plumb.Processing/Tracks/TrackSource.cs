using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Processing.Results;

namespace Plumb.Processing.Tracks;

/// <summary>A circle on the map that values are relative to.</summary>
/// <param name="X">East coordinate of its centre, degrees or metres as its system counts.</param>
/// <param name="Y">North coordinate, degrees or metres.</param>
/// <param name="Radius">Radius, metres.</param>
public sealed record ReferenceCircle(double X, double Y, double Radius);

/// <summary>
/// Rates of one track with how they were seen, as they lie in their file: on a grid, or at points. One entry per pixel or point, shape (pixel) or (point); a pixel that is not
/// good is NaN.
/// </summary>
public sealed record TrackSource
{
    /// <summary>Short name for tables and files.</summary>
    public required string Name { get; init; }

    /// <summary>The file or folder.</summary>
    public required string Path { get; init; }

    /// <summary>The grid; null for points.</summary>
    public Grid? Grid { get; init; }

    /// <summary>System of the coordinates.</summary>
    public required Crs Crs { get; init; }

    /// <summary>East coordinates of points, degrees; empty for a grid.</summary>
    public double[] X { get; init; } = [];

    /// <summary>North coordinates of points, degrees; empty for a grid.</summary>
    public double[] Y { get; init; } = [];

    /// <summary>Rate along the line of sight, metres per year, positive towards the satellite.</summary>
    public required float[] Rate { get; init; }

    /// <summary>Its standard deviation, metres per year.</summary>
    public required float[] Sigma { get; init; }

    /// <summary>East component of the look vector from the ground to the satellite, pure number.</summary>
    public required float[] East { get; init; }

    /// <summary>North component, pure number.</summary>
    public required float[] North { get; init; }

    /// <summary>Upward component, pure number.</summary>
    public required float[] Up { get; init; }

    /// <summary>Coherence (temporal where there is one, else mean), pure number; empty when unknown.</summary>
    public float[] Coherence { get; init; } = [];

    /// <summary>Height, metres; empty when unknown.</summary>
    public float[] Height { get; init; } = [];

    /// <summary>Where the values are zero by definition, in <see cref="Crs"/>; empty when unknown.</summary>
    public IReadOnlyList<ReferenceCircle> References { get; init; } = [];

    /// <summary>What the values are relative to, in words.</summary>
    public string RelativeTo { get; init; } = "";

    /// <summary>The run that it comes from, with its series; null for others.</summary>
    public ResultSet? Run { get; init; }

    /// <summary>Direction of flight.</summary>
    public PassDirection Pass { get; init; }

    /// <summary>Number of pixels or points with a rate, a count.</summary>
    public int Count => Rate.Count(float.IsFinite);

    /// <summary>Mean look vector of the pixels with a rate, pure numbers: east, north, up.</summary>
    public (double East, double North, double Up) MeanLook()
    {
        double e = 0, n = 0, u = 0;
        var count = 0;
        for (var i = 0; i < Rate.Length; i++)
        {
            if (float.IsFinite(Rate[i] + East[i] + North[i] + Up[i]))
            {
                (e, n, u, count) = (e + East[i], n + North[i], u + Up[i], count + 1);
            }
        }

        return (e / count, n / count, u / count);
    }
}
