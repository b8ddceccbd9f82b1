namespace Plumb.TimeFunctions;

/// <summary>What a coefficient's standard deviation follows from.</summary>
public enum CovarianceSource
{
    /// <summary>The scatter of the residuals: weights are relative, and the residuals say how large an error of weight 1 is.</summary>
    Scatter,

    /// <summary>The weights alone, which are inverse variances (one over square metres).</summary>
    Weights,
}

/// <summary>Options of a fit.</summary>
public sealed record FitOptions
{
    /// <summary>Weight of each date for all pixels, a pure number or one over square metres, not negative; shape (date); empty for 1.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>What the coefficients' standard deviations follow from.</summary>
    public CovarianceSource Covariance { get; init; } = CovarianceSource.Scatter;

    /// <summary>How large residuals count. Other than <see cref="RobustLoss.None"/>, standard deviations follow from the scatter.</summary>
    public RobustLoss Robust { get; init; } = RobustLoss.None;
}
