using Plumb.Unwrapping.Bowls;

namespace Plumb.Tests.Unwrapping.Bowls;

public class BowlCurveTests
{
    public static TheoryData<double[], bool> Curves => new()
    {
        { [1 / 40.0, 12.2, 9.1, -0.8, -0.16, -2], true },
        { [-1 / 40.0, 12.2, 9.1, 0.8, -0.4, 0.6], true },
        { [120, 11.2, 8.1, Math.Log(9), Math.Log(5), Math.Log(7), 0.4], false },
        { [-80, 11.2, 8.1, Math.Log(2), Math.Log(20), Math.Log(6), -1.1], false },
        { [30, 11.2, 8.1, Math.Log(0.5), Math.Log(0.4), Math.Log(8), 2], false },
    };

    [Theory]
    [MemberData(nameof(Curves))]
    public void Phase_is_that_of_the_bowl_and_derivatives_are_differences(double[] parameters, bool isGaussian)
    {
        BowlCurve curve = isGaussian ? new GaussianCurve() : new ProbabilityCurve();
        var bowl = curve.ToBowl(parameters)!;
        var (derivatives, unused) = (new double[curve.Count], new double[curve.Count]);
        foreach (var (x, y) in new[] { (10.0, 9.0), (14.5, 3.0), (12.2, 9.1), (2.0, 16.0), (25.0, 9.0) })
        {
            var phase = curve.At(parameters, x, y, derivatives);
            Assert.Equal(bowl.Phase(y, x) - bowl.Depth, phase, 1e-9 * Math.Abs(bowl.Depth));
            for (var k = 0; k < curve.Count; k++)
            {
                var step = 1e-5 * Math.Max(1e-2, Math.Abs(parameters[k]));
                var (above, below) = ((double[])parameters.Clone(), (double[])parameters.Clone());
                (above[k], below[k]) = (above[k] + step, below[k] - step);
                var difference = (curve.At(above, x, y, unused) - curve.At(below, x, y, unused)) / (2 * step);
                Assert.Equal(difference, derivatives[k], 1e-5 * (1 + Math.Abs(difference)));
            }
        }
    }

    [Theory]
    [InlineData(BowlShape.Gaussian, 30)]
    [InlineData(BowlShape.Gaussian, -300)]
    [InlineData(BowlShape.ProbabilityIntegral, 30)]
    [InlineData(BowlShape.ProbabilityIntegral, -300)]
    public void Starts_have_the_place_the_depth_and_the_curvature_of_the_candidate(BowlShape shape, double depth)
    {
        var sign = -Math.Sign(depth);
        var candidate = new BowlCandidate(20.4, 31.2, sign * 0.4, sign * 0.1, sign * 0.15, 0);
        BowlCurve curve = shape == BowlShape.Gaussian ? new GaussianCurve() : new ProbabilityCurve();
        var starts = curve.Starts(candidate, depth).ToArray();
        Assert.NotEmpty(starts);
        foreach (var start in starts)
        {
            var bowl = curve.ToBowl(start)!;
            Assert.Equal(depth, bowl.Phase(31.2, 20.4), 1e-6 * Math.Abs(depth));
            const double H = 0.1;
            double At(double dx, double dy) => bowl.Phase(31.2 + dy, 20.4 + dx);
            Assert.Equal(candidate.Xx, (At(H, 0) + At(-H, 0) - (2 * At(0, 0))) / (H * H), 0.02);
            Assert.Equal(candidate.Yy, (At(0, H) + At(0, -H) - (2 * At(0, 0))) / (H * H), 0.02);
            Assert.Equal(candidate.Xy, (At(H, H) + At(-H, -H) - At(H, -H) - At(-H, H)) / (4 * H * H), 0.02);
        }
    }
}
