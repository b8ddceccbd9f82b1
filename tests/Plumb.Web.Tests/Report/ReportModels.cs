using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Processing.Stages;
using Plumb.Subsidence;
using Plumb.Web.Report;

namespace Plumb.Web.Tests.Report;

internal static class ReportModels
{
    public static ReportModel Mine(SyntheticMine mine)
    {
        var (nodes, edges) = mine.Network();
        var options = new ExtremePlacesOptions(81 * 300.0 / mine.Grid.Columns, 89 * 240.0 / mine.Grid.Rows) { Count = 4, MinSeparation = 1500 };
        IReadOnlyList<ReportPlace> Places(MotionDirection direction) =>
            [.. ExtremePlaces.Find(mine.Rate, mine.Sigma, mine.Mask, direction, options).Select(p =>
            {
                var (x, y) = mine.Grid.CentreOf(p.Row, p.Column);
                return new ReportPlace(p.Row, p.Column, x, y, p.Rate, p.Sigma, mine.Coherence[p.Row, p.Column], mine.SeriesAt(p.Row, p.Column));
            })];
        return new ReportModel
        {
            Title = "Ground motion over a coal mine",
            AreaName = "Made-up mine",
            Measurement = new(Sensor.Sentinel1, PassDirection.Ascending, 37.2, 347.6, "174 HyP3 INSAR_GAMMA products", options.PixelWidth, options.PixelHeight),
            Rate = mine.Rate,
            RateSigma = mine.Sigma,
            TemporalCoherence = mine.Coherence,
            Mask = mine.Mask,
            Cumulative = [.. new[] { 8, 16, 24, 32, 40, 45 }.Select(k => new CumulativeMap(mine.Dates[k], mine.Cumulative(mine.Dates[k])))],
            Sinking = Places(MotionDirection.Lowering),
            Rising = Places(MotionDirection.Rising),
            Dates = nodes,
            Pairs = edges,
            Reference = new([new(mine.Reference.Row, mine.Reference.Column, 3, 112.4249, 35.3876, 29, 0.91)], "median", false, ["Highest mean coherence (0.91) of all areas with values in every pair.", "4.1 km away from the nearest pixel that moves faster than 5 mm/yr."]),
            ResidualRms = 0.34,
            NotCorrected = ["weather (troposphere), typically 5 to 15 mm on a single date", "errors of the height model, up to 2 mm for the largest baselines"],
            Settings = [new("network.max_days", "60", "days", false, "Longest time between the two dates of a pair."), new("inversion.weighting", "variance", "", true, "Weight of each pair."), new("input.area", "", "", true, "Area of interest.")],
            Provenance = new("0.1.0", "b3f1c0a94e6d7f12", "77aa01d2c3e4f506", [("Inversion", "stage version 1")]),
        };
    }

    /// <summary>The check of the pairs against each other: one pair corrected by a cycle on a patch, one left open.</summary>
    public static ClosureSummary Closure(SyntheticMine mine, IReadOnlyList<Plumb.Web.Figures.NetworkEdge> edges)
    {
        var pairs = edges.Select((e, k) => new ClosurePair(
            e.Pair.First, e.Pair.Second, k == 7 ? 0 : 4, k == 7 ? double.NaN : k == 3 ? 0.09 : 0.01, k == 7 ? double.NaN : 0.01, k == 3 ? 0.083 : 0,
            k == 3 ? [new CycleCount(-1, 6000), new CycleCount(1, 5)] : [])).ToArray();
        var record = new ClosureRecord
        {
            Method = "closure",
            Loops = 120,
            Triangles = 120,
            LongestLoop = 3,
            Pixels = 60_000,
            PixelsOpenBefore = 9_000,
            PixelsOpenAfter = 3_000,
            PixelsChanged = 6_005,
            PixelsAmbiguous = 30,
            OpenShareBefore = 0.0213,
            OpenShareAfter = 0.0004,
            Regions = 3,
            RegionsCorrected = 2,
            RegionsUndecided = 1,
            Components = 0,
            ComponentsMoved = 0,
            Pairs = pairs,
            Notes = ["1 pairs are in no loop, so that closure cannot test them."],
        };
        return new ClosureSummary(record, mine.Changed, mine.Changed, mine.Changed);
    }

    /// <summary>Nothing could be measured: one pair, no good pixel, no places, nothing known.</summary>
    public static ReportModel Empty()
    {
        var grid = Grid.Radar(40, 30);
        var mask = new Mask(grid);
        for (var i = 0; i < grid.PixelCount; i++)
        {
            mask.Add(i, i % 2 == 0 ? MaskReasons.NoData : MaskReasons.LowCoherence | MaskReasons.Water);
        }

        var (first, second) = (new DateOnly(2024, 5, 1), new DateOnly(2024, 5, 13));
        return new ReportModel
        {
            Title = "Nothing",
            Measurement = new(new Sensor("A satellite", 0.24), PassDirection.Unknown, double.NaN, double.NaN, "1 product", double.NaN, double.NaN),
            Rate = new Layer(new("rate", "Rate", Unit.MetrePerYear, Sign.TowardsSatellite), grid, [.. Enumerable.Repeat(float.NaN, 1200)]),
            Mask = mask,
            Dates = [new(first, 0, 0), new(second, double.NaN, 0)],
            Pairs = [new(new DatePair(first, second), double.NaN, true)],
            Reference = new([], "median", false, []),
            Provenance = new("0.1.0", "", "", []),
        };
    }
}
