using Plumb.Acquisitions;
using Plumb.Networks;

namespace Plumb.Simulation;

/// <summary>Dates, perpendicular positions and pairs of a scene.</summary>
internal static class AcquisitionPlan
{
    /// <summary>The network of a scene and its acquisitions, one per date of the network.</summary>
    internal static (Network Network, Acquisition[] Acquisitions) Make(Scene scene)
    {
        var dates = Dates(scene);
        var random = new CounterRandom(scene.OwnSeed, SimulationStreams.Baselines);
        var given = scene.Dates.Perpendicular;
        if (given.Count > 0 && given.Count != scene.Dates.List.Count)
        {
            throw new RequestException($"Scene: dates.perpendicular has {given.Count} entries for the {scene.Dates.List.Count} dates of dates.list. Give one for each, or none.");
        }

        var positions = dates.Select((date, k) => (date, given.Count > 0 ? given[k] : scene.Sensor.BaselineSigma * random.Normal((ulong)k))).ToDictionary(e => e.date, e => e.Item2);
        var pairs = Pairs(scene, dates, positions);
        if (pairs.Count == 0)
        {
            throw new RequestException("Scene: network has no pair. Raise network.max_days or network.max_perpendicular_baseline, or lower network.drop_share.");
        }

        var network = new Network(pairs);
        var sensor = new Sensor(scene.Sensor.Name, scene.Sensor.Wavelength);
        var pass = Math.Cos(scene.Sensor.Heading * Math.PI / 180.0) >= 0 ? PassDirection.Ascending : PassDirection.Descending;
        var origin = positions[network.Dates[0]];
        var acquisitions = network.Dates
            .Select(date => new Acquisition(date, TimeSpan.FromSeconds(scene.Sensor.TimeOfDay), sensor, positions[date] - origin, pass))
            .ToArray();
        return (network, acquisitions);
    }

    private static List<DateOnly> Dates(Scene scene)
    {
        var plan = scene.Dates;
        if (plan.List.Count > 0)
        {
            var listed = plan.List.Select((text, k) => SceneValidation.Date(text, $"dates.list[{k}]")).ToList();
            for (var k = 1; k < listed.Count; k++)
            {
                if (listed[k] <= listed[k - 1])
                {
                    throw new RequestException($"Scene: dates.list[{k}] is {listed[k]:yyyy-MM-dd}, not after the date before it. List each date once, ascending.");
                }
            }

            return listed.Count >= 2 ? listed : throw new RequestException("Scene: dates.list has one date; a pair needs two.");
        }

        var start = SceneValidation.Date(plan.Start, "dates.start");
        var random = new CounterRandom(scene.OwnSeed, SimulationStreams.Dates);
        var dates = new List<DateOnly>();
        for (var k = 0; k < plan.Count; k++)
        {
            var shift = (int)Math.Floor(random.Uniform(2 * (ulong)k) * ((2 * plan.JitterDays) + 1)) - plan.JitterDays;
            if (k == 0 || random.Uniform((2 * (ulong)k) + 1) >= plan.MissingShare)
            {
                dates.Add(start.AddDays((k * plan.IntervalDays) + (k == 0 ? 0 : shift)));
            }
        }

        return dates.Count >= 2 ? dates : throw new RequestException("Scene: all dates but the first are missing. Lower dates.missing_share or raise dates.count.");
    }

    private static SortedSet<DatePair> Pairs(Scene scene, List<DateOnly> dates, Dictionary<DateOnly, double> positions)
    {
        var plan = scene.Network;
        if (plan.List.Count > 0)
        {
            return [.. plan.List.Select((text, k) => Named(text, dates, $"network.list[{k}]"))];
        }

        var pairs = new SortedSet<DatePair>();
        for (var first = 0; first < dates.Count; first++)
        {
            for (var second = first + 1; second < Math.Min(dates.Count, first + 1 + plan.Links); second++)
            {
                pairs.Add(new DatePair(dates[first], dates[second]));
            }
        }

        pairs.RemoveWhere(p => plan.MaxDays > 0 && p.Days > plan.MaxDays);
        if (plan.YearlyLinks)
        {
            var slack = Math.Max(1, scene.Dates.IntervalDays / 2);
            foreach (var first in dates.SkipLast(1))
            {
                var best = dates.Where(d => d > first).MinBy(d => Math.Abs(d.DayNumber - first.DayNumber - 365));
                if (Math.Abs(best.DayNumber - first.DayNumber - 365) <= slack)
                {
                    pairs.Add(new DatePair(first, best));
                }
            }
        }

        pairs.RemoveWhere(p => plan.MaxPerpendicularBaseline > 0 && Math.Abs(positions[p.Second] - positions[p.First]) > plan.MaxPerpendicularBaseline);
        var random = new CounterRandom(scene.OwnSeed, SimulationStreams.DroppedPairs);
        pairs.RemoveWhere(p => random.Uniform(Draw(p)) < plan.DropShare);
        var byHand = plan.HandPairs.Select((text, k) => Named(text, dates, $"network.hand_pairs[{k}]")).ToArray();
        pairs.UnionWith(byHand);
        return plan.MaxPairs > 0 && pairs.Count > plan.MaxPairs ? Thinned(pairs, byHand, plan.MaxPairs, random) : pairs;
    }

    private static ulong Draw(DatePair pair) => ((ulong)pair.First.DayNumber << 32) + (ulong)pair.Second.DayNumber;

    private static DatePair Named(string text, List<DateOnly> dates, string entry)
    {
        if (!DatePair.TryParse(text, out var pair))
        {
            throw new RequestException($"Scene: {entry} is '{text}', not a pair of dates. Write it as yyyyMMdd_yyyyMMdd, the earlier date first.");
        }

        foreach (var date in new[] { pair.First, pair.Second })
        {
            if (!dates.Contains(date))
            {
                throw new RequestException($"Scene: {entry} needs {date:yyyy-MM-dd}, which is no date of the scene. Add it to dates.list or take the pair out.");
            }
        }

        return pair;
    }

    /// <summary>Pairs added by hand, then a spanning tree of the shortest pairs, then others by chance.</summary>
    private static SortedSet<DatePair> Thinned(SortedSet<DatePair> pairs, DatePair[] byHand, int most, CounterRandom random)
    {
        var index = pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().Order().Select((d, i) => (d, i)).ToDictionary(e => e.d, e => e.i);
        var parents = new int[index.Count];
        DisjointSets.Reset(parents);
        var kept = new SortedSet<DatePair>(byHand);
        foreach (var pair in byHand.Concat(pairs.OrderBy(p => p.Days)))
        {
            if (DisjointSets.Union(parents, index[pair.First], index[pair.Second]))
            {
                kept.Add(pair);
            }
        }

        if (kept.Count > most)
        {
            throw new RequestException($"Scene: network.max_pairs is {most}, but {kept.Count} pairs are needed to keep the network in one piece. Raise it.");
        }

        foreach (var pair in pairs.Except(kept).OrderBy(p => random.Bits(Draw(p))).Take(most - kept.Count).ToArray())
        {
            kept.Add(pair);
        }

        return kept;
    }
}

/// <summary>Numbers of the streams of random numbers of a scene, one per purpose.</summary>
internal static class SimulationStreams
{
    internal const int Dates = 1;
    internal const int Baselines = 2;
    internal const int DroppedPairs = 3;
    internal const int Relief = 4;
    internal const int ElevationError = 5;
    internal const int LandCover = 6;
    internal const int Turbulence = 7;
    internal const int Stratified = 8;
    internal const int Orbit = 9;
    internal const int Noise = 10;
    internal const int UnwrappingErrors = 11;
    internal const int Gaps = 12;
    internal const int StationNoise = 13;
    internal const int StationGaps = 14;
    internal const int Levelling = 15;
}
