using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Web.Figures;

namespace Plumb.Web.Tests;

/// <summary>A made-up mine: two bowls, a rising corner, noise, water, noisy woods and an area without data.</summary>
internal sealed class SyntheticMine
{
    public const float DeepestRate = -0.115f;
    private readonly Random random = new(7);

    public SyntheticMine(int columns = 300, int rows = 240)
    {
        Grid = new Grid(Crs.Wgs84, 112.20, 35.42, 0.0009 * 300 / columns, -0.0008 * 240 / rows, columns, rows);
        Mask = new Mask(Grid);
        var (rate, sigma, coherence) = (new float[Grid.PixelCount], new float[Grid.PixelCount], new float[Grid.PixelCount]);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var i = (row * columns) + column;
                var (x, y) = (column * 300.0 / columns, row * 240.0 / rows);
                coherence[i] = (float)Math.Clamp(0.93 - (0.25 * Math.Exp(-Math.Pow((x - 60) / 40, 2) - Math.Pow((y - 190) / 30, 2))) + (0.03 * Normal()), 0, 1);
                sigma[i] = 0.0012f + (0.008f * (1 - coherence[i]));
                rate[i] = (float)(RateAt(x, y) + (0.0015 * Normal()));
                MaskPixel(x, y, i, rate, coherence);
            }
        }

        Rate = new Layer(new("rate", "Rate of motion along the line of sight", Unit.MetrePerYear, Sign.TowardsSatellite, "the reference area"), Grid, rate);
        Sigma = new Layer(new("rate_sigma", "Standard deviation of the rate", Unit.MetrePerYear, Sign.None), Grid, sigma);
        Coherence = new Layer(new("temporal_coherence", "Temporal coherence", Unit.One, Sign.None), Grid, coherence);
    }

    public Grid Grid { get; }

    public Mask Mask { get; }

    public Layer Rate { get; }

    public Layer Sigma { get; }

    public Layer Coherence { get; }

    /// <summary>A patch at which two interferograms are corrected, and no-data where the rate has none.</summary>
    public Layer Changed => new(
        new("pairs_changed", "Interferograms corrected by whole cycles", Unit.Count, Sign.None),
        Grid,
        [.. Enumerable.Range(0, (int)Grid.PixelCount).Select(i => float.IsNaN(Rate.Values[i]) ? float.NaN : i / Grid.Columns < Grid.Rows / 3 && i % Grid.Columns < Grid.Columns / 4 ? 2f : 0f)]);

    public ReferenceMark Reference => new(40.0 / 240 * Grid.Rows, 250.0 / 300 * Grid.Columns, 3);

    public DateOnly[] Dates { get; } = [.. Enumerable.Range(0, 46).Select(k => new DateOnly(2021, 1, 9).AddDays((12 * k) + (k > 25 ? 72 : 0)))];

    public static double RateAt(double x, double y) =>
        (DeepestRate * Math.Exp(-Math.Pow((x - 140) / 22, 2) - Math.Pow((y - 110) / 16, 2)))
        - (0.052 * Math.Exp(-Math.Pow((x - 205) / 14, 2) - Math.Pow((y - 165) / 12, 2)))
        + (0.021 * Math.Exp(-Math.Pow((x - 60) / 30, 2) - Math.Pow((y - 50) / 25, 2)));

    public Layer Cumulative(DateOnly date)
    {
        var years = (date.DayNumber - Dates[0].DayNumber) / 365.25;
        var values = new float[Grid.PixelCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(Rate.Values[i] * years) + (float)(0.002 * Normal());
        }

        return new Layer(new("displacement", "Displacement along the line of sight", Unit.Metre, Sign.TowardsSatellite, "the reference area and 2021-01-09"), Grid, values);
    }

    public SeriesData SeriesAt(int row, int column)
    {
        var rate = Rate[row, column];
        double[] displacement = [.. Dates.Select(d =>
        {
            var years = (d.DayNumber - Dates[0].DayNumber) / 365.25;
            return (rate * years) + (0.004 * Math.Sin(2 * Math.PI * years)) + (0.0025 * Normal());
        })];
        displacement[0] = 0;
        displacement[12] = double.NaN;
        return new SeriesData(Dates, displacement, [.. Dates.Select((_, k) => 0.002 + (0.00008 * k))], rate, 0.0013, [(Dates[25], Dates[26])]);
    }

    public (NetworkNode[] Nodes, NetworkEdge[] Edges) Network(bool withBaselines = true)
    {
        var nodes = Dates.Select((d, k) => new NetworkNode(d, withBaselines ? 70 * Normal() : double.NaN, k > 25 ? 1 : 0)).ToArray();
        var edges = new List<NetworkEdge>();
        for (var k = 0; k < Dates.Length; k++)
        {
            for (var n = k + 1; n <= Math.Min(k + 4, Dates.Length - 1); n++)
            {
                var joins = k <= 25 && n > 25;
                edges.Add(new NetworkEdge(new DatePair(Dates[k], Dates[n]), Math.Clamp(0.78 - (0.08 * (n - k)) + (0.07 * Normal()), 0, 1), !joins && (n - k < 4 || k % 3 == 0)));
            }
        }

        return (nodes, [.. edges]);
    }

    private void MaskPixel(double x, double y, int i, float[] rate, float[] coherence)
    {
        if (x + (0.6 * y) > 395)
        {
            (rate[i], coherence[i]) = (float.NaN, float.NaN);
            Mask.Add(i, MaskReasons.NoData);
        }
        else if (Math.Abs(y - 205 - (14 * Math.Sin(x / 30))) < 6)
        {
            Mask.Add(i, MaskReasons.Water);
        }
        else if (coherence[i] < 0.74)
        {
            Mask.Add(i, MaskReasons.LowTemporalCoherence);
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
