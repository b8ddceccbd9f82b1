namespace Plumb.TimeFunctions;

/// <summary>How large residuals count.</summary>
public enum RobustLoss
{
    /// <summary>By their square: least squares.</summary>
    None,

    /// <summary>By their square up to 1.345 scales, beyond by their size (Huber 1964, doi:10.1214/aoms/1177703732).</summary>
    Huber,

    /// <summary>Not at all beyond 4.685 scales: the biweight, begun from nearly least absolute residuals, whose scale it keeps (Beaton and Tukey 1974, doi:10.1080/00401706.1974.10489171).</summary>
    Tukey,
}
