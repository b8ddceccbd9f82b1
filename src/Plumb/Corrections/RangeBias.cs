namespace Plumb.Corrections;

/// <summary>
/// Offset between the dates of two satellites of one kind, as a plane over the scene: their clocks and antennas differ by what does not change from date to date, so that series
/// that mix them saw to and fro. Each term of the dates' planes is fitted as a polynomial in time plus the offset at the dates of the second satellite; whether it is there at all is
/// told by the F test of both slopes together. Of the offset's constant nothing can be known where all motion is relative to a reference. Immutable.
/// </summary>
public sealed class RangeBias
{
    private const int Unknowns = 4;

    private RangeBias(double[] offset, double[] sigma, double statistic, double chance)
    {
        (Offset, Sigma, Statistic, Chance) = (offset, sigma, statistic, chance);
    }

    /// <summary>The offset of the second satellite's dates: along rows and along columns, metres from the middle of the scene to its edge; shape (2).</summary>
    public IReadOnlyList<double> Offset { get; }

    /// <summary>Standard deviations of <see cref="Offset"/>, metres; shape (2).</summary>
    public IReadOnlyList<double> Sigma { get; }

    /// <summary>The statistic of the F test with 2 degrees of freedom above (pure number).</summary>
    public double Statistic { get; }

    /// <summary>Chance to see an offset as large where there is none (pure number, 0 to 1).</summary>
    public double Chance { get; }

    /// <summary>Estimates it.</summary>
    /// <param name="planes">Planes of the dates, metres.</param>
    /// <param name="years">Times, years; shape (date).</param>
    /// <param name="isSecond">Which dates are the second satellite's; shape (date).</param>
    /// <exception cref="RequestException">There are too few dates of either satellite, or those of one all lie before those of the other so that motion cannot be told from the offset.</exception>
    public static RangeBias Estimate(Ramp planes, ReadOnlySpan<double> years, ReadOnlySpan<bool> isSecond)
    {
        ArgumentNullException.ThrowIfNull(planes);
        var dates = years.Length;
        var seconds = isSecond.ToArray().Count(s => s);
        if (seconds < 3 || dates - seconds < 3 || dates < 10)
        {
            throw new RequestException($"An offset between two satellites takes 10 dates, and 3 of either; there are {dates - seconds} and {seconds}. Leave range_bias out of corrections.sequence.");
        }

        var (design, normal) = (new double[dates * Unknowns], new double[Unknowns * Unknowns]);
        var (centre, half) = (0.5 * (years[0] + years[^1]), Math.Max(0.5 * (years[^1] - years[0]), 1e-9));
        for (var date = 0; date < dates; date++)
        {
            var t = (years[date] - centre) / half;
            double[] row = [1, t, (1.5 * t * t) - 0.5, isSecond[date] ? 1 : 0];
            row.CopyTo(design, date * Unknowns);
            RampSolver.Add(normal, row, 1);
        }

        var factor = DenseCholesky.Factor(normal, Unknowns);
        if (!(factor[^1] > 0.1))
        {
            throw new RequestException("The dates of the two satellites do not alternate, so an offset between them cannot be told from motion. Leave range_bias out of corrections.sequence.");
        }

        // The last pivot is one over the standard deviation of the offset in units of the noise.
        var unit = 1 / factor[^1];
        var (offset, cross) = (new double[2], new double[3]);
        var rests = new double[2 * dates];
        for (var k = 0; k < 2; k++)
        {
            var right = new double[Unknowns];
            for (var i = 0; i < design.Length; i++)
            {
                right[i % Unknowns] += design[i] * planes.Of(i / Unknowns)[k + 1];
            }

            var solution = DenseCholesky.Solve(factor, right);
            offset[k] = solution[^1];
            for (var date = 0; date < dates; date++)
            {
                var rest = planes.Of(date)[k + 1];
                for (var i = 0; i < Unknowns; i++)
                {
                    rest -= design[(date * Unknowns) + i] * solution[i];
                }

                rests[(k * dates) + date] = rest;
            }
        }

        var freedom = dates - Unknowns;
        for (var date = 0; date < dates; date++)
        {
            var (a, b) = (rests[date], rests[dates + date]);
            (cross[0], cross[1], cross[2]) = (cross[0] + (a * a / freedom), cross[1] + (a * b / freedom), cross[2] + (b * b / freedom));
        }

        // Hotelling's T squared of two numbers as F with 2 and n - 1 degrees of freedom, whose chance has a closed form.
        var determinant = (cross[0] * cross[2]) - (cross[1] * cross[1]);
        var square = determinant > 0 ? ((offset[0] * offset[0] * cross[2]) - (2 * offset[0] * offset[1] * cross[1]) + (offset[1] * offset[1] * cross[0])) / (determinant * unit * unit) : 0;
        var statistic = square * (freedom - 1) / (2.0 * freedom);
        var chance = Math.Pow(1 + (2 * statistic / (freedom - 1)), -0.5 * (freedom - 1));
        return new RangeBias(offset, [unit * Math.Sqrt(cross[0]), unit * Math.Sqrt(cross[2])], statistic, chance);
    }
}
