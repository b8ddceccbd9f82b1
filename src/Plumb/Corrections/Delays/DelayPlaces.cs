using Plumb.Kernels;

namespace Plumb.Corrections.Delays;

/// <summary>
/// Where places lie among the nodes and heights of delays: found once, looked up at every date. Not safe for threads; looking up allocates nothing.
/// </summary>
public sealed class DelayPlaces
{
    /// <summary>Whole numbers up to here are exact as single-precision ones.</summary>
    private const long LargestIndex = 1 << 24;

    private readonly DelayLookup lookup;
    private readonly float[] index;
    private readonly float[] down;
    private readonly float[] right;
    private readonly float[] up;
    private NodeGrid nodes;
    private double[] heights = [];
    private int count;
    private int first;

    /// <summary>Room for places.</summary>
    /// <param name="most">Most places at once (count).</param>
    public DelayPlaces(int most)
        : this(most, LaneWidth.Widest)
    {
    }

    internal DelayPlaces(int most, LaneWidth width)
    {
        lookup = LaneWidths.Choose(width) switch
        {
            LaneWidth.Bits512 => new DelayLookup<Lane512>(),
            LaneWidth.Bits256 => new DelayLookup<Lane256>(),
            _ => new DelayLookup<Lane128>(),
        };

        // A whole vector at the end as well.
        var room = most + 16;
        (index, down, right, up) = (new float[room], new float[room], new float[room], new float[room]);
    }

    /// <summary>Finds places among nodes and heights.</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="levels">Heights, metres, rising; shape (height).</param>
    /// <param name="latitude">Latitudes, degrees; shape (place).</param>
    /// <param name="longitude">Longitudes, degrees; shape (place).</param>
    /// <param name="height">Heights of the places, metres; shape (place).</param>
    internal void Set(NodeGrid grid, double[] levels, ReadOnlySpan<double> latitude, ReadOnlySpan<double> longitude, ReadOnlySpan<float> height)
    {
        (nodes, heights, count) = (grid, levels, latitude.Length);
        var cells = new NodeCells(grid);
        var lowest = grid.Rows;
        for (var i = 0; i < count; i++)
        {
            lowest = Math.Min(lowest, cells.Row(latitude[i]));
        }

        // Indices are relative to the first row of nodes that is needed, which keeps them exact.
        first = lowest * grid.Columns * levels.Length;
        var flat = levels.Length == 1;
        var even = flat ? 0 : (levels.Length - 1) / (levels[^1] - levels[0]);
        for (var i = 0; i < count; i++)
        {
            (var row, var column, down[i], right[i]) = cells.Of(latitude[i], longitude[i]);
            var k = flat ? 0 : LayerOf(levels, height[i], even);
            up[i] = flat ? 0 : (float)((height[i] - levels[k]) / (levels[k + 1] - levels[k]));
            var at = (((long)((row * grid.Columns) + column) * levels.Length) + k) - first;
            index[i] = at <= LargestIndex - (2L * grid.Columns * levels.Length) ? at : throw new RequestException(
                $"Delays over {grid.Columns} columns of nodes at {levels.Length} heights are too many for one row of pixels. Cut the files to the scene.");
        }

        index.AsSpan(count).Clear();
    }

    /// <summary>Whether the places were last found among these nodes and heights.</summary>
    internal bool AreAmong(NodeGrid grid, double[] levels) => grid == nodes && (ReferenceEquals(levels, heights) || levels.AsSpan().SequenceEqual(heights));

    /// <summary>Forgets the places, so that others are found at the next look.</summary>
    public void Clear() => heights = [];

    /// <summary>Values at the places, metres; shape (place). NaN outside the nodes, where a node has none and where the height is not known.</summary>
    internal void Look(ReadOnlySpan<float> delay, Span<float> zenith)
    {
        if (zenith.Length != count)
        {
            throw new ArgumentException($"{zenith.Length} values are asked for at {count} places.", nameof(zenith));
        }

        if (count > 0)
        {
            lookup.Look(delay[first..], nodes.Columns * heights.Length, heights.Length, new DelayPlaceSpans(index, down, right, up), zenith);
        }
    }

    private static int LayerOf(double[] levels, float height, double even)
    {
        // Even steps are the rule; the guess is then right at once.
        var last = levels.Length - 2;
        var k = Math.Clamp((int)((height - levels[0]) * even), 0, last);
        while (k > 0 && height < levels[k])
        {
            k--;
        }

        while (k < last && height >= levels[k + 1])
        {
            k++;
        }

        return k;
    }

    /// <summary>The cells between nodes, with what does not depend on the place worked out before.</summary>
    private readonly struct NodeCells(NodeGrid grid)
    {
        private const double Edge = 1e-6;
        private readonly double middle = grid.Longitude((grid.Columns - 1) / 2.0);

        /// <summary>Row of the nodes north of a latitude (index).</summary>
        public int Row(double latitude) => Math.Clamp((int)grid.RowOf(latitude), 0, grid.Rows - 2);

        /// <summary>The cell, and how far the place lies south and east in it (pure numbers); NaN outside the nodes.</summary>
        public (int Row, int Column, float Down, float Right) Of(double latitude, double longitude)
        {
            var turn = longitude - middle;
            var row = grid.RowOf(latitude);
            var column = (longitude - grid.West - (Math.Abs(turn) <= 180 ? 0 : 360 * Math.Round(turn / 360))) / grid.LongitudeStep;
            var (r, c) = (Math.Clamp((int)row, 0, grid.Rows - 2), Math.Clamp((int)column, 0, grid.Columns - 2));
            var isInside = row >= -Edge && row <= grid.Rows - 1 + Edge && column >= -Edge && column <= grid.Columns - 1 + Edge;
            return (r, c, isInside ? (float)(row - r) : float.NaN, (float)(column - c));
        }
    }
}

/// <summary>Where places lie: index of the north-western lower corner (number), and shares of the way south, east and up (pure numbers); shape (place), with a vector's length to spare.</summary>
internal readonly ref struct DelayPlaceSpans(ReadOnlySpan<float> index, ReadOnlySpan<float> down, ReadOnlySpan<float> right, ReadOnlySpan<float> up)
{
    public ReadOnlySpan<float> Index { get; } = index;

    public ReadOnlySpan<float> Down { get; } = down;

    public ReadOnlySpan<float> Right { get; } = right;

    public ReadOnlySpan<float> Up { get; } = up;
}

/// <summary>The arithmetic of <see cref="DelayPlaces"/> at one vector width.</summary>
internal abstract class DelayLookup
{
    /// <summary>Looks values up: linear between the eight corners about each place.</summary>
    /// <param name="delay">Values, metres; shape (row, column, height), from the first row that is needed on.</param>
    /// <param name="line">Values in a row of nodes (count).</param>
    /// <param name="heights">Values over a node (count).</param>
    /// <param name="places">The places.</param>
    /// <param name="zenith">Receives the values, metres; shape (place).</param>
    public abstract void Look(ReadOnlySpan<float> delay, int line, int heights, DelayPlaceSpans places, Span<float> zenith);
}

/// <summary>The arithmetic of <see cref="DelayPlaces"/> for one lane type.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class DelayLookup<T> : DelayLookup
    where T : unmanaged, ILane<T>
{
    public override void Look(ReadOnlySpan<float> delay, int line, int heights, DelayPlaceSpans places, Span<float> zenith)
    {
        fixed (float* table = delay)
        fixed (float* index = places.Index)
        fixed (float* down = places.Down)
        fixed (float* right = places.Right)
        fixed (float* up = places.Up)
        {
            for (var at = 0; at < zenith.Length; at += T.Width)
            {
                var (corner, south, east) = (*(T*)(index + at), *(T*)(down + at), *(T*)(right + at));
                var value = Flat(table, corner, line, heights, south, east);
                if (heights > 1)
                {
                    value += *(T*)(up + at) * (Flat(table + 1, corner, line, heights, south, east) - value);
                }

                new ReadOnlySpan<float>(&value, Math.Min(T.Width, zenith.Length - at)).CopyTo(zenith[at..]);
            }
        }
    }

    /// <summary>Between four corners at one height.</summary>
    private static T Flat(float* table, T corner, int line, int heights, T down, T right)
    {
        var (northWest, northEast) = (T.Lookup(table, corner), T.Lookup(table + heights, corner));
        var (southWest, southEast) = (T.Lookup(table + line, corner), T.Lookup(table + line + heights, corner));
        var north = northWest + (right * (northEast - northWest));
        var south = southWest + (right * (southEast - southWest));
        return north + (down * (south - north));
    }
}
