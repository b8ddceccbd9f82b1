using Plumb.Formats.Products;

namespace Plumb.Processing.Stages;

/// <summary>The finished product that a run began with; such a run has no interferograms, no network and no inversion of its own.</summary>
public sealed record FinishedInput
{
    /// <summary>Whether it is a series or a velocity.</summary>
    public required FinishedKind Kind { get; init; }

    /// <summary>Name of the product family.</summary>
    public required string Family { get; init; }

    /// <summary>Name of the file.</summary>
    public required string Source { get; init; }

    /// <summary>First date (UTC) behind the values; null when unknown.</summary>
    public DateOnly? First { get; init; }

    /// <summary>Last date (UTC) behind the values; null when unknown.</summary>
    public DateOnly? Last { get; init; }

    /// <summary>The dates of the series (UTC), ascending; empty for a velocity.</summary>
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    /// <summary>Whether there is a standard deviation of the rate: of the fit to a series, or brought by a velocity.</summary>
    public bool HasRateSigma { get; init; }

    /// <summary>Whether a file of temporal coherence came with it.</summary>
    public bool HasTemporalCoherence { get; init; }

    /// <summary>Whether a mask came with it.</summary>
    public bool HasMask { get; init; }
}
