using Plumb.Networks;

namespace Plumb.Corrections;

/// <summary>
/// Atmosphere of each date by common-scene stacking (Tymofyeyeva and Fialko 2015, doi:10.1002/2015JB011886): pairs that share a date are averaged so that
/// motion at a constant rate cancels and what is left is the delay of that date; the noisiest date comes first, and its estimate is taken off before the next is
/// made. Iterated with the inversion: the motion found so far, smoothed in time less and less, is taken off before the dates are estimated again.
/// <para>Pairs that close in every loop are differences of a series. For those all this is one matrix over the dates, the same at every place; it is
/// computed here once, and applied to pixels or to means of pixels. Correcting the pairs by differences of the estimates and inverting again gives the same series as
/// taking the estimates off the series, for any inversion that minimises a function of the residuals alone and has one solution: the
/// corrected pairs y - A c have the residuals y - A (x + c).</para>
/// <para>Immutable and safe for threads. Time to estimate: a few times the cube of the number of dates.</para>
/// </summary>
public sealed class CommonScene
{
    private readonly CommonScenePartners partners;

    private CommonScene(CommonScenePartners partners, CommonSceneOptions options)
    {
        this.partners = partners;
        Options = options;
    }

    /// <summary>The options.</summary>
    public CommonSceneOptions Options { get; }

    /// <summary>A plan for the dates of a network, whose pairs say which dates share a scene.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="RequestException">An option is out of its range.</exception>
    public static CommonScene For(Network network, CommonSceneOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new CommonScene(CommonScenePartners.Of(network, Years(network.Dates), options), options);
    }

    /// <summary>A plan for a series whose pairs are not known: any two dates have a difference.</summary>
    /// <param name="dates">The dates (UTC), ascending.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="RequestException">An option is out of its range.</exception>
    public static CommonScene ForSeries(IReadOnlyList<DateOnly> dates, CommonSceneOptions options)
    {
        ArgumentNullException.ThrowIfNull(dates);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new CommonScene(CommonScenePartners.OfSeries(Years(dates), options), options);
    }

    /// <summary>Finds the order of the dates, their noise, and the matrix that gives their atmosphere.</summary>
    /// <param name="moments">Moments of the series (metres) over ground whose motion is steady.</param>
    /// <exception cref="ArgumentException">The moments are of another number of dates.</exception>
    public CommonSceneEstimate Estimate(DateMoments moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        if (moments.Dates != partners.Dates)
        {
            throw new ArgumentException($"Moments of {moments.Dates} dates do not fit {partners.Dates} dates.", nameof(moments));
        }

        var matrix = moments.Matrix();
        var sweep = new CommonSceneSweep(partners, Options, matrix);
        var estimate = sweep.Run(DateMatrix.Identity(partners.Dates));
        var iterations = 1;
        while (iterations < Options.Iterations && Options.MotionDays > 0)
        {
            var days = Options.MotionDays * Math.Pow(Relaxation, Options.Iterations - 1 - iterations);
            var rest = TemporalSmoothing.RestAfter(estimate, partners.Years, days / 365.25);
            var next = sweep.Run(rest);
            iterations++;
            var change = DateMatrix.Size(DateMatrix.Difference(next, estimate), matrix) / DateMatrix.Size(next, matrix);
            estimate = next;
            if (!(change > Options.Tolerance))
            {
                break;
            }
        }

        return sweep.Describe(estimate, iterations);
    }

    // From one iteration to the next the motion may bend twice as fast.
    private const double Relaxation = 2;

    private static double[] Years(IReadOnlyList<DateOnly> dates) => [.. dates.Select(d => (d.DayNumber - dates[0].DayNumber) / 365.25)];
}
