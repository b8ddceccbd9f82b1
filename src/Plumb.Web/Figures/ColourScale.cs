using System.Numerics.Tensors;
using Plumb.Grids;

namespace Plumb.Web.Figures;

/// <summary>A colour map between two values in the unit shown.</summary>
/// <param name="Map">The colours.</param>
/// <param name="Low">Value of the first colour, in the unit shown.</param>
/// <param name="High">Value of the last colour, in the unit shown.</param>
/// <param name="Unit">How stored values become shown values.</param>
/// <param name="GoesBelow">Whether values lie below the first colour; the bar then ends in a point.</param>
/// <param name="GoesAbove">Whether values lie above the last colour.</param>
public sealed record ColourScale(ColourMap Map, double Low, double High, DisplayUnit Unit, bool GoesBelow = false, bool GoesAbove = false)
{
    /// <summary>Most values looked at when a range is chosen.</summary>
    private const int SampleLimit = 200_000;

    /// <summary>Names of classes, where values are their numbers from <see cref="Low"/> to <see cref="High"/>: named one by one in a legend, and never averaged. Empty for a scale of quantities.</summary>
    public IReadOnlyList<string> Classes { get; private init; } = [];

    /// <summary>A scale of classes.</summary>
    /// <param name="first">Number of the first class (unit: 1).</param>
    /// <param name="names">Names of the classes in the order of their numbers, at least two.</param>
    /// <exception cref="ArgumentException">Fewer than two classes.</exception>
    public static ColourScale OfClasses(int first, params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count < 2)
        {
            throw new ArgumentException("A scale of classes has at least two.", nameof(names));
        }

        return new ColourScale(ColourMap.Sequential, first, first + names.Count - 1, new DisplayUnit(1, "", "class")) { Classes = [.. names] };
    }

    /// <summary>Colour of a stored value.</summary>
    /// <param name="stored">Value in the layer's own unit; NaN is clear.</param>
    public Colour Of(double stored) => Map.At(((stored * Unit.Factor) - Low) / (High - Low));

    /// <summary>
    /// A scale that suits some layers of one kind: for motion white at zero and ends where all but one value in
    /// two thousand lie, so that single outliers do not wash it out, and red wherever
    /// the ground moves away from the satellite; for coherence 0 to 1; otherwise from the 1st to the 99th percentile.
    /// </summary>
    /// <param name="layers">Layers of one unit and sign, at least one; values NaN are left out.</param>
    /// <param name="mask">Which pixels are good; null for all.</param>
    public static ColourScale For(IReadOnlyList<Layer> layers, Mask? mask)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Count);
        var description = layers[0].Description;
        var unit = DisplayUnit.Of(description);
        if (description.Unit == Plumb.Grids.Unit.One)
        {
            return new ColourScale(ColourMap.Sequential, 0, 1, unit);
        }

        var sample = Sample(layers, mask);
        double Shown(double stored) => stored * unit.Factor;
        var (least, most) = sample.Length == 0 ? (0, 0) : (Shown(TensorPrimitives.Min<float>(sample)), Shown(TensorPrimitives.Max<float>(sample)));
        if (description.Sign is not Sign.None && !(description.Sign == Sign.Up && unit.Name == "m"))
        {
            TensorPrimitives.Abs(sample, sample);
            var end = Ticks.RoundUp(Shown(Percentile(sample, 0.9995)), unit.Name.StartsWith("mm", StringComparison.Ordinal) ? 5 : 1e-3);
            var map = description.Sign == Sign.PhaseGrowsWithRange ? ColourMap.Diverging.Reversed() : ColourMap.Diverging;
            return new ColourScale(map, -end, end, unit, least < -end, most > end);
        }

        var (low, high) = (Shown(Percentile(sample, 0.01)), Shown(Percentile(sample, 0.99)));
        if (!(high > low))
        {
            (low, high) = (double.IsNaN(low) ? 0 : low - 0.5, double.IsNaN(high) ? 1 : high + 0.5);
        }

        var step = Ticks.Step(high - low, 8);
        (low, high) = (Math.Floor(low / step) * step, Math.Ceiling(high / step) * step);
        return new ColourScale(ColourMap.Sequential, low, high, unit, least < low, most > high);
    }

    /// <summary>Wrapped phase, radian: from -pi to pi on a closed circle of colours.</summary>
    public static ColourScale WrappedPhase { get; } = new(ColourMap.Cyclic, -Math.PI, Math.PI, new DisplayUnit(1, "rad", "one fringe from \u2212\u03c0 to \u03c0"));

    /// <summary>
    /// A scale of counts that are 0 nearly everywhere: pale at 0, dark where there are many, and ended where all but one in two hundred of the good pixels above 0 lie.
    /// </summary>
    /// <param name="layers">Layers of counts, at least one; values NaN are left out.</param>
    /// <param name="mask">Which pixels set the end of the scale; null for all. Noise on water would set it otherwise.</param>
    /// <param name="label">What is counted, for the colour bar.</param>
    public static ColourScale OfCounts(IReadOnlyList<Layer> layers, Mask? mask, string label)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Count);
        var good = Array.FindAll(Sample(layers, mask), v => v > 0);
        var high = good.Length == 0 ? 5 : Math.Max(5, Math.Ceiling(Percentile(good, 0.995)));
        return new ColourScale(ColourMap.Counts, 0, high, new DisplayUnit(1, label, ""), GoesAbove: Array.Exists(Sample(layers, null), v => v > high));
    }

    private static float[] Sample(IReadOnlyList<Layer> layers, Mask? mask)
    {
        var all = layers.Sum(l => (long)l.Values.Length);
        var stride = (int)Math.Max(1, all / SampleLimit);
        var sample = new List<float>();
        foreach (var layer in layers)
        {
            var values = layer.Values;
            for (var i = 0; i < values.Length; i += stride)
            {
                if (float.IsFinite(values[i]) && (mask == null || mask.IsGood(i)))
                {
                    sample.Add(values[i]);
                }
            }
        }

        return [.. sample];
    }

    private static double Percentile(float[] values, double share) =>
        values.Length == 0 ? double.NaN : OrderStatistics.OfRank(values, (int)Math.Round(share * (values.Length - 1)));
}
