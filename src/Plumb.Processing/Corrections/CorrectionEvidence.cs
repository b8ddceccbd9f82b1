using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Grids;

namespace Plumb.Processing.Corrections;

/// <summary>
/// What the corrections did, seen at places of steady ground on an even lattice: the series before the first and after each correction. Threads add different tiles.
/// </summary>
internal sealed class CorrectionEvidence
{
    private const int MostPlaces = 4096;
    private readonly CorrectionScene scene;
    private readonly int step;
    private readonly int columns;
    private readonly bool[] used;
    private readonly float[][] series;

    /// <summary>Evidence of all corrections of a scene.</summary>
    public CorrectionEvidence(CorrectionScene scene)
        : this(scene, scene.Applied.Count)
    {
    }

    private CorrectionEvidence(CorrectionScene scene, int corrections)
    {
        this.scene = scene;
        var grid = scene.Stack.Grid;
        step = Math.Max(1, (int)Math.Ceiling(Math.Sqrt((double)grid.PixelCount / MostPlaces)));
        columns = (grid.Columns + step - 1) / step;
        used = new bool[columns * ((grid.Rows + step - 1) / step)];
        series = [.. Enumerable.Range(0, corrections + 1).Select(_ => new float[used.Length * scene.Dates.Count])];
    }

    /// <summary>The series at the places before a correction and after it.</summary>
    public static CorrectionTrial Try(CorrectionScene scene, AppliedCorrection correction)
    {
        var evidence = new CorrectionEvidence(scene, 1);
        scene.Pass(_ => true, (_, tile, buffers) =>
        {
            evidence.Add(0, tile, buffers.Series);
            correction.Evaluate(tile, buffers.Series, buffers.Layer, []);
            TensorPrimitives.Subtract(buffers.Series, buffers.Layer, buffers.Series);
            evidence.Add(1, tile, buffers.Series);
        });
        return new CorrectionTrial(evidence.series[0], evidence.series[1], evidence.used, scene.Dates);
    }

    /// <summary>Takes what it needs of a chunk: the series after so many corrections, metres, shape (date, chunk pixels).</summary>
    public void Add(int corrections, Tile tile, ReadOnlySpan<float> values)
    {
        var (pixels, dates) = (scene.Chunks.ChunkPixels, scene.Dates.Count);
        for (var row = (tile.Row + step - 1) / step * step; row < tile.EndRow; row += step)
        {
            for (var column = (tile.Column + step - 1) / step * step; column < tile.EndColumn; column += step)
            {
                var place = (row / step * columns) + (column / step);
                var at = ((row - tile.Row) * scene.Chunks.ChunkColumns) + column - tile.Column;
                used[place] = scene.Steady[(row * scene.Stack.Grid.Columns) + column];
                for (var date = 0; date < dates; date++)
                {
                    var value = values[(date * pixels) + at];
                    series[corrections][(place * dates) + date] = value;
                    used[place] &= float.IsFinite(value);
                }
            }
        }
    }

    /// <summary>The record of what was found.</summary>
    public CorrectionRecord Record(CorrectionScene of)
    {
        var scatter = series.Select(s => new DateScatter(s, used, columns, of.Dates)).ToArray();
        var lags = scatter[0].Lags;
        var size = double.IsNaN(of.PixelSize) ? 1 : of.PixelSize;
        return new CorrectionRecord
        {
            Skipped = of.Skipped,
            SteadyShare = (double)of.Steady.Count(s => s) / Math.Max(1, of.Good.Count(g => g)),
            EvidencePlaces = used.Count(u => u),
            Distances = [.. lags.Select(l => l * step * size)],
            Corrections = [.. of.Applied.Select((a, k) => Report(a, scatter[k], scatter[k + 1], of.Dates))],
        };
    }

    private static CorrectionReport Report(AppliedCorrection applied, DateScatter before, DateScatter after, IReadOnlyList<DateOnly> dates) => new()
    {
        Name = applied.Correction.Name,
        Title = applied.Correction.Title,
        Notes = applied.Prepared.Notes,
        FilterLayer = applied.Prepared.IsFilterInTime ? applied.Prepared.Stack?.Name : null,
        TrendLeft = applied.Prepared.TrendLeft,
        Dates =
        [
            .. dates.Select((date, i) => (applied.Prepared.Dates.Count > 0 ? applied.Prepared.Dates[i] : new CorrectionDate { Date = date }) with
            {
                Before = before.StandardDeviation[i],
                After = after.StandardDeviation[i],
                Harmed = after.StandardDeviation[i] > CorrectionReport.HarmRatio * before.StandardDeviation[i],
            }),
        ],
        DifferenceBefore = before.Differences,
        DifferenceAfter = after.Differences,
    };
}
