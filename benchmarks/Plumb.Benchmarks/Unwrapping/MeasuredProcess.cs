using System.Diagnostics;
using System.Globalization;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>Wall time, processor time and peak memory of a program.</summary>
/// <param name="Seconds">Wall time, seconds.</param>
/// <param name="ProcessorSeconds">Processor time of all threads, seconds, up to the last look at the process, at most some milliseconds before its end.</param>
/// <param name="PeakBytes">Largest resident memory, bytes.</param>
internal sealed record MeasuredProcess(double Seconds, double ProcessorSeconds, long PeakBytes)
{
    /// <summary>Runs a program several times; the run of median wall time counts.</summary>
    internal static MeasuredProcess Median(int runs, string program, params string[] arguments) =>
        Enumerable.Range(0, runs).Select(_ => Run(program, arguments)).OrderBy(m => m.Seconds).ElementAt(runs / 2);

    /// <summary>Runs a program; what it writes is dropped.</summary>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    internal static MeasuredProcess Run(string program, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var peak = 0L;
        var processor = TimeSpan.Zero;
        while (!process.WaitForExit(5))
        {
            process.Refresh();
            try
            {
                peak = Math.Max(peak, process.PeakWorkingSet64);
                processor = process.TotalProcessorTime;
            }
            catch (InvalidOperationException)
            {
                // It ended between the two calls.
            }
        }

        var seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new MeasuredProcess(seconds, processor.TotalSeconds, peak)
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}{output.Result}"));
    }
}
