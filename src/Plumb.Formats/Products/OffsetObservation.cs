using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Inversion;

namespace Plumb.Formats.Products;

/// <summary>
/// How the numbers of offset products are read. Metres become the phase of a wavelength that is made for it, so that every later stage takes them as it takes phase: the wavelength is
/// the one at which phase of <see cref="EquivalentLooks"/> looks and the coherence <see cref="NominalCorrelation"/> has the stated standard deviation. A raster of correlation then
/// weighs as coherence does, as both follow the law sigma ~ sqrt(1 - c^2) / c (offsets: Bamler and Eineder 2005, doi:10.1109/LGRS.2004.843203). Immutable.
/// </summary>
/// <param name="Kind">Along which direction they are.</param>
/// <param name="IsPositiveAway">Whether positive numbers are motion away from the satellite, or against the flight.</param>
/// <param name="Sigma">Standard deviation of one offset, metres, positive; where there is a raster of correlation, at the correlation <see cref="NominalCorrelation"/>.</param>
public sealed record OffsetObservation(ObservationKind Kind, bool IsPositiveAway, double Sigma)
{
    /// <summary>Number of looks that stand behind the correlation (pure number).</summary>
    public const double EquivalentLooks = 20;

    /// <summary>Correlation that the stated standard deviation belongs to (pure number): there sqrt(1 - c^2) / c is 1.</summary>
    public const double NominalCorrelation = 0.70710678;

    private static readonly double NominalRadians = Math.Sqrt(new PhaseVariance(EquivalentLooks).Of(NominalCorrelation));

    /// <summary>Whether a file's name says that it holds offsets: "off" or "offset" among its parts.</summary>
    /// <param name="path">The file.</param>
    public static bool IsNameOf(string path) => System.IO.Path.GetFileName(path).Split('.', '_', '-').Any(p => p.ToUpperInvariant() is "OFF" or "OFFSET" or "OFFSETS");

    /// <summary>The wavelength that is made for it, metres.</summary>
    public double Wavelength => 4 * Math.PI * Sigma / NominalRadians;

    /// <summary>A product with its offsets read as such.</summary>
    /// <param name="product">The product; its "phase" holds the metres.</param>
    /// <returns>The same with radians of <see cref="Wavelength"/>.</returns>
    public InterferogramProduct Apply(InterferogramProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        var sensor = new Sensor(product.Sensor?.Name is { Length: > 0 } name ? name : "unknown", Wavelength);
        var radians = (IsPositiveAway ? -1 : 1) / sensor.MetresPerRadian;
        var along = Kind == ObservationKind.AlongTrackOffset;
        return product with
        {
            Observation = Kind,
            Unwrapped = new ScaledRaster(product.Unwrapped, radians),
            Coherence = product.Coherence ?? new EvenRaster(product.Unwrapped, (float)NominalCorrelation),
            Components = null,
            Sensor = sensor,
            Looks = product.Looks with { Effective = EquivalentLooks },

            // What looks along the flight looks level, a quarter turn to the right of where a right-looking radar would fly for it.
            IncidenceAtCentre = along ? 0.5 * Math.PI : product.IncidenceAtCentre,
            Heading = along ? product.Heading + (0.5 * Math.PI) : product.Heading,
            Converted = $"offsets in metres{(IsPositiveAway ? ", sign changed" : "")}; {product.Converted}",
        };
    }

    /// <summary>A raster times a factor.</summary>
    private sealed class ScaledRaster(IRasterSource source, double factor) : IRasterSource
    {
        public string Path => source.Path;

        public Grid Grid => source.Grid;

        public IRasterReader Open() => new Reader(source.Open(), factor);

        private sealed class Reader(IRasterReader reader, double factor) : IRasterReader
        {
            public void Read(Tile tile, Span<float> values)
            {
                reader.Read(tile, values);
                foreach (ref var value in values[..tile.PixelCount])
                {
                    value = (float)(value * factor);
                }
            }

            public void Dispose() => reader.Dispose();
        }
    }

    /// <summary>The same number everywhere, on the grid of another raster.</summary>
    private sealed class EvenRaster(IRasterSource like, float value) : IRasterSource
    {
        public string Path => like.Path;

        public Grid Grid => like.Grid;

        public IRasterReader Open() => new Reader(value);

        private sealed class Reader(float value) : IRasterReader
        {
            public void Read(Tile tile, Span<float> values) => values[..tile.PixelCount].Fill(value);

            public void Dispose()
            {
            }
        }
    }
}
