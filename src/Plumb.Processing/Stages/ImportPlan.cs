using Plumb.Acquisitions;
using Plumb.Formats.Areas;
using Plumb.Formats.Products;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>What the import will do, decided before anything is written: which products, onto which grid, inside which area.</summary>
public sealed class ImportPlan
{
    private ImportPlan(StackDescription stack, IReadOnlyList<InterferogramProduct> products, GeometryImport geometry, string areaText)
    {
        Stack = stack;
        Products = products;
        Geometry = geometry;
        AreaText = areaText;
    }

    /// <summary>The stack that will be in the store.</summary>
    public StackDescription Stack { get; }

    /// <summary>The products in the order of the stack's pairs.</summary>
    public IReadOnlyList<InterferogramProduct> Products { get; }

    /// <summary>The area of interest as text, part of the stage's key.</summary>
    public string AreaText { get; }

    /// <summary>Files whose contents the import depends on.</summary>
    public IEnumerable<string> Files =>
        Products.SelectMany(p => new[] { p.Unwrapped, p.Coherence, p.Components })
            .OfType<IRasterSource>()
            .Select(s => s.Path)
            .Concat(Geometry.Files)
            .Distinct();

    /// <summary>Plans the import.</summary>
    /// <param name="inspection">What the products' folders hold.</param>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <exception cref="RequestException">The products cannot be used: every reason in one message.</exception>
    public static ImportPlan Create(StackInspection inspection, InputSettings settings, Func<string, string> resolve)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(resolve);
        if (!inspection.IsUsable || inspection.Products.Count == 0)
        {
            var errors = inspection.Problems.Where(p => p.Severity == Severity.Error).Select(p => p.ToString()).ToArray();
            throw new RequestException(errors.Length == 0
                ? $"No interferogram was found under {string.Join(", ", settings.Paths)}. 'plumb inspect' lists what is there and which families can be read."
                : $"The products cannot be used. {string.Join(" ", errors)}");
        }

        var grid = inspection.Grid!;
        var area = SettingsArea.Read(settings.Area, resolve);
        if (area is not null)
        {
            grid = grid.Crop(AreaOnGrid.BoundingTile(area, grid));
        }

        var products = inspection.Products;
        var geometry = new GeometryImport(inspection.Geometry, area);
        var sensor = OneSensor(products);
        var looks = settings.Looks > 0 ? settings.Looks : Median(products.Select(p => p.Looks.Effective));
        var stack = new StackDescription
        {
            Grid = grid,
            Pairs = products.Select(p => new StackPair(
                p.Pair.First, p.Pair.Second, p.Baseline.Perpendicular, p.Family, Path.GetFileName(p.Source.TrimEnd('/')),
                Alignment.Of(p.Grid, grid).Describe(p.Grid), p.Converted)).ToArray(),
            Sensor = sensor,
            Looks = double.IsNaN(looks) ? 1 : Math.Max(1, looks),
            Pass = products.Select(p => p.Pass).FirstOrDefault(p => p != PassDirection.Unknown),
            Track = products.Select(p => p.Track).FirstOrDefault(t => t != 0),
            Heading = Median(products.Select(p => p.Heading)),
            Incidence = Median(products.Select(p => p.IncidenceAtCentre)),
            SlantRange = Median(products.Select(p => p.SlantRangeCentre)),
            TimeOfDay = products.Select(p => p.TimeOfDay).FirstOrDefault(t => t is not null),
            HasCoherence = products.Any(p => p.Coherence is not null),
            HasComponents = products.Any(p => p.Components is not null),
            Geometry = geometry.Names,
        };
        return new ImportPlan(stack, products, geometry, settings.Area);
    }

    /// <summary>The geometry and the area.</summary>
    internal GeometryImport Geometry { get; }

    private static Sensor OneSensor(IReadOnlyList<InterferogramProduct> products)
    {
        var sensors = products.Select(p => p.Sensor).OfType<Sensor>().DistinctBy(s => Math.Round(s.Wavelength, 4)).ToArray();
        return sensors.Length switch
        {
            1 => sensors[0],
            0 => throw new RequestException("No product tells its wavelength. Put a sidecar file plumb-product.yaml with 'wavelength: METRES' beside the products."),
            _ => throw new RequestException(
                $"The products come from radars of different wavelengths ({string.Join(", ", sensors.Select(s => $"{s.Name} {s.Wavelength:0.0000} m"))}). Give each sensor a run of its own."),
        };
    }

    private static double Median(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).Order().ToArray();
        return finite.Length == 0 ? double.NaN : finite[finite.Length / 2];
    }
}
