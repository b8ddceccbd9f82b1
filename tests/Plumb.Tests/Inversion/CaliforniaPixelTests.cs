using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Networks;

namespace Plumb.Tests.Inversion;

public class CaliforniaPixelTests
{
    [Theory]
    [InlineData(0, 0.0747, 0.0001)]
    [InlineData(3, 0.0765, 0.0001)]
    [InlineData(6, 0.1361, 0.0001)]
    [InlineData(9, 2.1644, 0.0001)]
    public void A_real_network_of_343_pairs_is_in_one_piece_and_its_residual_is_known(int pixel, double rms, double within)
    {
        var (network, phase, coherence) = Read(pixel);
        Assert.Equal(95, network.Dates.Count);
        Assert.Equal(343, network.Pairs.Count);
        var run = SeriesRun.Of(new NetworkInversion(network, new InversionOptions(Weighting.None, MinimumNorm.Velocity, 20, 1), 1), phase, coherence, 1);
        Assert.Equal(MaskReasons.None, run.Reasons[0]);
        Assert.Equal(343, run.Count[0]);
        Assert.Equal(rms, run.Rms[0], within);

        var beyond = Enumerable.Range(0, 343).Count(p =>
            Math.Abs(phase[p] - (run.Series[network.SecondIndex[p]] - run.Series[network.FirstIndex[p]])) > Math.PI);
        Assert.Equal(pixel == 9 ? 0.15 : 0, beyond / 343.0, 0.01);
    }

    private static (Network Network, float[] Phase, float[] Coherence) Read(int pixel)
    {
        var file = Path.Join(DataFolder(), "gmtsar_california_pixels", string.Create(CultureInfo.InvariantCulture, $"testing_pixel_{pixel}.txt"));
        Assert.SkipUnless(File.Exists(file), "The shared data hold no gmtsar_california_pixels here.");
        var rows = File.ReadAllLines(file)
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(w => (Pair: new DatePair(Date(w[1][..7]), Date(w[1][8..])), Phase: Number(w[2]), Coherence: Number(w[3])))
            .OrderBy(r => r.Pair)
            .ToArray();
        return (new Network(rows.Select(r => r.Pair)), Array.ConvertAll(rows, r => r.Phase), Array.ConvertAll(rows, r => r.Coherence));
    }

    private static string DataFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Plumb.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.Parent is null ? "" : Path.Join(folder.Parent.FullName, "shared", "data");
    }

    private static DateOnly Date(string yearAndDay) =>
        new DateOnly(int.Parse(yearAndDay[..4], CultureInfo.InvariantCulture), 1, 1).AddDays(int.Parse(yearAndDay[4..], CultureInfo.InvariantCulture) - 1);

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
