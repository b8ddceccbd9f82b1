using Plumb.Acquisitions;

namespace Plumb.Tests.Acquisitions;

public sealed class OrbitTests
{
    private const double Radius = 7.07e6;
    private const double Rate = 7500.0 / Radius;

    /// <summary>A circle in the plane of X and Z, one revolution in about 99 minutes.</summary>
    private static StateVector Circle(double t)
    {
        var (s, c) = Math.SinCos(Rate * t);
        return new StateVector(t, new EcefVector(Radius * c, 1000, Radius * s), new EcefVector(-Radius * Rate * s, 0, Radius * Rate * c));
    }

    private static Orbit Path(int count = 6) => new(Enumerable.Range(0, count).Select(i => Circle(10.0 * i)));

    [Theory]
    [InlineData(0)]
    [InlineData(13.7)]
    [InlineData(25)]
    [InlineData(49.99)]
    [InlineData(-4)]
    [InlineData(56)]
    public void Interpolates_a_circular_flight_below_a_millimetre(double t)
    {
        var state = Path().At(t);
        var truth = Circle(t);
        Assert.True((state.Position - truth.Position).Length < 1e-4);
        Assert.True((state.Velocity - truth.Velocity).Length < 1e-4);
    }

    [Fact]
    public void Two_vectors_are_enough_for_a_cubic()
    {
        Assert.True((Path(2).At(5).Position - Circle(5).Position).Length < 0.1);
    }

    [Theory]
    [InlineData(12.3, double.NaN)]
    [InlineData(12.3, 48)]
    [InlineData(33.3, -100)]
    public void Zero_doppler_finds_the_moment_a_point_is_abeam(double t, double guess)
    {
        var state = Circle(t);
        var ground = (state.Position * 0.9) + new EcefVector(0, 400_000, 0);
        Assert.True(Path().TryZeroDoppler(ground, out var found, guess));
        Assert.Equal(t, found, 8);
    }

    [Fact]
    public void A_point_far_along_the_track_is_not_seen()
    {
        Assert.False(Path().TryZeroDoppler(Circle(300).Position * 0.9, out var time));
        Assert.True(double.IsNaN(time));
    }

    [Fact]
    public void Refuses_orbits_that_are_none()
    {
        Assert.Throws<ArgumentException>(() => new Orbit([Circle(0)]));
        Assert.Throws<ArgumentException>(() => new Orbit([Circle(0), Circle(0)]));
        Assert.Throws<ArgumentException>(() => new Orbit([Circle(0), Circle(1) with { Time = double.NaN }]));
        Assert.Throws<ArgumentException>(() => new Orbit([Circle(0), Circle(1) with { Velocity = default }]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Path().At(100));
    }
}
