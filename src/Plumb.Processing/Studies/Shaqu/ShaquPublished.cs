namespace Plumb.Processing.Studies.Shaqu;

/// <summary>What the Shaqu study printed on its own data, along the line of sight, negative away from the satellite.</summary>
public sealed record ShaquPublished
{
    /// <summary>Lowest rate, millimetres per year.</summary>
    public double LowestRate { get; init; }

    /// <summary>Highest rate, millimetres per year.</summary>
    public double HighestRate { get; init; }

    /// <summary>Fluctuation of stable areas, millimetres.</summary>
    public double StableFluctuation { get; init; }

    /// <summary>Rate below which the zone of fast subsidence lies, millimetres per year.</summary>
    public double HighZone { get; init; }

    /// <summary>Rate below which ground counts as sinking at all, millimetres per year.</summary>
    public double ModerateZone { get; init; }

    /// <summary>Phases of the scene's troughs between whose days rates are measured; the study prints their names alone.</summary>
    public IReadOnlyList<ShaquPhase> Phases { get; init; } = [];
}

/// <summary>A phase of a trough of the scene.</summary>
public sealed record ShaquPhase
{
    /// <summary>Name of the trough.</summary>
    public string Trough { get; init; } = "";

    /// <summary>Name of the phase.</summary>
    public string Name { get; init; } = "";

    /// <summary>First day (UTC), as yyyy-MM-dd.</summary>
    public string From { get; init; } = "2017-01-01";

    /// <summary>Last day (UTC), as yyyy-MM-dd.</summary>
    public string To { get; init; } = "2018-01-01";
}
