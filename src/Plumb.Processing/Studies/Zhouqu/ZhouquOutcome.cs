using Plumb.Processing.Results;
using Plumb.Processing.Tracks;
using Plumb.Simulation;
using Plumb.Subsidence;

namespace Plumb.Processing.Studies.Zhouqu;

/// <summary>What became of something planted.</summary>
/// <param name="Site">What was planted.</param>
/// <param name="Fates">What each track made of it, in words; shape (track).</param>
/// <param name="IsActive">Whether it is among the active slopes of all tracks.</param>
/// <param name="TrueSlopeRate">Median rate down the slope that was planted, metres per year.</param>
/// <param name="SlopeRate">Median rate down the slope that was found, metres per year; NaN where no track tells it.</param>
/// <param name="TrueUp">Median rate upwards that was planted, metres per year.</param>
/// <param name="Up">Median rate upwards from both tracks, metres per year; NaN where the aspect does not tell it.</param>
/// <param name="TrueAlong">Median horizontal rate along the aspect that was planted, metres per year.</param>
/// <param name="Along">Median horizontal rate along the aspect, metres per year.</param>
public sealed record ZhouquFinding(
    ZhouquSite Site, IReadOnlyList<string> Fates, bool IsActive, double TrueSlopeRate, double SlopeRate, double TrueUp, double Up, double TrueAlong, double Along);

/// <summary>The motion of a part of the long slide along a line of sight.</summary>
/// <param name="Name">Name of the part.</param>
/// <param name="Dates">Dates (UTC); shape (date).</param>
/// <param name="Motion">Mean of its good pixels since the first date, metres, positive towards the satellite; shape (date).</param>
/// <param name="TrueMotion">What it truly is, metres; shape (date).</param>
/// <param name="Rate">Rate, metres per year.</param>
/// <param name="TrueRate">True rate, metres per year.</param>
/// <param name="Published">Rate of the study's part, metres per year.</param>
public sealed record ZhouquPart(string Name, IReadOnlyList<DateOnly> Dates, IReadOnlyList<double> Motion, IReadOnlyList<double> TrueMotion, double Rate, double TrueRate, double Published);

/// <summary>The Zhouqu study: visibility, active slopes and motion down them, held against what was planted.</summary>
/// <param name="Published">What the study printed.</param>
/// <param name="Images">Images of each track (count); shape (track).</param>
/// <param name="Slopes">Visibility and active slopes.</param>
/// <param name="Relief">Height of the highest ground above the lowest, metres.</param>
/// <param name="Findings">What became of each thing planted.</param>
/// <param name="FalseAreas">Active slopes where nothing was planted (count).</param>
/// <param name="Parts">The parts of the long slide along the descending line of sight, metres and metres per year.</param>
public sealed record ZhouquOutcome(
    ZhouquPublished Published, IReadOnlyList<int> Images, SlopesRecord Slopes, double Relief, IReadOnlyList<ZhouquFinding> Findings, int FalseAreas, IReadOnlyList<ZhouquPart> Parts)
{
    private const double Degree = Math.PI / 180;
    private const int LeastCells = 5;

    /// <summary>Measures the runs.</summary>
    /// <param name="published">What the study printed.</param>
    /// <param name="sites">What was planted.</param>
    /// <param name="maps">Slopes from the runs.</param>
    /// <param name="record">Their figures.</param>
    /// <param name="runs">The runs, a track each.</param>
    /// <param name="simulators">Their scenes.</param>
    public static ZhouquOutcome Of(
        ZhouquPublished published, IReadOnlyList<ZhouquSite> sites, SlopeMaps maps, SlopesRecord record, IReadOnlyList<ResultSet> runs, IReadOnlyList<SceneSimulator> simulators)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(simulators);
        var planted = sites.SelectMany(s => s.Cells).ToHashSet();
        var truth = new SceneTruth(runs[1], simulators[1]);
        return new ZhouquOutcome(
            published,
            [.. simulators.Select(s => s.Network.Dates.Count)],
            record,
            maps.Terrain.Highest - maps.Terrain.Lowest,
            [.. sites.Select(s => Finding(s, maps))],
            maps.United.Count(a => !a.Cells.Any(planted.Contains)),
            [.. sites.Where(s => s.Kind == ZhouquKind.Part).Select((s, k) => Part(s, runs[1], truth, published.PartRates[k] / 1000))]);
    }

    private static ZhouquFinding Finding(ZhouquSite site, SlopeMaps maps)
    {
        var cells = site.Cells.ToHashSet();
        double Median(float[] values) => values.Length == 0 ? double.NaN : Grids.OrderStatistics.MedianOfFinite(site.Cells.Select(i => (double)values[i]));
        string Fate(SlopeTrack track) => track.Areas.Where(a => a.Cells.Count(cells.Contains) >= LeastCells).MaxBy(a => a.Cells.Count(cells.Contains))?.Fate switch
        {
            ActiveAreaFate.Kept => "active",
            ActiveAreaFate.TooFlat => "dropped, flat",
            ActiveAreaFate.Distorted => "dropped, layover or shadow",
            _ => "not fast",
        };
        var (rate, plunge) = (site.Share * site.Slide.Rate, site.Slide.Plunge * Degree);
        return new ZhouquFinding(
            site, [.. maps.Tracks.Select(Fate)], maps.United.Any(a => a.Cells.Count(cells.Contains) >= LeastCells),
            rate, Median(maps.SlopeRate), -rate * Math.Sin(plunge), Median(maps.Up), rate * Math.Cos(plunge), Median(maps.Along));
    }

    private static ZhouquPart Part(ZhouquSite site, ResultSet run, SceneTruth truth, double published)
    {
        var (grid, mask, dates) = (run.Grid, run.Mask(), run.Dates.Count);
        var series = new float[dates * grid.PixelCount];
        run.Series(grid.Whole, series);
        var all = grid.PixelCount;
        int[] good = [.. site.Cells.Where(i => mask.IsGood(i) && float.IsFinite(series[((dates - 1) * all) + i]))];
        double[] motion = [.. Enumerable.Range(0, dates).Select(d => good.Select(i => (double)series[(d * all) + i]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())];
        double[] known = [.. Enumerable.Range(0, dates).Select(d => truth.Date(d) is var values ? good.Select(i => (double)values[i]).DefaultIfEmpty(double.NaN).Average() : 0)];
        return new ZhouquPart(site.Slide.Name, run.Dates, motion, known, SeriesSlope.Of(run.Dates, motion), SeriesSlope.Of(run.Dates, known), published);
    }
}
