using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Processing.Fits;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Results;

/// <summary>A moment at which a pixel's motion changes.</summary>
/// <param name="Years">Time since the first date, years.</param>
/// <param name="Sigma">Standard deviation of the time, years.</param>
public sealed record FittedChange(double Years, double Sigma);

/// <summary>The time functions of one pixel as a curve, fitted anew from its series with the whole covariance.</summary>
/// <param name="Title">The terms in words.</param>
/// <param name="Years">Times since the first date, years; shape (time).</param>
/// <param name="Values">The curve, metres, positive towards the satellite; shape (time).</param>
/// <param name="Sigma">Standard deviation of the curve, metres; shape (time); NaN when unknown.</param>
/// <param name="Changes">When the motion changes; empty where changes were not looked for or none was found.</param>
/// <param name="Phases">The phases between the changes; one where there is none, empty where changes were not looked for.</param>
public sealed record FittedSeries(
    string Title,
    IReadOnlyList<double> Years,
    IReadOnlyList<double> Values,
    IReadOnlyList<double> Sigma,
    IReadOnlyList<FittedChange> Changes,
    IReadOnlyList<LifePhase> Phases)
{
    private const int Points = 240;

    /// <summary>The curve of a pixel.</summary>
    /// <param name="results">The run.</param>
    /// <param name="settings">The settings it was made with.</param>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <returns>The curve; null where the run fitted no time functions or the pixel has no fit.</returns>
    public static FittedSeries? Of(ResultSet results, PlumbSettings settings, int row, int column)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(settings);
        if (results.Fit is not { } record || results.Dates.Count == 0)
        {
            return null;
        }

        var plan = record.Plan(settings, results.Dates);
        var series = new float[results.Dates.Count];
        results.Series(new Tile(row, column, 1, 1), series);
        if (settings.Fit.ChangePoints > 0 && OfChanges(plan, series) is { } changing)
        {
            return changing;
        }

        var index = record.Chosen ?? ModelOf(results, record, row, column);
        return index < 0 ? null : OfCandidate(plan.Candidates[index], plan, series);
    }

    private static int ModelOf(ResultSet results, FitRecord record, int row, int column)
    {
        var model = results.FitMap(record.Layers.First(l => l.Name == "model"))[row, column];
        return float.IsFinite(model) ? (int)model : -1;
    }

    private static FittedSeries? OfCandidate(CandidateModel candidate, FitPlan plan, float[] series)
    {
        if (candidate.Shape is null)
        {
            return OfModel(candidate.Model, plan, series, []);
        }

        var fit = new ShapeFit(candidate.Model, candidate.Shape, plan.Dates);
        var rows = fit.Rows;
        var (c, covariance) = (new float[rows], new float[rows * (rows + 1) / 2]);
        using var scratch = fit.CreateScratch(new MemoryBudget(fit.ScratchBytes));
        fit.Fit(new FitTile { Pixels = 1, Series = series }, new FitResult { Coefficients = c, Covariance = covariance }, [], scratch);
        if (float.IsNaN(c[0]))
        {
            return null;
        }

        var p = candidate.Model.Coefficients.Count;
        var parameters = c[(p + 1)..].Select(v => (double)v).ToArray();
        var model = new TimeModel([.. candidate.Model.Terms, candidate.Shape.At(plan.Dates, parameters)]);
        var years = Times(plan.Dates);
        var columns = model.Columns(plan.Dates, years).ToList();
        for (var k = 0; k < parameters.Length; k++)
        {
            // How the curve moves with a parameter: amplitude times the shape's derivative.
            var (up, down) = ((double[])parameters.Clone(), (double[])parameters.Clone());
            var step = 1e-3 * Math.Max(1e-6, Math.Abs(parameters[k]));
            up[k] += step;
            down[k] -= step;
            var (high, low) = (new TimeModel(candidate.Shape.At(plan.Dates, up)).Columns(plan.Dates, years), new TimeModel(candidate.Shape.At(plan.Dates, down)).Columns(plan.Dates, years));
            columns.AddRange(high.Zip(low, (h, l) => c[p] * (h - l) / (2 * step)));
        }

        return Curve(model.Title, years, [.. columns], c, p + 1, covariance, []);
    }

    private static FittedSeries? OfModel(TimeModel model, FitPlan plan, float[] series, IReadOnlyList<FittedChange> changes)
    {
        var p = model.Coefficients.Count;
        var fit = new TimeModelFit(model, plan.Dates, new FitOptions { Robust = plan.Settings.Robust });
        var (c, covariance) = (new float[p], new float[p * (p + 1) / 2]);
        using var scratch = fit.CreateScratch(new MemoryBudget(fit.ScratchBytes));
        fit.Fit(new FitTile { Pixels = 1, Series = series }, new FitResult { Coefficients = c, Covariance = covariance }, scratch);
        var years = Times(plan.Dates);
        return float.IsNaN(c[0]) ? null : Curve(model.Title, years, model.Columns(plan.Dates, years), c, p, covariance, changes);
    }

    private static FittedSeries? OfChanges(FitPlan plan, float[] series)
    {
        var fit = new ChangePointFit(plan.ChangeBase, plan.Dates, plan.ChangeOptions);
        var most = plan.ChangeOptions.Most;
        var (count, times, sigma, rates, rateSigma) = (new float[1], new float[most], new float[most], new float[most + 1], new float[most + 1]);
        using var scratch = fit.CreateScratch(new MemoryBudget(fit.ScratchBytes));
        fit.Fit(
            new FitTile { Pixels = 1, Series = series },
            new ChangeResult { Count = count, Times = times, TimeSigma = sigma, Rates = rates, RateSigma = rateSigma },
            scratch);
        if (!(count[0] > 0))
        {
            return null;
        }

        var found = (int)count[0];
        var isRate = plan.ChangeOptions.Kind == ChangeKind.Rate;
        var terms = Enumerable.Range(0, found).Select(k => isRate ? (TimeTerm)new RateChangeTerm(times[k]) : new StepTerm(plan.Dates.DateAt(times[k])));
        var changes = Enumerable.Range(0, found).Select(k => new FittedChange(times[k], sigma[k])).ToArray();
        var curve = OfModel(new TimeModel([.. plan.ChangeBase.Terms, .. terms]), plan, series, changes);
        double[] Doubles(float[] values, int length) => [.. values[..length].Select(v => (double)v)];
        return curve is null || !isRate ? curve : curve with
        {
            Phases = LifeCycle.Of(plan.Dates.Span, Doubles(times, found), Doubles(rates, found + 1), Doubles(rateSigma, found + 1)),
        };
    }

    private static double[] Times(SeriesDates dates) => [.. Enumerable.Range(0, Points).Select(i => dates.Span * i / (Points - 1))];

    private static FittedSeries Curve(string title, double[] years, double[] columns, float[] coefficients, int used, float[] covariance, IReadOnlyList<FittedChange> changes)
    {
        var (values, sigma) = (new double[years.Length], new double[years.Length]);
        for (var i = 0; i < years.Length; i++)
        {
            var variance = 0.0;
            for (var j = 0; j < coefficients.Length; j++)
            {
                var a = columns[(j * years.Length) + i];
                values[i] += j < used ? coefficients[j] * a : 0;
                for (var k = 0; k < coefficients.Length; k++)
                {
                    variance += a * columns[(k * years.Length) + i] * covariance[(Math.Max(j, k) * (Math.Max(j, k) + 1) / 2) + Math.Min(j, k)];
                }
            }

            sigma[i] = Math.Sqrt(Math.Max(0, variance));
        }

        return new FittedSeries(title, years, values, sigma, changes, []);
    }
}
