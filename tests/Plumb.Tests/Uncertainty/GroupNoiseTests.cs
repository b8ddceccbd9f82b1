using Plumb.Uncertainty;

namespace Plumb.Tests.Uncertainty;

/// <summary>Noise of the mean of a group against the dense covariance of all its pixels.</summary>
public sealed class GroupNoiseTests
{
    private const int Columns = 20;
    private const double Width = 70;
    private const double Height = 90;
    private static readonly DistanceForm Form = new([50, 200, 500, 1000, 1600], [0.05, 0.3, 0.7, 0.9, 1.1]);

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(37, 0.3, 1)]
    [InlineData(160, 0, 2)]
    [InlineData(399, 2, 3)]
    public void What_is_kept_is_the_mean_of_the_covariance_of_all_pairs(int count, double common, int seed)
    {
        var random = new Random(seed);
        int[] pixels = [.. Enumerable.Range(0, 400).OrderBy(_ => random.Next()).Take(count).Order()];
        (double Row, double Column)[] references = [(3.5, 15), (17, 2)];
        double Between((double Row, double Column) a, (double Row, double Column) b) =>
            Form.At(Math.Sqrt(Math.Pow((a.Row - b.Row) * Height, 2) + Math.Pow((a.Column - b.Column) * Width, 2)));
        (double, double) Place(int pixel) => (pixel / Columns, pixel % Columns);
        double ToReference(int pixel) => references.Average(r => Between(Place(pixel), r));
        var own = references.Average(a => references.Average(b => Between(a, b)));

        // Covariance against the mean of the references, and what is the same for all.
        double Covariance(int i, int j) => common + ToReference(i) + ToReference(j) - Between(Place(i), Place(j)) - own;
        var dense = pixels.Average(i => pixels.Average(j => Covariance(i, j)));
        var mean = pixels.Average(i => Covariance(i, i));
        var kept = GroupNoise.Kept(
            GroupNoise.MeanShare(Form, pixels, Columns, Width, Height), GroupNoise.ReferenceShare(Form, pixels, references, Columns, Width, Height), common / mean);
        Assert.Equal(dense, mean * kept, 1e-9);
    }

    [Fact]
    public void Sampling_many_pixels_tells_the_same()
    {
        int[] pixels = [.. Enumerable.Range(0, 100 * 100)];
        var form = new DistanceForm([100, 4000, 9000], [0.01, 0.5, 1.2]);
        var sampled = GroupNoise.MeanShare(form, pixels, 100, 60, 60);
        var random = new Random(5);
        var drawn = Enumerable.Range(0, 200_000).Average(_ =>
        {
            var (a, b) = (random.Next(10_000), random.Next(10_000));
            return form.At(60 * Math.Sqrt(Math.Pow((a / 100) - (b / 100), 2) + Math.Pow((a % 100) - (b % 100), 2)));
        });
        Assert.Equal(drawn, sampled, 0.01);
    }

    [Fact]
    public void Without_a_known_form_all_is_kept()
    {
        Assert.Equal(1, GroupNoise.Kept(0, 0, 0));
        Assert.Equal(0, GroupNoise.MeanShare(Form, [5], Columns, Width, Height));
    }
}
