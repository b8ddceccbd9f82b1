using Plumb.Kernels;

namespace Plumb.Unwrapping.Bowls;

/// <summary>One model bowl in the phase of an interferogram: 0 far away, its whole depth in the middle. Lengths are in pixels, as if these were square.</summary>
/// <param name="Shape">Its form.</param>
/// <param name="Row">Row of its middle (unit: pixels), 0 at the middle of the first row.</param>
/// <param name="Column">Column of its middle (unit: pixels), 0 at the middle of the first column.</param>
/// <param name="Depth">Phase in its middle, radian, with the sign of the interferogram.</param>
/// <param name="Azimuth">Direction of its longer axis, radian, from rising columns towards rising rows, above -pi / 2 and up to pi / 2.</param>
/// <param name="Along">Size along that axis, pixels: the standard deviation of the Gaussian, or the distance of the inflection points of the strip.</param>
/// <param name="Across">Size across it, pixels, likewise.</param>
/// <param name="Radius">Radius of main influence of the probability integral, pixels; 0 for the Gaussian.</param>
public sealed record Bowl(BowlShape Shape, double Row, double Column, double Depth, double Azimuth, double Along, double Across, double Radius)
{
    private const double Least = 1e-3;
    private const int Samples = 400;

    /// <summary>Greatest change of its phase from one pixel to the next, radian per pixel; half a cycle is pi.</summary>
    public double SteepestSlope
    {
        get
        {
            var (most, reach) = (0.0, Reach);
            foreach (var turn in (ReadOnlySpan<double>)[0, Math.PI / 2])
            {
                var (sine, cosine) = Math.SinCos(Azimuth + turn);
                var step = reach / Samples;
                var before = Depth;
                for (var k = 1; k <= Samples; k++)
                {
                    var now = Phase(Row + (k * step * sine), Column + (k * step * cosine));
                    most = Math.Max(most, Math.Abs(now - before) / step);
                    before = now;
                }
            }

            return most;
        }
    }

    /// <summary>Distance from its middle beyond which its phase is below a thousandth of a radian, pixels.</summary>
    public double Reach => Shape == BowlShape.Gaussian
        ? Math.Max(Along, Across) * Math.Sqrt(2 * Math.Log(Math.Max(Math.E, Math.Abs(Depth) / Least)))
        : (0.5 * Math.Sqrt((Along * Along) + (Across * Across))) + (2.1 * Radius);

    /// <summary>Phase at a place, radian.</summary>
    /// <param name="row">Row (unit: pixels), fractions allowed.</param>
    /// <param name="column">Column (unit: pixels), fractions allowed.</param>
    public double Phase(double row, double column)
    {
        var (sine, cosine) = Math.SinCos(Azimuth);
        var (x, y) = (column - Column, row - Row);
        var (u, v) = ((cosine * x) + (sine * y), (cosine * y) - (sine * x));
        return Shape == BowlShape.Gaussian
            ? Depth * Math.Exp(-0.5 * (((u / Along) * (u / Along)) + ((v / Across) * (v / Across))))
            : Depth * Strip(u, Along, Radius) * Strip(v, Across, Radius);
    }

    /// <summary>Phase over a strip as part of that in its middle, pure number.</summary>
    private static double Strip(double x, double length, double radius)
    {
        var scale = Math.Sqrt(Math.PI) / radius;
        return (ErrorFunction.Erfc(-scale * (x + (0.5 * length))) - ErrorFunction.Erfc(-scale * (x - (0.5 * length))))
            / (ErrorFunction.Erfc(-scale * 0.5 * length) - ErrorFunction.Erfc(scale * 0.5 * length));
    }
}

/// <summary>A bowl that was fitted to a wrapped phase.</summary>
/// <param name="Bowl">The bowl.</param>
/// <param name="Sigma">Standard deviations of its parameters in the units of each (pixels and radian): a bowl of them. They hold neighbouring pixels' misfit to be one.</param>
/// <param name="Coherence">Mean resultant length of the phase over the bowl after it was taken off, 0 to 1 (pure number).</param>
/// <param name="AgreementBefore">Mean cosine of the wrapped difference of neighbouring pixels over the bowl, weighted, before it was taken off (pure number).</param>
/// <param name="AgreementAfter">The same afterwards (pure number): the higher, the gentler is what is left to unwrap.</param>
public sealed record FittedBowl(Bowl Bowl, Bowl Sigma, double Coherence, double AgreementBefore, double AgreementAfter);
