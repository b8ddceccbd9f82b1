using Plumb.Grids;

namespace Plumb.Formats.GeoTiff;

/// <summary>Units and signs as they are written into files.</summary>
public static class LayerText
{
    private const string NoSign = "none";

    /// <summary>A unit's symbol, as "m/yr"; "1" for a pure number.</summary>
    /// <param name="unit">The unit.</param>
    public static string Of(Unit unit) => unit switch
    {
        Unit.One => "1",
        Unit.Radian => "rad",
        Unit.Degree => "degree",
        Unit.Metre => "m",
        Unit.MetrePerYear => "m/yr",
        Unit.MetrePerYearSquared => "m/yr2",
        Unit.MetrePerYearCubed => "m/yr3",
        Unit.Day => "d",
        Unit.PerYear => "1/yr",
        Unit.Count => "count",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "The unit has no symbol."),
    };

    /// <summary>A sign in words, as "positive towards the satellite".</summary>
    /// <param name="sign">The sign.</param>
    public static string Of(Sign sign) => sign switch
    {
        Sign.None => NoSign,
        Sign.TowardsSatellite => "positive towards the satellite",
        Sign.PhaseGrowsWithRange => "phase grows with range: -(4 pi / lambda) d, d positive towards the satellite",
        Sign.Up => "positive upwards",
        Sign.East => "positive eastwards",
        Sign.North => "positive northwards",
        Sign.DownSlope => "positive down the slope",
        Sign.AlongFlight => "positive along the flight",
        _ => throw new ArgumentOutOfRangeException(nameof(sign), sign, "The sign has no words."),
    };

    /// <summary>The unit that has the symbol; null where none has.</summary>
    /// <param name="symbol">The symbol, as written by <see cref="Of(Unit)"/>.</param>
    public static Unit? UnitOf(string? symbol) => Enum.GetValues<Unit>().Cast<Unit?>().FirstOrDefault(unit => Of(unit!.Value) == symbol);

    /// <summary>The sign that has the words; null where none has.</summary>
    /// <param name="words">The words, as written by <see cref="Of(Sign)"/>.</param>
    public static Sign? SignOf(string? words) => Enum.GetValues<Sign>().Cast<Sign?>().FirstOrDefault(sign => Of(sign!.Value) == words);
}
