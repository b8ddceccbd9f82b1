using System.Globalization;
using Plumb.Processing.Trials;

namespace Plumb.Benchmarks.Uncertainty;

/// <summary>How often does the truth of simulated scenes lie within one and two of the standard deviations given out?</summary>
public static class Calibration
{
    /// <summary>Runs the trials and prints them.</summary>
    /// <param name="args">[scenes = 40] [part of a case's name].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var scenes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 40;
        var part = args.Length > 1 ? args[1] : "";
        Console.WriteLine($"{"case",-52} {"quantity",-14} {"good",5}   within one     within two     rms");
        foreach (var trial in Processing.Trials.Calibration.Cases.Where(c => c.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var row in Processing.Trials.Calibration.Run(trial, scenes, Environment.ProcessorCount))
            {
                Console.WriteLine(Text(row));
            }
        }

        foreach (var shape in Processing.Trials.Calibration.Shapes.Where(s => s.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var row in Processing.Trials.Calibration.RunShape(shape, scenes, Environment.ProcessorCount))
            {
                Console.WriteLine(Text(row));
            }
        }

        return 0;
    }

    private static string Text(CalibrationRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Case,-52} {row.Quantity,-14} {row.GoodShare,5:0.00}   {100 * row.WithinOne,4:0.0} ± {100 * row.WithinOneError,3:0.0}     {100 * row.WithinTwo,4:0.0} ± {100 * row.WithinTwoError,3:0.0}     {row.RootMeanSquare:0.00}");
}
