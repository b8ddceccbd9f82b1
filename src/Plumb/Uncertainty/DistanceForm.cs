namespace Plumb.Uncertainty;

/// <summary>
/// How much of a field two places differ by with their distance, as a table: the measured semivariogram itself, or a model of it, without the nugget and with 1 at its
/// largest. The measured one needs no model to be true; between its distances it is a straight line, below the least it falls to 0 at no distance, beyond the
/// farthest it stays. Immutable.
/// </summary>
public sealed class DistanceForm
{
    private readonly double[] distance;
    private readonly double[] value;

    /// <summary>A form.</summary>
    /// <param name="distance">Distances, metres, ascending, above 0; shape (class).</param>
    /// <param name="semivariance">Semivariances without nugget, metres squared (negative ones count as 0); shape (class).</param>
    /// <exception cref="ArgumentException">There is no distance, or the spans differ in length.</exception>
    public DistanceForm(ReadOnlySpan<double> distance, ReadOnlySpan<double> semivariance)
    {
        if (distance.IsEmpty || distance.Length != semivariance.Length)
        {
            throw new ArgumentException("A form needs a distance at least, and a semivariance for each.", nameof(distance));
        }

        this.distance = distance.ToArray();
        value = semivariance.ToArray();
        Largest = Math.Max(0, value.Max());
        for (var i = 0; i < value.Length; i++)
        {
            value[i] = Largest > 0 ? Math.Max(0, value[i]) / Largest : 0;
        }
    }

    /// <summary>The semivariance that the form was 1 for, metres squared.</summary>
    public double Largest { get; }

    /// <summary>The form at a distance.</summary>
    /// <param name="metres">Distance, metres, not negative.</param>
    /// <returns>Semivariance as a share (0 to 1) of the largest.</returns>
    public double At(double metres)
    {
        var i = Array.BinarySearch(distance, metres);
        if (i >= 0)
        {
            return value[i];
        }

        i = ~i;
        if (i == distance.Length)
        {
            return value[^1];
        }

        var (d0, v0) = i == 0 ? (0.0, 0.0) : (distance[i - 1], value[i - 1]);
        return v0 + ((value[i] - v0) * (metres - d0) / (distance[i] - d0));
    }
}
