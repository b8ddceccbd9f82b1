using Plumb.Kernels;
using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

public class SpectralMeshTests
{
    private static Scene Turbulent(int size, double step, double exponent = 8.0 / 3) => Scene.Bowl() with
    {
        Grid = new() { Rows = size, Columns = size, Step = step },
        Dates = new() { Count = 40 },
        Network = new() { Links = 1 },
        Atmosphere = new() { TurbulentMillimetres = 8, ScaleMetres = 5000, Exponent = exponent, StratifiedMillimetresPer100Metres = 0 },
    };

    [Theory]
    [InlineData(8.0 / 3)]
    [InlineData(5.0 / 3)]
    public void Profiles_fall_with_the_stated_power(double exponent)
    {
        const int size = 400;
        const int length = 256;
        var simulator = new SceneSimulator(Turbulent(size, 80, exponent));
        var power = new double[length / 2];
        var plan = new Fft(length);
        var field = new float[size * size];
        var (re, im) = (new double[length], new double[length]);
        for (var date = 0; date < 12; date++)
        {
            simulator.Atmosphere(date, simulator.Grid.Whole, field);
            for (var row = 0; row < size; row += 3)
            {
                for (var k = 0; k < length; k++)
                {
                    // A taper, for a profile is not periodic.
                    re[k] = field[(row * size) + k] * 0.5 * (1 - Math.Cos(2 * Math.PI * (k + 0.5) / length));
                    im[k] = 0;
                }

                plan.Forward(re, im);
                for (var k = 0; k < power.Length; k++)
                {
                    power[k] += (re[k] * re[k]) + (im[k] * im[k]);
                }
            }
        }

        // Wavelengths from 64 to 8 pixels.
        var slope = Slope(power, 4, 32);
        Assert.Equal(-exponent, slope, 0.2);
    }

    [Theory]
    [InlineData(160, 100)]
    [InlineData(1300, 100)]
    public void Standard_deviation_is_as_stated_at_its_distance(int size, double step)
    {
        var simulator = new SceneSimulator(Turbulent(size, step), 1 << 24);
        var lag = (int)(5000 / step);
        var (sum, count) = (0.0, 0);
        var rows = Math.Min(size, 160);
        var tile = new Plumb.Grids.Tile(size - rows, 0, rows, size);
        var field = new float[tile.PixelCount];
        for (var date = 0; date < (size > 1000 ? 6 : 40); date++)
        {
            simulator.Atmosphere(date, tile, field);
            for (var row = 0; row + lag < rows; row += 3)
            {
                for (var column = 0; column + lag < size; column += 3)
                {
                    var east = field[(row * size) + column + lag] - field[(row * size) + column];
                    var south = field[((row + lag) * size) + column] - field[(row * size) + column];
                    sum += 0.5 * ((east * east) + (south * south));
                    count += 2;
                }
            }
        }

        Assert.Equal(8e-3, Math.Sqrt(sum / count), size > 1000 ? 1.2e-3 : 0.7e-3);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(128)]
    public void A_small_scene_has_the_strength_of_the_same_place_in_a_large_one(int size)
    {
        // The scale of 5000 m lies beyond the scene, near multiples of the period of its mesh.
        double Strength(int pixels)
        {
            var simulator = new SceneSimulator(Turbulent(pixels, 40), 1 << 24);
            var field = new float[50 * 50];
            var sum = 0.0;
            for (var date = 0; date < 40; date++)
            {
                simulator.Atmosphere(date, new Plumb.Grids.Tile(0, 0, 50, 50), field);
                for (var i = 0; i < field.Length; i++)
                {
                    sum += i % 50 < 30 ? Math.Pow(field[i + 20] - field[i], 2) : 0;
                }
            }

            return Math.Sqrt(sum);
        }

        Assert.Equal(1.0, Strength(size) / Strength(600), 0.25);
    }

    [Fact]
    public void Large_images_keep_their_short_wavelengths()
    {
        // The same law on a mesh that covers every pixel and on one that does not: differences of neighbours agree.
        double Neighbours(int size)
        {
            var simulator = new SceneSimulator(Turbulent(size, 100), 1 << 24);
            var tile = new Plumb.Grids.Tile(0, 0, 100, 200);
            var field = new float[tile.PixelCount];
            var sum = 0.0;
            for (var date = 0; date < 4; date++)
            {
                simulator.Atmosphere(date, tile, field);
                for (var i = 0; i < field.Length - 2; i++)
                {
                    sum += i % 200 < 198 ? Math.Pow(field[i + 2] - field[i], 2) : 0;
                }
            }

            return Math.Sqrt(sum / (4 * 100 * 198));
        }

        var (small, large) = (Neighbours(700), Neighbours(1700));
        Assert.Equal(1.0, large / small, 0.12);
    }

    [Fact]
    public void Dates_are_independent()
    {
        var simulator = new SceneSimulator(Turbulent(64, 400));
        var fields = Enumerable.Range(0, 40).Select(date =>
        {
            var field = new float[64 * 64];
            simulator.Atmosphere(date, simulator.Grid.Whole, field);
            return field;
        }).ToArray();
        Assert.Equal(40, fields.Select(f => f[0]).Distinct().Count());
        // The two fields of one transform too: mean correlation of neighbours in the list of dates.
        var (cross, square) = (0.0, 0.0);
        for (var date = 0; date < 40; date += 2)
        {
            cross += fields[date].Zip(fields[date + 1], (a, b) => (double)a * b).Sum();
            square += fields[date].Sum(a => (double)a * a);
        }

        Assert.True(Math.Abs(cross / square) < 0.3, $"{cross / square}");
    }

    [Fact]
    public void Elevation_error_has_its_deviation_and_correlation_length()
    {
        var simulator = new SceneSimulator(Scene.Bowl() with
        {
            Grid = new() { Rows = 400, Columns = 400, Step = 100 },
            Terrain = new() { ErrorSigma = 5, ErrorCorrelationLength = 600, Relief = 30 },
        });
        var (error, height) = (new float[160000], new float[160000]);
        simulator.DemError(simulator.Grid.Whole, error);
        simulator.Height(simulator.Grid.Whole, height);
        Assert.Equal(25, error.Average(e => e * e), 4.0);
        var covariance = 0.0;
        for (var row = 0; row < 400; row++)
        {
            for (var column = 6; column < 400; column++)
            {
                covariance += error[(row * 400) + column] * error[(row * 400) + column - 6] / (400.0 * 394);
            }
        }

        Assert.Equal(Math.Exp(-1), covariance / error.Average(e => e * e), 0.07);
        var mean = height.Average();
        Assert.Equal(30, Math.Sqrt(height.Average(h => (h - mean) * (h - mean))), 0.1);
    }

    [Fact]
    public void Memory_for_dates_is_bounded_and_a_small_one_costs_only_time()
    {
        var scene = Turbulent(200, 80);
        var (large, small) = (new SceneSimulator(scene), new SceneSimulator(scene, 1));
        var (a, b) = (new float[40000], new float[40000]);
        for (var round = 0; round < 2; round++)
        {
            for (var date = 0; date < 12; date++)
            {
                large.Atmosphere(date, large.Grid.Whole, a);
                small.Atmosphere(date, small.Grid.Whole, b);
                Assert.Equal(a, b);
            }
        }

        Assert.Equal(6, large.FieldsMade);
        Assert.Equal(12, small.FieldsMade);
        // The mesh never has more nodes than this, whatever the image.
        Assert.Equal(4L * ((1024 * 1024) + (256 * 256)), new SpectralMesh(20_000, 30_000, 80, 80).BytesPerField);
    }

    private static double Slope(double[] power, int from, int to)
    {
        var points = Enumerable.Range(from, to - from + 1).Select(k => (X: Math.Log(k), Y: Math.Log(power[k]))).ToArray();
        var (mx, my) = (points.Average(p => p.X), points.Average(p => p.Y));
        return points.Sum(p => (p.X - mx) * (p.Y - my)) / points.Sum(p => (p.X - mx) * (p.X - mx));
    }
}
