using Plumb.Grids;

namespace Plumb.Simulation;

/// <summary>
/// True motion of a scene to the east, to the north and upwards: the same motion as along the line of sight, seen by three radars that look along the axes. Safe for threads.
/// </summary>
public sealed class SceneComponents
{
    // Incidence and heading, degrees, whose look vectors are (1, 0, 0), (0, 1, 0) and (0, 0, 1).
    private static readonly (double Incidence, double Heading)[] Axes = [(90, 180), (90, 90), (0, 0)];
    private readonly GroundMotion[] motions;
    private readonly IReadOnlyList<DateOnly> dates;
    private readonly int columns;

    /// <summary>The components of a scene.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="dates">The dates (UTC), ascending, at which motion is asked for.</param>
    public SceneComponents(Scene scene, IReadOnlyList<DateOnly> dates)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(dates);
        (this.dates, columns) = (dates, scene.Grid.Columns);
        motions = [.. Axes.Select(a => scene with { Sensor = scene.Sensor with { Heading = a.Heading, IncidenceNear = a.Incidence, IncidenceFar = a.Incidence } })
            .Select(s => new GroundMotion(s, new ViewGeometry(s), dates))];
    }

    /// <summary>Displacement since the first of the dates, metres; one array per component, shape (tile rows, tile columns).</summary>
    /// <param name="date">Index of the date.</param>
    /// <param name="tile">The tile.</param>
    public (float[] East, float[] North, float[] Up) Displacement(int date, Tile tile) => Motion(m => m.Between(0, date), tile);

    /// <summary>Slope of the straight line through the displacements at the dates, metres per year; one array per component, shape (tile rows, tile columns).</summary>
    /// <param name="tile">The tile.</param>
    public (float[] East, float[] North, float[] Up) Rate(Tile tile)
    {
        var years = dates.Select(d => (d.DayNumber - dates[0].DayNumber) / 365.25).ToArray();
        var mean = years.Average();
        var square = years.Sum(y => (y - mean) * (y - mean));
        return Motion(m => m.Sum([.. years.Select((y, k) => (k, (y - mean) / square))]), tile);
    }

    private (float[] East, float[] North, float[] Up) Motion(Func<GroundMotion, MotionTables> tables, Tile tile)
    {
        if (tile.Column < 0 || tile.EndColumn > columns)
        {
            throw new ArgumentOutOfRangeException(nameof(tile), tile, $"The tile reaches outside a grid of {columns} columns.");
        }

        var parts = motions.Select(motion =>
        {
            var table = tables(motion);
            var values = new float[tile.PixelCount];
            for (var r = 0; r < tile.Rows; r++)
            {
                motion.Row(table, tile.Row + r, tile.Column, values.AsSpan(r * tile.Columns, tile.Columns));
            }

            return values;
        }).ToArray();
        return (parts[0], parts[1], parts[2]);
    }
}
