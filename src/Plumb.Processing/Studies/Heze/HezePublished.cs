namespace Plumb.Processing.Studies.Heze;

/// <summary>What the Heze study printed on its own data. Rates are centimetres per year, positive upwards.</summary>
public sealed record HezePublished
{
    /// <summary>Its tracks.</summary>
    public IReadOnlyList<HezePublishedTrack> Tracks { get; init; } = [];

    /// <summary>Cells of 50 m that both tracks have (count).</summary>
    public int CommonCells { get; init; }

    /// <summary>Correlation of the vertical rates of both tracks (pure number).</summary>
    public double Correlation { get; init; }

    /// <summary>Mean difference of the rates, centimetres per year.</summary>
    public double MeanDifference { get; init; }

    /// <summary>Standard deviation of the difference, centimetres per year.</summary>
    public double DeviationOfDifference { get; init; }

    /// <summary>The stretches of the line that sink.</summary>
    public IReadOnlyList<HezePublishedZone> Zones { get; init; } = [];

    /// <summary>Half the swing of rural ground over the year, centimetres.</summary>
    public double SeasonalSwing { get; init; }

    /// <summary>Time by which rural ground follows the precipitation, months of 30.4375 days.</summary>
    public double LagMonths { get; init; }
}

/// <summary>A track of the study.</summary>
public sealed record HezePublishedTrack
{
    /// <summary>Name of the track in the scene.</summary>
    public string Name { get; init; } = "";

    /// <summary>Number of images (count).</summary>
    public int Images { get; init; }

    /// <summary>Number of interferograms (count).</summary>
    public int Pairs { get; init; }

    /// <summary>Points within 3 km of the line (count).</summary>
    public int Points { get; init; }

    /// <summary>Their density, count per square kilometre.</summary>
    public double Density { get; init; }
}

/// <summary>A stretch of the line that sinks.</summary>
public sealed record HezePublishedZone
{
    /// <summary>Name of the trough of the scene that stands for it.</summary>
    public string Trough { get; init; } = "";

    /// <summary>Rate above which, either way, the line belongs to it, centimetres per year.</summary>
    public double Limit { get; init; }

    /// <summary>Length of the line inside, kilometres.</summary>
    public double Length { get; init; }

    /// <summary>Fastest rate, centimetres per year.</summary>
    public double Fastest { get; init; }

    /// <summary>Slowest rate, centimetres per year.</summary>
    public double Slowest { get; init; }
}
