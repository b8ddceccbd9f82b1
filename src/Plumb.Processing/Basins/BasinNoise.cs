using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Processing.Uncertainties;
using Plumb.Subsidence;
using Plumb.TimeFunctions;
using Plumb.Uncertainty;

namespace Plumb.Processing.Basins;

/// <summary>
/// Noise of rate and displacements as basins are looked for in them: of its own in each pixel, and shared by distance. Where the run has no uncertainty, the first is taken from
/// the differences of neighbours and the second left to the scatter of the map.
/// </summary>
internal sealed class BasinNoise
{
    private readonly Grid grid;
    private readonly Mask mask;
    private readonly float[] own;
    private readonly Layer? sharedRate;
    private readonly UncertaintyRecord? record;
    private readonly double[] weights = [];
    private readonly DistanceForm? form;
    private readonly Dictionary<float[], float> ratios = [];

    public BasinNoise(ResultSet results, Inversion.TimeAxis axis, Mask mask, float[] factor)
    {
        (grid, this.mask) = (results.Grid, mask);
        var total = results.HasTotalSigma;
        record = total ? UncertaintyRecord.Read(results.Folder) : null;
        own = total ? VerticalFactor.Apply(factor, MapArrays.Read(results.Store, grid, StorePaths.PairRateSigma))
            : results.RateSigma() is { } sigma ? VerticalFactor.Apply(factor, sigma)
            : Constant(NeighbourScatter(VerticalFactor.Apply(factor, results.Rate())));
        sharedRate = total ? Describe("shared", VerticalFactor.Apply(factor, MapArrays.Read(results.Store, grid, StorePaths.SharedRateSigma))) : null;
        if (record is { Model: { } model, Semivariogram.Count: > 0 })
        {
            weights = RateWeights(DecimalYears.Since(results.Dates, axis));
            form = new DistanceForm([.. record.Semivariogram.Select(c => c.Distance)], [.. record.Semivariogram.Select(c => c.Semivariance - model.Nugget)]);
        }
    }

    /// <summary>How shared noise grows with distance, as a share of the largest; null where it was not measured.</summary>
    public DistanceForm? Distance => form;

    /// <summary>The rate as a field; metres per year.</summary>
    public BasinField Rate(float[] values) => new()
    {
        Motion = Describe("rate", values),
        Mask = mask,
        OwnSigma = Describe("own", own),
        SharedSigma = sharedRate,
        Shared = Form(form is null ? 0 : record!.Dates.Select((d, t) => weights[t] * weights[t] * d.Far * d.Far / 2).Sum()),
    };

    /// <summary>The displacement from the first date to another as a field; metres. The noise of pixels has the pattern of the rate's and the size of the differences of neighbours.</summary>
    public BasinField Displacement(float[] values, int date)
    {
        var scale = RatioOf(values);
        var rate = form is null ? 0 : record!.Dates.Select((d, t) => weights[t] * weights[t] * d.Far * d.Far / 2).Sum();
        var here = Sill(0, date);
        var spread = rate > 0 ? (float)Math.Sqrt(here / rate) : 0;
        return new BasinField
        {
            Motion = Describe("displacement", values),
            Mask = mask,
            OwnSigma = Describe("own", Array.ConvertAll(own, s => scale * s)),
            SharedSigma = spread > 0 ? Describe("shared", Array.ConvertAll(sharedRate!.Values.ToArray(), s => spread * s)) : null,
            Shared = Form(here),
        };
    }

    /// <summary>
    /// Standard deviation of what a basin seems to move between two dates by noise alone, metres: the mean of three by three of its pixels against ground as far away as it is long.
    /// </summary>
    /// <param name="basin">The basin.</param>
    /// <param name="from">Number of the first date (unit: 1).</param>
    /// <param name="before">Displacement at the first date, metres, shape (rows, columns).</param>
    /// <param name="to">Number of the second date (unit: 1).</param>
    /// <param name="after">Displacement at the second date, metres, shape (rows, columns).</param>
    public double StepSigma(Basin basin, int from, float[] before, int to, float[] after)
    {
        var (first, second, mine) = (RatioOf(before), RatioOf(after), own[(basin.Row * grid.Columns) + basin.Column]);
        var shared = form is null ? 0 : 2 * Sill(from, to) * form.At(basin.MajorAxis);
        return Math.Sqrt(shared + (mine * mine * ((first * first) + (second * second)) / 9));
    }

    /// <summary>Semivariance of the difference of two dates between places far from each other, square metres.</summary>
    private double Sill(int from, int to) => form is null ? 0 : (Math.Pow(record!.Dates[from].Far, 2) + Math.Pow(record.Dates[to].Far, 2)) / 2;

    private DistanceForm? Form(double sill)
    {
        if (form is null || !(sill > 0))
        {
            return null;
        }

        double[] distances = [.. record!.Semivariogram.Select(c => c.Distance)];
        return new DistanceForm(distances, [.. distances.Select(d => sill * form.At(d))]);
    }

    /// <summary>What a rate takes of each date: (t - mean) over the sum of its squares; per year.</summary>
    private static double[] RateWeights(double[] years)
    {
        var mean = years.Average();
        var square = years.Sum(t => (t - mean) * (t - mean));
        return [.. years.Select(t => (t - mean) / square)];
    }

    private float[] Constant(float value)
    {
        var all = new float[grid.PixelCount];
        Array.Fill(all, value);
        return all;
    }

    /// <summary>Standard deviation of one pixel by the median difference of neighbours along rows.</summary>
    private float NeighbourScatter(float[] values) => Differences(values, static (a, b) => 1) * 1.4826f / MathF.Sqrt(2);

    private float RatioOf(float[] plane)
    {
        if (!ratios.TryGetValue(plane, out var ratio))
        {
            ratios[plane] = ratio = Ratio(plane);
        }

        return ratio;
    }

    /// <summary>How much larger the differences of neighbours are than their standard deviations say (ratio).</summary>
    private float Ratio(float[] values) => 1.4826f * Differences(values, (a, b) => MathF.Sqrt((own[a] * own[a]) + (own[b] * own[b])));

    private float Differences(float[] values, Func<int, int, float> unit)
    {
        var sample = new List<float>();
        var step = Math.Max(1, values.Length / 200_000);
        for (var i = 0; i + 1 < values.Length; i += step)
        {
            var size = MathF.Abs(values[i + 1] - values[i]) / unit(i, i + 1);
            if ((i + 1) % grid.Columns != 0 && mask.IsGood(i) && mask.IsGood(i + 1) && float.IsFinite(size))
            {
                sample.Add(size);
            }
        }

        return sample.Count == 0 ? 1 : (float)OrderStatistics.Median(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sample));
    }

    private Layer Describe(string name, float[] values) => new(new(name, name, Unit.Metre, Sign.Up), grid, values);
}
