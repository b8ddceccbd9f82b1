using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Stages;
using Plumb.Uncertainty;

namespace Plumb.Processing.Uncertainties;

/// <summary>Puts the standard deviations of a finished stage beside each other, by kind of pixel.</summary>
internal sealed class UncertaintyTable
{
    private const int MostPixels = 400_000;
    private readonly UncertaintyJob job;
    private readonly float[] coherence;
    private readonly float[] loose;
    private readonly ushort[] weak;
    private readonly float[]?[] sigmas;
    private readonly double[] distance;
    private readonly double largest;
    private readonly int step;

    public UncertaintyTable(UncertaintyJob job)
    {
        this.job = job;
        var (store, grid) = (job.Run.Store, job.Stack.Grid);
        string[] names =
        [
            StorePaths.PairRateSigma, StorePaths.SharedRateSigma, StorePaths.TotalRateSigma, FinalLayers.ScatterRateSigma(store), StorePaths.ScatterRateSigma,
            StorePaths.PairBootstrapSigma, StorePaths.BlockBootstrapSigma,
        ];
        sigmas = [.. names.Select(n => store.Exists(n) ? MapArrays.Read(store, grid, n) : null)];
        coherence = MapArrays.Read(store, grid, StorePaths.MeanCoherence);
        loose = MapArrays.Read(store, grid, StorePaths.UncheckedDates);
        weak = new ushort[grid.PixelCount];
        store.OpenArray<ushort>(StorePaths.Weakness).ReadRegion([0, 0], [grid.Rows, grid.Columns], weak);
        step = (int)Math.Max(1, grid.PixelCount / MostPixels);
        distance = new double[(grid.PixelCount + step - 1) / step];
        var centre = (Row: job.ReferencePixels.Select(p => (double)p.Row).DefaultIfEmpty().Average(), Column: job.ReferencePixels.Select(p => (double)p.Column).DefaultIfEmpty().Average());
        for (var k = 0; k < distance.Length; k++)
        {
            var pixel = k * step;
            var (south, east) = (((pixel / grid.Columns) - centre.Row) * job.PixelHeight, ((pixel % grid.Columns) - centre.Column) * job.PixelWidth);
            distance[k] = Math.Sqrt((south * south) + (east * east));
            largest = job.Serves[pixel] ? Math.Max(largest, distance[k]) : largest;
        }
    }

    public IReadOnlyList<UncertaintyClass> Classes()
    {
        var (near, far) = (largest / 3, 2 * largest / 3);
        string Away(double from, double to) => job.IsMetric
            ? string.Create(CultureInfo.InvariantCulture, $"{from / 1000:0.0} to {to / 1000:0.0} km from the reference")
            : string.Create(CultureInfo.InvariantCulture, $"{from:0} to {to:0} pixels from the reference");
        var classes = new List<UncertaintyClass> { Of("all good pixels", _ => true) };
        if (job.Stack.HasCoherence)
        {
            classes.Add(Of("mean coherence below 0.4", k => coherence[k * step] < 0.4));
            classes.Add(Of("mean coherence 0.4 to 0.7", k => coherence[k * step] is >= 0.4f and < 0.7f));
            classes.Add(Of("mean coherence from 0.7", k => coherence[k * step] >= 0.7));
        }

        classes.Add(Of(Away(0, near), k => distance[k] < near));
        classes.Add(Of(Away(near, far), k => distance[k] >= near && distance[k] < far));
        classes.Add(Of(Away(far, largest), k => distance[k] >= far));
        classes.Add(Of("every date checked by several pairs", k => loose[k * step] == 0));
        classes.Add(Of("a date that no pair checks", k => loose[k * step] > 0));
        return [.. classes.Where(c => c.Pixels > 0)];
    }

    public IReadOnlyList<WeaknessCount> Weaknesses() =>
    [
        .. WeaknessReasonWords.All.Select(w => new WeaknessCount((int)w, w.Describe(), weak.LongCount(v => (v & (ushort)w) != 0))).Where(c => c.Pixels > 0),
    ];

    private UncertaintyClass Of(string name, Func<int, bool> belongs)
    {
        var chosen = Enumerable.Range(0, distance.Length).Where(k => job.Serves[k * step] && belongs(k)).Select(k => k * step).ToArray();
        double Median(int map) => sigmas[map] is { } values
            ? OrderStatistics.Median(chosen.Select(i => values[i]).Where(float.IsFinite).ToArray())
            : double.NaN;
        return new UncertaintyClass(name, (long)chosen.Length * step, Median(0), Median(1), Median(2), Median(3), Median(4), Median(5), Median(6));
    }
}
