namespace Plumb.Processing.Configuration;

/// <summary>What is made of the motion to the north when tracks are put together.</summary>
public enum NorthChoice
{
    /// <summary>It is 0, and as large as the slope of the vertical rate says in the standard deviations.</summary>
    Neglected,

    /// <summary>It is what the slope of the vertical rate says.</summary>
    FromSlope,

    /// <summary>It is what the settings say.</summary>
    Stated,

    /// <summary>It is estimated.</summary>
    Free,
}

/// <summary>Other tracks over the same ground that the run is put together with.</summary>
public sealed record ComponentsSettings
{
    /// <summary>Other tracks: result folders or files, relative to the settings file.</summary>
    [Setting("Other tracks over the same ground, relative to this file: result folders of other runs (finished to their mask), velocity.h5 of MintPy, GeoTIFFs of rates in m/yr with NAME_sigma.tif, or CSV files of points. Each is compared with this run, and all are turned into motion upwards and to the east. Empty: nothing is written.")]
    public IReadOnlyList<string> With { get; init; } = [];

    /// <summary>Heading and incidence of tracks that do not tell them, degrees.</summary>
    [Setting("\"heading,incidence\" in degrees for tracks that do not tell how they were seen, once for each entry of 'with' in order; \"-\" for a track's own. Empty: all have their own.")]
    public IReadOnlyList<string> Look { get; init; } = [];

    /// <summary>Standard deviation of rates that bring none, millimetres per year; 0 for none.</summary>
    [Setting("Standard deviation of rates that bring none. 0: such a track is refused.", Unit = "mm/yr", Minimum = 0, Maximum = 100000)]
    public double Sigma { get; init; }

    /// <summary>Side of the common cells, metres; 0 for the pixels of this run.</summary>
    [Setting("Side of the common cells, each the mean of what lies in it, which points need. 0: the pixels of this run.", Unit = "m", Minimum = 0, Maximum = 1000000)]
    public double Cell { get; init; }

    /// <summary>Stable ground at which all tracks become zero.</summary>
    [Setting("Stable ground at which all tracks become zero: \"longitude,latitude,radius\" in degrees and metres. Empty: the reference of this run.")]
    public string Reference { get; init; } = "";

    /// <summary>Whether tracks keep the levels they come with.</summary>
    [Setting("Leave the tracks at the levels they come with.")]
    public bool KeepLevels { get; init; }

    /// <summary>What is made of the motion to the north.</summary>
    [Setting("What is made of the motion to the north, which is hardly seen: neglected (0, and in the standard deviations what the slope of the vertical rate says, where the map shows that horizontal motion goes with it), from_slope (what that slope says), stated (by the next two), free (estimated; three tracks from three directions).", Paper = "Samiei-Esfahany et al. 2009, ESA SP-677")]
    public NorthChoice NorthRule { get; init; } = NorthChoice.Neglected;

    /// <summary>Motion to the north that is assumed, millimetres per year.</summary>
    [Setting("Motion to the north that is assumed with north_rule stated.", Unit = "mm/yr", Minimum = -100000, Maximum = 100000)]
    public double North { get; init; }

    /// <summary>Standard deviation of the motion to the north about that, millimetres per year.</summary>
    [Setting("Standard deviation of the true motion to the north about that, with north_rule stated; it enters every standard deviation.", Unit = "mm/yr", Minimum = 0, Maximum = 100000)]
    public double NorthSigma { get; init; }

    /// <summary>Whether the series are left out.</summary>
    [Setting("Leave the joint series out; rates are written alone.")]
    public bool RatesOnly { get; init; }

    /// <summary>Whether rates are compared along the lines of sight.</summary>
    [Setting("Compare rates along the lines of sight. false: vertical rates, as if nothing moved sideways.")]
    public bool CompareLineOfSight { get; init; }

    /// <summary>Whether any track is named.</summary>
    internal bool IsAsked => With.Count > 0;
}
