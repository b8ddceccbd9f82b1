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
    private readonly double[] years;
    private readonly double[] slope;
    private float[] window = [];
    private float[] spread = [];
    private float[] chained = [];

    public TrackSeries(GriddedTracks tracks, int track, int[] dateOf)
    {
        (this.tracks, this.track) = (tracks, track);
        (run, source, sampler) = (tracks.Sources[track].Run!, tracks.Sources[track].Grid!, tracks.Samplers[track]);
        (DateOf, levels) = (dateOf, new double[run.Dates.Count]);
        years = [.. run.Dates.Select(d => (d.DayNumber - run.Dates[0].DayNumber) / 365.25)];
        var (mean, squares) = (years.Average(), years.Sum(y => (y - years.Average()) * (y - years.Average())));
        slope = [.. years.Select(y => (y - mean) / squares)];
        levels = Levels();
    }

    /// <summary>Index of each date among the joint ones.</summary>
    public int[] DateOf { get; }

    /// <summary>Number of source pixels a tile takes from, a count.</summary>
    public long PixelsOf(Tile tile) => sampler.Window(tile, tracks.Grid.Columns, source.Columns) is var w ? (long)w.Rows * w.Columns : 0;

    /// <summary>
    /// The series of a tile, with the noise of each date and its drift, as <see cref="SeriesNoise"/> takes apart what the run states of its series and its rate. Where the run states no
    /// parts, half the variance of a date is its own, and the first date's is that of a usual date.
    /// </summary>
    public JointTrack Read(Tile tile)
    {
        var (dates, pixels) = (run.Dates.Count, tile.PixelCount);
        var (value, sigma) = (Missing(dates * pixels), Missing(dates * pixels));
        var drift = run.HasSeriesParts ? new float[pixels] : [];
        var from = sampler.Window(tile, tracks.Grid.Columns, source.Columns);
        if (from.Rows > 0)
        {
            var count = checked(dates * from.PixelCount);
            if (window.Length < count)
            {
                (window, spread, chained) = (new float[count], new float[count], new float[drift.Length > 0 ? count : 0]);
            }

            run.Series(from, window.AsSpan(0, count));
            run.SeriesSigma(from, spread.AsSpan(0, count));
            if (drift.Length > 0)
            {
                run.PairSigma(from, chained.AsSpan(0, count));
                Part(tile, from, drift);
            }

            for (var d = 0; d < dates; d++)
            {
                Date(tile, from, d, value.AsSpan(d * pixels, pixels), sigma.AsSpan(d * pixels, pixels));
            }
        }

        FirstDate(sigma, dates, pixels);
        var look = tracks.Tiles[track];
        return new JointTrack(DateOf, value, sigma, Cut(look.East, tile), Cut(look.North, tile), Cut(look.Up, tile)) { Drift = drift };
    }

    /// <summary>Leaves each date its own part of the stated deviations of the window, twice its variance, and gives each cell its drift, metres squared per year.</summary>
    private void Part(Tile tile, Tile from, float[] drift)
    {
        var (total, pairs, own) = (new double[years.Length], new double[years.Length], new double[years.Length]);
        var gains = new float[from.PixelCount];
        for (var p = 0; p < gains.Length; p++)
        {
            for (var d = 1; d < years.Length; d++)
            {
                (total[d], pairs[d]) = (Square(spread[(d * from.PixelCount) + p]), Square(chained[(d * from.PixelCount) + p]));
            }

            var pixel = ((from.Row + (p / from.Columns)) * source.Columns) + from.Column + (p % from.Columns);
            // Where a date's pairs say nothing of their own, the sum is no number, and the cell has no drift.
            gains[p] = (float)SeriesNoise.Split(years, slope, total, pairs, Square(tracks.Sources[track].Sigma[pixel]), own);
            for (var d = 0; d < years.Length; d++)
            {
                spread[(d * from.PixelCount) + p] = (float)Math.Sqrt(2 * own[d]);
            }
        }

        for (var i = 0; i < drift.Length; i++)
        {
            var cell = ((tile.Row + (i / tile.Columns)) * tracks.Grid.Columns) + tile.Column + (i % tile.Columns);
            drift[i] = sampler.At(gains, cell, from, source.Columns);
        }
    }

    private static double Square(float value) => (double)value * value;

    private void Date(Tile tile, Tile from, int date, Span<float> value, Span<float> sigma)
    {
        var series = window.AsSpan(date * from.PixelCount, from.PixelCount);
        var noise = spread.AsSpan(date * from.PixelCount, from.PixelCount);
        for (var i = 0; i < value.Length; i++)
        {
            var cell = ((tile.Row + (i / tile.Columns)) * tracks.Grid.Columns) + tile.Column + (i % tile.Columns);
            value[i] = sampler.At(series, cell, from, source.Columns) - (float)levels[date];
            var stated = sampler.At(noise, cell, from, source.Columns);
            sigma[i] = (date > 0 || run.HasSeriesParts) && float.IsFinite(stated) && stated > 0 ? stated * (float)Math.Sqrt(0.5) : float.NaN;
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
