using Plumb.Subsidence;

namespace Plumb.Processing.Configuration;

/// <summary>Along which direction subsidence is given.</summary>
public enum SubsidenceAxis
{
    /// <summary>Vertical, from the line of sight as if nothing moved sideways.</summary>
    Vertical,

    /// <summary>Along the line of sight.</summary>
    LineOfSight,
}

/// <summary>What the ground is doing: basins, their life, tables.</summary>
public sealed record SubsidenceSettings
{
    /// <summary>Whether basins are looked for.</summary>
    [Setting("Look for basins and describe them: subsidence.json, and the folder subsidence with maps and tables.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Which motion is looked for.</summary>
    [Setting("Motion that is looked for: lowering or rising.")]
    public MotionDirection Direction { get; init; } = MotionDirection.Lowering;

    /// <summary>Along which direction motion is given.</summary>
    [Setting("Direction that motion is given along: vertical (line of sight over the cosine of the incidence, which is right where nothing moves sideways) or line_of_sight.")]
    public SubsidenceAxis Axis { get; init; } = SubsidenceAxis.Vertical;

    /// <summary>Diameter of the smallest basin that must not be missed, metres.</summary>
    [Setting("Diameter of the smallest basin that must not be missed; motion is averaged over windows of this size.", Unit = "m", Minimum = 1, Maximum = 100000)]
    public double MinExtent { get; init; } = 200;

    /// <summary>Rate at the edge of a basin, millimetres per year.</summary>
    [Setting("Rate at the edge of a basin.", Unit = "mm/yr", Minimum = 0, Maximum = 10000)]
    public double EdgeRate { get; init; } = 5;

    /// <summary>Displacement at the edge of a basin that is looked for in the series, millimetres.</summary>
    [Setting("Displacement at the edge of a basin at a date. Ten millimetres is the usual edge of a mining trough.", Unit = "mm", Minimum = 0, Maximum = 10000)]
    public double EdgeDisplacement { get; init; } = 10;

    /// <summary>Motion at the edge in its standard deviations (pure number).</summary>
    [Setting("Motion at the edge of a basin in its standard deviations, at least.", Minimum = 0, Maximum = 100)]
    public double EdgeSignificance { get; init; } = 2;

    /// <summary>Motion at the deepest place in its standard deviations (pure number).</summary>
    [Setting("Motion at the deepest place in its standard deviations, at least.", Minimum = 0, Maximum = 100)]
    public double MinSignificance { get; init; } = 3;

    /// <summary>False basins expected over a whole map where nothing moves (pure number).</summary>
    [Setting("False basins expected over a whole map where nothing moves. How far a basin must stand out from its surroundings follows from it, for windows of all sizes together.", Minimum = 1e-9, Maximum = 1)]
    public double FalseBasins { get; init; } = 0.01;

    /// <summary>Share of the depth by which a ridge must be lower for two hollows to be two basins (pure number).</summary>
    [Setting("Two hollows are two basins where the ridge between them is lower than the shallower one by this share of its depth.", Minimum = 0, Maximum = 1)]
    public double SplitShare { get; init; } = 0.3;

    /// <summary>Dates through which basins are tracked (count).</summary>
    [Setting("Dates, evenly over the series, through which basins are tracked. Fewer are taken where memory is short.", Minimum = 2, Maximum = 100)]
    public int Epochs { get; init; } = 12;

    /// <summary>Most changes of rate that are looked for in a life cycle (count).</summary>
    [Setting("Most changes of rate that are looked for in the life of a pixel and of a basin. 0: no life cycle.", Minimum = 0, Maximum = 3)]
    public int Changes { get; init; } = 3;

    /// <summary>Levels of contours of the displacement, millimetres.</summary>
    [Setting("Levels of the contours of the displacement from the first to the last date.", Unit = "mm")]
    public IReadOnlyList<double> Contours { get; init; } = [10, 50, 100, 200, 500, 1000, 2000];

    /// <summary>Bounds of the grades of deformation, millimetres per year.</summary>
    [Setting("Bounds of the grades of deformation, ascending sizes of the rate; areas by grade stand in subsidence.json.", Unit = "mm/yr")]
    public IReadOnlyList<double> Grades { get; init; } = [10, 30, 50, 100];

    /// <summary>By which code damage to buildings is judged.</summary>
    [Setting("Code by which damage to buildings is judged: china2017 (tilt, curvature and strain), ncb (change of length) or boscardin (principal strain).")]
    public DamageCode DamageCode { get; init; } = DamageCode.China2017;

    /// <summary>Length of a building, metres.</summary>
    [Setting("Length of a building, for the codes that need one.", Unit = "m", Minimum = 1, Maximum = 1000)]
    public double BuildingLength { get; init; } = 20;

    /// <summary>Coefficient of horizontal movement (pure number).</summary>
    [Setting("Coefficient b of horizontal movement: ground moves sideways by b times the radius of influence times its tilt, and horizontal strain is that times its curvature.", Minimum = 0, Maximum = 2)]
    public double HorizontalCoefficient { get; init; } = 0.3;

    /// <summary>Radius of main influence, metres; 0 for that of each basin.</summary>
    [Setting("Radius of main influence. 0: greatest displacement over greatest tilt of each basin.", Unit = "m", Minimum = 0, Maximum = 10000)]
    public double InfluenceRadius { get; init; }
}
