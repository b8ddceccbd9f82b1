using System.Globalization;
using Plumb.Formats.Areas;
using Plumb.Processing.Basins;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corridors;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Simulation;
using Plumb.Subsidence;

namespace Plumb.Benchmarks.Subsidence;

/// <summary>The ground of a scene in the terms of its run: motion along the axis and relative to the reference of the run.</summary>
internal sealed class GroundTruth
{
    private const double LeastChange = 2;
    private readonly FinishedRun run;
    private readonly SceneSimulator simulator;
    private readonly Scene scene;
    private readonly SubsidenceSettings settings;
    private readonly (double Width, double Height) pixel;
    private readonly float[] truth;
    private readonly float[] smooth;
    private readonly float[] sigma;
    private readonly float[] windowSigma;
    private readonly double[] rates;
    private readonly double sign;
    private readonly double offset;
    private readonly double factor;
    private readonly int interval;

    public GroundTruth(FinishedRun run, SceneSimulator simulator)
    {
        (this.run, this.simulator, scene, settings) = (run, simulator, simulator.Scene, run.Settings.Subsidence);
        var results = run.Results;
        pixel = results.PixelSize();
        sign = settings.Direction == MotionDirection.Rising ? 1 : -1;
        interval = scene.Dates.IntervalDays;
        var (count, mask) = ((int)results.Grid.PixelCount, results.Mask());
        truth = new float[count];
        simulator.Rate(results.Grid.Whole, truth);
        var incidence = new float[count];
        simulator.Incidence(results.Grid.Whole, incidence);
        float Factor(int i) => settings.Axis == SubsidenceAxis.Vertical ? 1 / MathF.Cos(incidence[i]) : 1;
        factor = settings.Axis == SubsidenceAxis.Vertical ? 1 : Math.Cos(incidence[count / 2]);
        int[] reference = [.. results.Reference.PixelsOn(results.Grid).Where(mask.IsGood)];
        var still = reference.Length > 0 ? reference.Average(i => truth[i]) : 0;
        offset = still * Factor(count / 2);
        truth = [.. truth.Select((v, i) => (float)(v - still) * Factor(i))];
        smooth = BasinFinder.Smoothed([.. truth.Select((v, i) => mask.IsGood(i) ? v : float.NaN)], results.Grid.Rows, results.Grid.Columns, Options);
        sigma = [.. (results.RateSigma()?.Values.ToArray() ?? new float[count]).Select((v, i) => v * Factor(i))];
        var parts = results.RateSigmaParts();
        var (pairs, shared) = (parts[0].Values.ToArray(), parts[1].Values.ToArray());
        var n = Math.Max(3, settings.MinExtent / pixel.Width) * Math.Max(3, settings.MinExtent / pixel.Height);
        windowSigma = [.. pairs.Select((v, i) => Factor(i) * MathF.Sqrt((v * v / (float)n) + (shared[i] * shared[i])))];
        var dates = simulator.Network.Dates;
        var years = dates.Select(d => (d.DayNumber - dates[0].DayNumber) / 365.25).ToArray();
        var mean = years.Average();
        rates = [.. scene.Troughs.Select(t => new LifeCycleTrough(t) is var cycle ? dates.Select((d, k) => (years[k] - mean) * cycle.Depth(d)).Sum() / years.Sum(y => (y - mean) * (y - mean)) : 0)];
    }

    private BasinOptions Options => new(pixel.Width, pixel.Height) { Direction = settings.Direction, MinExtent = settings.MinExtent };

    /// <summary>Basins against troughs, and the dates of their life.</summary>
    public void JudgeBasins(SubsidenceRecord record, GroundScore score, List<string> notes)
    {
        score.Scenes++;
        var (labels, columns) = (run.Results.Basins(), run.Results.Grid.Columns);
        var of = new Dictionary<int, List<int>>();
        for (var k = 0; k < scene.Troughs.Count; k++)
        {
            var (row, column) = Place(scene.Troughs[k]);
            var label = Near(labels, row, column);
            var at = ((int)row * columns) + (int)column;
            var (depth, wide) = (sign * smooth[at], Math.Min(scene.Troughs[k].Width, scene.Troughs[k].Length) >= settings.MinExtent);
            var must = wide && depth >= 3 * sigma[at] && depth >= settings.EdgeRate / 1000;
            score.Must += must ? 1 : 0;
            if (label == 0)
            {
                score.Missed += must ? 1 : 0;
                if (must)
                {
                    notes.Add(Text($"missed {scene.Troughs[k].Name}, width {scene.Troughs[k].Width:0} m, rate {1000 * depth:0.0} mm/yr, sigma {1000 * sigma[at]:0.0}, of the window {1000 * windowSigma[at]:0.0}"));
                }

                continue;
            }

            score.Seen++;
            (of.TryGetValue(label, out var list) ? list : of[label] = []).Add(k);
        }

        foreach (var basin in record.Basins)
        {
            if (of.GetValueOrDefault(basin.Rate.Id) is { } members)
            {
                if (members.Count == 1)
                {
                    JudgeOne(basin, members[0], labels, score, notes);
                }
            }
            else if (IsReal(labels, basin.Rate.Id))
            {
                score.Split++;
                notes.Add(Text($"a part of a trough is a basin of its own: {basin.Source} row {basin.Rate.Row} column {basin.Rate.Column} depth {1000 * basin.Rate.Depth:0.0} sigma {1000 * basin.Rate.DepthSigma:0.0} contrast {basin.Rate.Contrast:0.0} pixels {basin.Rate.Pixels}"));
            }
            else
            {
                score.False++;
                notes.Add(Text($"false: {basin.Source} row {basin.Rate.Row} column {basin.Rate.Column} depth {1000 * basin.Rate.Depth:0.0} sigma {1000 * basin.Rate.DepthSigma:0.0} contrast {basin.Rate.Contrast:0.0} of {record.Threshold:0.0} pixels {basin.Rate.Pixels}"));
            }
        }
    }

    /// <summary>Zones of lines through the troughs.</summary>
    public void JudgeCorridors(int seed, GroundScore score, List<string> notes)
    {
        var (random, grid) = (new Random(seed), run.Results.Grid);
        for (var k = 0; k < scene.Troughs.Count; k++)
        {
            var trough = scene.Troughs[k];
            var limit = Math.Abs(rates[k]) * factor * (0.25 + (0.45 * random.NextDouble()));
            var (azimuth, reach) = (2 * Math.PI * random.NextDouble(), (0.5 * trough.Length) + (1.6 * trough.Radius));
            var (sin, cos) = Math.SinCos(azimuth);
            var (east, north) = (trough.East + (0.2 * trough.Width * (random.NextDouble() - 0.5)), trough.North + (0.2 * trough.Width * (random.NextDouble() - 0.5)));
            var (row, column) = Place(trough);
            var center = (grid.OriginX + (0.5 * grid.Columns * pixel.Width), grid.OriginY - (0.5 * grid.Rows * pixel.Height));
            double[] x = [center.Item1 + east - (reach * sin), center.Item1 + east + (reach * sin)], y = [center.Item2 + north - (reach * cos), center.Item2 + north + (reach * cos)];
            if (x.Min() < grid.OriginX || x.Max() > grid.OriginX + (grid.Columns * pixel.Width) || y.Max() > grid.OriginY || y.Min() < grid.OriginY - (grid.Rows * pixel.Height))
            {
                continue;
            }

            if (limit < 3 * sigma[((int)row * grid.Columns) + (int)column])
            {
                continue;
            }

            // As the defaults are, and once by the pixel.
            var options = seed % 2 == 0 ? new CorridorOptions { RateLimit = limit, Width = 500 } : new CorridorOptions { RateLimit = limit, Width = 500, ProfileWidth = 0.75 * pixel.Width, Step = pixel.Width };
            var entry = CorridorStudy.Of(run, new CorridorInputs([new NamedLine("line", grid.Crs, x, y)], "line", options, [], 0)).Lines[0];
            var spans = Spans(s => Math.Abs(At(east + ((s - reach) * sin), north + ((s - reach) * cos))) > limit, 2 * reach);
            foreach (var (from, to) in spans.Where(s => s.To - s.From >= 2 * pixel.Width && s.From > 0 && s.To < 2 * reach))
            {
                var zone = entry.Zones.Where(z => z.Limit == CorridorLimit.Rate && Math.Min(z.To, to) > Math.Max(z.From, from)).MaxBy(z => Math.Min(z.To, to) - Math.Max(z.From, from));
                if (zone is null)
                {
                    score.ZonesMissed++;
                    notes.Add(Text($"zone missed {from:0} to {to:0} at limit {1000 * limit:0.0}"));
                    continue;
                }

                Count(score.Ends, zone.From - from, zone.FromSigma);
                Count(score.Ends, zone.To - to, zone.ToSigma);
                Count(score.Lengths, zone.Length - (to - from), zone.LengthSigma);
                if (Math.Abs(zone.Length - (to - from)) > pixel.Width)
                {
                    notes.Add(Text($"zone {zone.From:0} to {zone.To:0}, truth {from:0} to {to:0}, sigmas {zone.FromSigma:0} {zone.ToSigma:0}, width {trough.Width:0} radius {trough.Radius:0} limit {1000 * limit:0.0} of {1000 * rates[k]:0.0}, step {options.Step:0} profile {options.ProfileWidth:0}"));
                }
            }
        }
    }

    private void Count(List<(double Pixels, double Ratio, bool IsSharp)> list, double error, double deviation) =>
        list.Add((Math.Abs(error) / pixel.Width, Math.Abs(error) / deviation, deviation <= 0.5 * pixel.Width));

    private double At(double east, double north)
    {
        var sum = -offset;
        for (var k = 0; k < scene.Troughs.Count; k++)
        {
            var cycle = new LifeCycleTrough(scene.Troughs[k]);
            var (before, after) = (new DateOnly(2019, 1, 1), new DateOnly(2040, 1, 1));
            var share = (cycle.Motion(east, north, after).Up - cycle.Motion(east, north, before).Up) / (cycle.Depth(after) - cycle.Depth(before));
            sum += rates[k] * factor * share;
        }

        return sum;
    }

    private static List<(double From, double To)> Spans(Func<double, bool> isAbove, double length)
    {
        var (spans, from) = (new List<(double From, double To)>(), double.NaN);
        for (var s = 0.0; s <= length; s += 2)
        {
            if (isAbove(s) && double.IsNaN(from))
            {
                from = s;
            }
            else if (!isAbove(s) && !double.IsNaN(from))
            {
                spans.Add((from, s));
                from = double.NaN;
            }
        }

        if (!double.IsNaN(from))
        {
            spans.Add((from, length));
        }

        return spans;
    }

    private void JudgeOne(BasinEntry basin, int k, int[] labels, GroundScore score, List<string> notes)
    {
        var (trough, grid) = (scene.Troughs[k], run.Results.Grid);
        var (row, column) = Place(trough);
        var off = Math.Max(Math.Abs(basin.Rate.CentreRow - row), Math.Abs(basin.Rate.CentreColumn - column));
        if (off > 2 && !scene.Troughs.Any(t => t != trough && IsNear(t, trough)))
        {
            score.Displaced++;
            notes.Add(Text($"centre {basin.Rate.CentreRow:0.0} {basin.Rate.CentreColumn:0.0} truth {row:0.0} {column:0.0} axes {basin.Rate.MajorAxis:0} {basin.Rate.MinorAxis:0} trough {trough.Length:0} {trough.Width:0}"));
        }

        var (volume, extentVolume, area, depth) = (0.0, 0.0, 0L, double.NegativeInfinity);
        var domain = Domain(k);
        for (var i = 0; i < labels.Length; i++)
        {
            volume += labels[i] == basin.Rate.Id ? truth[i] : 0;
            if (domain[i])
            {
                depth = Math.Max(depth, sign * smooth[i]);
                var inside = sign * smooth[i] >= Math.Max(settings.EdgeRate / 1000, settings.EdgeSignificance * windowSigma[i]);
                area += inside ? 1 : 0;
                extentVolume += inside ? truth[i] : 0;
            }
        }

        var size = pixel.Width * pixel.Height;
        score.Ratios["depth"].Add(((sign * basin.Rate.Depth) - depth) / basin.Rate.DepthSigma);
        score.Ratios["area"].Add((basin.Rate.Area - (area * size)) / basin.Rate.AreaSigma);
        score.Ratios["volume"].Add(sign * (basin.Rate.Volume - (volume * size)) / basin.Rate.VolumeSigma);
        score.Ratios["extent volume"].Add(sign * (basin.Rate.Volume - (extentVolume * size)) / basin.Rate.VolumeSigma);
        var (z, za) = (score.Ratios["depth"][^1], score.Ratios["area"][^1]);
        if (Math.Abs(z) > 2.5 || Math.Abs(za) > 2.5 || Math.Abs(score.Ratios["volume"][^1]) > 2.5)
        {
            notes.Add(Text($"depth {1000 * basin.Rate.Depth:0.0} ± {1000 * basin.Rate.DepthSigma:0.0} truth {sign * 1000 * depth:0.0}; area {basin.Rate.Area / 1e4:0.0} ± {basin.Rate.AreaSigma / 1e4:0.0} truth {area * size / 1e4:0.0} ha; volume {basin.Rate.Volume:0} ± {basin.Rate.VolumeSigma:0} truth {volume * size:0}; width {trough.Width:0} radius {trough.Radius:0}"));
        }

        JudgeLife(basin, trough, score, notes);
        JudgePixels(basin, trough, labels, score);
    }

    private void JudgeLife(BasinEntry basin, SceneTrough trough, GroundScore score, List<string> notes)
    {
        var truths = Changes(trough);
        var active = basin.Life?.Phases.Where(p => p.Kind == "active").MaxBy(p => Math.Abs(p.Rate * (p.To.DayNumber - p.From.DayNumber)));
        if (truths.Count == 0)
        {
            score.Steady++;
            score.Claimed += active is null ? 0 : 1;
            score.Advancing += basin.Advance is { IsSignificant: true } ? 1 : 0;
            score.Growing += Math.Abs(basin.AreaGrowth) > 3 * basin.AreaGrowthSigma && basin.AreaGrowth < 0 ? 1 : 0;
            if (active is not null)
            {
                notes.Add("a steady basin has an active phase: " + string.Join("; ", basin.Life!.Phases.Select(p => Text($"{p.Kind} {p.From:yyyy-MM-dd} {1000 * p.Rate:0} ± {1000 * p.Sigma:0}"))));
            }

            return;
        }

        if (active is null)
        {
            score.NoActive++;
            notes.Add(Text($"no active phase; truth {string.Join(", ", trough.Phases.Select(p => Text($"{p.Start} {1000 * p.Rate:0}")))}"));
            return;
        }

        var residual = basin.Life!.Phases.FirstOrDefault(p => p.From >= active.To);
        var (from, to) = truths.MinBy(t => (t.From is { } f ? Math.Abs(f.DayNumber - active.From.DayNumber) : 0) + (t.To is { } e ? Math.Abs(e.DayNumber - active.To.DayNumber) : 0));
        void Date(DateOnly? true_, DateOnly? found, double deviation, string what)
        {
            if (true_ is null)
            {
                return;
            }

            var error = found is null ? double.PositiveInfinity : Math.Abs(found.Value.DayNumber - true_.Value.DayNumber);
            score.Dates.Add((error / interval, error / Math.Max(deviation, 0.5)));
            if (error > interval)
            {
                notes.Add(Text($"{what} {found:yyyy-MM-dd} ± {deviation:0} d, truth {true_:yyyy-MM-dd}; phases {string.Join("; ", basin.Life!.Phases.Select(p => Text($"{p.Kind} {p.From:yyyy-MM-dd} {1000 * p.Rate:0}")))}; truth {string.Join("; ", trough.Phases.Select(p => Text($"{p.Start} {1000 * p.Rate:0}")))} {Course(basin, trough)}"));
            }
        }

        Date(from, double.IsNaN(active.FromSigma) ? null : active.From, active.FromSigma, "active from");
        Date(to, residual?.From, residual?.FromSigma ?? double.NaN, "active to");
    }

    private string Course(BasinEntry basin, SceneTrough trough)
    {
        var cycle = new LifeCycleTrough(trough);
        var dates = run.Results.Dates;
        var scale = basin.Core[^1] / (cycle.Depth(dates[^1]) - cycle.Depth(dates[0]));
        return string.Join(" ", dates.Select((d, k) => Text($"{d:MMdd}:{1000 * basin.Core[k]:0.0}/{1000 * scale * (cycle.Depth(d) - cycle.Depth(dates[0])):0.0}")));
    }

    private void JudgePixels(BasinEntry basin, SceneTrough trough, int[] labels, GroundScore score)
    {
        var truths = Changes(trough);
        if (truths.Count != 1)
        {
            return;
        }

        var (grid, first) = (run.Results.Grid, run.Results.Dates[0].DayNumber);
        float[] Read(string name)
        {
            var values = new float[grid.PixelCount];
            Plumb.Formats.Store.ChunkStore.Open(Path.Combine(run.Folder, "store")).OpenArray<float>(name).ReadRegion([0, 0], [grid.Rows, grid.Columns], values);
            return values;
        }

        var (from, fromSigma, to, toSigma) = (Read(StorePaths.ActiveFrom), Read(StorePaths.ActiveFromSigma), Read(StorePaths.ActiveTo), Read(StorePaths.ActiveToSigma));
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] != basin.Rate.Id || smooth[i] / basin.Rate.Depth < 0.5)
            {
                continue;
            }

            void Date(DateOnly? true_, float found, float deviation)
            {
                if (true_ is { } day)
                {
                    var error = float.IsNaN(deviation) ? double.PositiveInfinity : Math.Abs(found - (day.DayNumber - first));
                    score.PixelDates.Add((error / interval, error / Math.Max(deviation, 0.5)));
                }
            }

            Date(truths[0].From, from[i], fromSigma[i]);
            Date(truths[0].To, to[i], toSigma[i]);
        }
    }

    /// <summary>Begin and end of the active stretches within the series; null where they lie outside it.</summary>
    private List<(DateOnly? From, DateOnly? To)> Changes(SceneTrough trough)
    {
        var (first, last) = (simulator.Network.Dates[0], simulator.Network.Dates[^1]);
        var most = trough.Phases.Max(p => Math.Abs(p.Rate));
        var spans = new List<(DateOnly? From, DateOnly? To)>();
        for (var k = 0; k < trough.Phases.Count; k++)
        {
            if (Math.Abs(trough.Phases[k].Rate) >= most / LeastChange)
            {
                var from = DateOnly.ParseExact(trough.Phases[k].Start, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                DateOnly? to = k + 1 < trough.Phases.Count ? DateOnly.ParseExact(trough.Phases[k + 1].Start, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
                spans.Add((from > first ? from : null, to < last ? to : null));
            }
        }

        return [.. spans.Where(s => s.From is not null || s.To is not null)];
    }

    private bool IsReal(int[] labels, int label)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == label && Enumerable.Range(0, scene.Troughs.Count).Any(k => Share(k, i) * Math.Abs(rates[k]) >= 0.001))
            {
                return true;
            }
        }

        return false;
    }

    private bool[] Domain(int k)
    {
        var domain = new bool[truth.Length];
        for (var i = 0; i < domain.Length; i++)
        {
            var mine = Share(k, i) * Math.Abs(rates[k]);
            domain[i] = mine > 0.0005 && !Enumerable.Range(0, scene.Troughs.Count).Any(j => j != k && Share(j, i) * Math.Abs(rates[j]) > mine);
        }

        return domain;
    }

    private readonly Dictionary<int, float[]> shares = [];

    private float Share(int k, int i)
    {
        if (!shares.TryGetValue(k, out var map))
        {
            var (columns, rows) = (run.Results.Grid.Columns, run.Results.Grid.Rows);
            var cycle = new LifeCycleTrough(scene.Troughs[k] with { SmoothDays = 0, Phases = [new ScenePhase { Start = "2020-01-01", Rate = 1 }] });
            var (before, after) = (new DateOnly(2020, 1, 1), new DateOnly(2021, 1, 1));
            var most = cycle.Depth(after) - cycle.Depth(before);
            map = new float[truth.Length];
            for (var j = 0; j < map.Length; j++)
            {
                var (east, north) = (((j % columns) + 0.5 - (0.5 * columns)) * pixel.Width, ((0.5 * rows) - (j / columns) - 0.5) * pixel.Height);
                map[j] = (float)((cycle.Motion(east, north, after).Up - cycle.Motion(east, north, before).Up) / most);
            }

            shares[k] = map;
        }

        return map[i];
    }

    private static bool IsNear(SceneTrough a, SceneTrough b) =>
        Math.Sqrt(Math.Pow(a.East - b.East, 2) + Math.Pow(a.North - b.North, 2)) < (0.5 * a.Length) + (2 * a.Radius) + (0.5 * b.Length) + (2 * b.Radius);

    private (double Row, double Column) Place(SceneTrough trough) =>
        ((0.5 * run.Results.Grid.Rows) - 0.5 - (trough.North / pixel.Height), (0.5 * run.Results.Grid.Columns) - 0.5 + (trough.East / pixel.Width));

    /// <summary>The label at a place or within two pixels of it.</summary>
    private int Near(int[] labels, double row, double column)
    {
        var (rows, columns) = (run.Results.Grid.Rows, run.Results.Grid.Columns);
        for (var reach = 0; reach <= 2; reach++)
        {
            for (var r = Math.Max(0, (int)Math.Round(row) - reach); r <= Math.Min(rows - 1, (int)Math.Round(row) + reach); r++)
            {
                for (var c = Math.Max(0, (int)Math.Round(column) - reach); c <= Math.Min(columns - 1, (int)Math.Round(column) + reach); c++)
                {
                    if (labels[(r * columns) + c] > 0)
                    {
                        return labels[(r * columns) + c];
                    }
                }
            }
        }

        return 0;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
