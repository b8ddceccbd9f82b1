using Plumb.Formats.Areas;
using Plumb.Grids;
using Plumb.Groundwater;
using Plumb.Processing.Associations;
using Plumb.Processing.Basins;
using Plumb.Processing.Corridors;
using Plumb.Processing.Groups;
using Plumb.Processing.Results;
using Plumb.Simulation;
using Plumb.Subsidence;

namespace Plumb.Processing.Studies.Heze;

/// <summary>One track of the Heze study: its run held against the truth along the line and in the groups. Motion is vertical, as if nothing moved sideways.</summary>
/// <param name="Name">Name of the track.</param>
/// <param name="Images">Number of images (count).</param>
/// <param name="Pairs">Number of interferograms (count).</param>
/// <param name="Corridor">The line by chainage: metres, metres per year.</param>
/// <param name="TrueProfile">True vertical rate at each step of the profile, metres per year; shape (step).</param>
/// <param name="ProfileError">Root mean square error of the profile, metres per year.</param>
/// <param name="Zones">The stretches that sink.</param>
/// <param name="Groups">The groups.</param>
public sealed record HezeTrack(
    string Name, int Images, int Pairs, CorridorEntry Corridor, IReadOnlyList<double> TrueProfile, double ProfileError, IReadOnlyList<HezeZone> Zones, IReadOnlyList<HezeGroup> Groups)
{
    private const double CorridorWidth = 3000;

    /// <summary>Measures a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="simulator">The scene it was made from.</param>
    /// <param name="name">Name of the track.</param>
    /// <param name="ground">Line and precipitation.</param>
    /// <param name="published">Limits of the zones, centimetres per year.</param>
    public static HezeTrack Of(FinishedRun run, SceneSimulator simulator, string name, HezeGround ground, HezePublished published)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(published);
        var (results, line) = (run.Results, ground.Line(simulator));
        var (factor, _) = VerticalFactor.Of(results, SubsidenceAxisOf(run));
        var truth = new SceneTruth(results, simulator);
        var options = OptionsOf(results);
        var profile = CorridorStudy.Of(run, new CorridorInputs([line], "ground.yaml", options, [], 0)).Lines[0];
        var steps = TrueSteps(results, line, truth, factor, options);
        var errors = profile.Steps.Zip(steps, (p, t) => p.Rate - t.Rate).Where(double.IsFinite).ToArray();
        return new HezeTrack(
            name, simulator.Network.Dates.Count, simulator.Network.Pairs.Count, profile, [.. steps.Select(s => s.Rate)], Math.Sqrt(errors.Average(e => e * e)),
            [.. published.Zones.Select(z => Zone(z, results, line, simulator, profile.Steps, steps, options))],
            [.. simulator.Scene.Concessions.GroupBy(c => c.Name).Select(c => Group(c.Key, [.. c], results, simulator, truth, factor, ground))]);
    }

    /// <summary>Steps of one pixel, the profile from the pixels that touch the line and their neighbours; metres.</summary>
    private static CorridorOptions OptionsOf(ResultSet results)
    {
        var side = results.PixelSize().Width;
        return new CorridorOptions { Width = CorridorWidth, ProfileWidth = 2 * side, Step = side, DifferenceLength = 4 * side, LongestGap = 10 * side };
    }

    private static Configuration.SubsidenceAxis SubsidenceAxisOf(FinishedRun run) => run.Settings.Subsidence.Axis;

    private static IReadOnlyList<CorridorStep> TrueSteps(ResultSet results, NamedLine named, SceneTruth truth, float[] factor, CorridorOptions options)
    {
        var (line, pixel, columns) = (CorridorStudy.OnGround(named, results.Grid, results.PixelSize()), results.PixelSize(), results.Grid.Columns);
        var near = Subsidence.Corridor.Points(line, results.Grid.Rows, columns, pixel.Width, pixel.Height, options.ProfileWidth);
        float[] rate = [.. near.Select(p => (p.Row * columns) + p.Column).Select(i => (float)truth.Rate(i) * factor[i])];
        var none = new float[rate.Length];
        return Subsidence.Corridor.Profile(line, near, rate, none, new CorridorSigmas(none, none, none, none, _ => 0), options);
    }

    private static HezeZone Zone(
        HezePublishedZone zone, ResultSet results, NamedLine named, SceneSimulator simulator, IReadOnlyList<CorridorStep> found, IReadOnlyList<CorridorStep> known, CorridorOptions options)
    {
        var trough = simulator.Scene.Troughs.First(t => t.Name == zone.Trough);
        var (row, column) = simulator.View.Pixel(trough.East, trough.North);
        var (line, pixel) = (CorridorStudy.OnGround(named, results.Grid, results.PixelSize()), results.PixelSize());
        var middle = Subsidence.Corridor.Points(line, results.Grid.Rows, results.Grid.Columns, pixel.Width, pixel.Height, CorridorWidth)
            .MinBy(p => Math.Pow(p.Row - row, 2) + Math.Pow(p.Column - column, 2)).Chainage;
        var limited = options with { RateLimit = zone.Limit / 100 };
        HezeStretch? Of(IReadOnlyList<CorridorStep> steps) => Subsidence.Corridor.Zones(steps, limited)
            .FirstOrDefault(z => z.Limit == CorridorLimit.Rate && z.From <= middle && middle <= z.To) is { } z ? new HezeStretch(z.From, z.To, z.Worst, z.Mildest) : null;
        return new HezeZone(zone.Trough, limited.RateLimit, Of(known) ?? throw new RequestException($"Scene: the line does not cross the trough {zone.Trough}. Move one of them."), Of(found));
    }

    private static HezeGroup Group(string name, SceneConcession[] parts, ResultSet results, SceneSimulator simulator, SceneTruth truth, float[] factor, HezeGround ground)
    {
        Ring RingOf(SceneConcession part)
        {
            var corners = part.East.Zip(part.North, simulator.View.Pixel).Select(p => simulator.Grid.CentreOf(p.Row, p.Column)).ToArray();
            return new Ring(corners.Select(c => c.X), corners.Select(c => c.Y));
        }

        var area = new NamedArea(name, new AreaOfInterest(results.Grid.Crs, [.. parts.Select(RingOf)]));
        var groups = PixelGroups.OfAreas([area], results.Mask());
        var (along, pixels) = (AssociationGroup.Of(results, groups)[0], groups[0].Pixels);
        var upright = pixels.Average(i => (double)factor[i]);
        var group = along with { Motion = [.. along.Motion.Select(m => m * upright)] };
        double[] known = [.. along.Dates.Select(d => results.Dates.Index().First(e => e.Item == d).Index).Select(k => truth.Date(k) is var all ? pixels.Average(i => all[i] * (double)factor[i]) : 0)];
        var pair = AssociationRecord.Of([group], [ground.Rain], new LagOptions { LongestLag = 180, Surrogates = 499 }, isRate: false, threads: 1).Pairs[0];
        return new HezeGroup(name, pixels.Length, group.Dates, group.Motion, known, SeriesSlope.Of(group.Dates, group.Motion), SeriesSlope.Of(group.Dates, known), pair);
    }
}
