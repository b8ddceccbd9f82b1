namespace Plumb.Simulation;

/// <summary>
/// A scene with known truth: where, seen by what and when, how the ground moves and what disturbs the measurement.
/// Every property has a default, so that a scene file names only what differs. Positions on the ground are metres east
/// and north of the centre of the grid.
/// </summary>
public sealed partial record Scene
{
    /// <summary>Name of the scene.</summary>
    public string Name { get; init; } = "scene";

    /// <summary>Seed of everything random (pure number): the same seed gives the same bytes.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The raster.</summary>
    public SceneGrid Grid { get; init; } = new();

    /// <summary>The radar and its view.</summary>
    public SceneSensor Sensor { get; init; } = new();

    /// <summary>Dates of acquisition.</summary>
    public SceneDates Dates { get; init; } = new();

    /// <summary>Which dates form pairs.</summary>
    public SceneNetwork Network { get; init; } = new();

    /// <summary>Heights and the error of the elevation model.</summary>
    public SceneTerrain Terrain { get; init; } = new();

    /// <summary>Mining panels.</summary>
    public IReadOnlyList<ScenePanel> Panels { get; init; } = [];

    /// <summary>Troughs with a prescribed life cycle.</summary>
    public IReadOnlyList<SceneTrough> Troughs { get; init; } = [];

    /// <summary>Slides on slopes.</summary>
    public IReadOnlyList<SceneSlide> Slides { get; init; } = [];

    /// <summary>Areas that move with the season, as aquifers do.</summary>
    public IReadOnlyList<SceneSeasonalArea> SeasonalAreas { get; init; } = [];

    /// <summary>Areas that rise or sink steadily.</summary>
    public IReadOnlyList<SceneUplift> Uplifts { get; init; } = [];

    /// <summary>Lakes.</summary>
    public IReadOnlyList<SceneWater> Waters { get; init; } = [];

    /// <summary>Delay in the atmosphere.</summary>
    public SceneAtmosphere Atmosphere { get; init; } = new();

    /// <summary>Errors of the orbits.</summary>
    public SceneOrbit Orbit { get; init; } = new();

    /// <summary>Loss of coherence.</summary>
    public SceneDecorrelation Decorrelation { get; init; } = new();

    /// <summary>How the phase becomes unwrapped.</summary>
    public SceneUnwrapping Unwrapping { get; init; } = new();

    /// <summary>Planted unwrapping errors.</summary>
    public SceneUnwrappingErrors UnwrappingErrors { get; init; } = new();

    /// <summary>Missing data.</summary>
    public SceneGaps Gaps { get; init; } = new();

    /// <summary>GNSS stations.</summary>
    public SceneGnss Gnss { get; init; } = new();

    /// <summary>Levelled marks.</summary>
    public SceneLevelling Levelling { get; init; } = new();

    /// <summary>Concessions of mines.</summary>
    public IReadOnlyList<SceneConcession> Concessions { get; init; } = [];

    /// <summary>Tracks that see the same ground, each with a view, dates, weather and noise of its own; none for the one track of <see cref="Sensor"/> and <see cref="Dates"/>.</summary>
    public IReadOnlyList<SceneTrack> Tracks { get; init; } = [];

    /// <summary>Number of the track that this is the scene of, from 1; 0 for a scene of one track. Weather and noise differ from track to track, the ground does not.</summary>
    public int Track { get; init; }

    /// <summary>Seed of what each track has for itself: weather, noise, orbits, errors, missing data.</summary>
    internal long OwnSeed => Track == 0 ? Seed : unchecked(Seed + (0x5DEECE66DL * Track));
}

/// <summary>The raster of a scene.</summary>
public sealed record SceneGrid
{
    /// <summary>Coordinate reference system: an EPSG code of a projected (UTM) or geographic system.</summary>
    public string Crs { get; init; } = "EPSG:32650";

    /// <summary>Whether the system counts in degrees of longitude and latitude instead of metres.</summary>
    public bool Geographic { get; init; }

    /// <summary>East coordinate of the outer north-west corner, metres (or degrees where geographic).</summary>
    public double West { get; init; } = 500_000;

    /// <summary>North coordinate of the outer north-west corner, metres (or degrees where geographic).</summary>
    public double North { get; init; } = 3_720_000;

    /// <summary>Pixel size, metres (or degrees where geographic), positive.</summary>
    public double Step { get; init; } = 80;

    /// <summary>Number of columns, pixels.</summary>
    public int Columns { get; init; } = 300;

    /// <summary>Number of rows, pixels.</summary>
    public int Rows { get; init; } = 300;
}

/// <summary>The radar and its view of a scene. The satellite looks to the right.</summary>
public sealed record SceneSensor
{
    /// <summary>Name of the mission.</summary>
    public string Name { get; init; } = "Sentinel-1";

    /// <summary>Wavelength, metres.</summary>
    public double Wavelength { get; init; } = 0.05546576;

    /// <summary>Heading of the satellite, degrees clockwise from north.</summary>
    public double Heading { get; init; } = -12.6;

    /// <summary>Incidence at the near edge of the grid, degrees from the vertical.</summary>
    public double IncidenceNear { get; init; } = 36;

    /// <summary>Incidence at the far edge of the grid, degrees from the vertical.</summary>
    public double IncidenceFar { get; init; } = 38;

    /// <summary>Height of the satellite above the ground, metres.</summary>
    public double Altitude { get; init; } = 693_000;

    /// <summary>Time of day of the acquisitions (UTC), seconds of day.</summary>
    public double TimeOfDay { get; init; } = 43_200;

    /// <summary>Standard deviation of the perpendicular position of the satellite, metres.</summary>
    public double BaselineSigma { get; init; } = 60;

    /// <summary>Number of independent looks behind a pixel, pure number, at least 1. Default: 20 by 4 Sentinel-1 looks without their oversampling.</summary>
    public double Looks { get; init; } = 37;
}

/// <summary>Dates of acquisition of a scene.</summary>
public sealed record SceneDates
{
    /// <summary>First date (UTC), as yyyy-MM-dd.</summary>
    public string Start { get; init; } = "2022-01-03";

    /// <summary>Number of planned dates, 2 to 5000 (pure number).</summary>
    public int Count { get; init; } = 25;

    /// <summary>Days between planned dates.</summary>
    public int IntervalDays { get; init; } = 12;

    /// <summary>Largest shift of a date from its plan, days; less than half the interval.</summary>
    public int JitterDays { get; init; }

    /// <summary>Part of the planned dates that is missing, 0 to 0.9 (pure number); the first is never missing.</summary>
    public double MissingShare { get; init; }

    /// <summary>Explicit dates as yyyy-MM-dd, ascending; when given, all other entries are unused.</summary>
    public IReadOnlyList<string> List { get; init; } = [];

    /// <summary>Perpendicular position of the satellite at each date of <see cref="List"/>, metres; none for positions by chance (sensor.baseline_sigma).</summary>
    public IReadOnlyList<double> Perpendicular { get; init; } = [];
}

/// <summary>Which dates of a scene form pairs.</summary>
public sealed record SceneNetwork
{
    /// <summary>Each date is paired with this many following dates (pure number), at least 1.</summary>
    public int Links { get; init; } = 3;

    /// <summary>Longest pair, days; 0 for no limit.</summary>
    public int MaxDays { get; init; }

    /// <summary>Longest perpendicular baseline of a pair, metres; 0 for no limit.</summary>
    public double MaxPerpendicularBaseline { get; init; }

    /// <summary>Whether each date is also paired with the date nearest to one year later, within half an interval.</summary>
    public bool YearlyLinks { get; init; }

    /// <summary>Part of the pairs that is left out by chance, 0 to 0.9 (pure number).</summary>
    public double DropShare { get; init; }

    /// <summary>
    /// Most pairs, those added by hand included (a count); 0 for no limit. Beyond it pairs are left out by chance, but for those added by hand and
    /// those without which the network would fall apart.
    /// </summary>
    public int MaxPairs { get; init; }

    /// <summary>Pairs added by hand whatever the limits say, as yyyyMMdd_yyyyMMdd; both dates must be dates of the scene.</summary>
    public IReadOnlyList<string> HandPairs { get; init; } = [];

    /// <summary>Explicit pairs as yyyyMMdd_yyyyMMdd; when given, all other entries are unused.</summary>
    public IReadOnlyList<string> List { get; init; } = [];
}

/// <summary>Heights of a scene and the error of its elevation model.</summary>
public sealed record SceneTerrain
{
    /// <summary>Mean height, metres.</summary>
    public double MeanHeight { get; init; } = 60;

    /// <summary>Standard deviation of the height over the scene, metres.</summary>
    public double Relief { get; init; } = 40;

    /// <summary>Exponent of the power law of a height profile's spectrum (pure number); about 2 for real ground.</summary>
    public double Exponent { get; init; } = 2.4;

    /// <summary>Height of ridges above the valleys between them, metres; 0 for none. The ground of <see cref="Relief"/> comes on top, on the valley floors nothing of it.</summary>
    public double RidgeHeight { get; init; }

    /// <summary>Distance from ridge to ridge, metres.</summary>
    public double RidgeSpacing { get; init; } = 5000;

    /// <summary>Direction that the ridges run in, degrees clockwise from north.</summary>
    public double RidgeAzimuth { get; init; }

    /// <summary>Share of the distance that is flat valley floor, 0 to 0.9 (pure number).</summary>
    public double ValleyFloor { get; init; } = 0.1;

    /// <summary>Standard deviation of the error of the elevation model, metres.</summary>
    public double ErrorSigma { get; init; } = 4;

    /// <summary>Distance over which the error keeps a correlation of 1/e, metres.</summary>
    public double ErrorCorrelationLength { get; init; } = 400;
}

/// <summary>A longwall panel: a rectangle of coal that a face advancing along its length extracts.</summary>
public sealed record ScenePanel
{
    /// <summary>Name of the panel.</summary>
    public string Name { get; init; } = "panel";

    /// <summary>Centre of the panel east of the grid's centre, metres.</summary>
    public double East { get; init; }

    /// <summary>Centre of the panel north of the grid's centre, metres.</summary>
    public double North { get; init; }

    /// <summary>Direction in which the face advances, degrees clockwise from north.</summary>
    public double Azimuth { get; init; } = 90;

    /// <summary>Length of the panel along the advance, metres.</summary>
    public double Length { get; init; } = 1500;

    /// <summary>Length of the face, across the advance, metres.</summary>
    public double Width { get; init; } = 220;

    /// <summary>Mining height m, metres.</summary>
    public double MiningHeight { get; init; } = 3;

    /// <summary>Mean mining depth H, metres.</summary>
    public double Depth { get; init; } = 500;

    /// <summary>Dip of the seam, degrees; it lowers the greatest subsidence by its cosine.</summary>
    public double Dip { get; init; }

    /// <summary>Subsidence factor q (pure number): greatest subsidence over mining height.</summary>
    public double SubsidenceFactor { get; init; } = 0.7;

    /// <summary>Tangent of the angle of main influence (pure number); the radius of influence is depth / tan(beta).</summary>
    public double TanBeta { get; init; } = 2;

    /// <summary>Horizontal movement coefficient b (pure number): greatest horizontal motion over greatest subsidence.</summary>
    public double HorizontalCoefficient { get; init; } = 0.3;

    /// <summary>Distance by which the edges of the trough lie inside the edges of the panel, metres.</summary>
    public double InflectionOffset { get; init; }

    /// <summary>Day the face starts (UTC), as yyyy-MM-dd.</summary>
    public string Start { get; init; } = "2022-01-03";

    /// <summary>Speed of the face, metres per day (m/day).</summary>
    public double AdvanceRate { get; init; } = 4;

    /// <summary>Law by which the surface follows.</summary>
    public MiningTimeLaw TimeLaw { get; init; } = MiningTimeLaw.Knothe;

    /// <summary>Rate constant of the law, per day (1/day).</summary>
    public double TimeRate { get; init; } = 0.02;

    /// <summary>Constant a of the logistic law (pure number).</summary>
    public double LogisticStart { get; init; } = 50;

    /// <summary>Part of the subsidence that comes as slow residual motion, 0 to 1 (pure number).</summary>
    public double ResidualShare { get; init; } = 0.05;

    /// <summary>Rate constant of the residual motion, per day (1/day).</summary>
    public double ResidualRate { get; init; } = 0.002;

    /// <summary>Greatest possible subsidence W0 = m q cos(dip), metres.</summary>
    public double GreatestSubsidence => MiningHeight * SubsidenceFactor * Math.Cos(Dip * Math.PI / 180.0);

    /// <summary>Radius of main influence r = H / tan(beta), metres.</summary>
    public double InfluenceRadius => Depth / TanBeta;
}

/// <summary>An area that rises and sinks with the season, and may have a trend. Motion is vertical.</summary>
public sealed record SceneSeasonalArea
{
    /// <summary>Centre east of the grid's centre, metres.</summary>
    public double East { get; init; }

    /// <summary>Centre north of the grid's centre, metres.</summary>
    public double North { get; init; }

    /// <summary>Distance from the centre at which the motion has fallen to a half, metres.</summary>
    public double Radius { get; init; } = 2000;

    /// <summary>Amplitude at the centre, from mean to highest, metres.</summary>
    public double Amplitude { get; init; } = 0.01;

    /// <summary>Day of the year on which the ground is highest, days.</summary>
    public double PeakDay { get; init; } = 90;

    /// <summary>Trend at the centre, metres per year, positive upwards.</summary>
    public double Trend { get; init; }
}

/// <summary>An area that rises (or sinks, with a negative rate). Motion is vertical.</summary>
public sealed record SceneUplift
{
    /// <summary>Centre east of the grid's centre, metres.</summary>
    public double East { get; init; }

    /// <summary>Centre north of the grid's centre, metres.</summary>
    public double North { get; init; }

    /// <summary>Distance from the centre at which the motion has fallen to a half, metres.</summary>
    public double Radius { get; init; } = 1500;

    /// <summary>Rate at the centre at the start, metres per year, positive upwards.</summary>
    public double Rate { get; init; } = 0.02;

    /// <summary>Day on which it starts (UTC), as yyyy-MM-dd; empty for always.</summary>
    public string Start { get; init; } = "";

    /// <summary>Time constant with which the rate decays after the start, days; 0 for a steady rate.</summary>
    public double DecayDays { get; init; }
}

/// <summary>A lake: an ellipse of open water. Nothing coherent is seen on it.</summary>
public sealed record SceneWater
{
    /// <summary>Centre east of the grid's centre, metres.</summary>
    public double East { get; init; }

    /// <summary>Centre north of the grid's centre, metres.</summary>
    public double North { get; init; }

    /// <summary>Half axis from west to east, metres.</summary>
    public double HalfWidth { get; init; } = 1000;

    /// <summary>Half axis from south to north, metres.</summary>
    public double HalfHeight { get; init; } = 1000;
}

/// <summary>Delay in the atmosphere, along the line of sight, per date.</summary>
public sealed record SceneAtmosphere
{
    /// <summary>Standard deviation of the turbulent delay between points at <see cref="ScaleMetres"/>, millimetres (mm): the root of the semivariogram.</summary>
    public double TurbulentMillimetres { get; init; } = 6;

    /// <summary>Distance for which the standard deviation is stated, metres.</summary>
    public double ScaleMetres { get; init; } = 10_000;

    /// <summary>Exponent of the power law of the spectrum of a profile (pure number): 8/3 after Hanssen 2001, section 4.7.</summary>
    public double Exponent { get; init; } = 8.0 / 3.0;

    /// <summary>Standard deviation over the dates of the delay that goes with height, millimetres per 100 metres of height.</summary>
    public double StratifiedMillimetresPer100Metres { get; init; } = 2;

    /// <summary>
    /// Exponent of the delay that goes with height (pure number): 1 in proportion to height; above, a power of the height below
    /// <see cref="StratifiedReferenceHeight"/> that has the stated gradient at the mean height.
    /// </summary>
    public double StratifiedExponent { get; init; } = 1;

    /// <summary>Height at which the delay that goes with height no longer differs between dates, metres; of exponents above 1.</summary>
    public double StratifiedReferenceHeight { get; init; } = 7000;

    /// <summary>Share (pure number, -1 to 1) by which the delay that goes with height is larger at the eastern edge than in the middle, and smaller at the western.</summary>
    public double StratifiedEastShare { get; init; }
}

/// <summary>Loss of coherence in a scene.</summary>
public sealed record SceneDecorrelation
{
    /// <summary>Classes of land cover; their shares are scaled to a sum of one.</summary>
    public IReadOnlyList<SceneLandCover> Classes { get; init; } =
    [
        new() { Name = "town and rock", Share = 0.3, Base = 0.9, LongTerm = 0.6, DecayDays = 200 },
        new() { Name = "dry field", Share = 0.45, Base = 0.8, LongTerm = 0.25, DecayDays = 60 },
        new() { Name = "wood", Share = 0.25, Base = 0.6, LongTerm = 0.1, DecayDays = 25 },
    ];

    /// <summary>Distance over which the land cover changes, metres: patches of about this size.</summary>
    public double PatchMetres { get; init; } = 1500;

    /// <summary>Perpendicular baseline at which all coherence is lost, metres; 0 for none.</summary>
    public double CriticalBaseline { get; init; } = 5000;

    /// <summary>
    /// Exponent of the loss with fast motion (pure number): coherence is multiplied by the power of |sinc(g / 2 pi)| for
    /// the gradients g, radians of phase per pixel, along rows and columns: the loss of averaging over a pixel. 0 for none.
    /// </summary>
    public double MotionLoss { get; init; } = 1;
}

/// <summary>One class of land cover: coherence is (base - long term) exp(-days / decay) + long term.</summary>
public sealed record SceneLandCover
{
    /// <summary>Name of the class.</summary>
    public string Name { get; init; } = "land";

    /// <summary>Share of the area, any scale (pure number).</summary>
    public double Share { get; init; } = 1;

    /// <summary>Coherence of a pair of no length, 0 to 1 (pure number).</summary>
    public double Base { get; init; } = 0.9;

    /// <summary>Coherence of a very long pair, 0 to 1 (pure number).</summary>
    public double LongTerm { get; init; } = 0.3;

    /// <summary>Time constant of the decay, days.</summary>
    public double DecayDays { get; init; } = 60;

    /// <summary>
    /// Rate that pairs of next to no length feign by a phase that does not last (moisture, growth), metres a year, positive towards the satellite. A pair of d days feigns
    /// this times d times exp(-d / <see cref="FadingDays"/>); such loops of pairs do not close. 0 for none.
    /// </summary>
    public double FadingRate { get; init; }

    /// <summary>Time constant of the fading of that phase, days.</summary>
    public double FadingDays { get; init; } = 20;
}

/// <summary>Planted unwrapping errors: connected areas of a pair that are off by whole cycles.</summary>
public sealed record SceneUnwrappingErrors
{
    /// <summary>Part of the pairs that have errors, 0 to 1 (pure number).</summary>
    public double PairShare { get; init; }

    /// <summary>Most areas in one pair (pure number).</summary>
    public int MaxBlobs { get; init; } = 3;

    /// <summary>Smallest mean radius of an area, pixels.</summary>
    public double MinRadius { get; init; } = 8;

    /// <summary>Largest mean radius of an area, pixels.</summary>
    public double MaxRadius { get; init; } = 40;

    /// <summary>Part of the areas that the unwrapper gave a component of their own, 0 to 1 (pure number).</summary>
    public double OwnComponentShare { get; init; } = 0.5;

    /// <summary>Most cycles by which an area is off (count); each number from 1 is as likely.</summary>
    public int MaxCycles { get; init; } = 1;

    /// <summary>Islands; where there are any, errors lie on them alone, each pair that has errors being off on one of them.</summary>
    public IReadOnlyList<SceneIsland> Islands { get; init; } = [];
}

/// <summary>Missing data of a scene.</summary>
public sealed record SceneGaps
{
    /// <summary>Pixels of a pair with a sample coherence below this have no phase, 0 to 1 (pure number).</summary>
    public double MinCoherence { get; init; }

    /// <summary>Part of the square blocks of a pair that have no data, 0 to 1 (pure number).</summary>
    public double BlockShare { get; init; }

    /// <summary>Side of such blocks, pixels.</summary>
    public int BlockSize { get; init; } = 32;

    /// <summary>Whether water has no phase, as in products made with a water mask.</summary>
    public bool Water { get; init; }
}
