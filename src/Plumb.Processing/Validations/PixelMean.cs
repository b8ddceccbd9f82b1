using Plumb.Formats.Store;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Validation;

namespace Plumb.Processing.Validations;

/// <summary>
/// The mean series of some pixels. Noise of the pairs counts as independent from pixel to pixel; what is left of a standard deviation with all its parts (atmosphere,
/// reference) is shared by pixels so close together, and does not grow smaller in the mean.
/// </summary>
internal static class PixelMean
{
    /// <summary>Mean, standard deviation and look vector.</summary>
    /// <param name="results">The run, metres.</param>
    /// <param name="pixels">The pixels, the nearest first.</param>
    /// <param name="isVertical">Whether everything is divided by the look vector's upward component.</param>
    internal static RadarSeries Of(ResultSet results, IReadOnlyList<(int Row, int Column)> pixels, bool isVertical)
    {
        var (firstRow, firstColumn) = (pixels.Min(p => p.Row), pixels.Min(p => p.Column));
        var tile = new Tile(firstRow, firstColumn, pixels.Max(p => p.Row) - firstRow + 1, pixels.Max(p => p.Column) - firstColumn + 1);
        var (dates, size) = (results.Dates.Count, tile.PixelCount);
        var (series, total, pairs) = (new float[dates * size], new float[dates * size], new float[dates * size]);
        results.Series(tile, series);
        results.SeriesSigma(tile, total);
        ReadPairs(results, tile, pairs, total);
        var at = pixels.Select(p => ((p.Row - firstRow) * tile.Columns) + p.Column - firstColumn).ToArray();
        var (mean, sigma) = (new double[dates], new double[dates]);
        for (var d = 0; d < dates; d++)
        {
            var (sum, own, shared, count) = (0.0, 0.0, 0.0, 0);
            foreach (var i in at)
            {
                var k = (d * size) + i;
                if (float.IsFinite(series[k]))
                {
                    sum += series[k];
                    own += (double)pairs[k] * pairs[k];
                    shared += Math.Max(0, ((double)total[k] * total[k]) - ((double)pairs[k] * pairs[k]));
                    count++;
                }
            }

            mean[d] = count == 0 ? double.NaN : sum / count;
            sigma[d] = count == 0 ? double.NaN : Math.Sqrt((own / count / count) + (shared / count));
        }

        var look = results.LookAt(pixels[0].Row, pixels[0].Column);
        var up = isVertical ? look.Up : 1;
        return new RadarSeries(results.Dates, [.. mean.Select(m => m / up)], [.. sigma.Select(s => s / up)], new LookVector(look.East / up, look.North / up, look.Up / up))
        {
            RateSigma = RateSigma(results, tile, at) / up,
        };
    }

    /// <summary>Standard deviation of the mean's rate, metres per year.</summary>
    private static double RateSigma(ResultSet results, Tile tile, int[] at)
    {
        var (total, pairs) = (Map(results.Store, FinalLayers.RateSigma(results.Store), tile), Map(results.Store, StorePaths.PairRateSigma, tile));
        var (own, shared, count) = (0.0, 0.0, 0);
        foreach (var i in at.Where(i => float.IsFinite(total[i])))
        {
            var part = float.IsFinite(pairs[i]) ? (double)pairs[i] * pairs[i] : 0;
            own += part;
            shared += Math.Max(0, ((double)total[i] * total[i]) - part);
            count++;
        }

        return count == 0 ? double.NaN : Math.Sqrt((own / count / count) + (shared / count));
    }

    private static float[] Map(ChunkStore store, string name, Tile tile)
    {
        var values = new float[tile.PixelCount];
        if (store.Exists(name))
        {
            store.OpenArray<float>(name).ReadRegion([tile.Row, tile.Column], [tile.Rows, tile.Columns], values);
        }
        else
        {
            Array.Fill(values, float.NaN);
        }

        return values;
    }

    private static void ReadPairs(ResultSet results, Tile tile, float[] pairs, float[] total)
    {
        if (results.Network is null || !results.Store.Exists(StorePaths.DisplacementSigma))
        {
            Array.Fill(pairs, float.NaN);
            return;
        }

        results.Store.OpenArray<float>(StorePaths.DisplacementSigma).ReadRegion([0, tile.Row, tile.Column], [results.Dates.Count, tile.Rows, tile.Columns], pairs);
        for (var k = 0; k < pairs.Length; k++)
        {
            // The total may stand for less where only the pairs' noise is known.
            pairs[k] = Math.Min(pairs[k], total[k]);
        }
    }
}
