namespace Plumb.Corrections.Delays;

/// <summary>How zenith delays at one height resemble each other: covariance s^2 exp(-d / L).</summary>
/// <param name="Sigma">Standard deviation s, metres.</param>
/// <param name="Length">Length L, metres.</param>
public readonly record struct TurbulenceLaw(double Sigma, double Length)
{
    private const int MostDates = 24;
    private const double Radius = 6_371_000;
    private static readonly double[] Sigmas = [0.001, 0.002, 0.004, 0.006, 0.009, 0.013, 0.02, 0.03];
    private static readonly double[] Lengths = [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000];

    /// <summary>Covariance of two places, square metres.</summary>
    /// <param name="distance">Their distance, metres.</param>
    public double Of(double distance) => Sigma * Sigma * Math.Exp(-distance / Length);

    /// <summary>Distance of two places on a sphere, metres, for places within some hundred kilometres.</summary>
    /// <param name="latitude">Latitude of the first, degrees.</param>
    /// <param name="longitude">Longitude of the first, degrees.</param>
    /// <param name="otherLatitude">Latitude of the second, degrees.</param>
    /// <param name="otherLongitude">Longitude of the second, degrees.</param>
    public static double Distance(double latitude, double longitude, double otherLatitude, double otherLongitude)
    {
        var north = double.DegreesToRadians(latitude - otherLatitude);
        var east = double.DegreesToRadians(Math.IEEERemainder(longitude - otherLongitude, 360)) * Math.Cos(double.DegreesToRadians(0.5 * (latitude + otherLatitude)));
        return Radius * Math.Sqrt((north * north) + (east * east));
    }

    /// <summary>The law of greatest restricted likelihood over the dates, on a grid of both numbers.</summary>
    /// <param name="dates">The samples of each date; shape (date).</param>
    /// <exception cref="RequestException">There is no date.</exception>
    public static TurbulenceLaw Of(IReadOnlyList<IReadOnlyList<ZenithSample>> dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        if (dates.Count == 0)
        {
            throw new RequestException("No date has delays of stations to learn their likeness from.");
        }

        var count = Math.Min(MostDates, dates.Count);
        var chosen = Enumerable.Range(0, count).Select(k => dates[k * dates.Count / count]).ToArray();
        var laws = Sigmas.SelectMany(s => Lengths.Select(l => new TurbulenceLaw(s, l))).ToArray();
        var likelihood = laws.AsParallel().AsOrdered().Select(law => chosen.Sum(d => new StationDelayField(d, law).LogLikelihood)).ToArray();
        return laws[Array.IndexOf(likelihood, likelihood.Max())];
    }
}
