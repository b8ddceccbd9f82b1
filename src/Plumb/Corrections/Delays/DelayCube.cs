using System.Globalization;

namespace Plumb.Corrections.Delays;

/// <summary>Zenith delay at one time over nodes of latitude and longitude and at heights, to be looked up at pixels.</summary>
public sealed class DelayCube
{
    private readonly double[] heights;
    private readonly float[] delay;

    /// <summary>A cube of delays.</summary>
    /// <param name="nodes">The nodes, at least 2 x 2.</param>
    /// <param name="heights">Heights, metres, rising, at least one; shape (height). With one the delay does not depend on the height.</param>
    /// <param name="delay">Zenith delay, metres; shape (row, column, height). NaN where there is none.</param>
    /// <exception cref="RequestException">The sizes do not fit, or the heights do not rise.</exception>
    public DelayCube(NodeGrid nodes, double[] heights, float[] delay)
    {
        ArgumentNullException.ThrowIfNull(heights);
        ArgumentNullException.ThrowIfNull(delay);
        if (nodes.Rows < 2 || nodes.Columns < 2 || heights.Length < 1 || delay.LongLength != (long)nodes.Count * heights.Length)
        {
            throw new RequestException($"Delays over {nodes.Rows} x {nodes.Columns} nodes at {heights.Length} heights are needed as 2 x 2 nodes and 1 height at least; {delay.Length} values came.");
        }

        for (var k = 1; k < heights.Length; k++)
        {
            if (!(heights[k] > heights[k - 1]))
            {
                throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"Heights of delays have to rise; {heights[k]} m follows {heights[k - 1]} m."));
            }
        }

        (Nodes, this.heights, this.delay) = (nodes, heights, delay);
    }

    /// <summary>The nodes.</summary>
    public NodeGrid Nodes { get; }

    /// <summary>Heights, metres; shape (height).</summary>
    public ReadOnlySpan<double> Heights => heights;

    /// <summary>Zenith delay, metres; shape (row, column, height).</summary>
    public ReadOnlySpan<float> Values => delay;

    /// <summary>Memory of the delays, bytes.</summary>
    public long Bytes => sizeof(float) * (long)delay.Length;

    /// <summary>The hydrostatic and wet delay together of a weather model, at the heights given.</summary>
    /// <param name="weather">The weather.</param>
    /// <param name="heights">Heights, metres, rising; shape (height).</param>
    /// <returns>Zenith delays, metres.</returns>
    public static DelayCube Of(WeatherCube weather, double[] heights)
    {
        ArgumentNullException.ThrowIfNull(weather);
        ArgumentNullException.ThrowIfNull(heights);
        var delay = new float[weather.Nodes.Count * heights.Length];
        var (dry, wet) = (new double[heights.Length], new double[heights.Length]);
        for (var node = 0; node < weather.Nodes.Count; node++)
        {
            weather.Column(node).Delays(heights, dry, wet);
            for (var k = 0; k < heights.Length; k++)
            {
                delay[(node * heights.Length) + k] = (float)(dry[k] + wet[k]);
            }
        }

        return new DelayCube(weather.Nodes, heights, delay);
    }

    /// <summary>The delays at a time between two others, which share nodes and heights.</summary>
    /// <param name="earlier">Delays at the earlier time.</param>
    /// <param name="later">Delays at the later time.</param>
    /// <param name="share">How far the time has gone from the earlier to the later, 0 to 1 (pure number).</param>
    /// <exception cref="RequestException">Nodes or heights differ.</exception>
    public static DelayCube Between(DelayCube earlier, DelayCube later, double share)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        if (earlier.Nodes != later.Nodes || !earlier.Heights.SequenceEqual(later.Heights))
        {
            throw new RequestException($"Weather of two times cannot be joined: the nodes differ ({earlier.Nodes}; {later.Nodes}). Take files of one area and one step.");
        }

        var delay = new float[earlier.delay.Length];
        for (var i = 0; i < delay.Length; i++)
        {
            delay[i] = (float)(earlier.delay[i] + (share * (later.delay[i] - earlier.delay[i])));
        }

        return new DelayCube(earlier.Nodes, earlier.heights, delay);
    }

    /// <summary>
    /// Zenith delay at places: linear between nodes and between heights; beyond the lowest and the highest height the last slope goes on. NaN outside the nodes, where a
    /// node has none and where the height is not known.
    /// </summary>
    /// <param name="latitude">Latitudes, degrees; shape (place).</param>
    /// <param name="longitude">Longitudes, degrees; shape (place).</param>
    /// <param name="height">Heights, metres; shape (place).</param>
    /// <param name="zenith">Receives the zenith delay, metres; shape (place).</param>
    public void Sample(ReadOnlySpan<double> latitude, ReadOnlySpan<double> longitude, ReadOnlySpan<float> height, Span<float> zenith)
    {
        var places = new DelayPlaces(zenith.Length);
        places.Set(Nodes, heights, latitude, longitude, height);
        places.Look(delay, zenith);
    }

    /// <summary>The same at places that were found before: most of the work is finding them, and it serves all dates.</summary>
    /// <param name="places">The places; found anew where they were found among other nodes or heights.</param>
    /// <param name="latitude">Latitudes, degrees; shape (place).</param>
    /// <param name="longitude">Longitudes, degrees; shape (place).</param>
    /// <param name="height">Heights, metres; shape (place).</param>
    /// <param name="zenith">Receives the zenith delay, metres; shape (place).</param>
    public void Sample(DelayPlaces places, ReadOnlySpan<double> latitude, ReadOnlySpan<double> longitude, ReadOnlySpan<float> height, Span<float> zenith)
    {
        ArgumentNullException.ThrowIfNull(places);
        if (!places.AreAmong(Nodes, heights))
        {
            places.Set(Nodes, heights, latitude, longitude, height);
        }

        places.Look(delay, zenith);
    }
}
