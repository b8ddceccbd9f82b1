using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

public class SceneValidationTests
{
    public static TheoryData<string, Scene> Wrong() => new()
    {
        { "grid.columns", Scene.Bowl() with { Grid = new() { Columns = 0 } } },
        { "grid.step", Scene.Bowl() with { Grid = new() { Step = double.NaN } } },
        { "grid has", Scene.Bowl() with { Grid = new() { Columns = 90_000, Rows = 90_000 } } },
        { "grid.crs", Scene.Bowl() with { Grid = new() { Crs = " " } } },
        { "grid is empty", Scene.Bowl() with { Grid = null! } },
        { "panels is empty", Scene.Bowl() with { Panels = null! } },
        { "panels[0] is empty", Scene.Bowl() with { Panels = [null!] } },
        { "sensor.wavelength", Scene.Bowl() with { Sensor = new() { Wavelength = -1 } } },
        { "sensor.incidence_far", Scene.Bowl() with { Sensor = new() { IncidenceNear = 40, IncidenceFar = 39 } } },
        { "sensor.looks", Scene.Bowl() with { Sensor = new() { Looks = 0.5 } } },
        { "dates.start", Scene.Bowl() with { Dates = new() { Start = "3.1.2022" } } },
        { "dates.count", Scene.Bowl() with { Dates = new() { Count = 1 } } },
        { "dates.jitter_days", Scene.Bowl() with { Dates = new() { JitterDays = 6 } } },
        { "dates.list[1]", Scene.Bowl() with { Dates = new() { List = ["2020-01-02", "2020-01-01"] } } },
        { "network has no pair", Scene.Bowl() with { Network = new() { MaxDays = 3 } } },
        { "panels[0].depth", Scene.Bowl() with { Panels = [new() { Depth = 0 }] } },
        { "panels[0].start", Scene.Bowl() with { Panels = [new() { Start = "" }] } },
        { "panels[0].length", Scene.Bowl() with { Panels = [new() { Length = 20_000, Depth = 20 }] } },
        { "decorrelation.classes", Scene.Bowl() with { Decorrelation = new() { Classes = [] } } },
        { "decorrelation.classes.long_term", Scene.Bowl() with { Decorrelation = new() { Classes = [new() { Base = 0.3, LongTerm = 0.5 }] } } },
        { "uplifts.decay_days", Scene.Bowl() with { Uplifts = [new() { DecayDays = 10 }] } },
        { "unwrapping_errors.pair_share", Scene.Bowl() with { UnwrappingErrors = new() { PairShare = 1.5 } } },
        { "troughs[0].phases is empty", Scene.Bowl() with { Troughs = [new()] } },
        { "troughs[0].phases[1].start", Scene.Bowl() with { Troughs = [new() { Phases = [new() { Start = "2022-02-01" }, new() { Start = "2022-01-01" }] }] } },
        { "troughs[0].radius", Scene.Bowl() with { Troughs = [new() { Radius = 0, Phases = [new()] }] } },
        { "troughs[0].phases[0].rate", Scene.Bowl() with { Troughs = [new() { Phases = [new() { Rate = double.NaN }] }] } },
        { "gnss.stations[0].name", Scene.Bowl() with { Gnss = new() { Stations = [new() { Name = "A station" }] } } },
        { "gnss.stations[1].name is 'ABCD', as another", Scene.Bowl() with { Gnss = new() { Stations = [new() { Name = "abcd" }, new() { Name = "ABCD" }] } } },
        { "gnss.stations[0].start", Scene.Bowl() with { Gnss = new() { Stations = [new() { Start = "soon" }] } } },
        { "gnss.white_vertical_millimetres", Scene.Bowl() with { Gnss = new() { WhiteVerticalMillimetres = -1 } } },
        { "levelling.epochs do not ascend", Scene.Bowl() with { Levelling = new() { Epochs = ["2022-05-01", "2022-04-01"], East = [0, 1], North = [0, 1] } } },
        { "fewer than two benchmarks", Scene.Bowl() with { Levelling = new() { Epochs = ["2022-05-01"], Benchmarks = [new() { Name = "A" }] } } },
        { "2 corners east and 1 north", Scene.Bowl() with { Levelling = new() { East = [0, 1], North = [0] } } },
        { "levelling.benchmarks[1].name is 'a', as another", Scene.Bowl() with { Levelling = new() { Benchmarks = [new() { Name = "A" }, new() { Name = "a" }] } } },
        { "both benchmarks and a line", Scene.Bowl() with { Levelling = new() { East = [0, 1], North = [0, 1], Benchmarks = [new() { Name = "A" }, new() { Name = "B" }] } } },
        { "concessions[0] has 2 corners", Scene.Bowl() with { Concessions = [new() { East = [0, 1], North = [0, 1] }] } },
        { "network.hand_pairs[0] is '2022-01-03'", Scene.Bowl() with { Network = new() { HandPairs = ["2022-01-03"] } } },
        { "network.hand_pairs[0] needs 2022-01-04", Scene.Bowl() with { Network = new() { HandPairs = ["20220103_20220104"] } } },
        { "network.list[0]", Scene.Bowl() with { Network = new() { List = ["20220115_20220103"] } } },
        { "network.max_pairs is 2", Scene.Bowl() with { Network = new() { MaxPairs = 2 } } },
        { "gaps.block_size", Scene.Bowl() with { Gaps = new() { BlockSize = 0 } } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Impossible_scenes_are_refused_by_the_entry(string entry, Scene scene)
    {
        var error = Assert.Throws<RequestException>(() => new SceneSimulator(scene));
        Assert.Contains(entry, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Scene: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiles_outside_and_short_spans_are_refused()
    {
        var simulator = new SceneSimulator(Scene.Bowl());
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Height(new(0, 90, 10, 10), new float[100]));
        Assert.Throws<ArgumentException>(() => simulator.Height(new(0, 0, 10, 10), new float[99]));
        Assert.Throws<ArgumentException>(() => simulator.Interferogram(0, new(0, 0, 10, 10), new float[100], new float[100], new byte[99]));
    }
}
