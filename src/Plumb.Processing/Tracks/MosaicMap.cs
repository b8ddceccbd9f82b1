using Plumb.Components;
using Plumb.Grids;
using Plumb.Processing.Results;

namespace Plumb.Processing.Tracks;

/// <summary>Places of a mosaic and what is done at them.</summary>
internal sealed class MosaicMap(Grid grid)
{
    private const double LeastFill = 0.15;

    // Nodes of the lattice of what errors share, along the longer side: they change over kilometres.
    private const int Nodes = 96;
    private const int MostSampled = 20_000;

    // What a cell has for itself at least, of the variance that is stated for it.
    private const double LeastOwn = 0.05;
    private TrackErrors[] errors = [];
    private double[] shared = [];
    private int spacing = 1;
    private int across = 1;
    private readonly (double Width, double Height) size = ResultSet.PixelSizeOf(grid);

    public double Height => size.Height;

    public (double East, double North) Place(double row, double column) =>
        ((column - (0.5 * (grid.Columns - 1))) * size.Width / 1000, ((0.5 * (grid.Rows - 1)) - row) * size.Height / 1000);

    /// <summary>Means of the differences over blocks. A block's standard deviation is that of a cell: neighbours err alike.</summary>
    public TrackOverlap Overlap(TrackTile[] tiles, int first, int second, int block)
    {
        var (a, b) = (tiles[first], tiles[second]);
        List<double> east = [], north = [], difference = [], sigma = [];
        foreach (var tile in Tile.Cover(grid.Rows, grid.Columns, block, block))
        {
            var (sum, variance, row, column, count) = (0.0, 0.0, 0.0, 0.0, 0);
            for (var k = 0; k < tile.PixelCount; k++)
            {
                var (r, c) = (tile.Row + (k / tile.Columns), tile.Column + (k % tile.Columns));
                var i = (r * grid.Columns) + c;
                var s = (a.Sigma[i] * a.Sigma[i]) + (b.Sigma[i] * b.Sigma[i]);
                if (float.IsFinite(a.Value[i] - b.Value[i]) && float.IsFinite(s) && s > 0)
                {
                    (sum, variance, row, column, count) = (sum + a.Value[i] - b.Value[i], variance + s, row + r, column + c, count + 1);
                }
            }

            if (count > 0 && count >= LeastFill * block * block)
            {
                var (e, n) = Place(row / count, column / count);
                east.Add(e);
                north.Add(n);
                difference.Add(sum / count);
                sigma.Add(Math.Sqrt(variance / count));
            }
        }

        return new TrackOverlap(first, second, [.. east], [.. north], [.. difference], [.. sigma]);
    }

    /// <summary>How the errors of each track hang together, by how its stated variance grows with the distance from its reference.</summary>
    public IReadOnlyList<TrackErrors> Errors(GriddedTracks tracks, TrackTile[] tiles) =>
    [
        .. tiles.Select((tile, t) =>
        {
            int[] cells = [.. Enumerable.Range(0, tile.Value.Length).Where(i => float.IsFinite(tile.Value[i]) && float.IsFinite(tile.Sigma[i]))];
            var step = Math.Max(1, cells.Length / MostSampled);
            int[] sampled = [.. cells.Where((_, k) => k % step == 0)];
            var places = sampled.Select(i => Place(i / grid.Columns, i % grid.Columns)).ToArray();
            return TrackErrors.Fit(
                [.. places.Select(p => p.East)], [.. places.Select(p => p.North)], [.. sampled.Select(i => (double)tile.Sigma[i] * tile.Sigma[i])],
                [.. tracks.ReferencePlaces(t).Select(p => Place(p.Row, p.Column))]);
        }),
    ];

    /// <summary>Works out what corrections and errors share on a lattice, where errors hang together.</summary>
    public void Share(TrackAdjustment adjustment, TrackErrors[] found, ParallelOptions together)
    {
        if (!adjustment.IsCorrelated)
        {
            return;
        }

        errors = found;
        spacing = Math.Max(1, (Math.Max(grid.Rows, grid.Columns) + Nodes - 1) / Nodes);
        across = ((grid.Columns - 1) / spacing) + 2;
        var down = ((grid.Rows - 1) / spacing) + 2;
        var (order, tracks) = (adjustment.Unknowns, found.Length);
        shared = new double[down * across * tracks * order];
        Parallel.For(0, down, together, r =>
        {
            for (var c = 0; c < across; c++)
            {
                var (east, north) = Place(r * spacing, c * spacing);
                for (var t = 0; t < tracks; t++)
                {
                    adjustment.SharedWith(t, east, north, shared.AsSpan(((((r * across) + c) * tracks) + t) * order, order));
                }
            }
        });
    }

    /// <summary>What the unknowns share with a track's error at a cell, between the nodes.</summary>
    private void At(TrackAdjustment adjustment, int track, int row, int column, Span<double> covariances)
    {
        if (covariances.Length == 0)
        {
            return;
        }

        covariances.Clear();
        var (r, c) = (row / spacing, column / spacing);
        var (fr, fc) = ((row % spacing) / (double)spacing, (column % spacing) / (double)spacing);
        for (var k = 0; k < 4; k++)
        {
            var weight = ((k & 2) == 0 ? 1 - fr : fr) * ((k & 1) == 0 ? 1 - fc : fc);
            var node = ((((r + (k >> 1)) * across) + c + (k & 1)) * errors.Length) + track;
            for (var u = 0; u < covariances.Length && weight > 0; u++)
            {
                covariances[u] += weight * shared[(node * adjustment.Unknowns) + u];
            }
        }
    }

    public (float Before, float Rate, float Sigma, float Count) Merge(TrackTile[] tiles, TrackAdjustment adjustment, int cell, int row, int column)
    {
        var (east, north) = Place(row, column);
        Span<double> weights = stackalloc double[tiles.Length];
        var (sum, plain, total, count) = (0.0, 0.0, 0.0, 0);
        for (var t = 0; t < tiles.Length; t++)
        {
            var (value, sigma) = ((double)tiles[t].Value[cell], (double)tiles[t].Sigma[cell]);
            weights[t] = double.IsFinite(value) && sigma > 0 ? 1 / (sigma * sigma) : 0;
            if (weights[t] > 0)
            {
                (sum, plain) = (sum + (weights[t] * (value - adjustment.Correction(t, east, north))), plain + (weights[t] * value));
                (total, count) = (total + weights[t], count + 1);
            }
        }

        if (count == 0)
        {
            return (float.NaN, float.NaN, float.NaN, float.NaN);
        }

        var variance = 1 / total;
        var own = 0.0;
        Span<double> covariances = stackalloc double[shared.Length > 0 ? adjustment.Unknowns : 0];
        for (var i = 0; i < tiles.Length; i++)
        {
            if (weights[i] <= 0)
            {
                continue;
            }

            At(adjustment, i, row, column, covariances);
            own += weights[i] * weights[i] / (total * total) * Math.Max(LeastOwn / weights[i], (1 / weights[i]) - (errors.Length > 0 ? errors[i].Shared(east, north) : 0));
            for (var j = 0; j < tiles.Length; j++)
            {
                variance += weights[j] > 0 ? weights[i] * weights[j] / (total * total) * adjustment.Covariance(i, j, east, north) : 0;

                // What the correction of track j has taken from the error of track i here.
                variance -= weights[j] > 0 && covariances.Length > 0 ? 2 * weights[i] * weights[j] / (total * total) * adjustment.CorrectionShares(j, east, north, covariances) : 0;
            }
        }

        return ((float)(plain / total), (float)(sum / total), (float)Math.Sqrt(Math.Max(variance, own)), count);
    }

    public MosaicOverlap Describe(TrackTile[] tiles, TrackAdjustment adjustment, TrackOverlap overlap, string first, string second)
    {
        var (mean, square, meanAfter, squareAfter, count) = (0.0, 0.0, 0.0, 0.0, 0);
        for (var i = 0; i < (int)grid.PixelCount; i++)
        {
            var d = (double)tiles[overlap.First].Value[i] - tiles[overlap.Second].Value[i];
            if (double.IsFinite(d))
            {
                var (east, north) = Place(i / grid.Columns, i % grid.Columns);
                var after = d - adjustment.Correction(overlap.First, east, north) + adjustment.Correction(overlap.Second, east, north);
                (mean, square, meanAfter, squareAfter, count) = (mean + d, square + (d * d), meanAfter + after, squareAfter + (after * after), count + 1);
            }
        }

        return new MosaicOverlap(
            first, second, count, overlap.Difference.Length, 1000 * mean / count, 1000 * Math.Sqrt(square / count), 1000 * meanAfter / count, 1000 * Math.Sqrt(squareAfter / count));
    }
}
