using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Bowls;

namespace Plumb.Tests.Unwrapping.Bowls;

public class BowlSearchTests
{
    private const int Looks = 20;

    [Theory]
    [InlineData(BowlShape.Gaussian, 300, 30, 22, 0, 0.8, 11)]
    [InlineData(BowlShape.Gaussian, -120, 12, 12, 0, 0.6, 12)]
    [InlineData(BowlShape.Gaussian, 130, 24, 14, 0, 0.5, 13)]
    [InlineData(BowlShape.ProbabilityIntegral, 250, 50, 30, 30, 0.7, 14)]
    [InlineData(BowlShape.ProbabilityIntegral, -200, 20, 15, 40, 0.6, 15)]
    public void A_bowl_steeper_than_half_a_cycle_is_found_and_unwrapped_right(BowlShape shape, double depth, double along, double across, double radius, double coherence, int seed)
    {
        var truth = new Bowl(shape, 83.3, 91.8, depth, 0.5, along, across, radius);
        var scene = Noisy(190, 170, coherence, seed, [truth]);
        Assert.True(truth.SteepestSlope > Math.PI);
        var alone = PhaseUnwrapper.Unwrap(scene.Image, new UnwrapOptions { Looks = Looks }, new MemoryBudget(1 << 28));
        var found = Find(scene.Image, shape);
        TestContext.Current.TestOutputHelper?.WriteLine(Told(found));
        var bowl = Assert.Single(found);
        Assert.InRange(Math.Abs(bowl.Bowl.Row - truth.Row), 0, 0.3);
        Assert.InRange(Math.Abs(bowl.Bowl.Column - truth.Column), 0, 0.3);
        Assert.InRange(Math.Abs(bowl.Bowl.Depth - depth), 0, (4 * bowl.Sigma.Depth) + 0.3);
        Assert.True(bowl.AgreementAfter > bowl.AgreementBefore);
        var (without, with) = (Wrong(alone.Phase, scene), Wrong(Unwrap(scene.Image, found), scene));
        Assert.True(with <= 0.02 && with < 0.1 * without, $"{without} % wrong without, {with} % with the bowl");
    }

    [Fact]
    public void Several_bowls_of_both_signs_are_found_beside_each_other()
    {
        Bowl[] truth =
        [
            new(BowlShape.Gaussian, 60, 70, 160, 0.3, 20, 15, 0), new(BowlShape.Gaussian, 150, 190, -110, 1.2, 16, 12, 0), new(BowlShape.Gaussian, 185, 75, 70, 0, 10, 10, 0),
        ];
        var scene = Noisy(240, 250, 0.7, 5, truth);
        var found = Find(scene.Image, BowlShape.Gaussian);
        TestContext.Current.TestOutputHelper?.WriteLine(Told(found));
        Assert.Equal(3, found.Count);
        Assert.All(truth, t => Assert.Contains(found, f => Math.Abs(f.Bowl.Row - t.Row) < 0.5 && Math.Abs(f.Bowl.Column - t.Column) < 0.5 && Math.Abs(f.Bowl.Depth - t.Depth) < 3));
        Assert.True(Wrong(Unwrap(scene.Image, found), scene) <= 0.02);
    }

    [Theory]
    [InlineData(WrappedSceneKind.Standard, 21)]
    [InlineData(WrappedSceneKind.Hard, 22)]
    [InlineData(WrappedSceneKind.VeryHard, 23)]
    public void Scenes_of_gentle_bowls_do_not_come_out_worse(WrappedSceneKind kind, int seed)
    {
        var scene = WrappedScene.Make(kind, 256, 256, seed);
        var image = new WrappedImage(256, 256, scene.Wrapped, scene.Coherence);
        var options = new UnwrapOptions { Looks = scene.Looks };
        var alone = PhaseUnwrapper.Unwrap(image, options, new MemoryBudget(1 << 28)).Phase;
        var found = BowlSearch.Find(image, new BowlOptions { Looks = scene.Looks }, new MemoryBudget(1 << 28));
        TestContext.Current.TestOutputHelper?.WriteLine(Told(found));
        var with = Unwrap(image, found, scene.Looks);
        var (a, b) = (SharedScenes.Wrong(alone, scene.Truth, scene.TrueCoherence, 0.3), SharedScenes.Wrong(with, scene.Truth, scene.TrueCoherence, 0.3));
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {a} % without, {b} % with {found.Count} bowls");
        Assert.True(b <= a + 0.005, $"{a} % without, {b} % with {found.Count} bowls");
    }

    internal static Scene Noisy(int rows, int columns, double coherence, int seed, Bowl[] bowls)
    {
        var (truth, wrapped, sample) = (new float[rows * columns], new float[rows * columns], new float[rows * columns]);
        BowlSurface.Add(bowls, 0, columns, truth);
        var random = new CounterRandom(seed, 901);
        for (var p = 0; p < truth.Length; p++)
        {
            var (noise, g) = WishartNoise.DrawPixel(random, p / columns, p % columns, Looks, (float)coherence);
            truth[p] += noise + (0.02f * (p % columns));
            wrapped[p] = (float)Math.IEEERemainder(truth[p], 2 * Math.PI);
            sample[p] = g;
        }

        return new Scene(new WrappedImage(rows, columns, wrapped, sample), truth);
    }

    internal static IReadOnlyList<FittedBowl> Find(WrappedImage image, BowlShape shape) =>
        BowlSearch.Find(image, new BowlOptions { Shape = shape, Looks = Looks }, new MemoryBudget(1 << 28));

    private static float[] Unwrap(WrappedImage image, IReadOnlyList<FittedBowl> found, double looks = Looks)
    {
        var model = new float[image.Phase.Length];
        BowlSurface.Add(found.Select(f => f.Bowl), 0, image.Columns, model);
        var rest = (float[])image.Phase.Clone();
        ExpectedPhase.TakeOff(rest, model);
        var unwrapped = PhaseUnwrapper.Unwrap(new WrappedImage(image.Rows, image.Columns, rest, image.Coherence), new UnwrapOptions { Looks = looks }, new MemoryBudget(1 << 28)).Phase;
        ExpectedPhase.PutBack(unwrapped, model);
        return unwrapped;
    }

    private static double Wrong(float[] phase, Scene scene)
    {
        var cycles = Array.ConvertAll(phase, _ => 0.0);
        for (var p = 0; p < phase.Length; p++)
        {
            cycles[p] = Math.Round((phase[p] - scene.Truth[p]) / (2 * Math.PI));
        }

        var common = cycles.GroupBy(c => c).MaxBy(g => g.Count())!.Key;
        return 100.0 * cycles.Count(c => c != common) / cycles.Length;
    }

    private static string Told(IEnumerable<FittedBowl> found) => string.Join('\n', found.Select(f => FormattableString.Invariant(
        $"row {f.Bowl.Row:0.00} ({f.Sigma.Row:0.000}) column {f.Bowl.Column:0.00} depth {f.Bowl.Depth:0.00} ({f.Sigma.Depth:0.000}) along {f.Bowl.Along:0.00} across {f.Bowl.Across:0.00} radius {f.Bowl.Radius:0.00} coherence {f.Coherence:0.000} agreement {f.AgreementBefore:0.000} -> {f.AgreementAfter:0.000}")));

    internal sealed record Scene(WrappedImage Image, float[] Truth);
}
