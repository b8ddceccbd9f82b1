namespace Plumb.Formats.Products;

/// <summary>
/// From the numbers in a file to Plumb's: value = scale x stored + offset, after no-data has become NaN. One immutable
/// rule per raster keeps sign and unit of a product in one place.
/// </summary>
/// <param name="Scale">Factor, in Plumb's unit per stored unit (pure number where both agree).</param>
/// <param name="Offset">What is added, in Plumb's unit.</param>
/// <param name="ZeroIsNoData">Whether a stored 0 means no-data, as in phase and coherence files.</param>
/// <param name="KeepDeclaredNoData">Whether the no-data value that the file declares is a value all the same, as in masks.</param>
public readonly record struct ValueRule(double Scale, double Offset, bool ZeroIsNoData, bool KeepDeclaredNoData)
{
    /// <summary>Phase or coherence: kept as it is, 0 is no-data (radians or pure numbers).</summary>
    public static ValueRule Measurement { get; } = new(1, 0, true, false);

    /// <summary>Phase of a product whose dates are in reverse order: sign changed, 0 is no-data (radians).</summary>
    public static ValueRule ReversedPhase { get; } = new(-1, 0, true, false);

    /// <summary>Heights: kept as they are (metres), 0 is a height.</summary>
    public static ValueRule Plain { get; } = new(1, 0, false, false);

    /// <summary>Classes and flags: kept as they are, every stored number is a value (pure numbers).</summary>
    public static ValueRule Flags { get; } = new(1, 0, false, true);

    /// <summary>A mask with 1 for what is sought turned into one with 0 (pure numbers): 1 - stored.</summary>
    public static ValueRule Inverted { get; } = new(-1, 1, false, true);

    /// <summary>Elevation above the horizontal to incidence from the vertical: pi/2 - stored (radians); 0 is no-data.</summary>
    public static ValueRule ElevationToIncidence { get; } = new(-1, 0.5 * Math.PI, true, false);

    /// <summary>Orientation counter-clockwise from east to the heading of a right-looking satellite: pi - stored (radians); 0 is no-data.</summary>
    public static ValueRule OrientationToHeading { get; } = new(-1, Math.PI, true, false);

    /// <summary>Applies the rule in place.</summary>
    /// <param name="values">Stored values with NaN for declared no-data; become Plumb's values, in Plumb's unit.</param>
    public void Apply(Span<float> values)
    {
        if (ZeroIsNoData)
        {
            foreach (ref var value in values)
            {
                if (value == 0)
                {
                    value = float.NaN;
                }
            }
        }

        if (Scale == 1 && Offset == 0)
        {
            return;
        }

        foreach (ref var value in values)
        {
            value = (float)((value * Scale) + Offset);
        }
    }
}
