using Plumb.Geometry;

namespace Plumb.Corrections.Delays;

/// <summary>
/// Delay along the look through zenith delays at heights: 1e-6 times the integral of the refractivity along the straight line to the satellite. Between two heights
/// the refractivity is the zenith delay that the layer adds over its thickness, taken where the line passes the middle of the layer, which lies kilometres from the pixel
/// higher up; the line's length in the layer is that over a sphere, so that it steepens as the Earth falls away beneath it. The bending of the ray, below a millimetre at the angles of
/// radars from space, is left out. The lines are the same for all dates and traced once. Immutable and safe for threads.
/// </summary>
public sealed class SlantPaths
{
    private readonly NodeGrid from;
    private readonly NodeGrid nodes;
    private readonly double[] ground;
    private readonly double[] levels;
    private readonly float[] rows;
    private readonly float[] columns;
    private readonly float[] stretch;

    /// <summary>Traces the lines.</summary>
    /// <param name="from">Nodes of the zenith delays.</param>
    /// <param name="levels">Heights of the zenith delays, metres, rising, at least two; shape (level).</param>
    /// <param name="nodes">Nodes the delays are wanted at.</param>
    /// <param name="ground">Heights the delays are wanted at, metres, rising, below the highest level; shape (height).</param>
    /// <param name="looks">Unit vectors from the ground to the satellite (pure numbers); shape (node).</param>
    /// <exception cref="RequestException">The sizes do not fit, a height lies above all levels, or a look points below 10 degrees above the horizon.</exception>
    public SlantPaths(NodeGrid from, ReadOnlySpan<double> levels, NodeGrid nodes, ReadOnlySpan<double> ground, ReadOnlySpan<LookVector> looks)
    {
        if (levels.Length < 2 || looks.Length != nodes.Count || ground.Length < 1 || !(ground[^1] < levels[^1]))
        {
            throw new RequestException($"Lines of sight need delays at two heights or more, the ground below the highest, and a look at each of {nodes.Count} nodes; {levels.Length} heights and {looks.Length} looks came.");
        }

        (this.from, this.nodes, this.levels, this.ground) = (from, nodes, levels.ToArray(), ground.ToArray());
        var parts = nodes.Count * ground.Length * levels.Length;
        (rows, columns, stretch) = (new float[parts], new float[parts], new float[parts]);
        for (var node = 0; node < nodes.Count; node++)
        {
            if (!(looks[node].Up > 0.17))
            {
                throw new RequestException("A look lies below 10 degrees above the horizon. Check the incidence angles of the products.");
            }

            for (var k = 0; k < ground.Length; k++)
            {
                Trace(node, k, looks[node]);
            }
        }
    }

    /// <summary>The delays along the looks of one date.</summary>
    /// <param name="zenith">Zenith delays, metres, on the nodes and heights that the lines were traced through.</param>
    /// <returns>Delays along the look, metres.</returns>
    /// <exception cref="RequestException">Nodes or heights are others.</exception>
    public DelayCube Of(DelayCube zenith)
    {
        ArgumentNullException.ThrowIfNull(zenith);
        if (zenith.Nodes != from || !zenith.Heights.SequenceEqual(levels))
        {
            throw new RequestException($"Weather of all dates has to lie on the same nodes and heights for delays along the look: {zenith.Nodes} came after {from}. Take files of one area and one step, or corrections.troposphere.path: zenith.");
        }

        var slant = new float[nodes.Count * ground.Length];
        for (var i = 0; i < slant.Length; i++)
        {
            var sum = 0.0;
            var first = i * levels.Length;
            for (var level = 0; level < levels.Length; level++)
            {
                if (stretch[first + level] != 0)
                {
                    sum += stretch[first + level] * Layer(zenith.Values, rows[first + level], columns[first + level], level, ground[i % ground.Length]);
                }
            }

            slant[i] = (float)sum;
        }

        return new DelayCube(nodes, ground, slant);
    }

    /// <summary>What a layer adds to the zenith delay above a height, metres; of the last level all that lies above it.</summary>
    private double Layer(ReadOnlySpan<float> delay, float row, float column, int level, double height)
    {
        if (level == levels.Length - 1)
        {
            return At(delay, row, column, level);
        }

        var whole = At(delay, row, column, level) - At(delay, row, column, level + 1);
        var (bottom, top) = (levels[level], levels[level + 1]);

        // Below the lowest level the air of the lowest layer goes on.
        return level == 0 || height > bottom ? whole * (top - height) / (top - bottom) : whole;
    }

    private double At(ReadOnlySpan<float> delay, float row, float column, int level)
    {
        var (r, c) = (Math.Clamp((int)row, 0, from.Rows - 2), Math.Clamp((int)column, 0, from.Columns - 2));
        var (down, right) = (row - r, column - c);
        var (first, line) = ((((r * from.Columns) + c) * levels.Length) + level, from.Columns * levels.Length);
        var north = delay[first] + (right * (delay[first + levels.Length] - delay[first]));
        var south = delay[first + line] + (right * (delay[first + line + levels.Length] - delay[first + line]));
        return north + (down * (south - north));
    }

    private void Trace(int node, int k, LookVector look)
    {
        var (latitude, longitude, start) = (nodes.Latitude(node / nodes.Columns), nodes.Longitude(node % nodes.Columns), ground[k]);
        var cos = look.Up;
        var sin = Math.Sqrt((look.East * look.East) + (look.North * look.North));
        var radius = RadiusAt(latitude);
        double Length(double height)
        {
            var (low, high) = (radius + start, radius + height);
            return Math.Sqrt((low * low * cos * cos) + (high * high) - (low * low)) - (low * cos);
        }

        var first = ((node * ground.Length) + k) * levels.Length;
        for (var level = 0; level < levels.Length; level++)
        {
            var isLast = level == levels.Length - 1;
            var bottom = level == 0 ? start : Math.Max(start, levels[level]);
            var top = isLast ? levels[level] + 1000 : levels[level + 1];
            if (top <= bottom)
            {
                continue;
            }

            var middle = Length(0.5 * (bottom + top));
            var away = radius * Math.Atan2(middle * sin, radius + start + (middle * cos));
            var (north, east) = sin > 0 ? (away * look.North / sin, away * look.East / sin) : (0, 0);
            var there = latitude + double.RadiansToDegrees(north / radius);
            rows[first + level] = (float)Math.Clamp(from.RowOf(there), 0, from.Rows - 1);
            columns[first + level] = (float)Math.Clamp(
                from.ColumnOf(longitude + double.RadiansToDegrees(east / (radius * Math.Cos(double.DegreesToRadians(latitude))))), 0, from.Columns - 1);
            stretch[first + level] = (float)((Length(top) - Length(bottom)) / (top - bottom));
        }
    }

    /// <summary>Mean radius of curvature of the ellipsoid, metres.</summary>
    private static double RadiusAt(double latitude)
    {
        const double SquaredEccentricity = Wgs84.Flattening * (2 - Wgs84.Flattening);
        var sin = Math.Sin(double.DegreesToRadians(latitude));
        return Wgs84.SemiMajorAxis * Math.Sqrt(1 - SquaredEccentricity) / (1 - (SquaredEccentricity * sin * sin));
    }
}
