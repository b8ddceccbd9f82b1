using Plumb.Subsidence;

namespace Plumb.Tests.Subsidence;

/// <summary>Splines, derivatives, damage classes and contours against closed forms and dense solutions.</summary>
public class SurfaceTests
{
    [Fact]
    public void A_spline_passes_its_points_and_lies_between_cubic_and_straight()
    {
        double[] x = [0, 1, 2.5, 3, 6, 7, 9], y = [0, 2, 1, -1, 0.5, 3, 3];
        foreach (var tension in new[] { 0, 0.5, 4, 80 })
        {
            var spline = new TensionSpline(x, y, tension);
            for (var i = 0; i < x.Length; i++)
            {
                Assert.Equal(y[i], spline.At(x[i]), 9);
            }

            // The slope is continuous at the points, and at the ends.
            foreach (var place in x)
            {
                var before = (spline.At(place) - spline.At(place - 1e-6)) / 1e-6;
                var after = (spline.At(place + 1e-6) - spline.At(place)) / 1e-6;
                Assert.Equal(before, after, tension > 50 ? 0.05 : 1e-3);
            }
        }

        var straight = new TensionSpline(x, y, 300);
        Assert.Equal(0.5 * (y[3] + y[4]), straight.At(4.5), 0.02);

        // A natural cubic spline of a straight line is the line; of y = x^3 inside it is close.
        var line = new TensionSpline([0, 2, 3, 7], [1, 5, 7, 15], 0);
        Assert.Equal(9, line.At(4), 9);
        Assert.Equal(1 - 4, line.At(-2), 9);
        Assert.Throws<ArgumentException>(() => new TensionSpline([0, 0], [1, 2], 1));
    }

    [Fact]
    public void The_differential_equation_of_a_spline_under_tension_holds()
    {
        // y'''' = s^2 y'' between points, with s the tension over the mean distance.
        var spline = new TensionSpline([0, 1, 2, 3, 4], [0, 1, 0, 2, 1], 3);
        var h = 0.02;
        double Second(double t) => (spline.At(t - h) - (2 * spline.At(t)) + spline.At(t + h)) / (h * h);
        foreach (var t in new[] { 0.5, 1.4, 2.5, 3.3 })
        {
            var fourth = (Second(t - h) - (2 * Second(t)) + Second(t + h)) / (h * h);
            Assert.Equal(9 * Second(t), fourth, Math.Abs(0.02 * fourth) + 0.05);
        }
    }

    [Fact]
    public void Tilt_and_curvature_of_a_quadratic_are_exact_also_with_gaps()
    {
        const int Size = 21;
        var window = new SurfaceWindow(3, 4, 30, 20);
        var (map, sigma) = (new float[Size * Size], new float[Size * Size]);
        for (var i = 0; i < map.Length; i++)
        {
            var (e, n) = (((i % Size) - 10) * 30.0, (10 - (i / Size)) * 20.0);
            map[i] = i % 7 == 3 ? float.NaN : (float)(-0.4 + (2e-3 * e) - (1e-3 * n) + (0.5 * 4e-6 * e * e) - (0.5 * 1e-6 * n * n));
            sigma[i] = 1e-6f;
        }

        var shape = SurfaceFit.At(map, sigma, Size, Size, 10, 10, window)!.Value;
        Assert.Equal(Math.Sqrt(5e-6), shape.Tilt, 1e-6);
        Assert.Equal(4e-6, shape.Most, 1e-8);
        Assert.Equal(-1e-6, shape.Least, 1e-8);
        Assert.Equal(shape.Most, shape.Curvature);
        Assert.Null(SurfaceFit.At([1, 2, 3], [1, 1, 1], 1, 3, 0, 1, window));
    }

    [Fact]
    public void Standard_deviations_of_tilt_and_curvature_are_those_of_repeated_noise()
    {
        const int Size = 9;
        var window = new SurfaceWindow(2, 2, 40, 40);
        var sigma = Enumerable.Repeat(0.004f, Size * Size).ToArray();
        var (tilts, bends, told) = (0.0, 0.0, default(SurfaceShape));
        var random = new Random(4);
        const int Draws = 4000;
        for (var k = 0; k < Draws; k++)
        {
            // A steep plane, so that the size of the tilt is as normal as its component.
            var map = Enumerable.Range(0, Size * Size).Select(i => (float)((0.02 * 40 * (i % Size)) + (0.004 * MotionMap.Normal(random)))).ToArray();
            told = SurfaceFit.At(map, sigma, Size, Size, 4, 4, window)!.Value;
            tilts += Math.Pow(told.Tilt - 0.02, 2) / Draws;
            bends += Math.Pow((told.Least + told.Most) / 2, 2) / Draws;
        }

        Assert.Equal(1, Math.Sqrt(tilts) / (0.004 / Math.Sqrt(50) / 40), 0.06);
        Assert.InRange(told.TiltSigma, 0.9 * Math.Sqrt(tilts), 1.7 * Math.Sqrt(tilts));

        // The mean of two curvatures has half the variance of one, as they are independent in a full window.
        Assert.InRange(told.CurvatureSigma / Math.Sqrt(2 * bends), 0.9, 1.7);
    }

    [Theory]
    [InlineData(DamageCode.China2017, 2.9e-3, 0, 0, 0)]
    [InlineData(DamageCode.China2017, 3.1e-3, 0, 0, 1)]
    [InlineData(DamageCode.China2017, 1e-3, -0.5e-3, 1e-3, 2)]
    [InlineData(DamageCode.China2017, 0, 0, -6.1e-3, 3)]
    [InlineData(DamageCode.Ncb, 1, 1, 1.4e-3, 0)]
    [InlineData(DamageCode.Ncb, 0, 0, 7e-3, 3)]
    [InlineData(DamageCode.Ncb, 0, 0, 0.01, 4)]
    [InlineData(DamageCode.Boscardin, 0.5, 0, 0.4e-3, 0)]
    [InlineData(DamageCode.Boscardin, 0, 0, 1.4e-3, 2)]
    [InlineData(DamageCode.Boscardin, 0, 0.4e-3, 0, 3)]
    [InlineData(DamageCode.Boscardin, 0, 0.7e-3, 0, 4)]
    public void Damage_is_classed_as_the_codes_say(DamageCode code, double tilt, double curvature, double strain, int expected)
    {
        var scale = new DamageScale(code, 20);
        Assert.Equal(expected, scale.ClassOf(tilt, curvature, strain));
        Assert.InRange(expected, 0, scale.Classes.Count - 1);
    }

    [Fact]
    public void A_contour_of_a_cone_is_a_circle_and_open_at_the_edge_and_at_gaps()
    {
        const int Size = 41;
        float Cone(int i, double row, double column) => (float)Math.Sqrt(Math.Pow((i / Size) - row, 2) + Math.Pow((i % Size) - column, 2));
        var whole = Enumerable.Range(0, Size * Size).Select(i => Cone(i, 20, 20)).ToArray();
        var circle = Assert.Single(Contours.Of(whole, Size, Size, 9.3));
        Assert.True(circle.IsClosed);
        Assert.All(circle.Points, p => Assert.Equal(9.3, Math.Sqrt(Math.Pow(p.Row - 20, 2) + Math.Pow(p.Column - 20, 2)), 0.05));
        var edge = Assert.Single(Contours.Of(Enumerable.Range(0, Size * Size).Select(i => Cone(i, 0, 20)).ToArray(), Size, Size, 9.3));
        Assert.False(edge.IsClosed);
        whole[(20 * Size) + 11] = float.NaN;
        Assert.False(Assert.Single(Contours.Of(whole, Size, Size, 9.3)).IsClosed);
        Assert.Empty(Contours.Of(whole, Size, Size, 99));
    }
}
