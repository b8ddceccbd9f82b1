using Plumb.Grids;

namespace Plumb.Corrections;

/// <summary>
/// Ground that disturbances may be estimated from: good pixels that neither move fast nor scatter much about their straight line, both held against what is usual in
/// the scene. A trough that changes its speed would otherwise be taken for weather, and a steep one for a tilt of the scene.
/// </summary>
public static class SteadyGround
{
    /// <summary>Finds it.</summary>
    /// <param name="rate">Linear rate, metres per year; NaN is no-data; shape (rows, columns).</param>
    /// <param name="sigma">Its standard deviation by the scatter about the line, metres per year; shape (rows, columns); empty when not known.</param>
    /// <param name="good">Which pixels pass the masks; shape (rows, columns).</param>
    /// <param name="rows">Rows, pixels.</param>
    /// <param name="columns">Columns, pixels.</param>
    /// <param name="options">Limits, in spreads of the scene (pure numbers), and the margin in pixels.</param>
    /// <returns>Whether each pixel may be used; shape (rows, columns).</returns>
    public static bool[] Find(ReadOnlySpan<float> rate, ReadOnlySpan<float> sigma, ReadOnlySpan<bool> good, int rows, int columns, SteadyGroundOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var steady = good.ToArray();
        for (var i = 0; i < steady.Length; i++)
        {
            steady[i] &= float.IsFinite(rate[i]);
        }

        if (!(options.Spreads > 0))
        {
            return steady;
        }

        var (rateCentre, rateSpread) = Level(rate, steady);
        var (sigmaCentre, _) = sigma.IsEmpty ? (0, 0) : Level(sigma, steady);
        var moving = new bool[steady.Length];
        for (var i = 0; i < moving.Length; i++)
        {
            moving[i] = steady[i] && (Math.Abs(rate[i] - rateCentre) > options.Spreads * rateSpread ||
                (!sigma.IsEmpty && sigma[i] > options.ScatterRatio * sigmaCentre));
        }

        Lone(moving, rows, columns);
        var distance = DistanceTransform.Of(moving, rows, columns);
        for (var i = 0; i < steady.Length; i++)
        {
            steady[i] &= distance[i] > options.Margin;
        }

        return steady;
    }

    private static (double Centre, double Spread) Level(ReadOnlySpan<float> values, bool[] used)
    {
        var chosen = new float[used.Length];
        var count = 0;
        for (var i = 0; i < used.Length; i++)
        {
            if (used[i] && float.IsFinite(values[i]))
            {
                chosen[count++] = values[i];
            }
        }

        return OrderStatistics.ShortestHalf(chosen.AsSpan(0, count));
    }

    /// <summary>A single pixel among quiet ones is noise: it is left out itself, but gets no margin.</summary>
    private static void Lone(bool[] moving, int rows, int columns)
    {
        var before = (bool[])moving.Clone();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var near = 0;
                for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
                {
                    for (var c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++)
                    {
                        near += before[(r * columns) + c] ? 1 : 0;
                    }
                }

                moving[(row * columns) + column] = before[(row * columns) + column] && near >= 5;
            }
        }
    }
}

/// <summary>What counts as steady ground.</summary>
/// <param name="Spreads">Largest distance of a rate from the usual, in spreads of the rates of the stillest half of the scene (pure number); 0 uses all ground.</param>
/// <param name="ScatterRatio">Largest scatter about the straight line, as a ratio to the usual (pure number).</param>
/// <param name="Margin">Distance to moving ground that is left out too, pixels.</param>
public sealed record SteadyGroundOptions(double Spreads, double ScatterRatio, double Margin);
