namespace Plumb.Corrections.Heights;

/// <summary>How the delay of still air goes with height.</summary>
public enum HeightLaw
{
    /// <summary>In proportion to height (Doin et al. 2009, doi:10.1016/j.jappgeo.2009.03.010).</summary>
    Linear,

    /// <summary>A power of the height below a reference height (Bekaert et al. 2015, doi:10.1029/2014JB011558).</summary>
    Power,
}

/// <summary>What becomes of the trend in time of a delay with height, which looks like ground that moves steadily the more the higher it lies.</summary>
public enum HeightTrend
{
    /// <summary>Taken off where it is no larger than the scatter of the dates leads to expect of air alone; kept as motion otherwise.</summary>
    Judged,

    /// <summary>Kept: the rate by least squares does not change.</summary>
    Kept,

    /// <summary>Taken off, whatever its size.</summary>
    Free,
}

/// <summary>Options of the delay with height.</summary>
public sealed record HeightDelayOptions
{
    /// <summary>The law.</summary>
    public HeightLaw Law { get; init; } = HeightLaw.Linear;

    /// <summary>Height at which delays no longer differ between dates, metres above the ellipsoid; of the power law.</summary>
    public double ReferenceHeight { get; init; } = 7000;

    /// <summary>Exponent of the power law (pure number), 1 to 4; 0: the one that explains the dates best.</summary>
    public double Exponent { get; init; }

    /// <summary>Standard deviation of the Gaussian windows within which the delay may differ from that of the scene, pixels; 0: one for the scene.</summary>
    public double Window { get; init; }

    /// <summary>What becomes of the trend.</summary>
    public HeightTrend Trend { get; init; } = HeightTrend.Judged;

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="RequestException">A value is out of its range.</exception>
    public void Validate()
    {
        if (Exponent != 0 && !(Exponent is >= 1 and <= 4))
        {
            throw new RequestException("corrections.height.exponent is a number from 1 to 4, or 0 for the one that explains the dates best.");
        }

        if (!(ReferenceHeight is >= 1000 and <= 20000))
        {
            throw new RequestException("corrections.height.reference_height is a height from 1000 to 20000 m: that at which the air no longer differs between dates.");
        }

        if (!(Window >= 0))
        {
            throw new RequestException("corrections.height.window is a length, or 0 for one delay over the whole scene.");
        }
    }
}
