namespace Plumb.Processing.Groups;

/// <summary>What a group does in the mean, along one direction.</summary>
public sealed record GroupMean
{
    /// <summary>Name of the group.</summary>
    public required string Name { get; init; }

    /// <summary>What makes it a group.</summary>
    public required GroupKind Kind { get; init; }

    /// <summary>Good pixels (count).</summary>
    public required long Pixels { get; init; }

    /// <summary>Their area, square metres.</summary>
    public required double Area { get; init; }

    /// <summary>Mean rate, metres per year.</summary>
    public required double Rate { get; init; }

    /// <summary>Its standard deviation, metres per year: noise of the pixels' own falls with their number, what neighbours share does not; NaN where it is not known.</summary>
    public required double RateSigma { get; init; }

    /// <summary>Dates (UTC), ascending; empty without a series; shape (date).</summary>
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    /// <summary>Mean displacement since the first date, metres; NaN where no pixel has a value; shape (date).</summary>
    public IReadOnlyList<double> Displacement { get; init; } = [];

    /// <summary>Its standard deviation, metres; NaN where it is not known; shape (date).</summary>
    public IReadOnlyList<double> DisplacementSigma { get; init; } = [];
}
