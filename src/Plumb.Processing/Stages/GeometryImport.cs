using Plumb.Formats.Areas;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Processing.Stages;

/// <summary>Brings the scene's geometry onto the grid of a run and marks what is known before any value is looked at.</summary>
/// <param name="geometry">The rasters.</param>
/// <param name="area">The area of interest; null for everything.</param>
internal sealed class GeometryImport(StackGeometry geometry, AreaOfInterest? area)
{
    /// <summary>Files it depends on.</summary>
    public IEnumerable<string> Files => Layers().Select(g => g.Source).Append(geometry.Water).Append(geometry.LayoverShadow).OfType<IRasterSource>().Select(s => s.Path);

    /// <summary>All rasters with the names of what they become.</summary>
    public IEnumerable<(string Name, IRasterSource? Source)> Sources =>
        Layers().Select(g => (g.Name, g.Source)).Append(("water", geometry.Water)).Append(("layover_shadow", geometry.LayoverShadow));

    /// <summary>Names of the arrays that will exist.</summary>
    public string[] Names => [.. Layers().Where(g => g.Source is not null).Select(g => g.Name)];

    /// <summary>The geometry of which every raster can be brought to a grid; the others are left out.</summary>
    public static StackGeometry Usable(StackGeometry geometry, Grid grid)
    {
        IRasterSource? Of(IRasterSource? source) => source is not null && Alignment.Of(source.Grid, grid).Kind != AlignmentKind.Impossible ? source : null;
        return new StackGeometry
        {
            Height = Of(geometry.Height),
            Incidence = Of(geometry.Incidence),
            Heading = Of(geometry.Heading),
            SlantRange = Of(geometry.SlantRange),
            Water = Of(geometry.Water),
            LayoverShadow = Of(geometry.LayoverShadow),
        };
    }

    /// <summary>Writes the maps and returns the mask: outside the area, water, layover or shadow.</summary>
    public Mask Write(RunContext run, Grid grid)
    {
        foreach (var (name, source, unit, title) in Layers())
        {
            if (source is not null)
            {
                MapArrays.Write(run.Store, grid, name, Read(source, grid, ResamplingKind.Bilinear), unit, "none", title);
            }
        }

        var mask = new Mask(grid);
        if (area is not null)
        {
            var inside = AreaOnGrid.Rasterise(area, grid);
            for (var i = 0; i < inside.Length; i++)
            {
                if (!inside[i])
                {
                    mask.Add(i, MaskReasons.OutsideArea);
                }
            }
        }

        Mark(mask, geometry.Water, MaskReasons.Water);
        Mark(mask, geometry.LayoverShadow, MaskReasons.LayoverOrShadow);
        return mask;
    }

    private IEnumerable<(string Name, IRasterSource? Source, string Unit, string Title)> Layers()
    {
        yield return (StorePaths.Height, geometry.Height, "metre", "Height");
        yield return (StorePaths.Incidence, geometry.Incidence, "radian", "Incidence angle");
        yield return (StorePaths.Heading, geometry.Heading, "radian", "Heading of the satellite, clockwise from north");
        yield return (StorePaths.SlantRange, geometry.SlantRange, "metre", "Slant range");
    }

    private static void Mark(Mask mask, IRasterSource? source, MaskReasons reason)
    {
        if (source is null)
        {
            return;
        }

        var values = Read(source, mask.Grid, ResamplingKind.Nearest);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] > 0.5f)
            {
                mask.Add(i, reason);
            }
        }
    }

    private static float[] Read(IRasterSource source, Grid grid, ResamplingKind resampling)
    {
        var values = new float[grid.PixelCount];
        using var reader = AlignedSource.Align(source, grid, resampling).Open();
        reader.Read(grid.Whole, values);
        return values;
    }
}
