using Plumb.Kernels;

namespace Plumb.Geometry;

/// <summary>How ground is seen by a radar.</summary>
public enum VisibilityClass
{
    /// <summary>No height, or no look vector.</summary>
    Unknown = 0,

    /// <summary>Hidden: the ground slopes away more steeply than the line of sight, or lies behind ground that does.</summary>
    Shadow = 1,

    /// <summary>Seen along its surface: the line of sight touches the ground.</summary>
    Parallel = 2,

    /// <summary>Folded: the ground rises to the satellite more steeply than the wave front, or lies at the range of ground that does.</summary>
    Layover = 3,

    /// <summary>Motion down the slope is hardly seen.</summary>
    LowSensitivity = 4,

    /// <summary>Seen well.</summary>
    Sensitive = 5,

    /// <summary>Flat ground.</summary>
    Flat = 6,
}

/// <summary>Limits of the classes of visibility.</summary>
public sealed record VisibilityOptions
{
    /// <summary>Slopes below this are flat, degrees.</summary>
    public double FlatSlope { get; init; } = 5;

    /// <summary>Local incidence that is as near to a right angle as this counts as parallel, degrees.</summary>
    public double ParallelWidth { get; init; } = 1;

    /// <summary>Local incidence above 0 and below this is foreshortened, and sensitivity low, degrees.</summary>
    public double Foreshortened { get; init; } = 15;

    /// <summary>Sensitivity to motion down the slope below which it is low, pure number from 0 to 1; 0 for the local incidence alone.</summary>
    public double LeastSensitivity { get; init; }

    /// <summary>Whether shadow and layover that reach beyond the slopes that cast them are traced along the lines of sight.</summary>
    public bool Traced { get; init; } = true;

    /// <summary>Most threads (count); 0 for all cores. Results do not depend on it.</summary>
    public int Threads { get; init; }

    internal ParallelOptions Together => ThreadLimit.Of(Threads);
}

/// <summary>
/// Layover, shadow and how well motion is seen, from heights and look vectors. In the plane of the line of sight the ground has the slope b towards the radar,
/// tan b = -(gradient along the horizontal direction from the radar), and the local incidence is the incidence less b: layover where it is not above 0, shadow where it
/// is not below a right angle (Kropatsch and Strobl 1990, doi:10.1109/36.45752, for what reaches beyond the slopes themselves).
/// </summary>
public static class SlopeVisibility
{
    private const double Degree = Math.PI / 180;

    /// <summary>Classifies the ground.</summary>
    /// <param name="terrain">Heights with their gradients.</param>
    /// <param name="looks">Look vector of each pixel, pure numbers; shape (rows, columns).</param>
    /// <param name="options">The limits.</param>
    /// <returns>A class per pixel (flags of <see cref="VisibilityClass"/>); shape (rows, columns).</returns>
    public static VisibilityClass[] Classify(Terrain terrain, Func<int, LookVector> looks, VisibilityOptions options)
    {
        ArgumentNullException.ThrowIfNull(terrain);
        ArgumentNullException.ThrowIfNull(looks);
        ArgumentNullException.ThrowIfNull(options);
        var classes = new VisibilityClass[terrain.Height.Length];
        Parallel.For(0, terrain.Rows, options.Together, row =>
        {
            for (var column = 0; column < terrain.Columns; column++)
            {
                var i = (row * terrain.Columns) + column;
                classes[i] = Local(terrain, i, looks(i), options);
            }
        });
        if (options.Traced)
        {
            var cast = new VisibilityClass[classes.Length];
            Parallel.For(0, terrain.Rows, options.Together, row =>
            {
                for (var column = 0; column < terrain.Columns; column++)
                {
                    var i = (row * terrain.Columns) + column;
                    cast[i] = classes[i] is VisibilityClass.Unknown or VisibilityClass.Shadow or VisibilityClass.Layover ? classes[i] : Cast(terrain, row, column, looks(i)) ?? classes[i];
                }
            });
            return cast;
        }

        return classes;
    }

    /// <summary>
    /// R-index: the sine of the local incidence in the plane of the line of sight, the size of a ground pixel seen by the radar over its own (Notti et al. 2014, doi:10.1080/01431161.2014.889864); not above 0 in layover, NaN where unknown.
    /// </summary>
    /// <param name="terrain">Heights with their gradients.</param>
    /// <param name="pixel">Index of the pixel, row by row.</param>
    /// <param name="look">Its look vector, pure numbers.</param>
    /// <returns>The index, pure number.</returns>
    public static double RIndex(Terrain terrain, int pixel, LookVector look)
    {
        ArgumentNullException.ThrowIfNull(terrain);
        return Math.Sin(LocalIncidence(terrain, pixel, look));
    }

    /// <summary>Incidence on the slope in the plane of the line of sight, radians; NaN where unknown.</summary>
    /// <param name="terrain">Heights with their gradients.</param>
    /// <param name="pixel">Index of the pixel, row by row.</param>
    /// <param name="look">Its look vector, pure numbers.</param>
    public static double LocalIncidence(Terrain terrain, int pixel, LookVector look)
    {
        ArgumentNullException.ThrowIfNull(terrain);
        var flat = Math.Sqrt((look.East * look.East) + (look.North * look.North));
        // Rise of the ground for a step away from the radar: a slope that faces it.
        var rise = -((terrain.East[pixel] * look.East) + (terrain.North[pixel] * look.North)) / flat;
        return look.Incidence - Math.Atan(rise);
    }

    private static VisibilityClass Local(Terrain terrain, int pixel, LookVector look, VisibilityOptions options)
    {
        var incidence = LocalIncidence(terrain, pixel, look);
        if (!double.IsFinite(incidence))
        {
            return VisibilityClass.Unknown;
        }

        var slope = terrain.SlopeAt(pixel);
        return incidence <= 0 ? VisibilityClass.Layover
            : Math.Abs(incidence - (0.5 * Math.PI)) <= options.ParallelWidth * Degree ? VisibilityClass.Parallel
            : incidence >= 0.5 * Math.PI ? VisibilityClass.Shadow
            : slope < options.FlatSlope * Degree ? VisibilityClass.Flat
            : incidence < options.Foreshortened * Degree || Math.Abs(SlopeMotion.Sensitivity(terrain, pixel, look)) < options.LeastSensitivity ? VisibilityClass.LowSensitivity
            : VisibilityClass.Sensitive;
    }

    /// <summary>
    /// Whether ground between a pixel and the radar hides it, or ground on either side lies at its range: steps of a pixel along the horizontal line of sight, as far as the
    /// relief can reach.
    /// </summary>
    private static VisibilityClass? Cast(Terrain terrain, int row, int column, LookVector look)
    {
        var i = (row * terrain.Columns) + column;
        var flat = Math.Sqrt((look.East * look.East) + (look.North * look.North));
        var step = Math.Min(terrain.Width, terrain.Length);
        var (down, across) = (-look.North / flat * step / terrain.Length, look.East / flat * step / terrain.Width);
        var rise = look.Up / flat;
        var height = terrain.Height[i];
        // Towards the radar: hidden where the ground rises above the line of sight.
        for (var k = 1; (k * step * rise) + height < terrain.Highest; k++)
        {
            if (terrain.At(row + (k * down), column + (k * across)) is var ground && double.IsNaN(ground))
            {
                break;
            }

            if (ground > height + (k * step * rise))
            {
                return VisibilityClass.Shadow;
            }
        }

        // The wave front through the pixel: away from the radar it rises, and ground that reaches it is as far away; towards the radar it falls.
        var front = flat / look.Up;
        for (var k = 1; (k * step * front) + height < terrain.Highest; k++)
        {
            if (terrain.At(row - (k * down), column - (k * across)) is var ground && double.IsNaN(ground))
            {
                break;
            }

            if (ground > height + (k * step * front))
            {
                return VisibilityClass.Layover;
            }
        }

        for (var k = 1; height - (k * step * front) > terrain.Lowest; k++)
        {
            if (terrain.At(row + (k * down), column + (k * across)) is var ground && double.IsNaN(ground))
            {
                break;
            }

            if (ground < height - (k * step * front))
            {
                return VisibilityClass.Layover;
            }
        }

        return null;
    }
}
