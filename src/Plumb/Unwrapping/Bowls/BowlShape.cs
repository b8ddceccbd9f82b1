namespace Plumb.Unwrapping.Bowls;

/// <summary>Form of a model bowl; lengths in pixels, phase in radian.</summary>
public enum BowlShape
{
    /// <summary>A Gaussian whose contours are ellipses: A exp(-0.5 ((u / s)^2 + (v / t)^2)).</summary>
    Gaussian,

    /// <summary>The trough of the probability-integral method over a rectangle that is mined out: the product of two strips (Liu and Liao 1965). Its floor may be flat.</summary>
    ProbabilityIntegral,
}
