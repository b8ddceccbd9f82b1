namespace Plumb.Components;

/// <summary>
/// The nearest of many places, found in square buckets of about four places each: rings of buckets are looked through until none that is left can hold a nearer one.
/// Immutable; safe for threads.
/// </summary>
public sealed class NearestPlaces
{
    private const double PlacesInBucket = 4;
    private readonly double[] east;
    private readonly double[] north;
    private readonly int[] starts;
    private readonly int[] order;
    private readonly double west;
    private readonly double south;
    private readonly double side;
    private readonly int columns;
    private readonly int rows;

    /// <summary>Sorts places into buckets.</summary>
    /// <param name="east">East coordinates, metres; shape (place).</param>
    /// <param name="north">North coordinates, metres; shape (place).</param>
    /// <exception cref="ArgumentException">There is no place, or the arrays differ in length.</exception>
    public NearestPlaces(double[] east, double[] north)
    {
        ArgumentNullException.ThrowIfNull(east);
        ArgumentNullException.ThrowIfNull(north);
        if (east.Length == 0 || east.Length != north.Length)
        {
            throw new ArgumentException($"{east.Length} east and {north.Length} north coordinates are no set of places.", nameof(east));
        }

        (this.east, this.north) = (east, north);
        (west, south) = (east.Min(), north.Min());
        var (wide, high) = (Math.Max(east.Max() - west, 1e-6), Math.Max(north.Max() - south, 1e-6));
        side = Math.Max(Math.Sqrt(wide * high * PlacesInBucket / east.Length), Math.Max(wide, high) * 1e-3);
        (columns, rows) = ((int)(wide / side) + 1, (int)(high / side) + 1);
        starts = new int[(columns * rows) + 1];
        order = new int[east.Length];
        var buckets = new int[east.Length];
        for (var i = 0; i < east.Length; i++)
        {
            buckets[i] = (RowOf(north[i]) * columns) + ColumnOf(east[i]);
            starts[buckets[i] + 1]++;
        }

        for (var b = 0; b < columns * rows; b++)
        {
            starts[b + 1] += starts[b];
        }

        var next = starts.AsSpan(0, columns * rows).ToArray();
        for (var i = 0; i < east.Length; i++)
        {
            order[next[buckets[i]]++] = i;
        }
    }

    /// <summary>The places nearest to a position, nearest first; of equal distances the lower index.</summary>
    /// <param name="x">East coordinate, metres.</param>
    /// <param name="y">North coordinate, metres.</param>
    /// <param name="found">Receives the indices of the places; shape (place).</param>
    /// <param name="squares">Receives the squares of their distances, metres squared; shape (place).</param>
    /// <returns>How many were found, a count: fewer than asked for only where there are no more places.</returns>
    public int Find(double x, double y, Span<int> found, Span<double> squares)
    {
        var (count, row, column) = (0, RowOf(y), ColumnOf(x));
        var (dx, dy) = (Outside(x, west, west + (columns * side)), Outside(y, south, south + (rows * side)));
        for (var ring = 0; ring <= Math.Max(columns, rows); ring++)
        {
            // What lies in a ring is at least this far from the position, whose own bucket it may touch the edge of.
            var least = Math.Max(0, ring - 1) * side;
            if (count == found.Length && squares[count - 1] < (least * least) + (dx * dx) + (dy * dy))
            {
                break;
            }

            for (var r = Math.Max(0, row - ring); r <= Math.Min(rows - 1, row + ring); r++)
            {
                var isEdge = Math.Abs(r - row) == ring;
                for (var c = column - ring; c <= column + ring; c += isEdge || ring == 0 ? 1 : 2 * ring)
                {
                    if (c >= 0 && c < columns)
                    {
                        count = Look(x, y, (r * columns) + c, found, squares, count);
                    }
                }
            }
        }

        return count;
    }

    private int Look(double x, double y, int bucket, Span<int> found, Span<double> squares, int count)
    {
        for (var k = starts[bucket]; k < starts[bucket + 1]; k++)
        {
            var place = order[k];
            var square = ((east[place] - x) * (east[place] - x)) + ((north[place] - y) * (north[place] - y));
            if (count == found.Length && !IsNearer(square, place, squares[count - 1], found[count - 1]))
            {
                continue;
            }

            var at = count < found.Length ? count++ : count - 1;
            for (; at > 0 && IsNearer(square, place, squares[at - 1], found[at - 1]); at--)
            {
                (squares[at], found[at]) = (squares[at - 1], found[at - 1]);
            }

            (squares[at], found[at]) = (square, place);
        }

        return count;
    }

    private static bool IsNearer(double square, int place, double otherSquare, int other) => square < otherSquare || (square == otherSquare && place < other);

    private static double Outside(double value, double low, double high) => value < low ? low - value : value > high ? value - high : 0;

    private int RowOf(double y) => Math.Clamp((int)Math.Floor((y - south) / side), 0, rows - 1);

    private int ColumnOf(double x) => Math.Clamp((int)Math.Floor((x - west) / side), 0, columns - 1);
}
