namespace Plumb.Acquisitions;

/// <summary>A radar instrument, known by its name and the wavelength its phases are counted in.</summary>
/// <param name="Name">Name of the satellite or the mission, for example "Sentinel-1".</param>
/// <param name="Wavelength">Wavelength of the carrier, metres (m), positive.</param>
public sealed record Sensor(string Name, double Wavelength)
{
    /// <summary>Speed of light in vacuum, metres per second.</summary>
    public const double SpeedOfLight = 299_792_458.0;

    /// <summary>Sentinel-1, C band, carrier 5.405000454 GHz, wavelength 0.05546576 m.</summary>
    public static Sensor Sentinel1 { get; } = new("Sentinel-1", 0.05546576);

    /// <summary>ALOS-2 PALSAR-2, L band, wavelength 0.24245 m.</summary>
    public static Sensor Alos2 { get; } = new("ALOS-2", 0.24245);

    /// <summary>A sensor from its carrier frequency.</summary>
    /// <param name="name">Name of the satellite or the mission.</param>
    /// <param name="frequency">Carrier frequency, hertz (Hz), positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is not a positive number.</exception>
    public static Sensor FromFrequency(string name, double frequency)
    {
        if (!(frequency > 0) || double.IsInfinity(frequency))
        {
            throw new ArgumentOutOfRangeException(nameof(frequency), frequency, "A carrier frequency is a positive number of hertz.");
        }

        return new Sensor(name, SpeedOfLight / frequency);
    }

    /// <summary>
    /// Metres of line-of-sight displacement for one radian of unwrapped phase: -lambda / (4 pi), unit m/rad.
    /// Negative because phase grows with range while displacement is positive towards the satellite.
    /// </summary>
    public double MetresPerRadian => -Wavelength / (4.0 * Math.PI);
}
