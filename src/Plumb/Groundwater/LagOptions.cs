namespace Plumb.Groundwater;

/// <summary>Which correlation counts as best.</summary>
public enum LagSign
{
    /// <summary>The largest of either sign.</summary>
    Either,

    /// <summary>The largest positive one: the ground rises after the driver has risen.</summary>
    Positive,

    /// <summary>The largest negative one.</summary>
    Negative,
}

/// <summary>How a driver and motion are compared.</summary>
public sealed record LagOptions
{
    /// <summary>Longest time by which motion may follow the driver, days.</summary>
    public double LongestLag { get; init; } = 365;

    /// <summary>Longest time by which motion may run ahead, days.</summary>
    public double LongestLead { get; init; }

    /// <summary>Step of the lags that are tried, days.</summary>
    public double Step { get; init; } = 3;

    /// <summary>Degree of the polynomial that is taken off both (count).</summary>
    public int Trend { get; init; } = 1;

    /// <summary>Which correlation counts as best.</summary>
    public LagSign Sign { get; init; } = LagSign.Either;

    /// <summary>Number of surrogates of the driver (count); 0 for none.</summary>
    public int Surrogates { get; init; } = 999;

    /// <summary>Seed of the surrogates.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Least number of dates that both must have at a lag (count).</summary>
    public int LeastDates { get; init; } = 8;
}
