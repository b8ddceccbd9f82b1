using Plumb.Acquisitions;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>What an expected motion is about, as it is stored (expected.json). Its array <see cref="ArrayName"/> holds metres, shape (date, row, column).</summary>
public sealed record ExpectedMotionRecord
{
    /// <summary>Name of the file in the folder of the expected motion.</summary>
    public const string FileName = "expected.json";

    /// <summary>Name of the array in the store beside it: displacement along the line of sight since any day, metres, positive towards the satellite; shape (date, row, column).</summary>
    public const string ArrayName = "expected/displacement";

    /// <summary>Name of the array with the standard deviation of the expected rate, metres per year; shape (row, column).</summary>
    public const string SigmaName = "expected/rate_sigma";

    /// <summary>The grid, that of the run it is for.</summary>
    public required Grid Grid { get; init; }

    /// <summary>The dates (UTC), ascending.</summary>
    public required IReadOnlyList<DateOnly> Dates { get; init; }

    /// <summary>Where it comes from, in words.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of its values, hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>
/// A motion that is expected of the ground, for taking its phase off before unwrapping: one that was made for the run's dates, or the series of an earlier run. Safe for threads.
/// </summary>
internal sealed class ExpectedMotion
{
    private readonly Grid grid;
    private readonly DateOnly[] dates;
    private readonly ZarrArray<float> displacement;
    private readonly double radians;

    private ExpectedMotion(StackDescription stack, IEnumerable<DateOnly> dates, ZarrArray<float> displacement) =>
        (grid, this.dates, this.displacement, radians) = (stack.Grid, [.. dates], displacement, -4 * Math.PI / stack.Sensor.Wavelength);

    /// <summary>Readies what the settings expect: the series of an earlier run is carried to the dates of this one. To be called once, before <see cref="Open"/>.</summary>
    /// <exception cref="RequestException">It is not there, or is not for the stack's grid.</exception>
    public static void Prepare(RunContext run, StackDescription stack)
    {
        if (Folder(run.Settings.Unwrapping, run.Resolve) is { } folder && EarlierMotion.IsIn(folder))
        {
            EarlierMotion.Check(run, stack, folder);
            EarlierMotion.Write(run, stack, folder);
        }
    }

    /// <summary>What the settings expect; null for nothing.</summary>
    /// <exception cref="RequestException">It is not there, or is not for the stack's grid and dates.</exception>
    public static ExpectedMotion? Open(RunContext run, StackDescription stack)
    {
        if (Folder(run.Settings.Unwrapping, run.Resolve) is not { } folder)
        {
            return null;
        }

        if (EarlierMotion.IsIn(folder))
        {
            // Where the products are unwrapped and nothing was unwrapped anew, nothing was taken off.
            return run.Store.Exists(StorePaths.ForecastMotion) ? new ExpectedMotion(stack, stack.DatesOfPairs(), run.Store.OpenArray<float>(StorePaths.ForecastMotion)) : null;
        }

        var record = ResultJson.Read<ExpectedMotionRecord>(folder, ExpectedMotionRecord.FileName);
        CheckGrid(record.Grid, stack.Grid, folder, "Make it for this run with 'plumb fuse'.");
        var missing = stack.DatesOfPairs().Except(record.Dates).ToArray();
        return missing.Length == 0
            ? new ExpectedMotion(stack, record.Dates, ChunkStore.Open(Path.Combine(folder, "store")).OpenArray<float>(ExpectedMotionRecord.ArrayName))
            : throw new RequestException($"unwrapping.expected_motion: {folder} says nothing of {missing.Length} dates, the first {missing[0]:yyyy-MM-dd}. Make it anew with 'plumb fuse'.");
    }

    /// <summary>What the settings expect, as text that changes with it; empty for nothing.</summary>
    /// <exception cref="RequestException">It is not there.</exception>
    public static string Content(UnwrappingSettings settings, Func<string, string> resolve)
    {
        if (Folder(settings, resolve) is not { } folder)
        {
            return "";
        }

        if (EarlierMotion.IsIn(folder))
        {
            return EarlierMotion.Content(folder);
        }

        var path = Path.Combine(folder, ExpectedMotionRecord.FileName);
        return File.Exists(path)
            ? File.ReadAllText(path)
            : throw new RequestException($"unwrapping.expected_motion is {settings.ExpectedMotion}, but {path} is not there, nor are the results of a run. Name what 'plumb fuse' made or the result folder of an earlier run; leave the entry out where nothing is expected.");
    }

    /// <summary>What a reader should know of the expectation, to follow a summary; empty for nothing.</summary>
    public static string Note(RunContext run, StackDescription stack) =>
        Folder(run.Settings.Unwrapping, run.Resolve) is { } folder && EarlierMotion.IsIn(folder) ? EarlierMotion.Note(stack, folder) : "";

    /// <summary>Refuses an expectation on another grid.</summary>
    /// <exception cref="RequestException">The grids differ.</exception>
    public static void CheckGrid(Grid theirs, Grid own, string folder, string what)
    {
        if (!theirs.TryOffset(own, out var row, out var column) || row != 0 || column != 0 || theirs.Rows != own.Rows || theirs.Columns != own.Columns)
        {
            throw new RequestException($"unwrapping.expected_motion: {folder} is on another grid than the interferograms. {what}");
        }
    }

    /// <summary>Memory that <see cref="TakeOff"/> takes, bytes.</summary>
    /// <param name="pixels">Pixels of the part of the grid (count).</param>
    public long BytesOf(int pixels) => (long)dates.Length * pixels * sizeof(float);

    /// <summary>Phase of a pair over the whole grid, radian; shape (row, column).</summary>
    public float[] Phase(DatePair pair)
    {
        var (first, second) = (Plane(pair.First), Plane(pair.Second));
        for (var i = 0; i < second.Length; i++)
        {
            second[i] = (float)(radians * ((double)second[i] - first[i]));
        }

        return second;
    }

    /// <summary>Takes the expected phase off pairs over a part of the grid, radian; shape (pair, row, column), with as much from one pair and row to the next as is said.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="tile">The part of the grid.</param>
    /// <param name="pairStride">From a pixel of one pair to that of the next (count).</param>
    /// <param name="rowStride">From one row to the next (count).</param>
    /// <param name="phase">The phase, in place.</param>
    public void TakeOff(IReadOnlyList<DatePair> pairs, Tile tile, int pairStride, int rowStride, Span<float> phase)
    {
        var values = new float[dates.Length * tile.PixelCount];
        displacement.ReadRegion([0, tile.Row, tile.Column], [dates.Length, tile.Rows, tile.Columns], values);
        for (var p = 0; p < pairs.Count; p++)
        {
            var (first, second) = (IndexOf(pairs[p].First) * tile.PixelCount, IndexOf(pairs[p].Second) * tile.PixelCount);
            for (var r = 0; r < tile.Rows; r++)
            {
                var row = phase.Slice((p * pairStride) + (r * rowStride), tile.Columns);
                for (var c = 0; c < row.Length; c++)
                {
                    var at = (r * tile.Columns) + c;
                    row[c] -= (float)(radians * ((double)values[second + at] - values[first + at]));
                }
            }
        }
    }

    private static string? Folder(UnwrappingSettings settings, Func<string, string> resolve) => settings.ExpectedMotion.Length == 0 ? null : resolve(settings.ExpectedMotion);

    private float[] Plane(DateOnly date)
    {
        var values = new float[grid.PixelCount];
        displacement.ReadRegion([IndexOf(date), 0, 0], [1, grid.Rows, grid.Columns], values);
        return values;
    }

    private int IndexOf(DateOnly date)
    {
        var at = Array.IndexOf(dates, date);
        return at >= 0 ? at : throw new ArgumentException($"The expected motion says nothing of {date:yyyy-MM-dd}.", nameof(date));
    }
}
