using Plumb.Components;
using Plumb.Grids;
using Plumb.Processing.Results;

namespace Plumb.Processing.Tracks;

/// <summary>Reads the series of one track on tiles of the common grid, relative to the common reference date by date. One thread at a time.</summary>
internal sealed class TrackSeries
{
    private const double NoiseWithoutAny = 0.005;
    private readonly GriddedTracks tracks;
    private readonly int track;
    private readonly ResultSet run;
    private readonly Grid source;
    private readonly TrackSampler sampler;
    private readonly double[] levels;
    private float[] window = [];
    private float[] spread = [];

    public TrackSeries(GriddedTracks tracks, int track, int[] dateOf)
    {
        (this.tracks, this.track) = (tracks, track);
        (run, source, sampler) = (tracks.Sources[track].Run!, tracks.Sources[track].Grid!, tracks.Samplers[track]);
        (DateOf, levels) = (dateOf, new double[run.Dates.Count]);
        levels = Levels();
    }

    /// <summary>Index of each date among the joint ones.</summary>
    public int[] DateOf { get; }

    /// <summary>Number of source pixels a tile takes from, a count.</summary>
    public long PixelsOf(Tile tile) => sampler.Window(tile, tracks.Grid.Columns, source.Columns) is var w ? (long)w.Rows * w.Columns : 0;

    /// <summary>
    /// The series of a tile, with the noise of each date. What a run states for a date holds the noise of the first date too, which its series is relative to, so that
    /// a date's own part is taken as its root of a half, and the first date's as that of a usual date.
    /// </summary>
    public JointTrack Read(Tile tile)
    {
        var (dates, pixels) = (run.Dates.Count, tile.PixelCount);
        var (value, sigma) = (Missing(dates * pixels), Missing(dates * pixels));
        var from = sampler.Window(tile, tracks.Grid.Columns, source.Columns);
        if (from.Rows > 0)
        {
            var count = checked(dates * from.PixelCount);
            if (window.Length < count)
            {
                (window, spread) = (new float[count], new float[count]);
            }

            run.Series(from, window.AsSpan(0, count));
            run.SeriesSigma(from, spread.AsSpan(0, count));
            for (var d = 0; d < dates; d++)
            {
                Date(tile, from, d, value.AsSpan(d * pixels, pixels), sigma.AsSpan(d * pixels, pixels));
            }
        }

        FirstDate(sigma, dates, pixels);
        var look = tracks.Tiles[track];
        return new JointTrack(DateOf, value, sigma, Cut(look.East, tile), Cut(look.North, tile), Cut(look.Up, tile));
    }

    private void Date(Tile tile, Tile from, int date, Span<float> value, Span<float> sigma)
    {
        var series = window.AsSpan(date * from.PixelCount, from.PixelCount);
        var noise = spread.AsSpan(date * from.PixelCount, from.PixelCount);
        for (var i = 0; i < value.Length; i++)
        {
            var cell = ((tile.Row + (i / tile.Columns)) * tracks.Grid.Columns) + tile.Column + (i % tile.Columns);
            value[i] = sampler.At(series, cell, from, source.Columns) - (float)levels[date];
            var stated = sampler.At(noise, cell, from, source.Columns);
            sigma[i] = date > 0 && float.IsFinite(stated) && stated > 0 ? stated * (float)Math.Sqrt(0.5) : float.NaN;
        }
    }

    private static void FirstDate(float[] sigma, int dates, int pixels)
    {
        var column = new float[dates];
        for (var i = 0; i < pixels; i++)
        {
            var known = 0;
            for (var d = 1; d < dates; d++)
            {
                if (float.IsFinite(sigma[(d * pixels) + i]))
                {
                    column[known++] = sigma[(d * pixels) + i];
                }
            }

            column.AsSpan(0, known).Sort();
            var usual = known > 0 ? column[known / 2] : (float)NoiseWithoutAny;
            for (var d = 0; d < dates; d++)
            {
                ref var one = ref sigma[(d * pixels) + i];
                one = float.IsFinite(one) ? one : usual;
            }
        }
    }

    /// <summary>Mean of each date over the common reference, metres.</summary>
    private double[] Levels()
    {
        var (sums, counts) = (new double[levels.Length], new int[levels.Length]);
        foreach (var block in tracks.ReferenceCells.GroupBy(c => (Row: c / tracks.Grid.Columns / 64, Column: c % tracks.Grid.Columns / 64)))
        {
            var tile = new Tile(block.Key.Row * 64, block.Key.Column * 64, 64, 64).Intersect(tracks.Grid.Whole);
            var part = Read(tile);
            foreach (var cell in block)
            {
                var at = (((cell / tracks.Grid.Columns) - tile.Row) * tile.Columns) + (cell % tracks.Grid.Columns) - tile.Column;
                for (var d = 0; d < sums.Length; d++)
                {
                    var value = part.Value[(d * tile.PixelCount) + at];
                    if (float.IsFinite(value))
                    {
                        (sums[d], counts[d]) = (sums[d] + value, counts[d] + 1);
                    }
                }
            }
        }

        return [.. sums.Select((s, d) => counts[d] > 0 ? s / counts[d] : 0)];
    }

    private float[] Cut(float[] map, Tile tile)
    {
        var part = new float[tile.PixelCount];
        for (var r = 0; r < tile.Rows; r++)
        {
            map.AsSpan(((tile.Row + r) * tracks.Grid.Columns) + tile.Column, tile.Columns).CopyTo(part.AsSpan(r * tile.Columns));
        }

        return part;
    }

    private static float[] Missing(int count)
    {
        var values = new float[count];
        Array.Fill(values, float.NaN);
        return values;
    }
}
