using Plumb.Grids;

namespace Plumb.References;

/// <summary>Sums over the pixels of one window; each layer is summed where it counts.</summary>
internal struct WindowSum
{
    internal int Good;
    internal double Coherence;
    internal double Share;
    internal int HeightCount;
    internal double Height;
    internal double HeightSquare;
    internal int RateCount;
    internal double Rate;

    internal void Add(in WindowSum other, int sign)
    {
        Good += sign * other.Good;
        Coherence += sign * other.Coherence;
        Share += sign * other.Share;
        HeightCount += sign * other.HeightCount;
        Height += sign * other.Height;
        HeightSquare += sign * other.HeightSquare;
        RateCount += sign * other.RateCount;
        Rate += sign * other.Rate;
    }
}

/// <summary>
/// Sums over the square window around each pixel whose window lies wholly on the grid, running along rows and columns: the cost does not
/// grow with the window. One pass holds a single row of sums.
/// </summary>
internal sealed class WindowSums
{
    private const MaskReasons NoRate = MaskReasons.NoData | MaskReasons.Water | MaskReasons.LayoverOrShadow;
    private readonly ReferenceLayers layers;
    private readonly bool[] good;
    private readonly int radius;
    private readonly float minRateCoherence;
    private readonly double heightOrigin;

    internal WindowSums(ReferenceLayers layers, bool[] good, int radius, double minRateCoherence)
    {
        this.layers = layers;
        this.good = good;
        this.radius = radius;
        this.minRateCoherence = (float)minRateCoherence;
        heightOrigin = FirstFinite(layers.Height.Span);
    }

    internal delegate void Visitor(int row, int column, in WindowSum sum);

    /// <summary>A height near those of the scene, metres, that <see cref="WindowSum.Height"/> is counted from, so that squares stay exact.</summary>
    internal double HeightOrigin => heightOrigin;

    internal void Visit(Visitor visitor)
    {
        var grid = layers.Grid;
        var side = (2 * radius) + 1;
        if (grid.Rows < side || grid.Columns < side)
        {
            return;
        }

        var columns = new WindowSum[grid.Columns];
        for (var row = 0; row < grid.Rows; row++)
        {
            AddRow(columns, row, 1);
            if (row >= side)
            {
                AddRow(columns, row - side, -1);
            }

            if (row >= side - 1)
            {
                VisitRow(columns, row - radius, side, visitor);
            }
        }
    }

    private static void VisitRow(WindowSum[] columns, int centreRow, int side, Visitor visitor)
    {
        var sum = default(WindowSum);
        for (var column = 0; column < columns.Length; column++)
        {
            sum.Add(columns[column], 1);
            if (column >= side)
            {
                sum.Add(columns[column - side], -1);
            }

            if (column >= side - 1)
            {
                visitor(centreRow, column - (side / 2), sum);
            }
        }
    }

    private static double FirstFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                return value;
            }
        }

        return 0;
    }

    private void AddRow(WindowSum[] columns, int row, int sign)
    {
        var coherence = layers.MeanCoherence.Span;
        var share = layers.PairShare.Span;
        var height = layers.Height.Span;
        var rate = layers.Rate.Span;
        var first = row * columns.Length;
        for (var column = 0; column < columns.Length; column++)
        {
            var pixel = first + column;
            var one = default(WindowSum);
            if (good[pixel])
            {
                one.Good = 1;
                one.Coherence = coherence[pixel];
                one.Share = share[pixel];
                if (!height.IsEmpty && float.IsFinite(height[pixel]))
                {
                    one.HeightCount = 1;
                    one.Height = height[pixel] - heightOrigin;
                    one.HeightSquare = one.Height * one.Height;
                }
            }

            // Motion is looked for also where the reference could not lie, but not in mere noise.
            if (!rate.IsEmpty && float.IsFinite(rate[pixel]) && coherence[pixel] >= minRateCoherence &&
                (layers.Mask.Reasons[pixel] & NoRate) == 0)
            {
                one.RateCount = 1;
                one.Rate = rate[pixel];
            }

            columns[column].Add(one, sign);
        }
    }
}
