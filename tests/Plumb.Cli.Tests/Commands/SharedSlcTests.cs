using System.Runtime.InteropServices;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Tests.Commands;

/// <summary>The real pair of single-look images over Amsterdam in shared/data: 84 lines of 338 samples, 12 days apart.</summary>
public sealed class SharedSlcTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-slc-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_real_pair_has_the_coherence_it_is_known_for_and_can_be_filtered_and_unwrapped()
    {
        var data = Find();
        Assert.SkipUnless(data is not null, "shared/data/slc_pair_amsterdam_s1 is not here.");
        var (first, second) = (Path.Combine(data, "20230319-coreg.znap"), Path.Combine(data, "20230331-coreg.znap"));
        Run("coherence", first, second, "-o", At("plain"));
        Run("coherence", first, second, "-o", At("fringe"), "--fringe");
        Run("coherence", first, second, "-o", At("unbiased"), "--fringe", "--unbiased", "--sigma", At("sigma"));
        var (plain, fringe, unbiased, sigma) = (Load("plain"), Load("fringe"), Load("unbiased"), Load("sigma"));
        Assert.Equal(84 * 338, plain.Length);

        // The data's own description has 0.756 and 0.939 for its tenth highest part: those of whole windows.
        var whole = Enumerable.Range(0, plain.Length).Where(p => p / 338 is >= 2 and < 82 && p % 338 is >= 7 and < 331).Select(p => plain[p]).Where(float.IsFinite).Order().ToArray();
        Assert.Equal(0.756, whole.Average(), 0.0005);
        Assert.Equal(0.939, whole[(int)(0.9 * (whole.Length - 1))], 0.0005);
        Assert.Equal(0.750, Mean(plain), 0.0005);
        Assert.True(Mean(fringe) > Mean(plain) - 0.005, $"{Mean(fringe)}");
        Assert.True(Mean(unbiased) < Mean(fringe));
        Assert.All(sigma.Where(float.IsFinite), s => Assert.InRange(s, 0, 0.4));

        Run("interferogram", first, second, "-o", At("i"), "--looks", "1x4");
        Run("filter", At("i"), "-o", At("f"), "--method", "baran", "--patch", "16", "--picture", At("f.png"));
        Assert.True(new FileInfo(At("f.png")).Length > 10_000);
        Assert.True(Residues(At("f")) < 0.6 * Residues(At("i")), $"{Residues(At("f"))} of {Residues(At("i"))}");
        Run("unwrap", At("f"), "-o", At("u"));
        Assert.True(Load("u").Count(float.IsFinite) > 0.99 * 84 * 84);
    }

    [Fact]
    public void A_damaged_folder_is_refused()
    {
        var znap = Directory.CreateDirectory(At("a.znap")).FullName;
        File.WriteAllText(Path.Combine(znap, ".zgroup"), "{}");
        Assert.Contains("no array whose name begins with i_", Refused(znap), StringComparison.Ordinal);
        foreach (var part in new[] { "i_VV", "q_VV" })
        {
            Directory.CreateDirectory(Path.Combine(znap, part));
            File.WriteAllText(Path.Combine(znap, part, ".zarray"), """{"chunks":[2,2],"compressor":null,"dtype":">f4","order":"C","shape":[2,2],"zarr_format":2}""");
            File.WriteAllBytes(Path.Combine(znap, part, "0.0"), new byte[15]);
        }

        Assert.Contains("does not hold the 2 x 2 numbers", Refused(znap), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(znap, "q_VV", ".zarray"), """{"chunks":[2,2],"compressor":{"id":"blosc"},"dtype":">f4","order":"C","shape":[2,2],"zarr_format":2}""");
        Assert.Contains("blosc", Refused(znap), StringComparison.Ordinal);
    }

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var data = Path.Combine(at.FullName, "shared", "data", "slc_pair_amsterdam_s1");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }

    /// <summary>Mean of the pixels with data; the images have single pixels of 0.</summary>
    private static double Mean(float[] values)
    {
        var data = values.Where(float.IsFinite).ToArray();
        Assert.True(data.Length > 0.99 * values.Length);
        return data.Average();
    }

    private static long Residues(string file)
    {
        using var image = Plumb.Formats.Images.ImageFile.Open(file);
        var pairs = new float[2 * image.Grid.PixelCount];
        image.ReadRows(0, pairs);
        var count = new Plumb.Interferograms.ResidueCount(image.Grid.Columns);
        count.Add(pairs);
        return count.Residues;
    }

    private static void Run(string command, params string[] arguments)
    {
        var program = new TestProgram();
        var code = program.Run(CommandCatalogue.All(), [command, .. arguments]);
        Assert.True(code == 0, program.Error);
    }

    private string Refused(string folderOfImage)
    {
        var program = new TestProgram();
        Assert.Equal(2, program.Run(CommandCatalogue.All(), ["coherence", folderOfImage, "-o", At("x")]));
        return program.Error;
    }

    private string At(string name) => Path.Combine(folder, name);

    private float[] Load(string name) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(At(name))).ToArray();
}
