using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.Subsidence;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Basins;

/// <summary>Plans of the search for life cycles on the dates of a run, and what they find in one series.</summary>
internal sealed class BasinLife
{
    private const int LeastDates = 4;
    private readonly SeriesDates dates;
    private readonly ShapeFit? logistic;

    private BasinLife(SeriesDates dates, ChangePointFit changes, ShapeFit? logistic) => (this.dates, Changes, this.logistic) = (dates, changes, logistic);

    /// <summary>The search for changes of rate.</summary>
    public ChangePointFit Changes { get; }

    /// <summary>The plans; null where the dates are too few for changes.</summary>
    public static BasinLife? For(IReadOnlyList<DateOnly> days, TimeAxis axis, int most)
    {
        if (most == 0 || days.Count < (2 * LeastDates) + 2)
        {
            return null;
        }

        var dates = new SeriesDates(days, axis);
        var changes = new ChangePointFit(TimeModel.Line, dates, new ChangePointOptions { Most = most, LeastDates = LeastDates });
        return new BasinLife(dates, changes, days.Count >= 3 * LeastDates ? new ShapeFit(TimeModel.Line, new LogisticShape(), dates) : null);
    }

    /// <summary>Phases from what a search found in a pixel; shapes (change, pixel) and (change + 1, pixel).</summary>
    public LifePhases? Phases(int pixel, int pixels, ReadOnlySpan<float> count, ReadOnlySpan<float> times, ReadOnlySpan<float> timeSigmas, ReadOnlySpan<float> rates, ReadOnlySpan<float> rateSigmas)
    {
        if (!float.IsFinite(count[pixel]))
        {
            return null;
        }

        var n = (int)count[pixel];
        Span<double> t = stackalloc double[n], ts = stackalloc double[n], r = stackalloc double[n + 1], rs = stackalloc double[n + 1];
        for (var k = 0; k <= n; k++)
        {
            (r[k], rs[k]) = (rates[(k * pixels) + pixel], rateSigmas[(k * pixels) + pixel]);
            if (k < n)
            {
                (t[k], ts[k]) = (times[(k * pixels) + pixel], timeSigmas[(k * pixels) + pixel]);
            }
        }

        return LifePhases.Of(dates.Span, t, ts, r, rs);
    }

    /// <summary>The life cycle of one series of displacements in metres.</summary>
    public LifeEntry? Of(IReadOnlyList<double> series, MemoryBudget budget)
    {
        var values = series.Select(v => (float)v).ToArray();
        var most = Changes.Options.Most;
        float[] count = [0], times = new float[most], timeSigmas = new float[most], rates = new float[most + 1], rateSigmas = new float[most + 1];
        using (var scratch = Changes.CreateScratch(budget))
        {
            Changes.Fit(
                new FitTile { Pixels = 1, Series = values },
                new ChangeResult { Count = count, Times = times, TimeSigma = timeSigmas, Rates = rates, RateSigma = rateSigmas },
                scratch);
        }

        if (Phases(0, 1, count, times, timeSigmas, rates, rateSigmas) is not { } life)
        {
            return null;
        }

        var phases = life.Phases.Select((p, k) => new PhaseEntry(
            Word(p.Kind),
            dates.DateAt(p.From),
            365.25 * life.StartSigmas[k],
            dates.DateAt(p.To),
            p.Rate,
            p.Sigma)).ToArray();
        var (centre, sigma, constant, amplitude) = Logistic(values, budget);
        return new LifeEntry(phases, Word(life.Now), centre, sigma, constant, amplitude);
    }

    private static string Word(LifePhaseKind kind) => kind switch
    {
        LifePhaseKind.Initial => "initial",
        LifePhaseKind.Active => "active",
        LifePhaseKind.Residual => "residual",
        LifePhaseKind.Pause => "pause",
        _ => "steady",
    };

    private (DateOnly? Centre, double Sigma, double Constant, double Amplitude) Logistic(float[] series, MemoryBudget budget)
    {
        if (logistic is null)
        {
            return (null, double.NaN, double.NaN, double.NaN);
        }

        var (values, sigmas, states) = (new float[logistic.Rows], new float[logistic.Rows], new ShapeState[1]);
        using var scratch = logistic.CreateScratch(budget);
        logistic.Fit(new FitTile { Pixels = 1, Series = series }, new FitResult { Coefficients = values, Sigma = sigmas }, states, scratch);
        var first = logistic.Model.Coefficients.Count;
        return states[0] == ShapeState.Resolved
            ? (dates.DateAt(values[first + 1] / 365.25), sigmas[first + 1], values[first + 2], values[first])
            : (null, double.NaN, double.NaN, double.NaN);
    }
}
