using Plumb.Processing.Basins;
using Plumb.Processing.Results;
using Plumb.Processing.Uncertainties;
using Plumb.Uncertainty;

namespace Plumb.Processing.Groups;

/// <summary>Means of groups with their noise: rate and series.</summary>
internal static class GroupMeans
{
    /// <summary>The means, along the direction of <c>subsidence.axis</c>; metres, metres per year.</summary>
    /// <param name="run">The run.</param>
    /// <param name="groups">The groups, none of them empty.</param>
    public static IReadOnlyList<GroupMean> Of(FinishedRun run, IReadOnlyList<PixelGroup> groups)
    {
        if (groups.Count == 0)
        {
            return [];
        }

        var results = run.Results;
        var (factor, _) = VerticalFactor.Of(results, run.Settings.Subsidence.Axis);
        var noise = new BasinNoise(results, run.Settings.Rate.TimeAxis, results.Mask(), factor);
        var rate = noise.Rate(VerticalFactor.Apply(factor, results.Rate()));
        var pixel = results.PixelSize();
        var reference = UncertaintyRecord.Read(results.Folder)?.ReferenceRateSigma ?? 0;
        var courses = results.Dates.Count > 1 ? GroupSeries.Of(results, groups, factor, withNoise: true) : [];
        return [.. groups.Select((group, k) =>
        {
            var known = group.Pixels.Where(p => float.IsFinite(rate.Motion.Values[p])).ToArray();
            var (own, shared) = (Square(rate.OwnSigma, known), rate.SharedSigma is { } map ? Square(map, known) : double.NaN);
            var kept = Kept(noise, results, group.Pixels, pixel, Math.Clamp(reference * reference / shared, 0, 1));
            return new GroupMean
            {
                Name = group.Name,
                Kind = group.Kind,
                Pixels = group.Pixels.LongLength,
                Area = group.Pixels.LongLength * pixel.Width * pixel.Height,
                Rate = known.Length == 0 ? double.NaN : known.Average(p => (double)rate.Motion.Values[p]),
                RateSigma = Sigma(own, known.LongLength, shared, kept),
                Dates = courses.Length > 0 ? results.Dates : [],
                Displacement = courses.Length > 0 ? courses[k].Mean : [],
                DisplacementSigma = courses.Length > 0 ? [.. courses[k].Own.Select((o, d) => Sigma(o, courses[k].Count[d], courses[k].Shared[d], kept))] : [],
            };
        })];
    }

    /// <summary>Part of the shared variance that the mean of pixels keeps (pure number); all of it where nobody told how it goes with distance.</summary>
    private static double Kept(BasinNoise noise, ResultSet results, int[] pixels, (double Width, double Height) size, double common)
    {
        if (noise.Distance is not { } form || double.IsNaN(common))
        {
            return 1;
        }

        var places = results.Reference.Areas.Select(a => ((double)a.Row, (double)a.Column)).ToArray();
        return GroupNoise.Kept(
            GroupNoise.MeanShare(form, pixels, results.Grid.Columns, size.Width, size.Height),
            GroupNoise.ReferenceShare(form, pixels, places, results.Grid.Columns, size.Width, size.Height),
            common);
    }

    // Where nobody told what pixels share, all of their noise counts as shared: too much, but never too little.
    private static double Sigma(double own, long count, double shared, double kept) =>
        Math.Sqrt(double.IsNaN(shared) ? own : (own / Math.Max(1, count)) + (shared * kept));

    private static double Square(Grids.Layer sigma, int[] pixels)
    {
        var (sum, count) = (0.0, 0);
        foreach (var pixel in pixels)
        {
            var value = (double)sigma.Values[pixel];
            (sum, count) = double.IsFinite(value) ? (sum + (value * value), count + 1) : (sum, count);
        }

        return sum / count;
    }
}
