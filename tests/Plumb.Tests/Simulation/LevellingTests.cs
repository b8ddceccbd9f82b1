using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

/// <summary>Levelled lines against the variances and correlations of their adjustment.</summary>
public sealed class LevellingTests
{
    private static readonly Scene Road = Scene.Bowl() with
    {
        Levelling = new() { Epochs = ["2022-01-10", "2022-04-01", "2022-07-01"], SigmaMillimetres = 2, East = [-1500, 0, 0], North = [0, 0, 900], Spacing = 500 },
    };

    [Fact]
    public void Marks_stand_along_the_line_and_hold_the_motion_against_the_datum()
    {
        var simulator = new SceneSimulator(Road with { Levelling = Road.Levelling with { SigmaMillimetres = 0.01 } });
        var marks = simulator.Levelling();
        Assert.Equal(5, marks.Count);
        Assert.Equal([0, 500, 1000, 1500, 2000], marks.Select(m => m.Chainage));
        Assert.Equal((0.0, 500.0), (marks[^1].Mark.East, marks[^1].Mark.North));
        foreach (var mark in marks)
        {
            for (var e = 0; e < 3; e++)
            {
                var up = simulator.GroundMotionAt(mark.Mark.East, mark.Mark.North, mark.Epochs[e]).Up;
                Assert.Equal(up, mark.TrueUp[e]);
                Assert.Equal(mark.Height[e] - marks[0].Height[e], up - marks[0].TrueUp[e], 1e-4);
            }
        }

        Assert.Equal(0, marks[0].Sigma);
        Assert.Empty(new SceneSimulator(Scene.Bowl()).Levelling());
        Assert.Empty((Road with { Tracks = [new() { Name = "a" }, new() { Name = "b" }] }).OfTracks()[1].Scene.Levelling.Epochs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Errors_add_up_along_the_line_as_stated(bool closed)
    {
        const int Seeds = 500;
        var (squares, products, count) = (new double[5], 0.0, 0);
        IReadOnlyList<LevelledMark> marks = [];
        for (var seed = 0; seed < Seeds; seed++)
        {
            marks = new SceneSimulator(Road with { Seed = seed, Levelling = Road.Levelling with { Closed = closed } }).Levelling();
            for (var e = 0; e < 3; e++)
            {
                double Error(int k) => marks[k].Height[e] - marks[0].Height[e] - (marks[k].TrueUp[e] - marks[0].TrueUp[e]);
                for (var k = 0; k < 5; k++)
                {
                    squares[k] += Error(k) * Error(k);
                }

                (products, count) = (products + (Error(2) * Error(4)), count + 1);
            }
        }

        // Length back to the datum as the crow flies: from (0, 500) to (-1500, 0).
        var total = closed ? 2000 + Math.Sqrt((1500.0 * 1500) + (500.0 * 500)) : double.PositiveInfinity;
        for (var k = 1; k < 5; k++)
        {
            var variance = 4e-6 * marks[k].Chainage / 1000 * (1 - (marks[k].Chainage / total));
            Assert.Equal(variance, marks[k].Sigma * marks[k].Sigma, 1e-12);
            Assert.Equal(1, squares[k] / count / variance, 0.12);
        }

        Assert.Equal(4e-6 * (1 - (2000 / total)), products / count, 0.5e-6);
    }
}
