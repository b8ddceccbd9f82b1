namespace Plumb.Corrections;

/// <summary>
/// Atmosphere as what is rough in time and smooth in space (Ferretti et al. 2001, doi:10.1109/36.898661, section IV; Hooper et al. 2007, doi:10.1029/2006JB004763): a high pass
/// over the dates, then a low pass over the scene. The high pass is what a straight line fitted around each date with weights exp(-(dt / tau)^2 / 2) leaves, so
/// steady motion is never touched, not at the ends either; it is one matrix over the dates, the same at every place.
/// </summary>
public static class SpaceTimeFilter
{
    /// <summary>The high pass in time.</summary>
    /// <param name="years">Times, years, ascending, at least four; shape (date).</param>
    /// <param name="options">The options.</param>
    /// <returns>What is rough in time = this times the series (pure numbers); shape (date, date). Rows sum to 0 and are orthogonal to time.</returns>
    /// <exception cref="RequestException">There are too few dates, or an option is out of its range.</exception>
    public static double[] HighPass(ReadOnlySpan<double> years, SpaceTimeFilterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return years.Length < 4
            ? throw new RequestException($"space_time_filter needs at least 4 dates; there are {years.Length}. Leave it out of corrections.sequence.")
            : DateMatrix.Difference(DateMatrix.Identity(years.Length), TemporalSmoothing.Smoother(years, options.Days / 365.25));
    }
}

/// <summary>Options of the filter in time and space.</summary>
public sealed record SpaceTimeFilterOptions
{
    /// <summary>Standard deviation of the weights in time, days.</summary>
    public double Days { get; init; } = 120;

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="RequestException">The time is not positive.</exception>
    public void Validate()
    {
        if (!(Days > 0))
        {
            throw new RequestException("corrections.space_time_filter.days is a positive number of days.");
        }
    }
}
