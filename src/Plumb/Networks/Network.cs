using Plumb.Acquisitions;

namespace Plumb.Networks;

/// <summary>
/// The graph of a stack: dates are nodes, interferograms are edges. Dates ascend; pairs ascend by first, then second date.
/// Shapes elsewhere follow this order: (date, row, column) and (pair, row, column). Immutable and safe for threads.
/// </summary>
public sealed class Network
{
    private readonly int[] firstIndex;
    private readonly int[] secondIndex;

    /// <summary>The network of the given pairs.</summary>
    /// <param name="pairs">The pairs, in any order, each once.</param>
    /// <exception cref="ArgumentException">There is no pair, or one pair stands twice.</exception>
    public Network(IEnumerable<DatePair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        DatePair[] sorted = [.. pairs];
        Array.Sort(sorted);
        if (sorted.Length == 0)
        {
            throw new ArgumentException("A network needs at least one pair of dates.", nameof(pairs));
        }

        for (var k = 1; k < sorted.Length; k++)
        {
            if (sorted[k] == sorted[k - 1])
            {
                throw new ArgumentException($"The pair {sorted[k]} stands twice. Keep one of the two products.", nameof(pairs));
            }
        }

        Pairs = sorted;
        var days = new int[2 * sorted.Length];
        for (var k = 0; k < sorted.Length; k++)
        {
            (days[2 * k], days[(2 * k) + 1]) = (sorted[k].First.DayNumber, sorted[k].Second.DayNumber);
        }

        int[] dates = [.. days.Distinct()];
        Array.Sort(dates);
        Dates = Array.ConvertAll(dates, DateOnly.FromDayNumber);
        (firstIndex, secondIndex) = (new int[sorted.Length], new int[sorted.Length]);
        for (var k = 0; k < sorted.Length; k++)
        {
            (firstIndex[k], secondIndex[k]) = (Array.BinarySearch(dates, days[2 * k]), Array.BinarySearch(dates, days[(2 * k) + 1]));
        }
    }

    /// <summary>The dates (UTC), ascending.</summary>
    public IReadOnlyList<DateOnly> Dates { get; }

    /// <summary>The pairs, ascending.</summary>
    public IReadOnlyList<DatePair> Pairs { get; }

    /// <summary>Index into <see cref="Dates"/> of each pair's first date; shape (pair).</summary>
    public ReadOnlySpan<int> FirstIndex => firstIndex;

    /// <summary>Index into <see cref="Dates"/> of each pair's second date; shape (pair).</summary>
    public ReadOnlySpan<int> SecondIndex => secondIndex;

    /// <summary>Largest number of dates that one pair spans: the bandwidth of the normal matrix (unit: dates).</summary>
    public int Bandwidth
    {
        get
        {
            var widest = 0;
            for (var k = 0; k < firstIndex.Length; k++)
            {
                widest = Math.Max(widest, secondIndex[k] - firstIndex[k]);
            }

            return widest;
        }
    }
}
