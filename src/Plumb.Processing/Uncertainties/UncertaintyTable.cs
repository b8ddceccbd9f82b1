using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Scheduling;
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
        var kinds = new List<(string Name, Func<int, bool> Belongs)> { ("all good pixels", _ => true) };
        if (job.Stack.HasCoherence)
        {
            kinds.Add(("mean coherence below 0.4", k => coherence[k * step] < 0.4));
            kinds.Add(("mean coherence 0.4 to 0.7", k => coherence[k * step] is >= 0.4f and < 0.7f));
            kinds.Add(("mean coherence from 0.7", k => coherence[k * step] >= 0.7));
        }

        kinds.Add((Away(0, near), k => distance[k] < near));
        kinds.Add((Away(near, far), k => distance[k] >= near && distance[k] < far));
        kinds.Add((Away(far, largest), k => distance[k] >= far));
        kinds.Add(("every date checked by several pairs", k => loose[k * step] == 0));
        kinds.Add(("a date that no pair checks", k => loose[k * step] > 0));
        var classes = new UncertaintyClass[kinds.Count];
        UnitScheduler.Run(kinds.Count, job.Run.Threads, k => classes[k] = Of(kinds[k].Name, kinds[k].Belongs), job.Run.Cancellation);
        return [.. classes.Where(c => c.Pixels > 0)];
    }

    public IReadOnlyList<WeaknessCount> Weaknesses() =>
    [
        .. WeaknessReasonWords.All.Select(w => new WeaknessCount((int)w, w.Describe(), weak.LongCount(v => (v & (ushort)w) != 0))).Where(c => c.Pixels > 0),
    ];

    private UncertaintyClass Of(string name, Func<int, bool> belongs)
    {
        var (chosen, count) = (new int[distance.Length], 0);
        for (var k = 0; k < chosen.Length; k++)
        {
            if (job.Serves[k * step] && belongs(k))
            {
                chosen[count++] = k * step;
            }
        }

        var finite = new float[count];
        double Median(int map)
        {
            if (sigmas[map] is not { } values)
            {
                return double.NaN;
            }

            var known = 0;
            foreach (var pixel in chosen.AsSpan(0, count))
            {
                if (float.IsFinite(values[pixel]))
                {
                    finite[known++] = values[pixel];
                }
            }

            return OrderStatistics.Median(finite.AsSpan(0, known));
        }

        return new UncertaintyClass(name, (long)count * step, Median(0), Median(1), Median(2), Median(3), Median(4), Median(5), Median(6));
    }
}
