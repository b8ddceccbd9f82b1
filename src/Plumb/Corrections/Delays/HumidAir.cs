namespace Plumb.Corrections.Delays;

/// <summary>Partial pressure of water vapour from what weather models give.</summary>
public static class HumidAir
{
    /// <summary>Gas constant of dry air over that of vapour (pure number).</summary>
    public const double GasRatio = 287.06 / 461.5;

    /// <summary>Partial pressure of the vapour, pascals: e = q p / (r + q (1 - r)) with r = <see cref="GasRatio"/>.</summary>
    /// <param name="specificHumidity">Mass of vapour per mass of air (pure number); small negative numbers of packed files count as 0.</param>
    /// <param name="pressure">Pressure of the whole air, pascals.</param>
    public static double VapourPressure(double specificHumidity, double pressure)
    {
        var q = Math.Max(0, specificHumidity);
        return q * pressure / (GasRatio + (q * (1 - GasRatio)));
    }

    /// <summary>
    /// Partial pressure of the vapour, pascals, from the relative humidity as ECMWF defines it: over water above 0 degrees Celsius, over ice below -23, mixed between
    /// (IFS documentation, part IV, equations 7.5 and 7.6).
    /// </summary>
    /// <param name="relativeHumidity">Relative humidity, percent.</param>
    /// <param name="temperature">Temperature, kelvins.</param>
    public static double VapourPressureOfRelative(double relativeHumidity, double temperature)
    {
        const double Freezing = 273.16, AllIce = 250.16;
        var water = 611.21 * Math.Exp(17.502 * (temperature - Freezing) / (temperature - 32.19));
        var ice = 611.21 * Math.Exp(22.587 * (temperature - Freezing) / (temperature + 0.7));
        var liquid = temperature >= Freezing ? 1 : temperature <= AllIce ? 0 : (temperature - AllIce) / (Freezing - AllIce);
        return Math.Max(0, relativeHumidity) / 100 * (ice + ((water - ice) * liquid * liquid));
    }
}
