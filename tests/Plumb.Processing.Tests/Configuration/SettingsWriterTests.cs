using Plumb.Acquisitions;
using Plumb.Inversion;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Tests.Configuration;

public sealed class SettingsWriterTests
{
    private enum Ground
    {
        HardRock,
        Farmland,
    }

    private sealed record Bowl(double Depth, DateOnly Start, string Name = "bowl", double? Rate = null);

    private sealed record Cover
    {
        public Ground Kind { get; init; } = Ground.Farmland;

        public IReadOnlyList<double> Coherence { get; init; } = [0.3, 0.7];
    }

    private sealed record Ramp
    {
        public float Slope { get; init; } = 0.1f;

        public double Offset { get; init; } = 7;
    }

    private sealed record Place
    {
        public required string Title { get; init; }

        public ulong Seed { get; init; } = 1;

        public Ramp Ramp { get; init; } = new() { Offset = 3 };

        public Ramp? Second { get; init; }

        public Sensor Sensor { get; init; } = Sensor.Sentinel1;

        public IReadOnlyList<Bowl> Bowls { get; init; } = [];

        public List<Cover> Covers { get; init; } = [];

        public DateOnly[] Dates { get; init; } = [];

        public double Unknown { get; init; } = double.NaN;

        public int Count => Bowls.Count;
    }

    private sealed record Strict
    {
        private readonly double width;

        public double Width
        {
            get => width;
            init => width = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), "A width is positive.");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Default_settings_come_back_the_same(bool comments)
    {
        var text = SettingsWriter.Write(new PlumbSettings(), comments);
        var read = SettingsReader.Read<PlumbSettings>(text, "plumb.yaml");

        Assert.Equal(text, SettingsWriter.Write(read, comments));
        Assert.Equal(new PlumbSettings().Mask, read.Mask);
    }

    [Fact]
    public void Changed_settings_come_back_the_same()
    {
        var settings = new PlumbSettings
        {
            Input = new InputSettings { Paths = ["a b", "", "c:\\x", "true", "12", "# no", "é\t\"q\"\n", "- x", "null", " lead", "trail ", "a: b", "😀\uFFFD\u0085"], Area = "1,2,3,4" },
            Network = new NetworkSettings { MaxDays = 0.1 + 0.2, ExcludeDates = ["20210101"] },
            Inversion = new InversionSettings { Weighting = Weighting.None, MinRedundancy = 1e-17 },
        };
        var text = SettingsWriter.Write(settings, comments: false);
        var read = SettingsReader.Read<PlumbSettings>(text, "plumb.yaml");

        Assert.Equal(settings.Input.Paths, read.Input.Paths);
        Assert.Equal(settings.Network.MaxDays, read.Network.MaxDays);
        Assert.Equal(settings.Inversion, read.Inversion);
        Assert.Equal(text, SettingsWriter.Write(read, comments: false));
    }

    [Fact]
    public void Comments_give_reason_unit_range_default_and_paper()
    {
        var text = SettingsWriter.Write(new PlumbSettings(), comments: true);

        Assert.Contains("  # Longest time between the two dates of a pair. 0: no limit.\n  # Unit: days. Range: 0 or more. Default: 0.\n  max_days: 0\n", text, StringComparison.Ordinal);
        Assert.Contains("Range: one of none, coherence, fisher, variance, coherence_squared, given. Default: variance.", text, StringComparison.Ordinal);
        Assert.Contains("# Paper: Berardino et al. 2002", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(line => line.TrimStart().StartsWith('#')), line => Assert.True(line.Length <= 102, line));
    }

    [Fact]
    public void Comments_give_the_default_also_where_the_value_differs()
    {
        var text = SettingsWriter.Write(new MaskSettings { MinTemporalCoherence = 0.5 }, comments: true);

        Assert.Contains("Default: 0.7.", text, StringComparison.Ordinal);
        Assert.Contains("min_temporal_coherence: 0.5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_of_any_records_comes_back_the_same()
    {
        var place = new Place
        {
            Title = "Mine 3: north",
            Seed = ulong.MaxValue,
            Second = new Ramp { Slope = 0.3f },
            Bowls = [new Bowl(1.25, new DateOnly(2020, 2, 29)), new Bowl(-0.5, new DateOnly(2021, 1, 1), "second", 1 / 3.0)],
            Covers = [new Cover { Kind = Ground.HardRock }, new Cover { Coherence = [] }],
            Dates = [new DateOnly(2020, 1, 1), new DateOnly(2020, 1, 13)],
        };

        var text = SettingsWriter.Write(place, comments: false);
        var read = SettingsReader.Read<Place>(text, "scene.yaml");

        Assert.Equal(text, SettingsWriter.Write(read, comments: false));
        Assert.Equal(place.Bowls, read.Bowls);
        Assert.Equal(place.Dates, read.Dates);
        Assert.Equal(Ground.HardRock, read.Covers[0].Kind);
        Assert.Equal(place.Second, read.Second);
        Assert.Equal(place.Sensor, read.Sensor);
        Assert.Equal(ulong.MaxValue, read.Seed);
        Assert.True(double.IsNaN(read.Unknown));
        Assert.DoesNotContain("count", text, StringComparison.Ordinal);
        Assert.Contains("bowls:\n  - depth: 1.25\n    start: 2020-02-29\n    name: bowl\n    rate: null\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_of_the_parent_hold_inside_a_section_that_is_given_in_part()
    {
        var read = SettingsReader.Read<Place>("title: x\nramp:\n  slope: 2\n", "scene.yaml");

        Assert.Equal(3, read.Ramp.Offset);
        Assert.Equal(2f, read.Ramp.Slope);
    }

    [Theory]
    [InlineData("seed: 3\n", "scene.yaml:1: the file needs 'title'")]
    [InlineData("title: x\nbowls:\n  - depth: 3\n", "scene.yaml:3: bowls[1] needs 'start'")]
    [InlineData("title: x\nbowls:\n  - depth: 3\n    start: 2020-02-30\n", "scene.yaml:4: bowls[1].start is '2020-02-30'; it must be a date")]
    [InlineData("title: x\nbowls:\n  depth: 3\n", "bowls is a list")]
    [InlineData("title: x\nramp: null\nseed: -1\n", "scene.yaml:3: seed is '-1'; it must be a whole number")]
    [InlineData("title: x\ncovers: [{kind: hard_rok}]\n", "Did you mean 'hard_rock'?")]
    public void Mistakes_in_any_record_are_named(string yaml, string what) =>
        Assert.Contains(what, Assert.Throws<RequestException>(() => SettingsReader.Read<Place>(yaml, "scene.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_a_record_refuses_is_a_mistake_of_the_file()
    {
        var error = Assert.Throws<RequestException>(() => SettingsReader.Read<Strict>("\nwidth: -3\n", "scene.yaml"));

        Assert.StartsWith("scene.yaml:2: the file is not possible: A width is positive.", error.Message, StringComparison.Ordinal);
    }
}
