namespace Plumb.Corrections;

/// <summary>How the error of the elevation model is estimated from a series.</summary>
public enum DemErrorMethod
{
    /// <summary>Plain least squares together with a polynomial in time, pixel by pixel (Fattahi and Amelung 2013, doi:10.1109/TGRS.2012.2227761).</summary>
    Plain,

    /// <summary>
    /// Smooth motion of any form is taken off first; the estimate is scaled down by its noise against the spread of the errors in the scene, and is made only where it
    /// gains anything.
    /// </summary>
    Prior,
}

/// <summary>Options of the error of the elevation model.</summary>
public sealed record DemErrorOptions
{
    /// <summary>How it is estimated.</summary>
    public DemErrorMethod Method { get; init; } = DemErrorMethod.Prior;

    /// <summary>Order of the polynomial in time of the plain estimate (pure number), 0 to 5.</summary>
    public int PolynomialOrder { get; init; } = 2;

    /// <summary>Time constant of the motion that the estimate with a prior takes off, days, positive.</summary>
    public double MotionDays { get; init; } = 60;

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="RequestException">The order is not from 0 to 5, or the time is not positive.</exception>
    public void Validate()
    {
        if (PolynomialOrder is < 0 or > 5)
        {
            throw new RequestException($"corrections.dem_error.polynomial_order is {PolynomialOrder}; give a number from 0 to 5.");
        }

        if (!(MotionDays > 0))
        {
            throw new RequestException("corrections.dem_error.motion_days is a positive number of days.");
        }
    }
}
