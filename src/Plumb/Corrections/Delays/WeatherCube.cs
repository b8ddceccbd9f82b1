namespace Plumb.Corrections.Delays;

/// <summary>The air over the nodes of a weather model at one time, level by level from the ground up.</summary>
/// <param name="Time">The time, UTC.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Levels">Number of levels (count).</param>
/// <param name="Height">Height above the geoid, metres, rising with the level; shape (level, row, column).</param>
/// <param name="Pressure">Pressure, pascals; shape (level, row, column).</param>
/// <param name="Temperature">Temperature, kelvins; shape (level, row, column).</param>
/// <param name="Vapour">Partial pressure of the vapour, pascals; shape (level, row, column).</param>
public sealed record WeatherCube(DateTime Time, NodeGrid Nodes, int Levels, float[] Height, float[] Pressure, float[] Temperature, float[] Vapour)
{
    /// <summary>The air over a node on the levels of the model.</summary>
    /// <param name="node">Index of the node, row by row.</param>
    public AirColumn Column(int node)
    {
        double[] Of(float[] values) => [.. Enumerable.Range(0, Levels).Select(k => (double)values[(k * Nodes.Count) + node])];
        return new AirColumn(Nodes.Latitude(node / Nodes.Columns), Of(Height), Of(Pressure), Of(Temperature), Of(Vapour));
    }
}
