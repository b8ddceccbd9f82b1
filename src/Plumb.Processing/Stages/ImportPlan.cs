using Plumb.Acquisitions;
using Plumb.Formats.Areas;
using Plumb.Formats.Products;
using Plumb.Processing.Configuration;
using Plumb.Processing.Journal;

namespace Plumb.Processing.Stages;

/// <summary>What the import will do, decided before anything is written: which products, onto which grid, inside which area.</summary>
public sealed class ImportPlan
{
    private readonly Lazy<ImportPlan> made;
    private readonly StackDescription? stack;
    private readonly IReadOnlyList<InterferogramProduct>? products;
    private readonly GeometryImport? geometry;
    private readonly string? areaText;
    private readonly Func<string, string>? contentOf;
    private readonly Lazy<string> settingsHash;

    private ImportPlan(StackDescription stack, IReadOnlyList<InterferogramProduct> products, GeometryImport geometry, string areaText, Func<string, string>? contentOf)
    {
        (this.stack, this.products, this.geometry, this.areaText, this.contentOf) = (stack, products, geometry, areaText, contentOf);
        made = new Lazy<ImportPlan>(this);
        settingsHash = new Lazy<string>(() => StageKey.HashOf(SettingsText.Of(SettingsUsed)));
    }

    private ImportPlan(string settingsHash, Func<ImportPlan> make)
    {
        made = new Lazy<ImportPlan>(make);
        this.settingsHash = new Lazy<string>(settingsHash);
    }

    /// <summary>The stack that will be in the store.</summary>
    public StackDescription Stack => made.Value.stack!;

    /// <summary>The products in the order of the stack's pairs.</summary>
    public IReadOnlyList<InterferogramProduct> Products => made.Value.products!;

    /// <summary>The area of interest as text, part of the stage's key.</summary>
    public string AreaText => made.Value.areaText!;

    /// <summary>The geometry and the area.</summary>
    internal GeometryImport Geometry => made.Value.geometry!;

    /// <summary>Gives the hash of a file's content, hexadecimal; null where the plan is only looked at.</summary>
    internal Func<string, string>? ContentOf => made.Value.contentOf;

    /// <summary>What goes into the key of the import.</summary>
    internal object SettingsUsed => new { Stack, AreaText };

    /// <summary>SHA-256 of <see cref="SettingsUsed"/>, hexadecimal; known without looking at the products where it is remembered.</summary>
    internal string SettingsHash => settingsHash.Value;

    /// <summary>Files whose contents the import depends on.</summary>
    public IEnumerable<string> Files =>
        Products.SelectMany(p => new[] { p.Unwrapped, p.Coherence, p.Components })
            .OfType<IRasterSource>()
            .Select(s => s.Path)
            .Concat(Geometry.Files)
            .Distinct();

    /// <summary>A plan that was made before: it is made again only where the import has to run again.</summary>
    /// <param name="settingsHash">What <see cref="SettingsHash"/> was.</param>
    /// <param name="make">Inspects the products and plans their import.</param>
    internal static ImportPlan Remembered(string settingsHash, Func<ImportPlan> make) => new(settingsHash, make);

    /// <summary>Plans the import.</summary>
    /// <param name="inspection">What the products' folders hold.</param>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <param name="contentOf">Gives the hash of a file's content, by which a later run knows the product again; null where nothing will be imported.</param>
    /// <exception cref="RequestException">The products cannot be used: every reason in one message.</exception>
    public static ImportPlan Create(StackInspection inspection, InputSettings settings, Func<string, string> resolve, Func<string, string>? contentOf = null)
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
        var observation = products[0].Observation;

        // Along the flight there is one direction for the whole scene; the angles of the rasters are those of the line of sight.
        var geometry = new GeometryImport(
            observation == ObservationKind.AlongTrackOffset ? inspection.Geometry with { Incidence = null, Heading = null } : inspection.Geometry, area);
        var sensor = OneSensor(products);
        var isWrapped = products.Any(p => p.IsWrapped);
        var looks = settings.Looks > 0 ? settings.Looks : Median(products.Select(p => p.Looks.Effective));
        if (isWrapped && double.IsNaN(looks) && products.Any(p => p.Coherence is not null))
        {
            throw new RequestException(
                "The phase is wrapped, and no product tells the number of independent looks, by which unwrapping judges the coherence. Set input.looks, or write effective_looks into a plumb-product.yaml beside the products.");
        }

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
            Observation = observation,
            HasCoherence = products.Any(p => p.Coherence is not null),
            HasComponents = products.Any(p => p.Components is not null),
            IsWrapped = isWrapped,
            Geometry = geometry.Names,
        };
        return new ImportPlan(stack, products, geometry, SettingsArea.Content(settings.Area, resolve), contentOf);
    }

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
