namespace Plumb.Processing.Basins;

/// <summary>Which sum a pixel adds to.</summary>
internal enum BasinPart
{
    /// <summary>The whole basin.</summary>
    Whole,

    /// <summary>Its core: the pixels that moved at least half as much as the deepest.</summary>
    Core,

    /// <summary>The still ground around it.</summary>
    Rim,
}

/// <summary>Sums of the series of basins in metres, by basin, part and date. Not safe for threads.</summary>
internal sealed class BasinSums(int dates)
{
    private const int Parts = 3;
    private readonly SortedDictionary<int, (double Sum, long Count)[]> byBasin = [];

    public void Add(int basin, BasinPart part, int date, double value)
    {
        if (double.IsFinite(value))
        {
            ref var one = ref Of(basin)[((int)part * dates) + date];
            one = (one.Sum + value, one.Count + 1);
        }
    }

    /// <summary>Adds the sums of another; in the order of calls, so that the same calls give the same bits.</summary>
    public void Add(BasinSums other)
    {
        foreach (var (basin, sums) in other.byBasin)
        {
            var own = Of(basin);
            for (var i = 0; i < own.Length; i++)
            {
                own[i] = (own[i].Sum + sums[i].Sum, own[i].Count + sums[i].Count);
            }
        }
    }

    /// <summary>Mean of a part at a date, metres; NaN with fewer pixels than asked for.</summary>
    public double Mean(int basin, BasinPart part, int date, int fewest = 1)
    {
        var (sum, count) = byBasin.TryGetValue(basin, out var own) ? own[((int)part * dates) + date] : (0, 0);
        return count >= Math.Max(1, fewest) ? sum / count : double.NaN;
    }

    private (double Sum, long Count)[] Of(int basin)
    {
        if (!byBasin.TryGetValue(basin, out var own))
        {
            byBasin[basin] = own = new (double, long)[Parts * dates];
        }

        return own;
    }
}
