namespace Plumb.Processing.Studies.Zhouqu;

/// <summary>What the Zhouqu study printed on its own data.</summary>
public sealed record ZhouquPublished
{
    /// <summary>Shares of the classes of visibility, track by track and combined.</summary>
    public IReadOnlyList<ZhouquPublishedVisibility> Visibility { get; init; } = [];

    /// <summary>Active slopes of each track (count); shape (track).</summary>
    public IReadOnlyList<int> Active { get; init; } = [];

    /// <summary>Active areas of each track that were dropped for layover or shadow (count); shape (track).</summary>
    public IReadOnlyList<int> Rejected { get; init; } = [];

    /// <summary>Active slopes of both tracks together (count).</summary>
    public int United { get; init; }

    /// <summary>Known landslides found (count).</summary>
    public int KnownFound { get; init; }

    /// <summary>Known landslides (count).</summary>
    public int Known { get; init; }

    /// <summary>Rates of front, middle and back of one landslide along the descending line of sight, millimetres per year.</summary>
    public IReadOnlyList<double> PartRates { get; init; } = [];

    /// <summary>Year of the first value of the precipitation; ours.</summary>
    public int FirstYear { get; init; }

    /// <summary>Precipitation of each month, millimetres; ours; shape (month).</summary>
    public IReadOnlyList<double> Precipitation { get; init; } = [];
}

/// <summary>Shares of the classes of visibility of a track, per cent of the ground.</summary>
public sealed record ZhouquPublishedVisibility
{
    /// <summary>Name of the track in the scene, or combined.</summary>
    public string Name { get; init; } = "";

    /// <summary>Shadow, per cent.</summary>
    public double Shadow { get; init; }

    /// <summary>Seen along the surface, per cent.</summary>
    public double Parallel { get; init; }

    /// <summary>Layover, per cent.</summary>
    public double Layover { get; init; }

    /// <summary>Motion down the slope hardly seen, per cent.</summary>
    public double LowSensitivity { get; init; }

    /// <summary>Seen well, per cent.</summary>
    public double Sensitive { get; init; }

    /// <summary>Flat, per cent.</summary>
    public double Flat { get; init; }
}
