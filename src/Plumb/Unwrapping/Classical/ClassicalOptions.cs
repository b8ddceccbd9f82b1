using System.Globalization;

namespace Plumb.Unwrapping.Classical;

/// <summary>Options of the classical methods of unwrapping.</summary>
public sealed record ClassicalOptions
{
    /// <summary>What pixels and the edges between them are judged by.</summary>
    public PixelQuality Quality { get; init; } = PixelQuality.Coherence;

    /// <summary>Power p of the norm (pure number), 0 to 2, of <see cref="ClassicalMethod.LpNorm"/>.</summary>
    public double Power { get; init; }

    /// <summary>Most times that the weights of <see cref="ClassicalMethod.LpNorm"/> are found anew (count).</summary>
    public int Reweightings { get; init; } = 12;

    /// <summary>Most threads that work side by side (count); 0 for all cores. Results do not depend on it.</summary>
    public int Threads { get; init; }

    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    internal void Check()
    {
        if (!(Power is >= 0 and <= 2))
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"The power of the norm is {Power}; it lies between 0 (fewest breaks) and 2 (least squares)."));
        }

        if (Reweightings < 1)
        {
            throw new RequestException($"The weights of the norm are to be found {Reweightings} times; at least once is needed.");
        }
    }
}
