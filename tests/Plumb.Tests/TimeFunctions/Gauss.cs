namespace Plumb.Tests.TimeFunctions;

/// <summary>Normally distributed numbers.</summary>
internal static class Gauss
{
    public static double Next(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A series of unit variance whose neighbours are correlated: an autoregression of the first order.</summary>
    public static double[] Correlated(Random random, int length, double correlation)
    {
        var values = new double[length];
        values[0] = Next(random);
        for (var i = 1; i < length; i++)
        {
            values[i] = (correlation * values[i - 1]) + (Math.Sqrt(1 - (correlation * correlation)) * Next(random));
        }

        return values;
    }
}
