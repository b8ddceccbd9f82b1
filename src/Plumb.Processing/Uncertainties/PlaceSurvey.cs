using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Processing.Corrections;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;
using Plumb.Uncertainty;

namespace Plumb.Processing.Uncertainties;

/// <summary>Reads the series at the places of random pairs and measures the noise of the dates there.</summary>
internal sealed class PlaceSurvey
{
    private const string Purpose = "Measuring the noise of the dates";

    /// <summary>The series of the places take no more (bytes), whatever the memory of the run.</summary>
    private const long MostBytes = 128 << 20;

    /// <summary>Fewer pairs in a class of distance (count) than this are not asked for, however many dates there are.</summary>
    private const int LeastPairs = 100;

    private readonly UncertaintyJob job;

    public PlaceSurvey(UncertaintyJob job) => this.job = job;

    /// <summary>The model; null where too little of the scene has series.</summary>
    public AtmosphereModel? Measure()
    {
        var grid = job.Stack.Grid;
        var dates = job.Network.Dates.Count;

        // Bounded by the dates alone: how many pairs are drawn shows in the result, and that may not depend on the memory of the machine. Two places make a pair.
        var affordable = MostBytes / (sizeof(float) * dates * 2L * PlacePairs.MostClasses);
        var perClass = (int)Math.Clamp(affordable, LeastPairs, job.Settings.PairsPerDistance);
        var pairs = new PlacePairs(grid.Rows, grid.Columns, job.PixelWidth, job.PixelHeight, job.Serves, perClass, job.Settings.Farthest);
        if (pairs.Distance.Length < 3)
        {
            return null;
        }

        var places = new PlaceSeries
        {
            Series = new float[pairs.Pixels.Length * dates],
            PairNoise = new float[pairs.Pixels.Length],
            Heights = job.HasHeights ? [.. pairs.Pixels.ToArray().Select(p => job.Heights[p])] : [],
            Relevance = pairs.Relevance(job.ReferencePixels),
            Family = job.Settings.Family,
        };
        Read(pairs.Pixels.ToArray(), places);
        Filter = FilterOf(places.Series);
        return AtmosphereEstimate.Of(pairs, new MotionFilter(job.Years), places);
    }

    /// <summary>The filter over the dates that the corrections contain, known once <see cref="Measure"/> has read the places; null for none.</summary>
    public TimeFilter? Filter { get; private set; }

    /// <summary>What the corrections do to the noise of the dates, one after the other in the order in which they were made; null for nothing.</summary>
    private TimeFilter? FilterOf(float[] series)
    {
        var (settings, made) = (job.Run.Settings.Corrections, CorrectionRecord.Read(job.Run.Folder)?.Corrections ?? []);

        // Whose trend was judged before leaves ramps none to judge.
        var isJudged = made.Any(c => c.Name == "wide_trend");
        TimeFilter? PartOf(CorrectionReport report) => report switch
        {
            { FilterLayer: StorePaths.Ramp, TrendLeft: { } left } => RampFilter(isJudged ? 1 : left),
            { FilterLayer: StorePaths.CommonScene } => CommonSceneFilter(series),
            { FilterLayer: StorePaths.SpaceTimeFilter } => new TimeFilter(
                SpaceTimeFilter.HighPass(DecimalYears.Since(job.Network.Dates, TimeAxis.Julian), settings.SpaceTimeFilter.Options()), settings.SpaceTimeFilter.Smoothing),
            { FilterLayer: { } layer } => throw new InvalidOperationException($"What {layer} does to the noise of the dates is not known."),
            { TrendLeft: { } left } => TimeFilter.OfTrend(job.Years, left, settings.WideTrend.Smoothing),
            _ => null,
        };
        return made.Select(PartOf).OfType<TimeFilter>().Aggregate((TimeFilter?)null, (all, next) => all?.Then(next) ?? next);
    }

    /// <summary>Ramps of the dates, of whose trend a share of the variance is left in the plane.</summary>
    private TimeFilter RampFilter(double left)
    {
        var grid = job.Stack.Grid;
        var (width, height) = (grid.Columns * job.PixelWidth, grid.Rows * job.PixelHeight);
        var ramps = TimeFilter.OfRamps(job.Years, job.Run.Settings.Corrections.Ramp.Shape, width, height);
        return left < 1 ? ramps.Then(TimeFilter.OfRampTrend(job.Years, left, width, height)) : ramps;
    }

    /// <summary>
    /// The matrix of common-scene stacking from the moments of the dates over the steady ones of the places, as the correction itself makes it of all steady ground.
    /// </summary>
    private TimeFilter CommonSceneFilter(float[] series)
    {
        var (dates, settings) = (job.Network.Dates.Count, job.Run.Settings.Corrections);
        var slope = job.Plan.Functions[UncertaintyJob.RateFunction];
        var rates = new float[series.Length / dates];
        for (var k = 0; k < rates.Length; k++)
        {
            for (var d = 0; d < dates; d++)
            {
                rates[k] += (float)(slope[d] * series[(k * dates) + d]);
            }
        }

        var (centre, spread) = OrderStatistics.ShortestHalf(Array.FindAll(rates, float.IsFinite));
        var (moments, one) = (new DateMoments(dates), new double[dates]);
        for (var k = 0; k < rates.Length; k++)
        {
            if (Math.Abs(rates[k] - centre) <= settings.SteadySpreads * spread || settings.SteadySpreads == 0)
            {
                TensorPrimitives.ConvertTruncating<float, double>(series.AsSpan(k * dates, dates), one);
                if (Array.TrueForAll(one, double.IsFinite))
                {
                    moments.Add(one, 1);
                }
            }
        }

        return new TimeFilter(CommonScene.For(job.Network, settings.CommonScene.Options()).Estimate(moments).Matrix, settings.CommonScene.Smoothing);
    }

    private void Read(int[] pixels, PlaceSeries places)
    {
        var chunks = job.Chunks;
        var columns = chunks.Grid.Columns;
        var perChunk = pixels.Index()
            .GroupBy(p => (Row: p.Item / columns / chunks.ChunkRows, Column: p.Item % columns / chunks.ChunkColumns))
            .OrderBy(g => g.Key).ToArray();
        var bytes = sizeof(float) * (long)(job.Network.Dates.Count + ChunkPlan.Depth) * chunks.ChunkPixels * (job.Filters.Count > 0 ? 2 : 1);
        UnitScheduler.Run(
            perChunk.Length,
            job.Run.ThreadsFor(bytes),
            () => new Reader(job),
            (k, reader) =>
            {
                reader.Read(perChunk[k].Key.Row, perChunk[k].Key.Column);
                foreach (var (place, pixel) in perChunk[k])
                {
                    var at = (pixel / columns % chunks.ChunkRows * chunks.ChunkColumns) + (pixel % columns % chunks.ChunkColumns);
                    reader.Copy(at, places.Series.AsSpan(place * job.Network.Dates.Count, job.Network.Dates.Count));
                    places.PairNoise[place] = reader.Noise(pixel / columns, pixel % columns);
                }
            },
            job.Run.Cancellation);
    }

    private sealed class Reader : IDisposable
    {
        private readonly StackColumn<float> series;
        private readonly StackColumn<float>? filter;
        private readonly ZarrArray<float>[] filters;
        private readonly ZarrArray<float> noise;
        private readonly float[] last;
        private readonly ChunkPlan chunks;
        private readonly int dates;
        private Tile tile;

        public Reader(UncertaintyJob job)
        {
            series = new StackColumn<float>(job.Run, job.Chunks, job.Series, Purpose);
            filter = job.Filters.Count > 0 ? new StackColumn<float>(job.Run, job.Chunks, job.Filters[0], Purpose) : null;
            filters = [.. job.Filters.Select(job.Run.Store.OpenArray<float>)];
            noise = job.Run.Store.OpenArray<float>(StorePaths.DisplacementSigma);
            chunks = job.Chunks;
            dates = job.Network.Dates.Count;
            last = new float[chunks.ChunkPixels];
        }

        public void Read(int row, int column)
        {
            series.Read(row, column);
            foreach (var layer in filters)
            {
                filter!.ReadFrom(layer, row, column);
                TensorPrimitives.Add(series.Values, filter.Values, series.Values);
            }

            tile = new Tile(row * chunks.ChunkRows, column * chunks.ChunkColumns, chunks.ChunkRows, chunks.ChunkColumns).Intersect(chunks.Grid.Whole);
            noise.ReadRegion([dates - 1, tile.Row, tile.Column], [1, tile.Rows, tile.Columns], last.AsSpan(0, tile.PixelCount));
        }

        public void Copy(int at, Span<float> values)
        {
            for (var d = 0; d < dates; d++)
            {
                values[d] = series.Values[(d * series.Pixels) + at];
            }
        }

        public float Noise(int row, int column) => last[((row - tile.Row) * tile.Columns) + column - tile.Column];

        public void Dispose()
        {
            series.Dispose();
            filter?.Dispose();
        }
    }
}
