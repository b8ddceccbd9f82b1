namespace Plumb.Processing.Configuration;

/// <summary>Offset between the dates of two satellites of one kind.</summary>
public sealed record RangeBiasSettings
{
    /// <summary>Dates of the second satellite, "YYYY-MM-DD"; empty for what the names of the products say.</summary>
    [Setting("Dates of the second satellite as YYYY-MM-DD. Empty: as the names of the products say (S1AB_...: Sentinel-1A first, Sentinel-1B second).")]
    public IReadOnlyList<string> Dates { get; init; } = [];

    /// <summary>Chance below which an offset is taken for real (pure number).</summary>
    [Setting("The offset is taken off where chance alone would show one as large with less than this probability.", Minimum = 0.000001, Maximum = 1)]
    public double Chance { get; init; } = 0.01;
}
