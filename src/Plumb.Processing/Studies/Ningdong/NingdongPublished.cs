namespace Plumb.Processing.Studies.Ningdong;

/// <summary>What the Ningdong study printed on its own data, along the line of sight, negative away from the satellite.</summary>
public sealed record NingdongPublished
{
    /// <summary>Its table of mines.</summary>
    public IReadOnlyList<PublishedMine> Mines { get; init; } = [];

    /// <summary>Root mean square error against all GNSS stations in C band, millimetres.</summary>
    public double CGnssMean { get; init; }

    /// <summary>The same in L band, millimetres.</summary>
    public double LGnssMean { get; init; }

    /// <summary>Life cycle at the first point of Maliantai.</summary>
    public IReadOnlyList<PublishedPhase> Phases { get; init; } = [];

    /// <summary>Mean coherence of single pairs.</summary>
    public IReadOnlyList<PublishedCoherence> Coherence { get; init; } = [];
}

/// <summary>One mine of the table. Each list is stacking, then small baselines; empty where the table has a blank.</summary>
public sealed record PublishedMine
{
    /// <summary>Name of the mine.</summary>
    public string Name { get; init; } = "";

    /// <summary>Largest rate in C band, millimetres per year.</summary>
    public IReadOnlyList<double> CRate { get; init; } = [];

    /// <summary>Largest total in C band, millimetres.</summary>
    public IReadOnlyList<double> CTotal { get; init; } = [];

    /// <summary>Largest rate in L band, millimetres per year.</summary>
    public IReadOnlyList<double> LRate { get; init; } = [];

    /// <summary>Largest total in L band, millimetres.</summary>
    public IReadOnlyList<double> LTotal { get; init; } = [];

    /// <summary>Root mean square error against the mine's GNSS stations in C band, millimetres; 0 where none is printed.</summary>
    public double CGnss { get; init; }

    /// <summary>The same in L band, millimetres.</summary>
    public double LGnss { get; init; }
}

/// <summary>One phase of a life cycle.</summary>
public sealed record PublishedPhase
{
    /// <summary>Name of the phase.</summary>
    public string Name { get; init; } = "";

    /// <summary>First day (UTC), as yyyy-MM-dd.</summary>
    public string From { get; init; } = "2015-07-01";

    /// <summary>Last day (UTC), as yyyy-MM-dd.</summary>
    public string To { get; init; } = "2017-07-31";

    /// <summary>Rate, millimetres per year.</summary>
    public double Rate { get; init; }
}

/// <summary>Mean coherence of one pair.</summary>
public sealed record PublishedCoherence
{
    /// <summary>Band: c or l.</summary>
    public string Band { get; init; } = "c";

    /// <summary>Days between its images.</summary>
    public int Days { get; init; }

    /// <summary>Mean coherence, 0 to 1 (pure number).</summary>
    public double Value { get; init; }
}
