namespace Plumb.Corrections.Delays;

/// <summary>
/// The 137 levels of ECMWF's model, on which ERA5 is made: pressure at half level k is a + b p0 with surface pressure p0 (IFS documentation, part III, section 2.2;
/// level 1 is the highest).
/// </summary>
public static class HybridLevels
{
    /// <summary>Number of levels (count).</summary>
    public const int Count = 137;

    private const double DryAir = 287.06;

    /// <summary>Pressures a of the half levels from the top, pascals; shape (half level).</summary>
    private static readonly double[] A =
    [
        0, 2.000365, 3.102241, 4.666084, 6.827977, 9.746966, 13.605424, 18.608931,
        24.985718, 32.98571, 42.879242, 54.955463, 69.520576, 86.895882, 107.415741, 131.425507,
        159.279404, 191.338562, 227.968948, 269.539581, 316.420746, 368.982361, 427.592499, 492.616028,
        564.413452, 643.339905, 729.744141, 823.967834, 926.34491, 1037.201172, 1156.853638, 1285.610352,
        1423.770142, 1571.622925, 1729.448975, 1897.519287, 2076.095947, 2265.431641, 2465.770508, 2677.348145,
        2900.391357, 3135.119385, 3381.743652, 3640.468262, 3911.490479, 4194.930664, 4490.817383, 4799.149414,
        5119.89502, 5452.990723, 5798.344727, 6156.074219, 6526.946777, 6911.870605, 7311.869141, 7727.412109,
        8159.354004, 8608.525391, 9076.400391, 9562.682617, 10065.978516, 10584.631836, 11116.662109, 11660.067383,
        12211.547852, 12766.873047, 13324.668945, 13881.331055, 14432.139648, 14975.615234, 15508.256836, 16026.115234,
        16527.322266, 17008.789063, 17467.613281, 17901.621094, 18308.433594, 18685.71875, 19031.289063, 19343.511719,
        19620.042969, 19859.390625, 20059.931641, 20219.664063, 20337.863281, 20412.308594, 20442.078125, 20425.71875,
        20361.816406, 20249.511719, 20087.085938, 19874.025391, 19608.572266, 19290.226563, 18917.460938, 18489.707031,
        18006.925781, 17471.839844, 16888.6875, 16262.046875, 15596.695313, 14898.453125, 14173.324219, 13427.769531,
        12668.257813, 11901.339844, 11133.304688, 10370.175781, 9617.515625, 8880.453125, 8163.375, 7470.34375,
        6804.421875, 6168.53125, 5564.382813, 4993.796875, 4457.375, 3955.960938, 3489.234375, 3057.265625,
        2659.140625, 2294.242188, 1961.5, 1659.476563, 1387.546875, 1143.25, 926.507813, 734.992188,
        568.0625, 424.414063, 302.476563, 202.484375, 122.101563, 62.78125, 22.835938, 3.757813,
        0, 0,
    ];

    /// <summary>Shares b of the half levels in the surface pressure (pure numbers); shape (half level).</summary>
    private static readonly double[] B =
    [
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0.000007,
        0.000024, 0.000059, 0.000112, 0.000199, 0.00034, 0.000562, 0.00089, 0.001353,
        0.001992, 0.002857, 0.003971, 0.005378, 0.007133, 0.009261, 0.011806, 0.014816,
        0.018318, 0.022355, 0.026964, 0.032176, 0.038026, 0.044548, 0.051773, 0.059728,
        0.068448, 0.077958, 0.088286, 0.099462, 0.111505, 0.124448, 0.138313, 0.153125,
        0.16891, 0.185689, 0.203491, 0.222333, 0.242244, 0.263242, 0.285354, 0.308598,
        0.332939, 0.358254, 0.384363, 0.411125, 0.438391, 0.466003, 0.4938, 0.521619,
        0.549301, 0.576692, 0.603648, 0.630036, 0.655736, 0.680643, 0.704669, 0.727739,
        0.749797, 0.770798, 0.790717, 0.809536, 0.827256, 0.843881, 0.859432, 0.873929,
        0.887408, 0.8999, 0.911448, 0.922096, 0.931881, 0.94086, 0.949064, 0.95655,
        0.963352, 0.969513, 0.975078, 0.980072, 0.984542, 0.9885, 0.991984, 0.995003,
        0.99763, 1,
    ];

    /// <summary>
    /// Pressure and geopotential of all levels over one place, from the surface up: pressure is the mean of the half levels, geopotential the hydrostatic integral
    /// of the virtual temperature (IFS documentation, part III, equations 2.20 to 2.23).
    /// </summary>
    /// <param name="surfacePressure">Pressure at the surface, pascals.</param>
    /// <param name="surfaceGeopotential">Geopotential of the surface, square metres per square second (m^2/s^2).</param>
    /// <param name="temperature">Temperature, kelvins; level 137, the lowest, first; shape (level).</param>
    /// <param name="specificHumidity">Specific humidity (pure number); shape (level).</param>
    /// <param name="pressure">Receives the pressure, pascals; shape (level).</param>
    /// <param name="geopotential">Receives the geopotential, square metres per square second (m^2/s^2); shape (level).</param>
    /// <exception cref="ArgumentException">A span has not 137 levels.</exception>
    public static void Fill(
        double surfacePressure,
        double surfaceGeopotential,
        ReadOnlySpan<double> temperature,
        ReadOnlySpan<double> specificHumidity,
        Span<double> pressure,
        Span<double> geopotential)
    {
        if (temperature.Length != Count || specificHumidity.Length != Count || pressure.Length != Count || geopotential.Length != Count)
        {
            throw new ArgumentException($"The model has {Count} levels; {temperature.Length} came.", nameof(temperature));
        }

        var below = surfaceGeopotential;
        for (var k = 0; k < Count; k++)
        {
            var level = Count - k;
            var (bottom, top) = (A[level] + (B[level] * surfacePressure), A[level - 1] + (B[level - 1] * surfacePressure));
            var warm = DryAir * temperature[k] * (1 + (((1 / HumidAir.GasRatio) - 1) * specificHumidity[k]));
            pressure[k] = 0.5 * (bottom + top);
            if (level == 1)
            {
                geopotential[k] = below + (warm * Math.Log(2));
                return;
            }

            var thickness = Math.Log(bottom / top);
            geopotential[k] = below + (warm * (1 - (top / (bottom - top) * thickness)));
            below += warm * thickness;
        }
    }
}
