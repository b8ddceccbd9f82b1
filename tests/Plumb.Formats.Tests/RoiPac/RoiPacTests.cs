using System.Buffers.Binary;
using Plumb.Formats.Products;
using Plumb.Formats.RoiPac;
using Plumb.Formats.Tests.Products;
using Plumb.Grids;

namespace Plumb.Formats.Tests.RoiPac;

public sealed class RoiPacTests
{
    private const string Header = """
        WIDTH                40
        FILE_LENGTH          30
        X_FIRST              111.0
        X_STEP               0.001
        Y_FIRST              31.0
        Y_STEP               -0.001
        X_UNIT               degrees
        WAVELENGTH           0.05546576
        PLATFORM             S1A
        DATE12               190103-190115
        P_BASELINE_TOP_HDR   40.0
        P_BASELINE_BOTTOM_HDR 44.0
        HEADING_DEG          -12.5
        RLOOKS               8
        ALOOKS               2
        STARTING_RANGE       800000
        EARTH_RADIUS         6371000
        HEIGHT               693000
        CENTER_LINE_UTC      3514.9
        """;

    [Fact]
    public void Amplitude_and_phase_are_told_apart_and_the_bowl_sinks()
    {
        using var folder = new ProductFolder();
        WriteTwoBands(folder, "geo_190103-190115.unw", Header, ProductFolder.Bowl);
        WriteTwoBands(folder, "geo_190103-190115.cor", Header, (_, _) => 0.6f);
        WriteDem(folder);
        var inspection = folder.Inspect();
        Assert.True(inspection.IsUsable, InspectionTable.Text(inspection));
        var p = Assert.Single(inspection.Products);
        Assert.Equal(("ROI_PAC", "20190103_20190115", "sign kept"), (p.Family, p.Pair.ToString(), p.Converted));
        Assert.Equal(42, p.Baseline.Perpendicular);
        Assert.Equal(new Grid(Crs.Wgs84, 111, 31, 0.001, -0.001, 40, 30), p.Grid);
        Assert.True(p.Looks.Effective > 1);
        var phase = ProductFolder.ReadAll(p.Unwrapped);
        Assert.Equal(-0.040, (phase[(15 * 40) + 20] - phase[0]) * p.Sensor!.MetresPerRadian, 4);
        Assert.Equal(0.6f, ProductFolder.ReadAll(p.Coherence!)[9]);
        Assert.Equal(-7f, ProductFolder.ReadAll(inspection.Geometry.Height!)[3]);
        using var reader = p.Unwrapped.Open();
        var part = new float[6];
        reader.Read(new Tile(14, 19, 2, 3), part);
        Assert.Equal(phase[(15 * 40) + 20], part[4]);
        Assert.Throws<ArgumentException>(() => reader.Read(new Tile(29, 0, 2, 3), new float[6]));
    }

    [Fact]
    public void Dates_in_reverse_change_the_sign_and_the_baseline()
    {
        using var folder = new ProductFolder();
        WriteTwoBands(folder, "a.unw", Header.Replace("190103-190115", "190115-190103", StringComparison.Ordinal), (r, c) => -ProductFolder.Bowl(r, c));
        var p = Assert.Single(folder.Inspect().Products);
        Assert.Equal(("20190103_20190115", -42.0), (p.Pair.ToString(), p.Baseline.Perpendicular));
        Assert.Equal(ProductFolder.Bowl(15, 20), ProductFolder.ReadAll(p.Unwrapped)[(15 * 40) + 20]);
    }

    [Fact]
    public void Radar_coordinates_and_utm_are_read()
    {
        using var folder = new ProductFolder();
        var radar = folder.Write("r.rsc", "WIDTH 40\nFILE_LENGTH 30\n");
        Assert.Equal(Grid.Radar(40, 30), RscHeader.Read(radar).Grid);
        var utm = folder.Write("u.rsc", "WIDTH 4\nFILE_LENGTH 3\nX_FIRST 500000\nY_FIRST 3400000\nX_STEP 80\nY_STEP -80\nX_UNIT meters\nUTM_ZONE 49N\n");
        Assert.Equal("EPSG:32649", RscHeader.Read(utm).Grid.Crs.Definition);
    }

    [Theory]
    [InlineData("WIDTH 40\n")]
    [InlineData("WIDTH 0\nFILE_LENGTH 30\n")]
    [InlineData("WIDTH 99999999999\nFILE_LENGTH 30\n")]
    [InlineData("WIDTH 4\nFILE_LENGTH 3\nX_FIRST 1\nY_FIRST 2\nX_STEP 1\nY_STEP 1\n")]
    [InlineData("WIDTH 4\nFILE_LENGTH 3\nX_FIRST 1\nY_FIRST 2\nX_STEP 1\nY_STEP -1\nX_UNIT meters\n")]
    [InlineData("Reference Granule: S1A\n")]
    public void Bad_headers_are_refused(string text)
    {
        using var folder = new ProductFolder();
        var file = folder.Write("x.rsc", text);
        Assert.Contains(file, Assert.Throws<RequestException>(() => RscHeader.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_swapped_and_undated_files_are_named()
    {
        using var folder = new ProductFolder();
        var cut = WriteTwoBands(folder, "cut.unw", Header, ProductFolder.Bowl);
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..5000]);
        var undated = WriteTwoBands(folder, "undated.unw", Header.Replace("DATE12", "DATES", StringComparison.Ordinal), ProductFolder.Bowl);
        var swapped = WriteTwoBands(folder, "swapped.unw", Header.Replace("190115", "190127", StringComparison.Ordinal), ProductFolder.Bowl, bigEndian: true);
        var problems = folder.Inspect().Problems;
        Assert.Contains(problems, p => p.Severity == Severity.Error && p.Where == cut);
        Assert.Contains(problems, p => p.Severity == Severity.Error && p.Where == undated + ".rsc");
        Assert.Contains(problems, p => p.Severity == Severity.Error && p.Where == swapped);
    }

    [Fact]
    public void Unknown_wavelength_stops_and_a_sidecar_mends_it()
    {
        using var folder = new ProductFolder();
        WriteTwoBands(folder, "a/190103.unw", Header.Replace("WAVELENGTH", "WAVE", StringComparison.Ordinal), ProductFolder.Bowl);
        var before = folder.Inspect();
        Assert.Contains(before.Problems, p => p.Severity == Severity.Error && p.What.Contains("wavelength", StringComparison.Ordinal) && p.WhatToDo.Contains(Sidecar.FileName, StringComparison.Ordinal));
        folder.Write(Sidecar.FileName, "# by hand\nwavelength: 0.2\nsensor: ALOS\n");
        folder.Write("a/" + Sidecar.FileName, "wavelength: 0.236\n");
        var product = Assert.Single(folder.Inspect().Products);
        Assert.Equal(0.236, product.Sensor!.Wavelength);
    }

    private static string WriteTwoBands(ProductFolder folder, string name, string header, Func<int, int, float> second, bool bigEndian = false)
    {
        var bytes = new byte[40 * 30 * 8];
        for (var r = 0; r < 30; r++)
        {
            for (var c = 0; c < 40; c++)
            {
                Put(bytes, (r * 80) + c, 1000 + c, bigEndian);
                Put(bytes, (r * 80) + 40 + c, second(r, c), bigEndian);
            }
        }

        var file = folder.File(name);
        File.WriteAllBytes(file, bytes);
        folder.Write(name + ".rsc", header);
        return file;
    }

    private static void Put(byte[] bytes, int index, float value, bool bigEndian)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(4 * index), value);
        }
        else
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * index), value);
        }
    }

    private static void WriteDem(ProductFolder folder)
    {
        var bytes = new byte[40 * 30 * 2];
        for (var i = 0; i < 1200; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), -7);
        }

        File.WriteAllBytes(folder.File("site.dem"), bytes);
        folder.Write("site.dem.rsc", Header);
    }
}
