using System.Numerics.Tensors;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Processing.Studies;

/// <summary>The true motion of a scene, relative to the reference areas and the first date of a run on it, along the line of sight, positive towards the satellite.</summary>
internal sealed class SceneTruth
{
    private const double DaysPerYear = 365.25;
    private readonly SceneSimulator simulator;
    private readonly Grid grid;
    private readonly int[] dates;
    private readonly IReadOnlyList<DateOnly> days;
    private readonly Tile[] references;
    private readonly float[] rate;
    private readonly float[] total;

    public SceneTruth(ResultSet results, SceneSimulator simulator)
    {
        this.simulator = simulator;
        grid = TruthComparison.GridOf(results, simulator);
        days = results.Dates;
        dates = [.. results.Dates.Select(d => TruthComparison.IndexOf(simulator, d))];
        references = [.. results.Reference.TilesOn(grid)];
        (rate, total) = (new float[grid.PixelCount], new float[grid.PixelCount]);
        simulator.Rate(grid.Whole, rate);
        Motion(dates.Length - 1, grid.Whole, total);
        Relate(rate, results.Reference);
        Relate(total, results.Reference);
    }

    /// <summary>Slope of the straight line through the true motion, metres per year.</summary>
    public double Rate(int pixel) => rate[pixel];

    /// <summary>True motion from the first to the last date, metres.</summary>
    public double Total(int pixel) => total[pixel];

    /// <summary>True motion at each date of the run, metres.</summary>
    public float[] Series(int pixel)
    {
        var place = new Tile(pixel / grid.Columns, pixel % grid.Columns, 1, 1);
        var value = new float[1];
        return [.. dates.Select((_, k) =>
        {
            Motion(k, place, value);
            return (float)(value[0] - AtReferences(k));
        })];
    }

    /// <summary>True motion of all pixels at one date of the run, metres; shape (pixel).</summary>
    public float[] Date(int date)
    {
        var values = new float[grid.PixelCount];
        Motion(date, grid.Whole, values);
        var level = (float)AtReferences(date);
        TensorPrimitives.Subtract(values, level, values);
        return values;
    }

    /// <summary>The pixel of a mine's concession that truly sinks most.</summary>
    public int DeepestOf(string mine)
    {
        var inside = new bool[total.Length];
        AreaOf(simulator.Scene.Concessions.First(c => c.Name == mine)).Rasterise(grid, inside);
        var deepest = -1;
        for (var i = 0; i < total.Length; i++)
        {
            if (inside[i] && (deepest < 0 || total[i] < total[deepest]))
            {
                deepest = i;
            }
        }

        return deepest >= 0 ? deepest : throw new RequestException($"Scene: the concession {mine} holds no pixel of the grid. Move it inside.");
    }

    /// <summary>
    /// What stacking would give of the true motion at the dates of the pairs, without any error: sum(d T) / sum(T^2), metres per year. It is not <see cref="Rate"/>
    /// where motion changes, because long pairs weigh most, whatever time they look at.
    /// </summary>
    public double StackedRate(int pixel, Network network)
    {
        var (series, sum, squares) = (Series(pixel), 0.0, 0.0);
        var at = days.Select((d, k) => (d, k)).ToDictionary(e => e.d, e => e.k);
        foreach (var pair in network.Pairs)
        {
            var years = pair.Days / DaysPerYear;
            sum += (series[at[pair.Second]] - series[at[pair.First]]) * years;
            squares += years * years;
        }

        return sum / squares;
    }

    /// <summary>
    /// The pixel at the centre of a trough; null where the scene does not hold it. A centre on the border or corner of pixels belongs to that of them that truly sinks
    /// most, so that a scene and a part of it, whose pixels are numbered otherwise, name the same ground.
    /// </summary>
    public int? PixelOfTrough(string name)
    {
        if (simulator.Scene.Troughs.FirstOrDefault(t => t.Name == name) is not { } trough)
        {
            return null;
        }

        var place = simulator.View.Pixel(trough.East, trough.North);
        const double Edge = 0.5 + 1e-6;
        int? deepest = null;
        for (var row = (int)Math.Ceiling(place.Row - Edge); row <= place.Row + Edge; row++)
        {
            for (var column = (int)Math.Ceiling(place.Column - Edge); column <= place.Column + Edge; column++)
            {
                var pixel = (row * grid.Columns) + column;
                if (row >= 0 && column >= 0 && row < grid.Rows && column < grid.Columns && (deepest is null || total[pixel] < total[deepest.Value]))
                {
                    deepest = pixel;
                }
            }
        }

        return deepest;
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

    private void Relate(float[] values, ReferenceRecord reference)
    {
        var level = (float)reference.PixelsOn(grid).Average(i => (double)values[i]);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] -= level;
        }
    }

    private AreaOfInterest AreaOf(SceneConcession concession)
    {
        var corners = concession.East.Zip(concession.North, simulator.View.Pixel).Select(p => grid.CentreOf(p.Row, p.Column)).ToList();
        return new AreaOfInterest(grid.Crs, [new Ring(corners.Select(c => c.X), corners.Select(c => c.Y))]);
    }
}
