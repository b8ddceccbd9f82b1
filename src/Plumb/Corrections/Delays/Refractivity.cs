namespace Plumb.Corrections.Delays;

/// <summary>
/// Refractivity of moist air in N-units (1e-6, pure number): hydrostatic k1 R d with the density d of the moist air and the gas constant R of dry air, wet
/// k2' e / T + k3 e / T^2 with the partial pressure e of the vapour and the temperature T (Davis et al. 1985, doi:10.1029/RS020i006p01593, equations 16 to 18; coefficients of
/// Smith and Weintraub 1953, doi:10.1109/JRPROC.1953.274297).
/// </summary>
public static class Refractivity
{
    /// <summary>Coefficient of the hydrostatic part, kelvins per pascal (K/Pa).</summary>
    public const double K1 = 0.776;

    /// <summary>Coefficient k2' = k2 - k1 times the ratio of the gas constants, with k2 = 0.716, kelvins per pascal (K/Pa).</summary>
    public const double K2 = 0.716 - (K1 * HumidAir.GasRatio);

    /// <summary>Coefficient of the dipoles of the vapour, kelvins squared per pascal (K^2/Pa).</summary>
    public const double K3 = 3750;

    /// <summary>Hydrostatic refractivity, N-units.</summary>
    /// <param name="pressure">Pressure of the whole air, pascals.</param>
    /// <param name="vapour">Partial pressure of the vapour, pascals; vapour is lighter than dry air.</param>
    /// <param name="temperature">Temperature, kelvins.</param>
    public static double Hydrostatic(double pressure, double vapour, double temperature) =>
        K1 * (pressure - ((1 - HumidAir.GasRatio) * vapour)) / temperature;

    /// <summary>Wet refractivity, N-units.</summary>
    /// <param name="vapour">Partial pressure of the vapour, pascals.</param>
    /// <param name="temperature">Temperature, kelvins.</param>
    public static double Wet(double vapour, double temperature) => (K2 + (K3 / temperature)) * vapour / temperature;
}
