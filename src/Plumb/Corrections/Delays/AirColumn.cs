namespace Plumb.Corrections.Delays;

/// <summary>The air over one place, level by level from the ground up.</summary>
/// <param name="Latitude">Latitude of the place, degrees.</param>
/// <param name="Height">Height, metres, rising; shape (level).</param>
/// <param name="Pressure">Pressure, pascals; shape (level).</param>
/// <param name="Temperature">Temperature, kelvins; shape (level).</param>
/// <param name="Vapour">Partial pressure of the vapour, pascals; shape (level).</param>
public sealed record AirColumn(double Latitude, double[] Height, double[] Pressure, double[] Temperature, double[] Vapour)
{
    private const double DryAir = 287.06;

    /// <summary>
    /// The hydrostatic and the wet delay from each of some heights to the top of the air, metres. The hydrostatic part follows from the pressure, 1e-6 k1 R times the
    /// integral of dp / g, so that neither temperature nor the spacing of the levels enters (Davis et al. 1985, equation 20, with gravity at its height); above the highest level
    /// gravity is that of the level. The wet part is <see cref="DelayColumn.Integrate"/>.
    /// </summary>
    /// <param name="heights">Heights, metres; shape (height). Below the lowest level the air goes on as in the lowest layer.</param>
    /// <param name="hydrostatic">Receives the hydrostatic zenith delay, metres; shape (height).</param>
    /// <param name="wet">Receives the wet zenith delay, metres; shape (height).</param>
    public void Delays(ReadOnlySpan<double> heights, Span<double> hydrostatic, Span<double> wet)
    {
        var moist = new double[Height.Length];
        for (var k = 0; k < moist.Length; k++)
        {
            moist[k] = Refractivity.Wet(Vapour[k], Temperature[k]);
        }

        DelayColumn.Integrate(Height, moist, heights, wet);
        Hydrostatic(heights, hydrostatic);
    }

    /// <summary>Pressure at a height, pascals: temperature is linear between levels, pressure the power of it that hydrostatic balance asks for.</summary>
    /// <param name="height">The height, metres.</param>
    public double PressureAt(double height)
    {
        var k = Array.FindIndex(Height, 1, h => h > height);
        k = k < 0 ? Height.Length - 1 : k;
        var share = (height - Height[k - 1]) / (Height[k] - Height[k - 1]);
        var temperature = Temperature[k - 1] + (share * (Temperature[k] - Temperature[k - 1]));
        var turn = Math.Log(Temperature[k] / Temperature[k - 1]);

        // Far outside the levels a temperature must not run through zero: there the layer counts as one of even temperature.
        var power = Math.Abs(turn) < 1e-9 || temperature < 100 ? share : Math.Log(temperature / Temperature[k - 1]) / turn;
        return Pressure[k - 1] * Math.Pow(Pressure[k] / Pressure[k - 1], power);
    }

    private void Hydrostatic(ReadOnlySpan<double> heights, Span<double> delay)
    {
        const double Factor = 1e-6 * Refractivity.K1 * DryAir;
        var top = Height.Length - 1;
        var above = new double[Height.Length];
        above[top] = Factor * Pressure[top] / Geopotential.Gravity(Height[top], Latitude);
        for (var k = top - 1; k >= 0; k--)
        {
            above[k] = above[k + 1] + Part(k + 1, Height[k], Pressure[k]);
        }

        for (var j = 0; j < heights.Length; j++)
        {
            var h = heights[j];
            var k = Array.FindIndex(Height, 1, z => z > h);
            delay[j] = k < 0
                ? above[top] * PressureAt(h) / Pressure[top]
                : above[k] + Part(k, h, PressureAt(h));
        }

        // The mean of gravity over a layer, weighted by mass, lies nearer to its bottom.
        double Part(int level, double height, double pressure)
        {
            var mass = pressure - Pressure[level];
            var ratio = Math.Log(pressure / Pressure[level]);
            var centre = Math.Abs(ratio) < 1e-9 ? 0.5 : (1 / ratio) - (Pressure[level] / mass);
            return Factor * mass / Geopotential.Gravity(height + (centre * (Height[level] - height)), Latitude);
        }
    }
}
