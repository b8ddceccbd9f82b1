namespace Plumb.Subsidence;

/// <summary>
/// Peaks of a raster with their topographic prominence: how far one must come down on the best way (over the eight
/// neighbours) to a higher peak. The raster is flooded from the top; where two hills meet, the lower one's peak gets its
/// prominence. The highest peak of each hill that meets no higher one has its full height.
/// </summary>
internal static class Peaks
{
    /// <summary>All peaks above zero; shape (rows, columns), NaN is no-data and is never crossed. Among equal heights the first in reading order is higher.</summary>
    public static List<(int Pixel, float Prominence)> Of(float[] height, int rows, int columns)
    {
        var order = Descending(height);
        var hill = new int[height.Length];
        Array.Fill(hill, -1);
        var peaks = new List<(int Pixel, float Prominence)>();
        foreach (var centre in order)
        {
            hill[centre] = centre;
            var highest = -1;
            var (row, column) = (centre / columns, centre % columns);
            for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
            {
                for (var c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++)
                {
                    var i = (r * columns) + c;
                    if (i != centre && hill[i] >= 0)
                    {
                        highest = Join(hill, height, peaks, highest, Find(hill, i), centre);
                    }
                }
            }
        }

        foreach (var i in order)
        {
            if (hill[i] == i)
            {
                peaks.Add((i, height[i]));
            }
        }

        return peaks;
    }

    /// <summary>Joins two hills at a pixel under the higher peak; each hill is named by its peak.</summary>
    private static int Join(int[] hill, float[] height, List<(int Pixel, float Prominence)> peaks, int highest, int other, int at)
    {
        if (highest == other)
        {
            return highest;
        }

        if (highest < 0)
        {
            hill[at] = other;
            return other;
        }

        var otherWins = height[other] > height[highest] || (height[other] == height[highest] && other < highest);
        var (winner, loser) = otherWins ? (other, highest) : (highest, other);
        peaks.Add((loser, height[loser] - height[at]));
        hill[loser] = winner;
        return winner;
    }

    private static int Find(int[] hill, int pixel)
    {
        while (hill[pixel] != pixel)
        {
            hill[pixel] = hill[hill[pixel]];
            pixel = hill[pixel];
        }

        return pixel;
    }

    private static int[] Descending(float[] height)
    {
        var count = height.Count(h => h > 0);
        var (keys, order) = (new (float Height, int Pixel)[count], new int[count]);
        for (int i = 0, k = 0; i < height.Length; i++)
        {
            if (height[i] > 0)
            {
                keys[k++] = (-height[i], i);
            }
        }

        Array.Sort(keys);
        for (var k = 0; k < count; k++)
        {
            order[k] = keys[k].Pixel;
        }

        return order;
    }
}
