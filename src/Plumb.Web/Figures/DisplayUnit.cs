using Plumb.Grids;

namespace Plumb.Web.Figures;

/// <summary>How the values of a layer are shown to people: millimetres for motion, with the direction in words.</summary>
/// <param name="Factor">Shown value per stored value (a pure number).</param>
/// <param name="Name">Short name of the unit shown: "mm/yr".</param>
/// <param name="Direction">Which way is positive, in words; empty where there is none.</param>
public sealed record DisplayUnit(double Factor, string Name, string Direction)
{
    /// <summary>Unit and direction in one line, for a colour bar or an axis.</summary>
    public string Label => Name.Length == 0 ? Direction : Direction.Length == 0 ? Name : Name + ", " + Direction;

    /// <summary>The way to show a layer.</summary>
    /// <param name="description">What the layer's values are, with their unit.</param>
    public static DisplayUnit Of(LayerDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        var direction = description.Sign switch
        {
            Sign.TowardsSatellite => "towards the satellite +",
            Sign.PhaseGrowsWithRange => "away from the satellite +",
            Sign.Up => "up +",
            Sign.East => "east +",
            Sign.North => "north +",
            Sign.DownSlope => "down the slope +",
            Sign.AlongFlight => "along the flight +",
            _ => "",
        };
        var isMotion = description.Sign is Sign.TowardsSatellite or Sign.East or Sign.North or Sign.DownSlope or Sign.AlongFlight
            || description.Name.Contains("sigma", StringComparison.Ordinal)
            || description.Name.StartsWith("fit_", StringComparison.Ordinal)
            || description.Name.Contains("displacement", StringComparison.Ordinal);
        return description.Unit switch
        {
            Unit.MetrePerYear => new(1000, "mm/yr", direction),
            Unit.MetrePerYearSquared => new(1000, "mm/yr²", direction),
            Unit.MetrePerYearCubed => new(1000, "mm/yr³", direction),
            Unit.Day => new(1, "days", direction),
            Unit.PerYear => new(1, "per year", direction),
            Unit.Metre when isMotion => new(1000, "mm", direction),
            Unit.Metre => new(1, "m", description.Sign == Sign.Up ? "" : direction),
            Unit.Radian => new(1, "rad", direction),
            Unit.Degree => new(1, "°", direction),
            Unit.Count => new(1, "count", direction),
            _ => new(1, "", direction.Length > 0 ? direction : "0 to 1"),
        };
    }
}
