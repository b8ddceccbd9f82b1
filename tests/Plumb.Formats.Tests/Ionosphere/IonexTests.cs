using System.IO.Compression;
using System.Text;
using Plumb.Corrections.Ionosphere;
using Plumb.Formats.Ionosphere;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Geometry;

namespace Plumb.Formats.Tests.Ionosphere;

/// <summary>Maps of the Jet Propulsion Laboratory of 1 to 3 January 2022, and files that are wrong.</summary>
public sealed class IonexTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-ionex-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Real_maps_are_read_with_times_nodes_shell_and_deviations()
    {
        var files = IonexFolder.Scan([SharedData.Require("ionex_jpl")], out var refused);
        Assert.Empty(refused);
        Assert.Equal(3, files.Count);
        Assert.Equal((new DateTime(2022, 1, 2), new DateTime(2022, 1, 3)), (files[1].First, files[1].Last));
        var maps = IonexFile.Read(files[1].Path);
        Assert.Equal(13, maps.Times.Count);
        Assert.Equal((71, 73, 87.5, -180.0), (maps.Nodes.Rows, maps.Nodes.Columns, maps.Nodes.North, maps.Nodes.West));
        Assert.Equal((6_821_000, 6_371_000), (maps.ShellRadius, maps.EarthRadius));
        Assert.True(maps.HasRms);
        Assert.Equal(36.1, maps.At(new DateTime(2022, 1, 2, 10, 0, 0), 12.5, 20), 1e-5);
        Assert.Equal(3.6, maps.At(new DateTime(2022, 1, 2), 87.5, -180), 1e-5);
        Assert.Equal(2.6, maps.RmsAt(new DateTime(2022, 1, 2, 10, 0, 0), 12.5, 20), 1e-5);
    }

    // Recomputed apart, in another language and by vectors: TECU and metres at 5.405 GHz.
    [Theory]
    [InlineData(13, 27, 11, 34.2, -118.3, 9.789016302314815, 2.2)]
    [InlineData(22, 45, 7, -3.7, 121.9, 14.029950046296308, 2.4)]
    [InlineData(0, 30, 0, 64.0, 179.0, 9.329, 2.3)]
    [InlineData(10, 0, 0, 10.0, 15.0, 35.8, 2.6)]
    public void Content_between_maps_turns_with_the_Sun(int hour, int minute, int second, double latitude, double longitude, double content, double rms)
    {
        var maps = IonexFile.Read(SharedData.Require("ionex_jpl/jplg0020.22i.gz"));
        var time = new DateTime(2022, 1, 2, hour, minute, second, DateTimeKind.Utc);
        Assert.Equal(content, maps.At(time, latitude, longitude), 2e-5);
        Assert.Equal(rms, maps.RmsAt(time, latitude, longitude), 2e-5);
    }

    [Theory]
    [InlineData(34.2, -118.3, 349.54, 35.93, 33.491225502200464, -121.47751185138291, 0.1554829601446124)]
    [InlineData(-3.7, 121.9, 190.22, 38.10, -4.186329388503104, 124.76878462995606, 0.336279175510208)]
    public void The_delay_along_a_look_is_that_of_the_point_in_the_shell(double latitude, double longitude, double heading, double incidence, double shellLatitude, double shellLongitude, double delay)
    {
        var maps = IonexFile.Read(SharedData.Require("ionex_jpl/jplg0020.22i.gz"));
        var look = LookVector.FromAngles(double.DegreesToRadians(incidence), double.DegreesToRadians(heading));
        var point = ShellPoint.Of(latitude, longitude, look, maps.EarthRadius, maps.ShellRadius);
        Assert.Equal(shellLatitude, point.Latitude, 1e-9);
        Assert.Equal(shellLongitude, point.Longitude, 1e-9);
        var content = maps.At(new DateTime(2022, 1, 2, 13, 52, 0, DateTimeKind.Utc), point.Latitude, point.Longitude);
        Assert.Equal(delay, IonosphericDelay.MetresPerTecu(299_792_458 / 5.405e9) * point.Obliquity * content, 1e-6);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 10)]
    [InlineData(-2, 0.01)]
    public void The_exponent_of_the_file_is_the_unit_and_9999_is_nothing(int exponent, double unit)
    {
        var maps = IonexFile.Read(Write("small.22i", Text(exponent: exponent)));
        Assert.Equal(12 * unit, maps.At(new DateTime(2022, 1, 1), 10, 0), 1e-5 * unit);
        Assert.Equal(34 * unit, maps.At(new DateTime(2022, 1, 1), 0, 10), 1e-5 * unit);
        Assert.True(double.IsNaN(maps.At(new DateTime(2022, 1, 1), 5, 15)));
        Assert.False(maps.HasRms);
    }

    [Fact]
    public void Gzip_is_known_by_its_bytes_and_not_by_the_name()
    {
        var path = Path.Combine(folder, "packed.22i");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            packed.Write(Encoding.ASCII.GetBytes(Text()));
        }

        Assert.Single(IonexFile.Read(path).Times);
        Assert.Single(IonexFolder.Scan([folder], out _));
    }

    [Theory]
    [InlineData("IONEX VERSION", "IONEX FERSION", "does not begin as an IONEX file")]
    [InlineData("     1.0  ", "     2.0  ", "is of version 2.0")]
    [InlineData("     2                                                      MAP DIM", "     3                                                      MAP DIM", "several heights")]
    [InlineData("    10.0   0.0 -10.0", "    10.0   0.0  10.0", "maps go from north to south")]
    [InlineData("    10.0   0.0 -10.0", "    10.0   0.0  -1e9", "maps go from north to south")]
    [InlineData("    10.0   0.0 -10.0", "    10.0   0.0-0.0001", "has no 3 numbers")]
    [InlineData("     1                                                      # OF MAPS", "     9                                                      # OF MAPS", "has 1 maps, not the 9")]
    [InlineData("END OF TEC MAP", "END OF TIC MAP", "ends within a map")]
    [InlineData("   12    3 9999", "   12    x 9999", "without 3 numbers")]
    [InlineData("     0.0   0.0  20.0  10.0", "     5.0   0.0  20.0  10.0", "where the header's grid has another")]
    [InlineData("  2022     1     1     0     0     0                        EPOCH OF CURRENT", "  2022    13     1     0     0     0                        EPOCH OF CURRENT", "has no date")]
    [InlineData("   450.0 450.0", "     4.5   4.5", "no ionosphere")]
    [InlineData("END OF HEADER", "COMMENT", "lacks")]
    public void Damaged_files_are_refused_by_name(string what, string with, string message)
    {
        var text = Text();
        Assert.Contains(what, text, StringComparison.Ordinal);
        var path = Write("bad.22i", text.Replace(what, with, StringComparison.Ordinal));
        var error = Assert.Throws<RequestException>(() => IonexFile.Read(path));
        Assert.Contains("bad.22i", error.Message, StringComparison.Ordinal);
        if (message != "lacks")
        {
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_cut_anywhere_are_refused_and_never_read_in_part()
    {
        var text = Text();
        for (var length = 0; length < text.LastIndexOf("END OF FILE", StringComparison.Ordinal); length += 37)
        {
            Assert.Throws<RequestException>(() => IonexFile.Read(Write("cut.22i", text[..length])));
        }

        var packed = File.ReadAllBytes(SharedData.Require("ionex_jpl/jplg0010.22i.gz"));
        File.WriteAllBytes(Path.Combine(folder, "cut.22i.gz"), packed[..50_000]);
        Assert.Throws<RequestException>(() => IonexFile.Read(Path.Combine(folder, "cut.22i.gz")));
    }

    [Fact]
    public void A_small_file_that_unfolds_without_end_is_stopped()
    {
        var path = Path.Combine(folder, "bomb.22i.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            packed.Write(Encoding.ASCII.GetBytes(Text()[..^60].Replace("END OF TEC MAP", "COMMENT       ", StringComparison.Ordinal)));
            var line = Encoding.ASCII.GetBytes(new string(' ', 60) + "COMMENT\n");
            var many = Enumerable.Repeat(line, 20_000).SelectMany(b => b).ToArray();
            for (var i = 0; i < 210; i++)
            {
                packed.Write(many);
            }
        }

        Assert.Contains("unfolds to more than", Assert.Throws<RequestException>(() => IonexFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_without_maps_and_paths_that_are_not_there_are_told()
    {
        Assert.Contains("No maps of the ionosphere", Assert.Throws<RequestException>(() => IonexFolder.Scan([folder], out _)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<RequestException>(() => IonexFolder.Scan([Path.Combine(folder, "none")], out _)).Message, StringComparison.Ordinal);
        Write("good.22i", Text());
        Write("bad.inx", "no map");
        Assert.Single(IonexFolder.Scan([folder], out var refused));
        Assert.Contains("bad.inx", Assert.Single(refused), StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Text(int exponent = -1)
    {
        static string Line(string content, string label) => content.PadRight(60) + label + "\n";
        return Line("     1.0            IONOSPHERE MAPS     GPS", "IONEX VERSION / TYPE")
            + Line("  2022     1     1     0     0     0", "EPOCH OF FIRST MAP") + Line("  2022     1     1     0     0     0", "EPOCH OF LAST MAP")
            + Line("     1", "# OF MAPS IN FILE") + Line("  6371.0", "BASE RADIUS") + Line("     2", "MAP DIMENSION") + Line("   450.0 450.0   0.0", "HGT1 / HGT2 / DHGT")
            + Line("    10.0   0.0 -10.0", "LAT1 / LAT2 / DLAT") + Line("     0.0  20.0  10.0", "LON1 / LON2 / DLON") + Line(FormattableString.Invariant($"{exponent,6}"), "EXPONENT")
            + Line("", "END OF HEADER") + Line("     1", "START OF TEC MAP") + Line("  2022     1     1     0     0     0", "EPOCH OF CURRENT MAP")
            + Line("    10.0   0.0  20.0  10.0 450.0", "LAT/LON1/LON2/DLON/H") + "   12    3 9999\n"
            + Line("     0.0   0.0  20.0  10.0 450.0", "LAT/LON1/LON2/DLON/H") + "    5   34   56\n"
            + Line("     1", "END OF TEC MAP") + Line("", "END OF FILE");
    }
}
