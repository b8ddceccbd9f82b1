using Plumb.Grids;
using Plumb.References;

namespace Plumb.Tests.References;

/// <summary>A scene for tests of the reference: everything good, coherence 0.8, all pairs present.</summary>
internal sealed class TestScene
{
    internal TestScene(int rows, int columns, Crs? crs = null)
    {
        Grid = crs is null ? Grid.Radar(columns, rows) : new Grid(crs, 500_000, 4_000_000, 40, -40, columns, rows);
        Mask = new Mask(Grid);
        Coherence = Enumerable.Repeat(0.8f, rows * columns).ToArray();
        Share = Enumerable.Repeat(1f, rows * columns).ToArray();
    }

    internal Grid Grid { get; }

    internal Mask Mask { get; }

    internal float[] Coherence { get; }

    internal float[] Share { get; }

    internal float[] Height { get; set; } = [];

    internal float[] Rate { get; set; } = [];

    internal ReferenceLayers Layers => new() { Mask = Mask, MeanCoherence = Coherence, PairShare = Share, Height = Height, Rate = Rate };

    internal float[] Make(Func<int, int, double> value) =>
        Enumerable.Range(0, Grid.Rows * Grid.Columns).Select(i => (float)value(i / Grid.Columns, i % Grid.Columns)).ToArray();

    internal void Set(float[] layer, Tile tile, float value) => ForEach(tile, pixel => layer[pixel] = value);

    internal void Add(Tile tile, MaskReasons reason) => ForEach(tile, pixel => Mask.Add(pixel, reason));

    private void ForEach(Tile tile, Action<int> action)
    {
        for (var row = tile.Row; row < tile.EndRow; row++)
        {
            for (var column = tile.Column; column < tile.EndColumn; column++)
            {
                action((row * Grid.Columns) + column);
            }
        }
    }
}
