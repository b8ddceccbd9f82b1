namespace Plumb.Processing.Configuration;

/// <summary>What <c>plumb init</c> prints beside a setting, and what a loaded value is checked against.</summary>
/// <param name="reason">What the setting does and why its default is what it is, in one or two sentences.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string reason) : Attribute
{
    /// <summary>What the setting does and why its default is what it is.</summary>
    public string Reason { get; } = reason;

    /// <summary>Smallest value allowed, in the unit of the setting.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value allowed, in the unit of the setting.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Unit of the value, printed: "days", "m"; empty for a pure number or a word.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The paper the setting comes from; empty when there is none.</summary>
    public string Paper { get; init; } = "";
}
