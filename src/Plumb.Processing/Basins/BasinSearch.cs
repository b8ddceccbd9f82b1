using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Subsidence;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Basins;

/// <summary>Finds the basins of a run in rate and series, follows them through time and gathers what they do.</summary>
internal sealed class BasinSearch
{
    private const double SharedShare = 0.2;
    private readonly RunContext run;
    private readonly ResultSet results;
    private readonly SubsidenceSettings settings;
    private readonly float[] factor;
    private readonly string axis;
    private readonly Mask mask;
    private readonly BasinNoise noise;
    private readonly (double Width, double Height) pixel;
    private readonly List<string> notes = [];

    public BasinSearch(RunContext run, ResultSet results)
    {
        (this.run, this.results, settings) = (run, results, run.Settings.Subsidence);
        (factor, axis) = VerticalFactor.Of(results, settings.Axis);
        mask = results.Mask();
        noise = new BasinNoise(results, run.Settings.Rate.TimeAxis, mask, factor);
        pixel = results.PixelSize();
        if (!results.HasTotalSigma)
        {
            notes.Add("The run has no standard deviations with the noise that pixels share; the scatter of the map itself stands in for them, and standard deviations of depths and volumes are too small.");
        }
    }

    /// <summary>Number of the basin of each pixel, 0 for none; shape (rows, columns).</summary>
    public int[] Labels { get; private set; } = [];

    /// <summary>Lines of equal displacement from the first to the last date, metres.</summary>
    public IReadOnlyList<Contour> Contours { get; private set; } = [];

    public SubsidenceRecord Run()
    {
        var rate = noise.Rate(VerticalFactor.Apply(factor, results.Rate()));
        var inRate = BasinFinder.Find(rate, Options(settings.EdgeRate / 1000));
        Labels = inRate.Labels;
        var epochs = Epochs();
        if (epochs.Length < 2)
        {
            WriteLabels();
            return Record(inRate, rate, [.. inRate.Basins.Select(b => Entry(b, BasinSource.Rate))], [], []);
        }

        var planes = new EpochPlanes(run, results, epochs, factor);
        planes.Read();
        var (tracks, last, trackOf) = Track(planes, epochs);
        var added = AddSeriesBasins(last, inRate.Basins.Count);
        WriteLabels();
        var count = inRate.Basins.Count + added.Count;
        var rates = added.Count == 0 ? [] : new BasinGauge(rate, Options(settings.EdgeRate / 1000)).Measure(Labels, count);
        var whole = noise.Displacement(planes.Of(epochs.Length - 1), epochs[^1]);
        var moved = new BasinGauge(whole, Options(settings.EdgeDisplacement / 1000)).Measure(Labels, count);
        var life = BasinLife.For(results.Dates, run.Settings.Rate.TimeAxis, settings.Changes);
        if (life is null)
        {
            notes.Add("The dates are too few to tell phases of a life cycle, or these were not asked for.");
        }

        var pixels = new BasinPixels(
            run, new ChunkPlan(results.Grid), results.Dates.Count, factor, mask, Labels, CoreOf(planes.Of(epochs.Length - 1), moved),
            BasinRims.Of(Labels, results.Grid.Rows, results.Grid.Columns, settings.MinExtent, Math.Sqrt(pixel.Width * pixel.Height)));
        var maps = new BasinLifeMaps(pixels, life);
        maps.Run();
        var damage = new DamageMaps(run, results.Grid, pixel, whole, Labels, count);
        damage.Run();
        var basinOf = BasinOfTracks(last, trackOf);
        var entries = new List<BasinEntry>();
        for (var id = 1; id <= count; id++)
        {
            var found = id <= inRate.Basins.Count ? inRate.Basins[id - 1] : rates[id - 1]! with { Contrast = added[id - 1 - inRate.Basins.Count].Contrast };
            var entry = Entry(found, id <= inRate.Basins.Count ? BasinSource.Rate : BasinSource.Series) with { Displacement = moved[id - 1], Damage = damage.Of(id) };
            entries.Add(Follow(entry, maps, planes, epochs, life, tracks.FirstOrDefault(t => basinOf.GetValueOrDefault(t.Id) == id)));
        }

        Contours = ContoursOf(whole);
        return Record(inRate, rate, entries, [.. epochs.Select(e => results.Dates[e])], [.. tracks.Select(t => new TrackEntry(t.Id, basinOf.GetValueOrDefault(t.Id), t.SplitFrom, t.MergedInto, t.Points))]) with
        {
            DamageClasses = damage.Scale.Classes,
            DamageMethod = damage.Method,
        };
    }

    private SubsidenceRecord Record(BasinMap map, BasinField rate, IReadOnlyList<BasinEntry> entries, IReadOnlyList<DateOnly> epochs, IReadOnlyList<TrackEntry> tracks) => new()
    {
        Axis = axis,
        RelativeTo = results.RelativeTo,
        Threshold = map.Threshold,
        Epochs = epochs,
        Basins = entries,
        Tracks = tracks,
        Grades = Grades(rate),
        Notes = notes,
    };

    private List<Contour> ContoursOf(BasinField whole)
    {
        var sign = settings.Direction == MotionDirection.Rising ? 1 : -1;

        // Single pixels would make a contour of every noise: the mean over the least extent is drawn.
        var smooth = BasinFinder.Smoothed(whole.GoodMotion(), results.Grid.Rows, results.Grid.Columns, Options(0));
        return [.. settings.Contours.Where(c => c > 0).SelectMany(c => Plumb.Subsidence.Contours.Of(smooth, results.Grid.Rows, results.Grid.Columns, sign * c / 1000)).Where(c => c.Points.Count > 3)];
    }

    private List<GradeEntry> Grades(BasinField rate)
    {
        var sign = settings.Direction == MotionDirection.Rising ? 1 : -1;
        var values = rate.Motion.Values;
        var grades = new List<GradeEntry>();
        double[] bounds = [.. settings.Grades.Where(g => g > 0).Order().Select(g => g / 1000), double.PositiveInfinity];
        for (var k = 0; k + 1 < bounds.Length; k++)
        {
            var (count, sure) = (0L, 0L);
            for (var i = 0; i < values.Length; i++)
            {
                var size = sign * values[i];
                if (mask.IsGood(i) && size >= bounds[k] && size < bounds[k + 1])
                {
                    count++;
                    var (own, shared) = (rate.OwnSigma.Values[i], rate.SharedSigma?.Values[i] ?? 0);
                    sure += size - (2 * Math.Sqrt((own * own) + (shared * shared))) >= bounds[k] ? 1 : 0;
                }
            }

            grades.Add(new GradeEntry(bounds[k], bounds[k + 1], count * pixel.Width * pixel.Height, sure * pixel.Width * pixel.Height));
        }

        return grades;
    }

    private BasinOptions Options(double edge) => new(pixel.Width, pixel.Height)
    {
        Direction = settings.Direction,
        MinExtent = settings.MinExtent,
        EdgeMotion = edge,
        EdgeSignificance = settings.EdgeSignificance,
        MinSignificance = settings.MinSignificance,
        FalseBasins = settings.FalseBasins,
        SplitShare = settings.SplitShare,
        Threads = run.Threads,
    };

    /// <summary>Dates evenly over the series, the first and the last among them, as many as memory holds.</summary>
    private int[] Epochs()
    {
        var dates = results.Dates.Count;
        var fit = (run.Budget.Bytes - run.Budget.Leased) / 2 / (sizeof(float) * (long)results.Grid.PixelCount);
        var count = (int)Math.Min(Math.Min(settings.Epochs, dates), fit);
        if (dates >= 2 && count < Math.Min(settings.Epochs, dates))
        {
            notes.Add($"Memory holds {count} dates at once, so basins are tracked through so many.");
        }

        return count < 2 ? [] : [.. Enumerable.Range(0, count).Select(k => (int)Math.Round((double)k * (dates - 1) / (count - 1))).Distinct()];
    }

    private (IReadOnlyList<BasinTrack> Tracks, BasinMap Last, IReadOnlyList<int> TrackOf) Track(EpochPlanes planes, int[] epochs)
    {
        var tracker = new BasinTracker();
        var empty = new BasinMap(new int[results.Grid.PixelCount], [], double.NaN);
        var (last, trackOf) = (empty, tracker.Add(empty));
        run.Progress.Begin("Track basins", epochs.Length - 1);
        for (var k = 1; k < epochs.Length; k++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            last = BasinFinder.Find(noise.Displacement(planes.Of(k), epochs[k]), Options(settings.EdgeDisplacement / 1000));
            trackOf = tracker.Add(last);
            run.Progress.Advance(1);
        }

        return (tracker.Tracks, last, trackOf);
    }

    /// <summary>Adds basins of the whole displacement that no basin of the rate covers, and returns them in the order of their numbers. Their deepest pixel may belong to one of the rate.</summary>
    private List<Basin> AddSeriesBasins(BasinMap last, int count)
    {
        var covered = new long[last.Basins.Count + 1];
        for (var i = 0; i < Labels.Length; i++)
        {
            covered[last.Labels[i]] += Labels[i] > 0 ? 1 : 0;
        }

        var numbers = new int[last.Basins.Count + 1];
        var added = new List<Basin>();
        foreach (var basin in last.Basins.Where(b => covered[b.Id] < SharedShare * b.Pixels))
        {
            added.Add(basin);
            numbers[basin.Id] = count + added.Count;
        }

        for (var i = 0; i < Labels.Length; i++)
        {
            Labels[i] = Labels[i] == 0 ? numbers[last.Labels[i]] : Labels[i];
        }

        return added;
    }

    private void WriteLabels()
    {
        var array = MapArrays.Create<ushort>(run.Store, results.Grid, StorePaths.Basins, 0, "count", "none", "Number of the basin, 0 for none");
        array.WriteRegion([0, 0], [results.Grid.Rows, results.Grid.Columns], Array.ConvertAll(Labels, l => (ushort)Math.Min(l, ushort.MaxValue)));
    }

    private bool[] CoreOf(float[] last, IReadOnlyList<Basin?> moved)
    {
        var core = new bool[Labels.Length];
        for (var i = 0; i < core.Length; i++)
        {
            core[i] = Labels[i] > 0 && moved[Labels[i] - 1] is { } basin && last[i] / basin.Depth >= 0.5;
        }

        return core;
    }

    /// <summary>The basin that most pixels of a track's last extent belong to.</summary>
    private Dictionary<int, int> BasinOfTracks(BasinMap last, IReadOnlyList<int> trackOf)
    {
        var shared = new Dictionary<(int Track, int Basin), long>();
        for (var i = 0; i < Labels.Length; i++)
        {
            if (Labels[i] > 0 && last.Labels[i] > 0)
            {
                var key = (trackOf[last.Labels[i]], Labels[i]);
                shared[key] = shared.GetValueOrDefault(key) + 1;
            }
        }

        return shared.GroupBy(s => s.Key.Track).ToDictionary(g => g.Key, g => g.OrderByDescending(s => s.Value).ThenBy(s => s.Key.Basin).First().Key.Basin);
    }

    private BasinEntry Entry(Basin basin, BasinSource source)
    {
        var (longitude, latitude) = results.PlaceOf(basin.Row, basin.Column);
        return new BasinEntry { Source = source, Longitude = longitude, Latitude = latitude, Rate = basin };
    }

    private BasinEntry Follow(BasinEntry entry, BasinLifeMaps maps, EpochPlanes planes, int[] epochs, BasinLife? life, BasinTrack? track)
    {
        var (id, dates) = (entry.Rate.Id, results.Dates.Count);
        var area = entry.Rate.Pixels * pixel.Width * pixel.Height;
        double[] volumes = [.. Enumerable.Range(0, dates).Select(d => area * maps.Sums.Mean(id, BasinPart.Whole, d))];
        double[] core = [.. Enumerable.Range(0, dates).Select(d => maps.Core(id, d))];
        var years = DecimalYears.Since(results.Dates, run.Settings.Rate.TimeAxis);
        var (growth, sigma) = Growth(track, epochs, years);
        return entry with
        {
            Volumes = volumes,
            Core = core,
            Life = life?.Of(core, run.Budget),
            Advance = Advance(entry.Rate, planes, epochs, years),
            AreaGrowth = growth,
            AreaGrowthSigma = sigma,
        };
    }

    private BasinAdvance? Advance(Basin basin, EpochPlanes planes, int[] epochs, double[] years)
    {
        var places = new List<(double Years, double East, double North, double Weight)>();
        for (int from = 0, to = 1; to < epochs.Length; to++)
        {
            var (row, column, step) = BasinAdvance.Centre(planes.Of(from), planes.Of(to), Labels, results.Grid.Columns, basin, settings.Direction);

            // The place is the mean of all that moved at least half as much as the most: that half has to stand out of the noise, else the step is drawn out to the next date.
            if (0.5 * step >= settings.MinSignificance * noise.StepSigma(basin, epochs[from], planes.Of(from), epochs[to], planes.Of(to)) && step > 0)
            {
                places.Add((0.5 * (years[epochs[from]] + years[epochs[to]]), column * pixel.Width, -row * pixel.Height, step));
                from = to;
            }
        }

        return BasinAdvance.Of(places);
    }

    private static (double Growth, double Sigma) Growth(BasinTrack? track, int[] epochs, double[] years)
    {
        if (track is null || track.Points.Count < 3)
        {
            return (double.NaN, double.NaN);
        }

        var line = new LinearRate([.. track.Points.Select(p => years[epochs[p.Epoch]])]);
        var (rate, sigma) = (new float[1], new float[1]);
        line.Fit([.. track.Points.Select(p => (float)p.Basin.Area)], 1, rate, sigma);
        return (rate[0], sigma[0]);
    }
}
