using System.Globalization;
using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Corrections.Heights;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>Delay that goes with height, found from the series itself, see <see cref="HeightDelay"/>.</summary>
internal sealed class HeightCorrection : ICorrection
{
    private const int MostCellsAcross = 256;
    private const double LeastGain = 1e-3;

    public string Name => "height";

    public string Title => "delay of the troposphere with height, from the series";

    public IReadOnlyList<string> Writes => [StorePaths.HeightDelay];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.Height, settings.Insist };

    public void Check(CorrectionSettings settings) => settings.Height.Options(settings.Height.Window).Validate();

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        if (!scene.Stack.Geometry.Contains(StorePaths.Height))
        {
            throw new RequestException("height needs the elevation model, and the products have none. Add it to the products, or leave height out of corrections.sequence.");
        }

        scene.NeedSteadyGround();
        var heights = MapArrays.Read(scene.Run.Store, scene.Stack.Grid, StorePaths.Height);
        var first = Estimate(scene, heights);
        if (Worth(first) is { } reason && !scene.Settings.Insist)
        {
            whyNot = reason;
            first.Dispose();
            return null;
        }

        // On high and low ground the delay itself looks like unsteady motion: what is steady shows once it is off.
        scene.RenewSteady(new Prepared(first, heights, scene.Chunks));
        first.Dispose();
        var delay = Estimate(scene, heights);
        return new Prepared(delay, heights, scene.Chunks)
        {
            Notes = [.. Notes(delay), scene.SteadyWords() + "."],
            Dates =
            [
                .. scene.Dates.Select((d, i) => new CorrectionDate
                {
                    Date = d,
                    Gradient = delay.Applied(i),
                    Sigma = delay.Dates[i].Sigma * delay.ShapeSpread,
                }),
            ],
        };
    }

    private static string? Worth(HeightDelay delay) => Math.Sqrt(delay.Gain) >= LeastGain ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"It would gain nothing: the delays found with height do not stand out of their noise, or the ground is too flat for them to matter ({Math.Sqrt(delay.Gain) * 1000:0.00} mm in the series).");

    private static HeightDelay Estimate(CorrectionScene scene, float[] heights)
    {
        var (grid, chunks) = (scene.Stack.Grid, scene.Chunks);
        var cell = 4;
        while (cell < CoarseSeries.LargestCell && Math.Max(grid.Rows, grid.Columns) > MostCellsAcross * cell)
        {
            cell *= 2;
        }

        var used = new bool[scene.Steady.Length];
        for (var i = 0; i < used.Length; i++)
        {
            used[i] = scene.Steady[i] && float.IsFinite(heights[i]);
        }

        using var coarse = new CoarseSeries(scene.Dates.Count, grid.Rows, grid.Columns, cell, scene.Run.Budget);
        using var ground = new CoarseSeries(1, grid.Rows, grid.Columns, cell, scene.Run.Budget);
        scene.Pass(_ => true, (_, tile, buffers) =>
        {
            coarse.Add(tile, buffers.Series, chunks.ChunkPixels, chunks.ChunkColumns, used);

            // The same pixels stand behind both means: those that have a series at every date.
            var height = new float[chunks.ChunkPixels];
            for (var date = 0; date < scene.Dates.Count; date++)
            {
                TensorPrimitives.MultiplyAdd(buffers.Series.Slice(date * height.Length, height.Length), 0f, height, height);
            }

            for (var r = 0; r < tile.Rows; r++)
            {
                var row = height.AsSpan(r * chunks.ChunkColumns, tile.Columns);
                TensorPrimitives.Add(row, heights.AsSpan(((tile.Row + r) * grid.Columns) + tile.Column, tile.Columns), row);
            }

            ground.Add(tile, height, chunks.ChunkPixels, chunks.ChunkColumns, used);
        });
        var settings = scene.Settings.Height;
        return HeightDelay.Estimate(
            coarse,
            ground.Plane(0),
            grid.Rows,
            grid.Columns,
            DecimalYears.Since(scene.Dates, TimeAxis.Julian),
            settings.Options(settings.Window > 0 ? scene.Pixels(settings.Window) : 0),
            scene.Run.Budget);
    }

    private static string[] Notes(HeightDelay delay)
    {
        var shape = delay.Shape;
        var law = shape.Law == HeightLaw.Linear
            ? string.Create(CultureInfo.InvariantCulture, $"In proportion to the height above {shape.Middle:0} m")
            : string.Create(CultureInfo.InvariantCulture, $"With the power {shape.Exponent:0.0} of the height below {shape.Reference:0} m");
        var trend = delay.Trend;
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{law}; the steady ground's heights spread it by {delay.ShapeSpread:0} m. Expected gain {Math.Sqrt(delay.Gain) * 1000:0.0} mm in the series."),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Its trend in time, {trend.Rate * 1e6:0.0} mm/year per 1000 m of height, {(trend.IsTaken ? "was taken off" : "was kept as motion")}; air alone would lead to expect one of {trend.ByAir * 1e6:0.0} (one standard deviation), and it is known to {trend.Sigma * 1e6:0.0}. Steady motion that goes with height cannot be told from it."),
        ];
    }

    private sealed class Prepared(HeightDelay delay, float[] heights, ChunkPlan chunks) : PreparedCorrection
    {
        public override StackLayer Stack { get; } = new(
            StorePaths.HeightDelay, "metre", "positive_towards_satellite", "Delay of the troposphere with height, as displacement");

        public override bool IsJudged => true;

        public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
        {
            var pixels = chunks.ChunkPixels;
            var shape = new float[pixels];
            for (var r = 0; r < tile.Rows; r++)
            {
                var row = shape.AsSpan(r * chunks.ChunkColumns, tile.Columns);
                delay.Shape.Of(heights.AsSpan(((tile.Row + r) * chunks.Grid.Columns) + tile.Column, tile.Columns), row);
                for (var c = 0; c < row.Length; c++)
                {
                    // Where the height is not known no date is corrected.
                    row[c] = float.IsNaN(row[c]) ? 0 : row[c];
                }
            }

            layer.Clear();
            for (var date = 0; date < delay.Dates.Count; date++)
            {
                delay.Evaluate(date, tile, shape, layer.Slice(date * pixels, pixels), chunks.ChunkColumns);
            }
        }

        public override void Dispose()
        {
            delay.Dispose();
            base.Dispose();
        }
    }
}
