using Plumb.Grids;
using Plumb.Subsidence;
using Plumb.Uncertainty;

namespace Plumb.Tests.Subsidence;

/// <summary>A map of rates with known bowls, noise of its own in every pixel and noise that neighbours share, relative to a reference.</summary>
internal sealed class MotionMap
{
    private readonly double[] motion;

    public MotionMap(int rows, int columns, double pixel, int seed, double own, double shared, double range, Func<double, double, double> truth)
    {
        var random = new Random(seed);
        Grid = new Grid(new Crs("EPSG:32650", false), 500_000, 4_000_000, pixel, -pixel, columns, rows);
        motion = new double[rows * columns];
        var field = Smooth(random, rows, columns, range / pixel);
        var reference = field[(rows / 20 * columns) + (columns / 20)];
        var (values, sigmas, commons) = (new float[motion.Length], new float[motion.Length], new float[motion.Length]);
        for (var i = 0; i < motion.Length; i++)
        {
            var (y, x) = (i / columns * pixel, i % columns * pixel);
            motion[i] = truth(x, y);
            values[i] = (float)(motion[i] + (shared * (field[i] - reference)) + (own * Normal(random)));
            sigmas[i] = (float)own;
            var distance = Math.Sqrt(Math.Pow(y - (rows / 20 * pixel), 2) + Math.Pow(x - (columns / 20 * pixel), 2));
            commons[i] = (float)Math.Sqrt(2 * Semivariance(distance, shared, range));
        }

        double[] distances = [.. Enumerable.Range(0, 60).Select(k => 10 * Math.Pow(1.17, k))];
        Field = new BasinField
        {
            Motion = new Layer(new("rate", "Rate", Unit.MetrePerYear, Sign.TowardsSatellite), Grid, values),
            Mask = new Mask(Grid),
            OwnSigma = new Layer(new("own", "Own", Unit.MetrePerYear, Sign.None), Grid, sigmas),
            SharedSigma = shared > 0 ? new Layer(new("shared", "Shared", Unit.MetrePerYear, Sign.None), Grid, commons) : null,
            Shared = shared > 0 ? new DistanceForm(distances, [.. distances.Select(d => Semivariance(d, shared, range))]) : null,
        };
        Options = new BasinOptions(pixel, pixel);
    }

    public Grid Grid { get; }

    public BasinField Field { get; }

    public BasinOptions Options { get; }

    public double Truth(int row, int column) => motion[(row * Grid.Columns) + column];

    /// <summary>Standard deviation of one pixel, all parts.</summary>
    public double Sigma(int row, int column) =>
        Math.Sqrt(Math.Pow(Field.OwnSigma[row, column], 2) + Math.Pow(Field.SharedSigma?[row, column] ?? 0, 2));

    public static double Bowl(double x, double y, double atX, double atY, double radius, double depth) =>
        depth * Math.Exp(-(Math.Pow(x - atX, 2) + Math.Pow(y - atY, 2)) / (2 * radius * radius));

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>White noise smoothed by a Gaussian of the range, of variance 1: its semivariance is 1 - exp(-h^2 / 4 L^2).</summary>
    private static double Semivariance(double distance, double sill, double range) => sill * sill * (1 - Math.Exp(-distance * distance / (4 * range * range)));

    private static double[] Smooth(Random random, int rows, int columns, double length)
    {
        var reach = (int)Math.Ceiling(3.5 * length);
        var kernel = Enumerable.Range(-reach, (2 * reach) + 1).Select(k => Math.Exp(-0.5 * k * k / (length * length))).ToArray();
        var norm = Math.Sqrt(kernel.Sum(k => k * k));
        var (tall, wide) = (rows + (2 * reach), columns + (2 * reach));
        var white = Enumerable.Range(0, tall * wide).Select(_ => Normal(random)).ToArray();
        var (half, whole) = (new double[tall * columns], new double[rows * columns]);
        for (var r = 0; r < tall; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                for (var k = 0; k < kernel.Length; k++)
                {
                    half[(r * columns) + c] += kernel[k] * white[(r * wide) + c + k] / norm;
                }
            }
        }

        for (var r = 0; r < rows; r++)
        {
            for (var k = 0; k < kernel.Length; k++)
            {
                for (var c = 0; c < columns; c++)
                {
                    whole[(r * columns) + c] += kernel[k] * half[((r + k) * columns) + c] / norm;
                }
            }
        }

        return whole;
    }
}
