using Plumb.Inversion;
using Plumb.Simulation;
using Plumb.TimeFunctions;

namespace Plumb.Benchmarks.Corrections;

/// <summary>Errors of a series against the true motion of its scene, over given pixels, relative to the first date and a reference.</summary>
/// <param name="Series">Root mean square error of the series after the first date, metres.</param>
/// <param name="Rate">Root mean square error of the rate, metres per year.</param>
internal readonly record struct SeriesError(double Series, double Rate)
{
    /// <summary>Measures it.</summary>
    /// <param name="series">The series, metres; shape (date, pixel).</param>
    /// <param name="simulator">The scene.</param>
    /// <param name="pixels">The pixels that count.</param>
    /// <param name="reference">The pixels that motion is relative to.</param>
    public static SeriesError Of(float[][] series, SceneSimulator simulator, int[] pixels, int[] reference)
    {
        var dates = simulator.Network.Dates;
        var truth = new float[simulator.Grid.PixelCount];
        var (errors, squares) = (new float[dates.Count * pixels.Length], 0.0);
        for (var date = 0; date < dates.Count; date++)
        {
            simulator.Displacement(date, simulator.Grid.Whole, truth);
            float At(int pixel) => series[date][pixel] - series[0][pixel] - truth[pixel];
            var level = reference.Average(p => (double)At(p));
            for (var i = 0; i < pixels.Length; i++)
            {
                var error = At(pixels[i]) - level;
                errors[(date * pixels.Length) + i] = (float)error;
                squares += error * error;
            }
        }

        var rate = new float[pixels.Length];
        new LinearRate(DecimalYears.Since(dates, TimeAxis.Julian)).Fit(errors, pixels.Length, rate, []);
        return new SeriesError(Math.Sqrt(squares / (dates.Count - 1) / pixels.Length), Math.Sqrt(rate.Average(r => (double)r * r)));
    }
}
