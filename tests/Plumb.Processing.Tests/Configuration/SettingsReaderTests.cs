using System.Globalization;
using Plumb.Inversion;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Tests.Configuration;

public sealed class SettingsReaderTests
{
    private static PlumbSettings Read(string yaml) => SettingsReader.Read<PlumbSettings>(yaml, "plumb.yaml");

    private static string MessageOf(string yaml) => Assert.Throws<RequestException>(() => Read(yaml)).Message;

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("network:\n")]
    [InlineData("network: {}\n")]
    public void What_is_left_out_keeps_its_default(string yaml)
    {
        var settings = Read(yaml);

        Assert.Equal(new PlumbSettings().Network, settings.Network);
        Assert.Equal(Weighting.Variance, settings.Inversion.Weighting);
        Assert.Equal(0.7, settings.Mask.MinTemporalCoherence);
        Assert.Empty(settings.Input.Paths);
    }

    [Fact]
    public void Values_of_every_kind_are_read()
    {
        var settings = Read(
            """
            input:
              paths: [a, "b c"]
              area: area.geojson
            network:
              max_days: 48.5
              max_links: 3
              keep_tree: false
              exclude_pairs:
                - 20200101_20200113
            inversion: { weighting: coherence, minimum_norm: Phase }
            """);

        Assert.Equal(["a", "b c"], settings.Input.Paths);
        Assert.Equal("area.geojson", settings.Input.Area);
        Assert.Equal(48.5, settings.Network.MaxDays);
        Assert.Equal(3, settings.Network.MaxLinks);
        Assert.False(settings.Network.KeepTree);
        Assert.Equal(["20200101_20200113"], settings.Network.ExcludePairs);
        Assert.Equal(Weighting.Coherence, settings.Inversion.Weighting);
        Assert.Equal(MinimumNorm.Phase, settings.Inversion.MinimumNorm);
        Assert.Equal(new MaskSettings(), settings.Mask);
    }

    [Theory]
    [InlineData("netwrok:\n  max_days: 3\n", "plumb.yaml:1:", "'network'")]
    [InlineData("network:\n  max_dys: 3\n", "plumb.yaml:2:", "'max_days'")]
    [InlineData("network:\n  maxDays: 3\n", "plumb.yaml:2:", "'max_days'")]
    [InlineData("network:\n  max-days: 3\n", "plumb.yaml:2:", "'max_days'")]
    [InlineData("mask:\n  wibble_wobble_wubble: 3\n", "plumb.yaml:2:", "known are min_temporal_coherence")]
    public void An_unknown_name_is_refused_with_the_nearest_known_one(string yaml, string where, string what)
    {
        var message = MessageOf(yaml);

        Assert.StartsWith(where, message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mask:\n  min_coherence: 1.5\n", "plumb.yaml:2: mask.min_coherence is 1.5; it must be between 0 and 1.")]
    [InlineData("network:\n  max_days: -1\n", "network.max_days is -1 days; it must be 0 or more days.")]
    [InlineData("network:\n  max_days: .inf\n", "network.max_days must be a finite number")]
    [InlineData("mask:\n  min_coherence: .nan\n", "mask.min_coherence must be a finite number")]
    [InlineData("mask:\n  min_coherence: 0,5\n", "a number with a point, not a comma")]
    [InlineData("mask:\n  min_coherence: \"0.5\"\n", "not in quotes")]
    [InlineData("mask:\n  min_coherence: high\n", "'high'; it must be a number")]
    [InlineData("mask:\n  min_coherence: 1e999\n", "it must be a number")]
    [InlineData("mask:\n  min_coherence: [0.5]\n", "is a list; it must be a number")]
    [InlineData("mask:\n  min_coherence: {a: 1}\n", "is a section; it must be a number")]
    [InlineData("mask:\n  water: yes\n", "true or false")]
    [InlineData("reference:\n  radius: 2.5\n", "a whole number")]
    [InlineData("reference:\n  radius: 99999999999999999999\n", "a whole number")]
    [InlineData("inversion:\n  weighting: varianse\n", "one of none, coherence, fisher, variance, coherence_squared, given. Did you mean 'variance'?")]
    [InlineData("inversion:\n  weighting: 3\n", "one of none, coherence, fisher, variance")]
    [InlineData("input:\n  paths: folder\n", "input.paths is a list")]
    [InlineData("input:\n  paths: [a, [b]]\n", "input.paths[2] is a list; it must be a text")]
    [InlineData("input:\n  area:\n", "input.area has no value")]
    [InlineData("mask: 3\n", "mask is a section with the entries min_temporal_coherence")]
    [InlineData("just a text\n", "the file is a section with the entries input")]
    [InlineData("- a\n- b\n", "the file is a section with the entries input")]
    public void A_wrong_value_is_refused_with_its_place_and_what_is_allowed(string yaml, string what)
    {
        var message = MessageOf(yaml);

        Assert.StartsWith("plumb.yaml:", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_in_the_order_of_the_file()
    {
        var message = MessageOf("mask:\n  min_coherence: 2\n  watre: true\nreference:\n  radius: x\n");

        Assert.StartsWith("plumb.yaml: 3 settings are wrong:", message, StringComparison.Ordinal);
        Assert.Matches("(?s)line 2: mask.min_coherence.*line 3: .*'water'.*line 5: reference.radius", message);
    }

    [Fact]
    public void A_long_list_of_mistakes_is_cut()
    {
        var message = MessageOf(string.Concat(Enumerable.Range(0, 500).Select(i => $"name{i}: 1\n")));

        Assert.Contains("and 492 more", message, StringComparison.Ordinal);
        Assert.True(message.Length < 3000);
    }

    [Theory]
    [InlineData("mask:\n  water: true\n  water: false\n", "plumb.yaml:3: 'water' is set twice, first in line 2")]
    [InlineData("mask:\n\twater: true\n", "plumb.yaml:2: the line is indented with a tab")]
    [InlineData("a: &x [1]\nb: *x\n", "plumb.yaml:1: YAML anchors")]
    [InlineData("mask: *x\n", "plumb.yaml:1:")]
    [InlineData("mask: !!python/object:os.system {}\n", "plumb.yaml:1: YAML tags")]
    [InlineData("mask:\n  water: true\n---\nmask:\n  water: false\n", "plumb.yaml:3: a second YAML document")]
    [InlineData("? [a, b]\n: 1\n", "plumb.yaml:1: the name of a setting is a single word")]
    [InlineData("mask: {water: true\n", "plumb.yaml:")]
    [InlineData("mask: \"abc\n", "plumb.yaml:")]
    [InlineData("a: b: c\n", "plumb.yaml:1: not valid YAML")]
    [InlineData("<<: {water: true}\n", "there is no setting '<<'")]
    [InlineData("mask:\n  water: \u0001\n", "plumb.yaml:2: not a text file")]
    [InlineData("PK\u0003\u0004", "plumb.yaml:1: not a text file")]
    public void Yaml_that_is_broken_or_too_clever_is_refused(string yaml, string what) =>
        Assert.Contains(what, MessageOf(yaml), StringComparison.Ordinal);

    [Fact]
    public void A_bomb_of_aliases_nesting_or_size_is_refused_at_once()
    {
        var bomb = "a: &a [x, x]\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"b{i}: &b{i} [*a, *a]\n"));
        Assert.Contains("anchors", MessageOf(bomb), StringComparison.Ordinal);
        Assert.Contains("nested deeper", MessageOf("a: " + new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains("nested deeper", MessageOf(string.Concat(Enumerable.Range(0, 60).Select(i => new string(' ', i) + "a:\n"))), StringComparison.Ordinal);
        Assert.Contains("1 MiB", MessageOf(new string('#', (1 << 20) + 1)), StringComparison.Ordinal);
        Assert.Contains("more than", MessageOf("input:\n  paths: [" + string.Concat(Enumerable.Repeat("a,", 200_000)) + "]"), StringComparison.Ordinal);
        Assert.True(MessageOf(new string('x', 1_000_000) + ": 1\n").Length < 400);
    }

    [Fact]
    public void Random_damage_ends_in_settings_or_in_a_request_error()
    {
        var text = SettingsWriter.Write(new PlumbSettings(), comments: false);
        const string Damage = "{}[]:,&*!|>'\"%@`#-? \n\t0aZ~\0";
        var random = new Random(20210630);
        var refused = 0;
        for (var trial = 0; trial < 2000; trial++)
        {
            var letters = text.ToCharArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                letters[random.Next(letters.Length)] = Damage[random.Next(Damage.Length)];
            }

            try
            {
                Read(new string(letters)[..random.Next(letters.Length)]);
            }
            catch (RequestException error)
            {
                refused++;
                Assert.StartsWith("plumb.yaml", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(refused, 1, 1999);
    }

    [Fact]
    public void Files_that_are_absent_folders_binary_or_marked_are_handled()
    {
        var folder = Directory.CreateTempSubdirectory("plumb-settings-").FullName;
        try
        {
            var file = Path.Combine(folder, "plumb.yaml");
            Assert.Contains("no such file", Assert.Throws<RequestException>(() => SettingsReader.ReadFile<PlumbSettings>(file)).Message, StringComparison.Ordinal);
            Assert.Contains("is a folder", Assert.Throws<RequestException>(() => SettingsReader.ReadFile<PlumbSettings>(folder)).Message, StringComparison.Ordinal);

            File.WriteAllBytes(file, [0x89, 0x50, 0x4E, 0x47, 0, 0, 0xFF, 0xFE]);
            Assert.Contains("not a text file", Assert.Throws<RequestException>(() => SettingsReader.ReadFile<PlumbSettings>(file)).Message, StringComparison.Ordinal);

            File.WriteAllBytes(file, [0xEF, 0xBB, 0xBF, .. "mask:\r\n  water: false\r\n"u8]);
            Assert.False(SettingsReader.ReadFile<PlumbSettings>(file).Mask.Water);

            File.WriteAllBytes(file, new byte[(1 << 20) + 10]);
            Assert.Contains("1 MiB", Assert.Throws<RequestException>(() => SettingsReader.ReadFile<PlumbSettings>(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_culture_of_the_machine_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(0.25, Read("mask:\n  min_coherence: 0.25\n").Mask.MinCoherence);
            Assert.Contains("min_coherence: 0.25", SettingsWriter.Write(new MaskSettings { MinCoherence = 0.25 }, comments: false), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
