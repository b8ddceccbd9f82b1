using Plumb.Grids;

namespace Plumb.Processing.Fits;

/// <summary>One map of the time functions, as fit.json lists it.</summary>
/// <param name="Name">Name in the store's folder fit/: "annual_amplitude".</param>
/// <param name="Title">A few words for people.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Sign">Which way is positive.</param>
/// <param name="IsPublished">Whether it is also written as a map for people; the others are for programs.</param>
public sealed record FitLayer(string Name, string Title, Unit Unit, Sign Sign, bool IsPublished)
{
    /// <summary>Name of the layer of standard deviations.</summary>
    public string SigmaName => Name + "_sigma";

    /// <summary>The layer of this one's standard deviations.</summary>
    public FitLayer Sigma => new(SigmaName, $"Standard deviation: {char.ToLowerInvariant(Title[0])}{Title[1..]}", Unit, Sign.None, IsPublished);

    /// <summary>Unit as the store's arrays name it.</summary>
    internal string StoreUnit => Unit switch
    {
        Unit.Metre => "metre",
        Unit.MetrePerYear => "metre/year",
        Unit.MetrePerYearSquared => "metre/year2",
        Unit.MetrePerYearCubed => "metre/year3",
        Unit.Day => "day",
        Unit.PerYear => "1/year",
        Unit.Count => "count",
        _ => "1",
    };

    /// <summary>Sign as the store's arrays name it.</summary>
    internal string StoreSign => Sign == Sign.TowardsSatellite ? "positive_towards_satellite" : "none";
}
