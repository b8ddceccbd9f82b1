using Plumb.Geometry;

namespace Plumb.Validation;

/// <summary>
/// Daily positions of a GNSS station. Metres east, north and up against any fixed point; only differences between days count. Days ascend
/// and may be missing. Immutable.
/// </summary>
public sealed class GnssSeries
{
    private readonly GnssPosition[] positions;

    /// <summary>A series.</summary>
    /// <param name="positions">The days with a position, ascending, each once; metres.</param>
    /// <exception cref="RequestException">A day stands twice, days do not ascend, or a number is not finite.</exception>
    public GnssSeries(IEnumerable<GnssPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        this.positions = [.. positions];
        for (var k = 0; k < this.positions.Length; k++)
        {
            if (k > 0 && this.positions[k].Date <= this.positions[k - 1].Date)
            {
                throw new RequestException($"The GNSS day {this.positions[k].Date:yyyy-MM-dd} stands after {this.positions[k - 1].Date:yyyy-MM-dd}. Days must ascend, each once.");
            }

            if (!this.positions[k].IsFinite)
            {
                throw new RequestException($"The GNSS position of {this.positions[k].Date:yyyy-MM-dd} is not a finite number of metres with standard deviations of 0 or more. Take the line out.");
            }
        }
    }

    /// <summary>The days with a position, ascending; metres.</summary>
    public IReadOnlyList<GnssPosition> Positions => positions;

    /// <summary>
    /// Mean position along the line of sight over a window of days around a day (a box filter), metres, positive towards the satellite, with
    /// the standard deviation of the mean if the errors of the days were independent, metres. NaN where fewer than the asked-for days have a position.
    /// </summary>
    /// <param name="date">The day in the middle (UTC).</param>
    /// <param name="windowDays">Length of the window, days, odd; 7 takes three days on either side.</param>
    /// <param name="leastDays">Least number of days with a position (count).</param>
    /// <param name="look">Look vector at the station.</param>
    /// <returns>Mean and its standard deviation, metres.</returns>
    public (double Value, double Sigma) LineOfSight(DateOnly date, int windowDays, int leastDays, LookVector look)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(leastDays, 1);
        var half = windowDays / 2;
        var (sum, variance, count) = (0.0, 0.0, 0);
        for (var k = FirstFrom(date.AddDays(-half)); k < positions.Length && positions[k].Date <= date.AddDays(half); k++)
        {
            var p = positions[k];
            sum += look.Project(p.East, p.North, p.Up);
            variance += Square(look.East * p.SigmaEast) + Square(look.North * p.SigmaNorth) + Square(look.Up * p.SigmaUp);
            count++;
        }

        return count >= leastDays ? (sum / count, Math.Sqrt(variance) / count) : (double.NaN, double.NaN);
    }

    private static double Square(double value) => value * value;

    private int FirstFrom(DateOnly date)
    {
        var (low, high) = (0, positions.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = positions[middle].Date < date ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>Position of a GNSS station on one day.</summary>
/// <param name="Date">The day (UTC).</param>
/// <param name="East">East of the station's fixed point, metres.</param>
/// <param name="North">North of it, metres.</param>
/// <param name="Up">Above it, metres.</param>
/// <param name="SigmaEast">Standard deviation in east as the file states it, metres.</param>
/// <param name="SigmaNorth">Standard deviation in north, metres.</param>
/// <param name="SigmaUp">Standard deviation in height, metres.</param>
public readonly record struct GnssPosition(
    DateOnly Date, double East, double North, double Up, double SigmaEast, double SigmaNorth, double SigmaUp)
{
    internal bool IsFinite =>
        double.IsFinite(East + North + Up) && SigmaEast >= 0 && SigmaNorth >= 0 && SigmaUp >= 0 && double.IsFinite(SigmaEast + SigmaNorth + SigmaUp);
}
