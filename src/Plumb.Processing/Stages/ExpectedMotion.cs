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

/// <summary>A motion that is expected of the ground, for taking its phase off before unwrapping. Safe for threads.</summary>
internal sealed class ExpectedMotion
{
    private readonly ExpectedMotionRecord record;
    private readonly ZarrArray<float> displacement;
    private readonly double radians;

    private ExpectedMotion(ExpectedMotionRecord record, ZarrArray<float> displacement, double wavelength) =>
        (this.record, this.displacement, radians) = (record, displacement, -4 * Math.PI / wavelength);

    /// <summary>What the settings expect; null for nothing.</summary>
    /// <exception cref="RequestException">It is not there, or is not for the stack's grid and dates.</exception>
    public static ExpectedMotion? Open(RunContext run, StackDescription stack)
    {
        var setting = run.Settings.Unwrapping.ExpectedMotion;
        if (setting.Length == 0)
        {
            return null;
        }

        var folder = run.Resolve(setting);
        var record = ResultJson.Read<ExpectedMotionRecord>(folder, ExpectedMotionRecord.FileName);
        if (!record.Grid.TryOffset(stack.Grid, out var row, out var column) || row != 0 || column != 0 || record.Grid.Rows != stack.Grid.Rows || record.Grid.Columns != stack.Grid.Columns)
        {
            throw new RequestException($"unwrapping.expected_motion: {folder} is on another grid than the interferograms. Make it for this run with 'plumb fuse'.");
        }

        var missing = stack.DatesOfPairs().Except(record.Dates).ToArray();
        return missing.Length == 0
            ? new ExpectedMotion(record, ChunkStore.Open(Path.Combine(folder, "store")).OpenArray<float>(ExpectedMotionRecord.ArrayName), stack.Sensor.Wavelength)
            : throw new RequestException($"unwrapping.expected_motion: {folder} says nothing of {missing.Length} dates, the first {missing[0]:yyyy-MM-dd}. Make it anew with 'plumb fuse'.");
    }

    /// <summary>What the settings expect, as text that changes with it; empty for nothing.</summary>
    /// <exception cref="RequestException">It is not there.</exception>
    public static string Content(UnwrappingSettings settings, Func<string, string> resolve)
    {
        if (settings.ExpectedMotion.Length == 0)
        {
            return "";
        }

        var path = Path.Combine(resolve(settings.ExpectedMotion), ExpectedMotionRecord.FileName);
        return File.Exists(path)
            ? File.ReadAllText(path)
            : throw new RequestException($"unwrapping.expected_motion is {settings.ExpectedMotion}, but {path} is not there. 'plumb fuse' makes one; leave the entry out where nothing is expected.");
    }

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

    /// <summary>Takes the expected phase off pairs over one chunk, radian; shape (pair, pixel of the chunk).</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="tile">The part of the grid that the chunk covers.</param>
    /// <param name="chunks">How chunks are cut.</param>
    /// <param name="phase">The phase, in place.</param>
    public void TakeOff(IReadOnlyList<DatePair> pairs, Tile tile, ChunkPlan chunks, Span<float> phase)
    {
        var values = new float[record.Dates.Count * tile.PixelCount];
        displacement.ReadRegion([0, tile.Row, tile.Column], [record.Dates.Count, tile.Rows, tile.Columns], values);
        for (var p = 0; p < pairs.Count; p++)
        {
            var (first, second) = (IndexOf(pairs[p].First) * tile.PixelCount, IndexOf(pairs[p].Second) * tile.PixelCount);
            for (var r = 0; r < tile.Rows; r++)
            {
                var row = phase.Slice((p * chunks.ChunkPixels) + (r * chunks.ChunkColumns), tile.Columns);
                for (var c = 0; c < row.Length; c++)
                {
                    var at = (r * tile.Columns) + c;
                    row[c] -= (float)(radians * ((double)values[second + at] - values[first + at]));
                }
            }
        }
    }

    private float[] Plane(DateOnly date)
    {
        var values = new float[record.Grid.PixelCount];
        displacement.ReadRegion([IndexOf(date), 0, 0], [1, record.Grid.Rows, record.Grid.Columns], values);
        return values;
    }

    private int IndexOf(DateOnly date)
    {
        for (var k = 0; k < record.Dates.Count; k++)
        {
            if (record.Dates[k] == date)
            {
                return k;
            }
        }

        throw new ArgumentException($"The expected motion says nothing of {date:yyyy-MM-dd}.", nameof(date));
    }
}
