using System.Numerics.Tensors;
using Plumb.Corrections.Delays;
using Plumb.Grids;

namespace Plumb.Processing.Corrections;

/// <summary>Zenith delays of each date over the scene, along the look: over the cosine of the incidence.</summary>
/// <param name="cubes">Delays, claimed from the run's budget, which <see cref="Dispose"/> gives back; shape (date).</param>
/// <param name="places">Where the pixels lie.</param>
/// <param name="height">Height of the ground, metres; shape (rows, columns).</param>
/// <param name="incidence">Incidence, radians; shape (rows, columns); null for that at the centre.</param>
/// <param name="scene">The scene.</param>
/// <param name="stack">The array it writes.</param>
internal sealed class ZenithDelayLayer(DelayCube[] cubes, PixelPlaces places, float[] height, float[]? incidence, CorrectionScene scene, StackLayer stack) : PreparedCorrection
{
    public override StackLayer Stack => stack;

    /// <summary>A map beside the delays, metres; shape (rows, columns); null for none.</summary>
    public (StackLayer Layer, float[] Values)? Beside { get; init; }

    public override IReadOnlyList<StackLayer> Maps => Beside is { } beside ? [beside.Layer] : [];

    public override bool IsJudged => true;

    public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
    {
        layer.Clear();
        var (latitude, longitude, looks) = (new double[tile.Columns], new double[tile.Columns], new float[tile.Columns]);
        var found = new DelayPlaces(tile.Columns);
        for (var r = 0; r < tile.Rows; r++)
        {
            found.Clear();
            places.Row(tile.Row + r, tile.Column, latitude, longitude);
            var first = ((tile.Row + r) * scene.Chunks.Grid.Columns) + tile.Column;
            for (var c = 0; c < looks.Length; c++)
            {
                // A longer path looks like ground that moved away.
                looks[c] = -1 / (float)Math.Cos(incidence?[first + c] ?? scene.Stack.Incidence);
            }

            for (var date = 0; date < cubes.Length; date++)
            {
                var row = layer.Slice((date * scene.Chunks.ChunkPixels) + (r * scene.Chunks.ChunkColumns), tile.Columns);
                cubes[date].Sample(found, latitude, longitude, height.AsSpan(first, tile.Columns), row);
                TensorPrimitives.Multiply(row, looks, row);
            }

            KeepUnknown(layer[(r * scene.Chunks.ChunkColumns)..], tile.Columns);
            if (maps.Length > 0)
            {
                Beside!.Value.Values.AsSpan(first, tile.Columns).CopyTo(maps[0].AsSpan(r * scene.Chunks.ChunkColumns));
            }
        }
    }

    public override void Dispose()
    {
        WeatherDates.GiveBack(scene.Run.Budget, cubes);
        base.Dispose();
    }

    /// <summary>Where a delay is not known at some date, or the height, no date is corrected and the series stays as it is.</summary>
    private void KeepUnknown(Span<float> layer, int columns)
    {
        for (var c = 0; c < columns; c++)
        {
            var sum = 0f;
            for (var date = 0; date < cubes.Length; date++)
            {
                sum += layer[(date * scene.Chunks.ChunkPixels) + c];
            }

            for (var date = 0; date < cubes.Length && float.IsNaN(sum); date++)
            {
                layer[(date * scene.Chunks.ChunkPixels) + c] = 0;
            }
        }
    }
}
