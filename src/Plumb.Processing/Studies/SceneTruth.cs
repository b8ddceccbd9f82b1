using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Simulation;

namespace Plumb.Processing.Studies;

/// <summary>The true motion of a scene, relative to the reference areas and the first date of a run on it, along the line of sight, positive towards the satellite.</summary>
internal sealed class SceneTruth
{
    private readonly SceneSimulator simulator;
    private readonly Grid grid;
    private readonly int[] dates;
    private readonly Tile[] references;
    private readonly float[] rate;
    private readonly float[] total;

    public SceneTruth(ResultSet results, SceneSimulator simulator)
    {
        this.simulator = simulator;
        grid = simulator.Grid;
        if (!results.Grid.TryOffset(grid, out var row, out var column) || row != 0 || column != 0 || results.Grid.PixelCount != grid.PixelCount)
        {
            throw new RequestException("The run is not on the grid of the simulated scene; compare a run of the whole scene.");
        }

        dates = [.. results.Dates.Select(d => simulator.Network.Dates.ToList().IndexOf(d))];
        references = [.. results.Reference.TilesOn(grid)];
        (rate, total) = (new float[grid.PixelCount], new float[grid.PixelCount]);
        simulator.Rate(grid.Whole, rate);
        Motion(dates.Length - 1, grid.Whole, total);
        Relate(rate);
        Relate(total);
    }

    /// <summary>Slope of the straight line through the true motion, metres per year.</summary>
    public double Rate(int pixel) => rate[pixel];

    /// <summary>True motion from the first to the last date, metres.</summary>
    public double Total(int pixel) => total[pixel];

    /// <summary>True motion at each date of the run, metres.</summary>
    public double[] Series(int pixel)
    {
        var place = new Tile(pixel / grid.Columns, pixel % grid.Columns, 1, 1);
        var value = new float[1];
        return [.. dates.Select((_, k) =>
        {
            Motion(k, place, value);
            return value[0] - AtReferences(k);
        })];
    }

    /// <summary>The pixel of a mine's concession that truly sinks most.</summary>
    public int DeepestOf(string mine)
    {
        var inside = simulator.Scene.Concessions.First(c => c.Name == mine);
        var deepest = -1;
        for (var i = 0; i < total.Length; i++)
        {
            if ((deepest < 0 || total[i] < total[deepest]) && Contains(inside, i))
            {
                deepest = i;
            }
        }

        return deepest >= 0 ? deepest : throw new RequestException($"Scene: the concession {mine} holds no pixel of the grid. Move it inside.");
    }

    /// <summary>The pixel at the centre of a trough; null where the scene does not hold it.</summary>
    public int? PixelOfTrough(string name)
    {
        if (simulator.Scene.Troughs.FirstOrDefault(t => t.Name == name) is not { } trough)
        {
            return null;
        }

        var place = simulator.View.Pixel(trough.East, trough.North);
        var (row, column) = ((int)Math.Round(place.Row), (int)Math.Round(place.Column));
        return row >= 0 && column >= 0 && row < grid.Rows && column < grid.Columns ? (row * grid.Columns) + column : null;
    }

    private void Motion(int date, Tile tile, Span<float> motion)
    {
        simulator.Displacement(dates[date], tile, motion);
        if (dates[0] != 0)
        {
            var first = new float[tile.PixelCount];
            simulator.Displacement(dates[0], tile, first);
            for (var i = 0; i < first.Length; i++)
            {
                motion[i] -= first[i];
            }
        }
    }

    private double AtReferences(int date) => references.SelectMany(tile =>
    {
        var values = new float[tile.PixelCount];
        Motion(date, tile, values);
        return values;
    }).Average(v => (double)v);

    private void Relate(float[] values)
    {
        var level = (float)references.SelectMany(t => Enumerable.Range(0, t.PixelCount).Select(i => (double)values[((t.Row + (i / t.Columns)) * grid.Columns) + t.Column + (i % t.Columns)])).Average();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] -= level;
        }
    }

    /// <summary>Even-odd rule on the corners.</summary>
    private bool Contains(SceneConcession polygon, int pixel)
    {
        var (east, north) = simulator.View.Position(pixel / grid.Columns, pixel % grid.Columns);
        var inside = false;
        for (int k = 0, before = polygon.East.Count - 1; k < polygon.East.Count; before = k++)
        {
            var (e, n, eb, nb) = (polygon.East[k], polygon.North[k], polygon.East[before], polygon.North[before]);
            if ((n > north) != (nb > north) && east < e + ((eb - e) * (north - n) / (nb - n)))
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
