namespace Plumb.Inversion;

/// <summary>Which size of the residuals is smallest. Residuals s are weighted: phase residual (radian) times the root of the pair's weight.</summary>
public enum ResidualNorm
{
    /// <summary>The sum of s^2: least squares.</summary>
    L2,

    /// <summary>The sum of |s|: a pair that is wrong by whole cycles pulls no harder than one that is wrong a little.</summary>
    L1,

    /// <summary>The sum of s^2 for small residuals and of |s| for large ones (Huber 1964).</summary>
    Huber,
}

/// <summary>What of the series is kept small beside the residuals.</summary>
public enum Smoothing
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The velocity between neighbouring dates (order 1).</summary>
    Velocity,

    /// <summary>The change of velocity from one interval to the next (order 2).</summary>
    Acceleration,
}

/// <summary>Time functions that can tie dates: their coefficients are unknowns of every pixel (units: radian and years).</summary>
public enum SeriesModel
{
    /// <summary>A constant and a constant velocity.</summary>
    Linear,

    /// <summary>The same and a constant acceleration.</summary>
    Quadratic,

    /// <summary>A constant, a constant velocity and a wave of one year.</summary>
    LinearSeasonal,

    /// <summary>A constant, velocity, acceleration and a wave of one year.</summary>
    QuadraticSeasonal,
}
