using Plumb.Inversion;

namespace Plumb.Processing.Configuration;

/// <summary>All settings of a run: one typed tree, read from and printed as YAML with names in lower case and underscores.</summary>
public sealed record PlumbSettings
{
    /// <summary>What is read.</summary>
    [Setting("What is read.")]
    public InputSettings Input { get; init; } = new();

    /// <summary>Which interferograms are used.</summary>
    [Setting("Which interferograms are used.")]
    public NetworkSettings Network { get; init; } = new();

    /// <summary>How wrapped phase is unwrapped.</summary>
    [Setting("How wrapped phase is unwrapped. Products that are unwrapped are taken as they are.")]
    public UnwrappingSettings Unwrapping { get; init; } = new();

    /// <summary>How wrapped phase is filtered before it is unwrapped.</summary>
    [Setting("How wrapped phase is filtered before it is unwrapped: each interferogram, or with unwrapping.method stack each step between dates. What is filtered only decides on the cycles; the phase stays as it was delivered.")]
    public FilterSettings Filter { get; init; } = new();

    /// <summary>How unwrapping errors are found and corrected.</summary>
    [Setting("How unwrapping errors are found and corrected.")]
    public ClosureSettings Closure { get; init; } = new();

    /// <summary>What motion is measured against.</summary>
    [Setting("What motion is measured against.")]
    public ReferenceSettings Reference { get; init; } = new();

    /// <summary>Where motion is too steep.</summary>
    [Setting("Where the motion is too steep to be unwrapped. The limit is in mask.")]
    public AliasingSettings Aliasing { get; init; } = new();

    /// <summary>From the network to the series.</summary>
    [Setting("From the network of interferograms to a displacement series per pixel.")]
    public InversionSettings Inversion { get; init; } = new();

    /// <summary>What is taken off the series.</summary>
    [Setting("What is taken off the series: atmosphere and other disturbances.")]
    public CorrectionSettings Corrections { get; init; } = new();

    /// <summary>From the series to the rate.</summary>
    [Setting("From the series to the rate of motion.")]
    public RateSettings Rate { get; init; } = new();

    /// <summary>Time functions fitted to the series.</summary>
    [Setting("Time functions fitted to the series: seasons, steps, decays, changes.")]
    public FitSettings Fit { get; init; } = new();

    /// <summary>How sure the numbers are.</summary>
    [Setting("How sure the numbers are: standard deviations of rate and series, atmosphere included.")]
    public UncertaintySettings Uncertainty { get; init; } = new();

    /// <summary>Which pixels are shown as good.</summary>
    [Setting("Which pixels are shown as good. Masked pixels keep their values in the store.")]
    public MaskSettings Mask { get; init; } = new();

    /// <summary>Other tracks over the same ground.</summary>
    [Setting("Other tracks over the same ground: comparison, motion upwards and to the east.")]
    public ComponentsSettings Components { get; init; } = new();

    /// <summary>What the results are held against.</summary>
    [Setting("Measurements on the ground that the results are held against.")]
    public ValidationSettings Validation { get; init; } = new();

    /// <summary>What the ground is doing.</summary>
    [Setting("What the ground is doing: basins, their life, tables.")]
    public SubsidenceSettings Subsidence { get; init; } = new();

    /// <summary>Lines along which motion is followed.</summary>
    [Setting("Railways, pipelines and dams along which motion is followed.")]
    public CorridorSettings Corridors { get; init; } = new();

    /// <summary>Areas that tables are made of.</summary>
    [Setting("Mines, concessions, districts and classes of land cover that tables are made of.")]
    public AreaSettings Areas { get; init; } = new();

    /// <summary>What motion may follow.</summary>
    [Setting("Precipitation, groundwater heads or storage that motion may follow.")]
    public AssociationSettings Association { get; init; } = new();

    /// <summary>How slopes are seen and which move.</summary>
    [Setting("How slopes are seen, how fast they move down, and which are active.")]
    public SlopesSettings Slopes { get; init; } = new();

    /// <summary>Where results go and in which forms.</summary>
    [Setting("Where results go and in which forms.")]
    public OutputSettings Output { get; init; } = new();

    /// <summary>Memory and threads. Results do not depend on them.</summary>
    [Setting("Memory and threads. Results do not depend on them.")]
    public ProcessingSettings Processing { get; init; } = new();
}

/// <summary>What is read.</summary>
public sealed record InputSettings
{
    /// <summary>Folders or files of products, relative to the settings file.</summary>
    [Setting("Folders or files of products, relative to this file.")]
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Area of interest: a GeoJSON or WKT file, or west,south,east,north in degrees; empty for all.</summary>
    [Setting("Area of interest: a GeoJSON or WKT file, or \"west,south,east,north\" in degrees. Empty: everything.")]
    public string Area { get; init; } = "";

    /// <summary>Which grid all products are aligned to.</summary>
    [Setting("Grid all products are aligned to: 'most_common', or the pair (yyyyMMdd_yyyyMMdd) whose grid is taken.")]
    public string Grid { get; init; } = "most_common";

    /// <summary>Looks of the coherence estimate (pure number), when the products do not say; 0 takes what they say.</summary>
    [Setting("Number of independent looks behind the coherence. 0: as the products say (range looks x azimuth looks, reduced by the oversampling of the sensor).", Minimum = 0, Maximum = 10000)]
    public double Looks { get; init; }
}

/// <summary>Which interferograms are used.</summary>
public sealed record NetworkSettings
{
    /// <summary>Longest temporal baseline, days; 0 for no limit.</summary>
    [Setting("Longest time between the two dates of a pair. 0: no limit.", Unit = "days", Minimum = 0)]
    public double MaxDays { get; init; }

    /// <summary>Longest perpendicular baseline, metres; 0 for no limit.</summary>
    [Setting("Longest perpendicular baseline of a pair. 0: no limit. Pairs with an unknown baseline are kept.", Unit = "m", Minimum = 0)]
    public double MaxPerpendicularBaseline { get; init; }

    /// <summary>Lowest mean coherence of a pair (pure number).</summary>
    [Setting("Lowest mean coherence of a pair over coherence_area. 0: no limit.", Minimum = 0, Maximum = 1)]
    public double MinCoherence { get; init; }

    /// <summary>Area the mean coherence is taken over; empty for all pixels.</summary>
    [Setting("Area of the mean coherence: a GeoJSON or WKT file, or \"west,south,east,north\" in degrees. Empty: all pixels.")]
    public string CoherenceArea { get; init; } = "";

    /// <summary>Most pairs that start at one date; 0 for no limit.</summary>
    [Setting("Most pairs from one date to later ones, nearest in time first. 0: no limit.", Minimum = 0)]
    public int MaxLinks { get; init; }

    /// <summary>Whether a spanning tree of the best coherence is kept whatever the limits say.</summary>
    [Setting("Keep the spanning tree of highest coherence whatever the limits say, so that the network stays in one piece.", Paper = "Perissin and Wang 2012, doi:10.1109/TGRS.2011.2160644")]
    public bool KeepTree { get; init; } = true;

    /// <summary>Pairs left out by hand.</summary>
    [Setting("Pairs left out by hand, as yyyyMMdd_yyyyMMdd.")]
    public IReadOnlyList<string> ExcludePairs { get; init; } = [];

    /// <summary>Dates left out by hand.</summary>
    [Setting("Dates left out by hand, as yyyyMMdd.")]
    public IReadOnlyList<string> ExcludeDates { get; init; } = [];
}

/// <summary>From the series to the rate.</summary>
public sealed record RateSettings
{
    /// <summary>How dates become years.</summary>
    [Setting("How dates become years: julian (days / 365.25) or calendar (year + (day of year - 1) / 365.25, as MintPy does; it jumps at year ends).")]
    public TimeAxis TimeAxis { get; init; } = TimeAxis.Julian;
}

/// <summary>Which pixels are shown as good.</summary>
public sealed record MaskSettings
{
    /// <summary>Lowest temporal coherence (pure number).</summary>
    [Setting("Lowest temporal coherence of the inversion.", Minimum = 0, Maximum = 1, Paper = "Pepe and Lanari 2006, doi:10.1109/TGRS.2006.873207")]
    public double MinTemporalCoherence { get; init; } = 0.7;

    /// <summary>Lowest mean coherence (pure number).</summary>
    [Setting("Lowest mean coherence over the pairs used. 0: no limit.", Minimum = 0, Maximum = 1)]
    public double MinCoherence { get; init; }

    /// <summary>Least share of the pairs that a pixel must have.</summary>
    [Setting("Least share of the pairs used that have a value at the pixel.", Minimum = 0, Maximum = 1)]
    public double MinPairShare { get; init; } = 0.5;

    /// <summary>Whether pixels are masked whose own network falls apart.</summary>
    [Setting("Mask pixels whose own network falls apart: the join between the parts is an assumption, not a measurement.")]
    public bool Disconnected { get; init; } = true;

    /// <summary>Largest share of a pixel's loops that may stay open (pure number).</summary>
    [Setting("Largest share of a pixel's loops of pairs that may stay open after the correction of unwrapping errors. A loop opens by noise where coherence is low; a third is open where there is nothing but noise. 1: no limit.", Minimum = 0, Maximum = 1)]
    public double MaxOpenLoops { get; init; } = 0.25;

    /// <summary>Largest standard deviation of the rate, millimetres per year; 0 for no limit.</summary>
    [Setting("Largest standard deviation of the rate. 0: no limit.", Unit = "mm/yr", Minimum = 0, Maximum = 100000)]
    public double MaxRateSigma { get; init; }

    /// <summary>Largest RMS of a pixel's residual phases, radians; 0 for no limit.</summary>
    [Setting("Largest RMS of what the series leaves of the interferograms' phases. A pixel above it holds unwrapping errors that no loop showed, or noise. 0: no limit.", Unit = "rad", Minimum = 0, Maximum = 100)]
    public double MaxResidual { get; init; }

    /// <summary>Largest share of the steepness that can be unwrapped (pure number); 0 for no limit.</summary>
    [Setting("Largest share of the steepness that can be unwrapped; 1 is the limit beyond which whole cycles are lost and motion comes out too small. 0: no limit.", Minimum = 0, Maximum = 100)]
    public double MaxAliasing { get; init; } = 1;

    /// <summary>Largest standard deviation of the displacement by the noise of the pixel's own pairs, in quarters of the wavelength (pure number); 0 for no limit.</summary>
    [Setting("Largest standard deviation of the displacement by the noise of the pixel's own interferograms, at the date where it is largest, in quarters of the wavelength (1: half a cycle of phase). Beyond it noise alone moves the series by whole cycles. Pixels whose own network falls apart are left to 'disconnected'. Needs uncertainty.enabled. 0: no limit.", Minimum = 0, Maximum = 1000)]
    public double MaxNoise { get; init; } = 1;

    /// <summary>Whether water of the products' mask is masked.</summary>
    [Setting("Mask water where the products bring a water mask.")]
    public bool Water { get; init; } = true;
}

/// <summary>Where results go and in which forms.</summary>
public sealed record OutputSettings
{
    /// <summary>Folder of the results, relative to the settings file.</summary>
    [Setting("Folder of the results, relative to this file.")]
    public string Folder { get; init; } = "plumb-out";

    /// <summary>Title of maps and report.</summary>
    [Setting("Title of maps and report.")]
    public string Title { get; init; } = "Ground motion from satellite radar";

    /// <summary>Whether points are written as GeoPackage and CSV.</summary>
    [Setting("Write every good pixel as a point with its rate and series, as GeoPackage and CSV.")]
    public bool Points { get; init; } = true;

    /// <summary>Whether the results are also written in MintPy's layout.</summary>
    [Setting("Write the results also as MintPy's HDF5 files.")]
    public bool Mintpy { get; init; }
}

/// <summary>Memory and threads.</summary>
public sealed record ProcessingSettings
{
    /// <summary>Memory budget such as "512MiB" or "4GiB"; "auto" for half of what is free.</summary>
    [Setting("Memory for tiles of data, such as 512MiB or 4GiB. auto: half of what is free.")]
    public string Memory { get; init; } = "auto";

    /// <summary>Number of threads; 0 for all cores.</summary>
    [Setting("Number of threads. 0: all cores.", Minimum = 0, Maximum = 1024)]
    public int Threads { get; init; }
}
