namespace Plumb.Corrections;

/// <summary>What common-scene stacking found: the noise of each date and the matrix that gives its atmosphere. Immutable.</summary>
public sealed class CommonSceneEstimate
{
    private readonly double[] matrix;

    internal CommonSceneEstimate(double[] matrix, IReadOnlyList<CommonSceneDate> dates, int iterations)
    {
        this.matrix = matrix;
        Dates = dates;
        Iterations = iterations;
    }

    /// <summary>The dates, ascending.</summary>
    public IReadOnlyList<CommonSceneDate> Dates { get; }

    /// <summary>Number of iterations made (count).</summary>
    public int Iterations { get; }

    /// <summary>
    /// Estimated atmosphere = this matrix times the series (pure numbers); shape (date, date). Rows sum to 0 and are orthogonal to time, so that a
    /// constant and steady motion give nothing. In the sign of the series: positive towards the satellite.
    /// </summary>
    public ReadOnlySpan<double> Matrix => matrix;
}

/// <summary>One date of a common-scene stack.</summary>
/// <param name="Pairs">Number of pairs averaged (count); 0 where the date was left as it is.</param>
/// <param name="Coefficient">Atmospheric noise coefficient: RMS of the plain average over the places, over what the average itself would have if all dates
/// were equally noisy, relative to the mean of all dates (pure number; 1 is a usual date).</param>
/// <param name="Noise">Standard deviation of the date's own noise over the places, metres.</param>
/// <param name="Sigma">Standard deviation of the estimate, metres: what the partners' noise leaves in it, all dates' noise being independent.</param>
/// <param name="Order">Place in the order of estimation, 0 for the first (count).</param>
public sealed record CommonSceneDate(int Pairs, double Coefficient, double Noise, double Sigma, int Order);
