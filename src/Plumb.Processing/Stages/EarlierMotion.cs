using Plumb.Acquisitions;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Processing.Scheduling;
using Plumb.Unwrapping;

namespace Plumb.Processing.Stages;

/// <summary>
/// The phase that the series of an earlier run expects of pairs: its final series, carried to the dates of this stack, lies as planes in a working array, of which two make
/// a pair.
/// </summary>
internal sealed class EarlierMotion
{
    private const string Purpose = "Reading the series of an earlier run";
    private readonly RunContext run;
    private readonly Grid grid;
    private readonly string folder;
    private readonly ChunkStore earlier;
    private readonly DateOnly[] known;
    private readonly DateOnly[] dates;
    private readonly double phasePerMetre;

    public EarlierMotion(RunContext run, StackDescription stack, string path)
    {
        (this.run, grid, folder) = (run, stack.Grid, run.Resolve(path));
        const string How = "unwrapping.expected names the result folder of an earlier run over the same grid, with a series.";
        if (string.Equals(Path.TrimEndingDirectorySeparator(folder), Path.TrimEndingDirectorySeparator(run.Folder), StringComparison.Ordinal))
        {
            throw new RequestException($"unwrapping.expected is the result folder of this very run, {folder}, which the run writes anew. Let the new run write elsewhere: output.folder.");
        }

        if (!File.Exists(Path.Combine(folder, StackDescription.FileName)) || !File.Exists(Path.Combine(folder, NetworkRecord.FileName)))
        {
            throw new RequestException($"{folder} holds no results of a run from interferograms. {How}");
        }

        var theirs = StackDescription.Read(folder);
        if (theirs.Grid != stack.Grid)
        {
            throw new RequestException($"The earlier run in {folder} has {theirs.Grid.Rows} x {theirs.Grid.Columns} pixels on another grid than this run's {grid.Rows} x {grid.Columns}. {How} Set the same grid and area in both.");
        }

        earlier = ChunkStore.Open(Path.Combine(folder, "store"));
        if (!earlier.Exists(FinalLayers.Series(earlier)))
        {
            throw new RequestException($"The earlier run in {folder} has no series: it ended before the stage invert. {How}");
        }

        known = [.. NetworkRecord.Read(folder).Network.Dates];
        dates = [.. stack.Pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().Order()];
        phasePerMetre = 1 / stack.Sensor.MetresPerRadian;
    }

    /// <summary>Memory of the phase of a pair beside the image, bytes.</summary>
    public static long BytesPerPixel => 2 * sizeof(float);

    /// <summary>Writes the planes.</summary>
    public void Prepare()
    {
        var side = new[] { 1, Math.Min(ChunkPlan.BlockSide, grid.Rows), Math.Min(ChunkPlan.BlockSide, grid.Columns) };
        run.Store.CreateArray(StorePaths.PlaneExpected, new ArrayLayout<float>(
            [dates.Length, grid.Rows, grid.Columns], side, ["date", "y", "x"], float.NaN, 0, StackArrays.Attributes("radian", "phase_grows_with_range", "Phase expected by an earlier run")));
        var weights = Array.ConvertAll(dates, d => MotionForecast.Weights(known, d));
        var blocks = new ChunkPlan(grid).Blocks;
        var block = Math.Min(ChunkPlan.BlockSide, grid.Rows) * Math.Min(ChunkPlan.BlockSide, grid.Columns);
        UnitScheduler.Run(
            blocks.Count,
            run.ThreadsFor((known.Length + 1L) * block * sizeof(float)),
            i =>
            {
                using var series = run.Budget.Lease<float>(known.Length * block, Purpose);
                using var plane = run.Budget.Lease<float>(block, Purpose);
                var tile = blocks[i];
                earlier.OpenArray<float>(FinalLayers.Series(earlier)).ReadRegion([0, tile.Row, tile.Column], [known.Length, tile.Rows, tile.Columns], series.Span[..(known.Length * tile.PixelCount)]);
                var planes = run.Store.OpenArray<float>(StorePaths.PlaneExpected);
                for (var d = 0; d < dates.Length; d++)
                {
                    var sum = plane.Span[..tile.PixelCount];
                    sum.Clear();
                    for (var k = 0; k < known.Length; k++)
                    {
                        if (weights[d][k] != 0)
                        {
                            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(series.Span.Slice(k * tile.PixelCount, tile.PixelCount), (float)(weights[d][k] * phasePerMetre), sum, sum);
                        }
                    }

                    planes.WriteRegion([d, tile.Row, tile.Column], [1, tile.Rows, tile.Columns], sum);
                }
            },
            run.Cancellation);
    }

    /// <summary>The expected phase of a pair, radian, shape (row, column), without no-data.</summary>
    public float[] Of(DatePair pair)
    {
        var planes = run.Store.OpenArray<float>(StorePaths.PlaneExpected);
        var (first, second) = (new float[grid.PixelCount], new float[grid.PixelCount]);
        planes.ReadRegion([Array.BinarySearch(dates, pair.First), 0, 0], [1, grid.Rows, grid.Columns], first);
        planes.ReadRegion([Array.BinarySearch(dates, pair.Second), 0, 0], [1, grid.Rows, grid.Columns], second);
        System.Numerics.Tensors.TensorPrimitives.Subtract(second, first, second);
        MotionForecast.Fill(second, grid.Columns);
        return second;
    }
}
