using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Processing.Results;

/// <summary>
/// A run on a simulated scene held against the truth it was made from. All differences are relative to the run's own
/// reference areas and first date, over the good pixels, along the line of sight.
/// </summary>
/// <param name="Pixels">Number of good pixels (count).</param>
/// <param name="RateRmse">Root mean square error of the rate against the rate of the true motion, metres per year.</param>
/// <param name="SeriesRmse">Root mean square error of the series against the true motion, metres; atmosphere and other disturbances are in it.</param>
/// <param name="UncorrectedRateRmse">The same of the rate before corrections, metres per year; equal where none were made.</param>
/// <param name="UncorrectedSeriesRmse">The same of the series before corrections, metres; equal where none were made.</param>
/// <param name="ObservedRmse">Root mean square error of the series before corrections against all the radar saw (motion, atmosphere, ramps, elevation error), metres: the inversion's own part.</param>
/// <param name="DeepestTruth">True displacement at the last date where it is deepest among good pixels, metres.</param>
/// <param name="DeepestFound">Recovered displacement there, metres.</param>
/// <param name="DeepestRow">Row of that pixel.</param>
/// <param name="DeepestColumn">Column of that pixel.</param>
public sealed record TruthComparison(
    long Pixels,
    double RateRmse,
    double SeriesRmse,
    double UncorrectedRateRmse,
    double UncorrectedSeriesRmse,
    double ObservedRmse,
    double DeepestTruth,
    double DeepestFound,
    int DeepestRow,
    int DeepestColumn)
{
    /// <summary>Compares.</summary>
    /// <param name="results">The run.</param>
    /// <param name="simulator">The scene it was made from, on the same grid.</param>
    /// <exception cref="RequestException">The run is not on the scene's grid.</exception>
    public static TruthComparison Of(ResultSet results, SceneSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(simulator);
        var grid = GridOf(results, simulator);
        var mask = results.Mask();
        var rate = new float[grid.PixelCount];
        simulator.Rate(grid.Whole, rate);
        var rateError = Rms(results.Rate().Values, rate, mask, results);
        var measuredRateError = Rms(results.MeasuredRate().Values, rate, mask, results);
        var (series, measuredSeries, observed, count) = (0.0, 0.0, 0.0, 0);
        var (motion, seen) = (new float[grid.PixelCount], new float[grid.PixelCount]);
        var first = Disturbances(simulator, results, 0);
        var found = Array.Empty<float>();
        for (var date = 1; date < results.Dates.Count; date++)
        {
            simulator.Displacement(IndexOf(simulator, results.Dates[date]), grid.Whole, motion);
            var disturbance = Disturbances(simulator, results, date);
            for (var i = 0; i < seen.Length; i++)
            {
                seen[i] = motion[i] + disturbance[i] - first[i];
            }

            found = results.Displacement(date).Values.ToArray();
            var measured = results.MeasuredDisplacement(date).Values;
            series += Math.Pow(Rms(found, motion, mask, results), 2);
            measuredSeries += Math.Pow(Rms(measured, motion, mask, results), 2);
            observed += Math.Pow(Rms(measured, seen, mask, results), 2);
            count++;
        }

        var deepest = Deepest(motion, mask);
        return new TruthComparison(
            mask.Count(MaskReasons.None), rateError, Math.Sqrt(series / count), measuredRateError, Math.Sqrt(measuredSeries / count), Math.Sqrt(observed / count),
            motion[deepest] - AtReference(motion, results, mask), found[deepest] - AtReference(found, results, mask),
            deepest / grid.Columns, deepest % grid.Columns);
    }

    /// <summary>The grid that run and scene have in common.</summary>
    /// <exception cref="RequestException">The run is not on the scene's grid.</exception>
    internal static Grid GridOf(ResultSet results, SceneSimulator simulator) =>
        results.Grid.TryOffset(simulator.Grid, out var row, out var column) && row == 0 && column == 0 && results.Grid.PixelCount == simulator.Grid.PixelCount
            ? simulator.Grid
            : throw new RequestException("The run is not on the grid of the simulated scene; compare a run of the whole scene.");

    /// <summary>Index of a date of a run among those of the scene.</summary>
    internal static int IndexOf(SceneSimulator simulator, DateOnly date) =>
        simulator.Network.Dates.Select((d, i) => (d, i)).First(e => e.d == date).i;

    /// <summary>What the radar sees beside the motion at a date, as apparent displacement, metres.</summary>
    private static float[] Disturbances(SceneSimulator simulator, ResultSet results, int date)
    {
        var grid = simulator.Grid;
        var index = IndexOf(simulator, results.Dates[date]);
        var (delay, ramp, error) = (new float[grid.PixelCount], new float[grid.PixelCount], new float[grid.PixelCount]);
        simulator.Atmosphere(index, grid.Whole, delay);
        simulator.OrbitRamp(index, grid.Whole, ramp);
        simulator.DemError(grid.Whole, error);
        var perpendicular = simulator.Acquisitions[index].Perpendicular;
        for (var i = 0; i < delay.Length; i++)
        {
            var (row, column) = (i / grid.Columns, i % grid.Columns);
            var incidence = simulator.View.Incidence(row, column);
            var apparent = perpendicular * error[i] / (simulator.View.SlantRange(incidence) * Math.Sin(incidence));
            delay[i] = (float)(apparent - delay[i] - ramp[i]);
        }

        return delay;
    }

    private static double Rms(ReadOnlySpan<float> found, ReadOnlySpan<float> truth, Mask mask, ResultSet results)
    {
        var offset = AtReference(found, results, mask) - AtReference(truth, results, mask);
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < found.Length; i++)
        {
            if (mask.IsGood(i) && float.IsFinite(found[i]))
            {
                sum += Math.Pow(found[i] - truth[i] - offset, 2);
                count++;
            }
        }

        return Math.Sqrt(sum / count);
    }

    private static double AtReference(ReadOnlySpan<float> values, ResultSet results, Mask mask)
    {
        var (sum, count) = (0.0, 0);
        foreach (var pixel in results.Reference.PixelsOn(results.Grid))
        {
            if (mask.IsGood(pixel) && float.IsFinite(values[pixel]))
            {
                sum += values[pixel];
                count++;
            }
        }

        return sum / count;
    }

    private static int Deepest(ReadOnlySpan<float> motion, Mask mask)
    {
        var deepest = -1;
        for (var i = 0; i < motion.Length; i++)
        {
            if (mask.IsGood(i) && (deepest < 0 || motion[i] < motion[deepest]))
            {
                deepest = i;
            }
        }

        return deepest >= 0 ? deepest : throw new RequestException("No pixel of the run is good; there is nothing to compare.");
    }
}
