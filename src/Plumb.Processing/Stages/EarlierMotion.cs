using System.Numerics.Tensors;
using Plumb.Formats.Store;
using Plumb.Processing.Journal;
using Plumb.Unwrapping;

namespace Plumb.Processing.Stages;

/// <summary>
/// The final series of an earlier run as the motion that is expected: carried to the dates of this run, with its holes filled, and written into this run's store, so that
/// what was taken off before unwrapping can be looked at and judged by later stages.
/// </summary>
internal static class EarlierMotion
{
    // Dates of one chunk: so many planes are in memory at once.
    private const int Depth = 4;
    private const double LargestTurn = 5 * Math.PI / 180;

    /// <summary>Whether a folder holds the results of a run, finished or not, and not an expected motion.</summary>
    public static bool IsIn(string folder) => !File.Exists(Path.Combine(folder, ExpectedMotionRecord.FileName)) && File.Exists(Path.Combine(folder, StackDescription.FileName));

    /// <summary>Text that changes with the series.</summary>
    /// <param name="folder">The result folder.</param>
    /// <exception cref="RequestException">It holds no series that is whole.</exception>
    public static string Content(string folder)
    {
        var (series, dates) = Series(folder);
        var writer = Writers.Select(new RunJournal(folder).Read).First(r => r is { Done: true } && r.Outputs.Contains(series))!;
        return $"{series} {writer.Key.Hash} {dates.Count}";
    }

    /// <summary>Checks that the earlier run is about the same ground, seen from the same side.</summary>
    /// <exception cref="RequestException">It is not, or has no series.</exception>
    public static void Check(RunContext run, StackDescription stack, string folder)
    {
        if (string.Equals(Trimmed(folder), Trimmed(run.Folder), StringComparison.Ordinal))
        {
            throw new RequestException($"unwrapping.expected_motion is {folder}, the result folder of this very run, which the run writes anew. Let this run write elsewhere: output.folder.");
        }

        var theirs = StackDescription.Read(folder);
        ExpectedMotion.CheckGrid(theirs.Grid, stack.Grid, folder, "Give both runs the same grid and area, or make it with 'plumb fuse'.");
        if (Math.Abs(Math.IEEERemainder(theirs.Heading - stack.Heading, 2 * Math.PI)) > LargestTurn || Math.Abs(theirs.Incidence - stack.Incidence) > LargestTurn)
        {
            throw new RequestException($"unwrapping.expected_motion: the run in {folder} looked at the ground from another side than these interferograms. 'plumb fuse' carries motion from one line of sight to another.");
        }

        Series(folder);
    }

    /// <summary>Writes the forecast of the run's dates.</summary>
    public static void Write(RunContext run, StackDescription stack, string folder)
    {
        var (name, known) = Series(folder);
        var series = ChunkStore.Open(Path.Combine(folder, "store")).OpenArray<float>(name);
        var (dates, grid) = (stack.DatesOfPairs(), stack.Grid);
        var target = run.Store.CreateArray(StorePaths.ForecastMotion, new ArrayLayout<float>(
            [dates.Length, grid.Rows, grid.Columns],
            [Depth, Math.Min(ChunkPlan.Side, grid.Rows), Math.Min(ChunkPlan.Side, grid.Columns)],
            ["date", "y", "x"],
            float.NaN,
            0,
            StackArrays.Attributes("m", "positive towards the satellite", "Displacement that an earlier run lets expect")));
        var plane = new float[grid.PixelCount];
        for (var first = 0; first < dates.Length; first += Depth)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(Depth, dates.Length - first);
            var weights = Enumerable.Range(first, count).Select(d => MotionForecast.Weights(known, dates[d])).ToArray();
            var sums = new float[count * grid.PixelCount];
            for (var k = 0; k < known.Count; k++)
            {
                if (!weights.Any(w => w[k] != 0))
                {
                    continue;
                }

                series.ReadRegion([k, 0, 0], [1, grid.Rows, grid.Columns], plane);
                for (var d = 0; d < count; d++)
                {
                    var sum = sums.AsSpan(d * plane.Length, plane.Length);
                    if (weights[d][k] != 0)
                    {
                        TensorPrimitives.MultiplyAdd(plane, (float)weights[d][k], sum, sum);
                    }
                }
            }

            for (var d = 0; d < count; d++)
            {
                HoleFill.Fill(sums.AsSpan(d * plane.Length, plane.Length), grid.Columns);
            }

            target.WriteRegion([first, 0, 0], [count, grid.Rows, grid.Columns], sums);
        }
    }

    /// <summary>What a reader should know of a forecast, to follow a summary; empty for nothing.</summary>
    public static string Note(StackDescription stack, string folder)
    {
        var known = Series(folder).Dates;
        var (first, last) = MotionForecast.Reach(known);
        var dates = stack.DatesOfPairs();
        var (outside, beyond) = (dates.Count(d => d < known[0] || d > known[^1]), dates.Count(d => d < first || d > last));
        return (outside, beyond) switch
        {
            (0, _) => "",
            (_, 0) => FormattableString.Invariant($"; {outside} dates lie beyond the earlier run's, and its motion goes on along a line to them"),
            _ => FormattableString.Invariant($"; {outside} dates lie beyond the earlier run's, {beyond} of them before {first:yyyy-MM-dd} or after {last:yyyy-MM-dd}, where no motion is expected any more"),
        };
    }

    private static readonly string[] Writers = ["correct", "invert", "import_series"];

    private static string Trimmed(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static (string Name, IReadOnlyList<DateOnly> Dates) Series(string folder)
    {
        var path = Path.Combine(folder, "store");
        if (!Directory.Exists(path))
        {
            throw new RequestException($"unwrapping.expected_motion: {folder} holds {StackDescription.FileName}, but no folder 'store' with the series of the run. Name the whole result folder.");
        }

        var store = ChunkStore.Open(path);
        var name = FinalLayers.Series(store);
        var journal = new RunJournal(folder);
        if (!store.Exists(name) || !Writers.Select(journal.Read).Any(r => r is { Done: true } && r.Outputs.Contains(name)))
        {
            throw new RequestException($"unwrapping.expected_motion: the run in {folder} has no series that is whole. Let it run on, to the stage 'correct' at least: 'plumb run'.");
        }

        var finished = StackDescription.Read(folder).Finished;
        return (name, finished is null ? NetworkRecord.Read(folder).Network.Dates : finished.Dates);
    }
}
