using Plumb.Formats.Gdal;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Products;

/// <summary>A folder of made-up products that is removed at the end.</summary>
internal sealed class ProductFolder : IDisposable
{
    public ProductFolder() => Path = Directory.CreateTempSubdirectory("plumb-products-").FullName;

    public string Path { get; }

    /// <summary>A UTM grid of 30 x 40 pixels of 80 m.</summary>
    public static Grid Utm { get; } = new(new Crs("EPSG:32649", false), 500_000, 3_400_000, 80, -80, 40, 30);

    public static string SharedData { get; } = FindShared();

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string File(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        return file;
    }

    public string Write(string name, string text)
    {
        var file = File(name);
        System.IO.File.WriteAllText(file, text);
        return file;
    }

    public string WriteTiff(string name, Grid grid, Func<int, int, float> value)
    {
        var file = File(name);
        using var writer = RasterWriter.Create(file, grid, new RasterOptions());
        writer.Write(1, grid.Whole, Values(grid, value));
        writer.Complete();
        return file;
    }

    public static float[] Values(Grid grid, Func<int, int, float> value)
    {
        var values = new float[grid.PixelCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(i / grid.Columns, i % grid.Columns);
        }

        return values;
    }

    public static float[] ReadAll(IRasterSource source)
    {
        var values = new float[source.Grid.PixelCount];
        using var reader = source.Open();
        reader.Read(source.Grid.Whole, values);
        return values;
    }

    /// <summary>
    /// Phase of a bowl that subsides by up to 40 mm between the dates, as every family here writes it: range
    /// grows, phase is positive. 0 beyond the bowl would be no-data, so a small constant is added.
    /// </summary>
    public static float Bowl(int row, int column)
    {
        var r2 = (((row - 15) * (row - 15)) + ((column - 20) * (column - 20))) / 50.0;
        return (float)((4 * Math.PI / 0.05546576 * 0.040 * Math.Exp(-r2)) + 0.01);
    }

    public StackInspection Inspect() => StackInspector.Inspect([Path]);

    public static void SkipWithoutData(string folder) =>
        Assert.SkipUnless(Directory.Exists(System.IO.Path.Combine(SharedData, folder)), $"../shared/data/{folder} is not there");

    private static string FindShared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "Plumb.slnx")))
            {
                return System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "..", "shared", "data"));
            }
        }

        return "";
    }
}
