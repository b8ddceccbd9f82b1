using System.Text.RegularExpressions;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Scenes.Tests.Failures;

/// <summary>Spoilt products: exit code 2, the file named, nothing written.</summary>
public sealed partial class ProductTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-spoilt-").FullName;
    private readonly string products;
    private readonly RunFolder run;
    private readonly string[] phases;

    public ProductTests(SceneLibrary scenes)
    {
        ArgumentNullException.ThrowIfNull(scenes);
        products = scenes.CopyOfSmall(Path.Combine(folder, "products"));
        run = new RunFolder(products);
        phases = [.. Directory.GetFiles(products, "*_unw_phase.tif", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        run.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(20_000)]
    public void Truncated_raster(int length)
    {
        using (var file = new FileStream(phases[3], FileMode.Open))
        {
            file.SetLength(length);
        }

        Refused(Path.GetFileName(phases[3]));
    }

    [Fact]
    public void Truncated_coherence()
    {
        var file = phases[3].Replace("unw_phase", "corr", StringComparison.Ordinal);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..9000]);
        Refused(Path.GetFileName(file));
    }

    [Fact]
    public void Text_in_place_of_a_raster()
    {
        File.WriteAllText(phases[0], "<html>503 Service Unavailable</html>");
        Refused(Path.GetFileName(phases[0]));
    }

    [Fact]
    public void Nothing_but_no_data()
    {
        Rewrite(phases[5], (grid, values) => (grid, Array.ConvertAll(values, _ => float.NaN)));
        Refused(Path.GetFileName(phases[5]), "no value");
    }

    [Fact]
    public void Parameter_file_of_another_product()
    {
        var texts = Directory.GetFiles(products, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        File.Copy(texts[7], texts[2], overwrite: true);
        Refused(Path.GetFileName(texts[2]), "granules");
    }

    [Fact]
    public void Parameter_file_with_the_dates_swapped()
    {
        var text = Directory.GetFiles(products, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var lines = File.ReadAllLines(text);
        var first = Array.FindIndex(lines, l => l.StartsWith("Reference Granule", StringComparison.Ordinal));
        var second = Array.FindIndex(lines, l => l.StartsWith("Secondary Granule", StringComparison.Ordinal));
        var (reference, secondary) = (lines[first].Split(':', 2)[1], lines[second].Split(':', 2)[1]);
        (lines[first], lines[second]) = ("Reference Granule:" + secondary, "Secondary Granule:" + reference);
        File.WriteAllLines(text, lines);
        Refused(Path.GetFileName(text), "sign");
    }

    [Fact]
    public void Same_pair_twice()
    {
        var source = Path.GetDirectoryName(phases[0])!;
        var name = Path.GetFileName(source);
        var twin = Twin().Replace(name, "_0000");
        Assert.NotEqual(name, twin);
        Directory.CreateDirectory(Path.Combine(products, twin));
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(products, twin, Path.GetFileName(file).Replace(name, twin, StringComparison.Ordinal)));
        }

        Refused("2 times", twin);
    }

    [Fact]
    public void Empty_folder()
    {
        Directory.Delete(products, recursive: true);
        Directory.CreateDirectory(products);
        Refused("No interferogram");
        Invocation.Of("inspect", products).Expect(2, "No interferogram");
    }

    [Fact]
    public void Folder_that_is_not_there()
    {
        Directory.Delete(products, recursive: true);
        Refused(products);
    }

    [Fact]
    public void Raster_of_another_size_is_brought_to_the_grid_and_said()
    {
        Rewrite(phases[4], (grid, values) =>
        {
            var tile = new Tile(10, 20, 100, 100);
            var part = new float[tile.PixelCount];
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = values[((tile.Row + (i / 100)) * grid.Columns) + tile.Column + (i % 100)];
            }

            return (grid.Crop(tile), part);
        });
        Invocation.Done("inspect", products).Expect(0, "offset (10, 20)");
        run.Done("--until", "reference");
        Assert.Equal(30, run.Results().Stack.Pairs.Count);
        var cut = run.Results().Stack.Pairs.Single(p => p.Alignment != "same grid");
        Assert.Equal("offset (10, 20)", cut.Alignment);
        var k = run.Results().Stack.IndexOf(cut.Pair);
        var array = run.Store().OpenArray<float>("interferograms/unwrapped_phase");
        var values = new float[130 * 150];
        array.ReadRegion([k, 0, 0], [1, 130, 150], values);
        Assert.True(float.IsNaN(values[(5 * 150) + 60]));
        Assert.True(float.IsFinite(values[(60 * 150) + 70]));
    }

    [Fact]
    public void Raster_from_elsewhere_is_refused()
    {
        Rewrite(phases[4], (grid, values) => (new Grid(grid.Crs, grid.OriginX + 1e6, grid.OriginY, grid.StepX, grid.StepY, grid.Columns, grid.Rows), values));
        Refused("does not touch");
    }

    private void Refused(params string[] words)
    {
        run.Run().Expect(2, words);
        Assert.False(Directory.Exists(run.Out));
    }

    private static void Rewrite(string path, Func<Grid, float[], (Grid Grid, float[] Values)> change)
    {
        Grid grid;
        float[] values;
        using (var dataset = GdalDataset.Open(path))
        {
            grid = dataset.Grid;
            values = new float[grid.PixelCount];
            dataset.Read(1, grid.Whole, values);
        }

        var (newGrid, newValues) = change(grid, values);
        File.Delete(path);
        using var writer = RasterWriter.Create(path, newGrid, new RasterOptions { Bands = [new RasterBand("Unwrapped phase", "radian")] });
        writer.Write(1, newGrid.Whole, newValues.AsSpan());
        writer.Complete();
    }

    [GeneratedRegex("_[0-9A-F]{4}$")]
    private static partial Regex Twin();
}
