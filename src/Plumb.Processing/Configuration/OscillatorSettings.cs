namespace Plumb.Processing.Configuration;

/// <summary>Drift of Envisat's oscillator.</summary>
public sealed record OscillatorSettings
{
    /// <summary>Feigned motion towards the satellite for each metre of slant range (unit: metres a year per metre).</summary>
    [Setting("Feigned motion towards the satellite for each metre of slant range.", Unit = "1/year", Minimum = -1e-4, Maximum = 1e-4)]
    public double Drift { get; init; } = 3.87e-7;
}
