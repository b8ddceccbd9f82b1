using System.Globalization;
using Plumb.Formats.Areas;
using Plumb.Formats.MintPy;
using Plumb.Formats.Products;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.References;

namespace Plumb.Processing.Stages;

/// <summary>What the import of a finished series or velocity will do, decided before anything is written.</summary>
public sealed class SeriesPlan
{
    private SeriesPlan(FinishedProduct product, StackDescription stack, Tile window, GeometryImport geometry)
    {
        Product = product;
        Stack = stack;
        Window = window;
        Geometry = geometry;
    }

    /// <summary>The file the run begins with.</summary>
    public FinishedProduct Product { get; }

    /// <summary>What will be in the store: no pairs, and the finished product's dates.</summary>
    public StackDescription Stack { get; }

    /// <summary>The part of the file's grid that is taken, pixels.</summary>
    public Tile Window { get; }

    /// <summary>Whether the file is a series; otherwise it is a velocity.</summary>
    public bool IsSeries => Product.Kind == FinishedKind.Series;

    /// <summary>The temporal coherence that lies beside the file; null when there is none.</summary>
    public FinishedProduct? TemporalCoherence { get; private init; }

    /// <summary>The mask that lies beside the file; null when there is none.</summary>
    public FinishedProduct? GoodPixels { get; private init; }

    /// <summary>The area of interest as text, part of the stage's key.</summary>
    public string AreaText { get; private init; } = "";

    /// <summary>The geometry and the area.</summary>
    internal GeometryImport Geometry { get; }

    /// <summary>Files whose contents the import depends on.</summary>
    public IEnumerable<string> Files =>
        new[] { Product, TemporalCoherence, GoodPixels }.OfType<FinishedProduct>().Select(f => f.Source).Concat(Geometry.Files).Distinct();

    /// <summary>Plans the import.</summary>
    /// <param name="inspection">What the products' folders hold; <see cref="IsFor"/> it.</param>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <exception cref="RequestException">The product cannot be used: every reason in one message.</exception>
    public static SeriesPlan Create(StackInspection inspection, PlumbSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(resolve);
        if (!inspection.IsUsable)
        {
            throw new RequestException($"The products cannot be used. {string.Join(" ", inspection.Problems.Where(p => p.Severity == Severity.Error))}");
        }

        var product = inspection.Finished.Where(f => f.IsEntry).OrderBy(f => f.Kind).First();
        if (settings.Reference.Areas.Count > 0)
        {
            throw new RequestException($"reference.areas: {product.Source} is finished and keeps the reference it was made with. Leave reference.areas empty, or begin with the interferograms.");
        }

        var area = SettingsArea.Read(settings.Input.Area, resolve);
        var window = area is null ? product.Grid.Whole : AreaOnGrid.BoundingTile(area, product.Grid);
        var grid = area is null ? product.Grid : product.Grid.Crop(window);
        var geometry = new GeometryImport(GeometryImport.Usable(inspection.Geometry, grid), area);
        var coherence = Beside(product, "temporalCoherence.h5", FinishedKind.TemporalCoherence);
        var mask = Beside(product, "maskTempCoh.h5", FinishedKind.Mask);
        return new SeriesPlan(product, Describe(product, grid, geometry, coherence is not null, mask is not null), window, geometry)
        {
            TemporalCoherence = coherence,
            GoodPixels = mask,
            AreaText = SettingsArea.Content(settings.Input.Area, resolve),
        };
    }

    /// <summary>Whether a run on what was found begins with a finished product.</summary>
    /// <param name="inspection">What the products' folders hold.</param>
    public static bool IsFor(StackInspection inspection)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        return inspection.Products.Count == 0 && inspection.Finished.Any(f => f.IsEntry);
    }

    /// <summary>What the values are relative to, as the file tells it.</summary>
    internal ReferenceRecord Reference()
    {
        if (Product.ReferencePixel is not { } pixel)
        {
            return Record($"the reference of {Product.Family}, which the file does not tell", [], "The file does not tell its reference.");
        }

        var area = new ReferenceArea(pixel.Row - Window.Row, pixel.Column - Window.Column, 0);
        var inside = area.On(Stack.Grid).PixelCount > 0;
        var place = inside
            ? $"{Product.Family}'s reference pixel at {area.Describe(Stack.Grid)}"
            : string.Create(CultureInfo.InvariantCulture, $"{Product.Family}'s reference pixel at row {pixel.Row}, column {pixel.Column} of the file, outside the area of interest");
        return Record(place, inside ? [area] : [], $"It came with {Path.GetFileName(Product.Source)}, whose values are zero there.");
    }

    private static ReferenceRecord Record(string description, IReadOnlyList<ReferenceArea> areas, string reason) => new()
    {
        Description = description,
        Areas = areas,
        Statistic = ReferenceStatistic.Median,
        Reasons = [reason],
        Phases = [],
    };

    private static StackDescription Describe(FinishedProduct product, Grid grid, GeometryImport geometry, bool hasCoherence, bool hasMask)
    {
        var isSeries = product.Kind == FinishedKind.Series;
        return new StackDescription
        {
            Grid = grid,
            Pairs = [],
            Sensor = product.Sensor!,
            Looks = double.IsNaN(product.Looks.Effective) ? 1 : product.Looks.Effective,
            Pass = product.Pass,
            Track = product.Track,
            Heading = product.Heading,
            Incidence = product.IncidenceAtCentre,
            TimeOfDay = product.TimeOfDay,
            Geometry = geometry.Names,
            Finished = new FinishedInput
            {
                Kind = product.Kind,
                Family = product.Family,
                Source = Path.GetFileName(product.Source),
                First = product.Dates.Count > 0 ? product.Dates[0] : null,
                Last = product.Dates.Count > 0 ? product.Dates[^1] : null,
                Dates = isSeries ? product.Dates : [],
                HasRateSigma = isSeries ? product.Dates.Count > 2 : product.HasSigma,
                HasTemporalCoherence = hasCoherence,
                HasMask = hasMask,
            },
        };
    }

    /// <summary>A quality file in the folder of the product; a geocoded product has a geocoded one.</summary>
    private static FinishedProduct? Beside(FinishedProduct product, string name, FinishedKind kind)
    {
        var prefix = Path.GetFileName(product.Source).StartsWith("geo_", StringComparison.Ordinal) ? "geo_" : "";
        var path = Path.Combine(Path.GetDirectoryName(product.Source)!, prefix + name);
        if (!File.Exists(path))
        {
            return null;
        }

        var found = new MintPyFamily().Detect(new FolderListing([], [path]));
        if (found.Findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } error)
        {
            throw new RequestException($"{error.What} Mend or remove it: it lies beside {product.Source} and would be used with it.");
        }

        var beside = found.Finished.FirstOrDefault(f => f.Kind == kind)
            ?? throw new RequestException($"{path} lies beside {product.Source} and is of another type than its name says. Rename or remove it.");
        return beside.Grid == product.Grid
            ? beside
            : throw new RequestException($"{path} ({beside.Grid.Rows} x {beside.Grid.Columns}) lies on another grid than {product.Source} ({product.Grid.Rows} x {product.Grid.Columns}). Bring both to one grid, or remove it.");
    }
}
