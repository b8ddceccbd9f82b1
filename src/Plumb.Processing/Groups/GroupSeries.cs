using Plumb.Grids;
using Plumb.Processing.Results;

namespace Plumb.Processing.Groups;

/// <summary>The mean of a group at each date, with what its noise is made of.</summary>
/// <param name="Mean">Mean displacement since the first date, metres; NaN where no pixel has a value; shape (date).</param>
/// <param name="Count">Pixels with a value (count); shape (date).</param>
/// <param name="Own">Mean variance of the pixels' own noise, metres squared; NaN where it is not known; shape (date).</param>
/// <param name="Shared">Mean variance of the noise that they share, metres squared; NaN where it is not known; shape (date).</param>
internal sealed record GroupCourse(double[] Mean, long[] Count, double[] Own, double[] Shared)
{
    public static GroupCourse Empty(int dates) => new(new double[dates], new long[dates], new double[dates], new double[dates]);
}

/// <summary>Means of groups over the dates, by strips of rows, so that memory does not grow with the scene.</summary>
internal static class GroupSeries
{
    private const int RowsAtOnce = 32;

    /// <summary>The courses of groups.</summary>
    /// <param name="results">The run; metres along the line of sight.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="factor">What the motion of each pixel is multiplied by (pure number), shape (rows, columns); null for 1.</param>
    /// <param name="withNoise">Whether variances are wanted.</param>
    public static GroupCourse[] Of(ResultSet results, IReadOnlyList<PixelGroup> groups, float[]? factor, bool withNoise)
    {
        var (dates, columns) = (results.Dates.Count, results.Grid.Columns);
        var courses = groups.Select(_ => GroupCourse.Empty(dates)).ToArray();
        var hasParts = withNoise && results.HasSeriesParts;
        var (values, total, pairs) = (new float[dates * RowsAtOnce * columns], withNoise ? new float[dates * RowsAtOnce * columns] : [], hasParts ? new float[dates * RowsAtOnce * columns] : []);
        for (var top = 0; top < results.Grid.Rows; top += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, results.Grid.Rows - top);
            var (from, size) = (top * columns, rows * columns);
            var spans = groups.Select(g => (First: LowerBound(g.Pixels, from), End: LowerBound(g.Pixels, from + size))).ToArray();
            if (Array.TrueForAll(spans, s => s.First == s.End))
            {
                continue;
            }

            var tile = new Tile(top, 0, rows, columns);
            results.Series(tile, values.AsSpan(0, dates * size));
            if (withNoise)
            {
                results.SeriesSigma(tile, total.AsSpan(0, dates * size));
            }

            if (hasParts)
            {
                results.PairSigma(tile, pairs.AsSpan(0, dates * size));
            }

            for (var g = 0; g < groups.Count; g++)
            {
                foreach (var pixel in groups[g].Pixels.AsSpan(spans[g].First, spans[g].End - spans[g].First))
                {
                    Add(courses[g], values, total, pairs, pixel - from, size, factor?[pixel] ?? 1);
                }
            }
        }

        foreach (var course in courses)
        {
            Divide(course, withNoise, hasParts);
        }

        return courses;
    }

    private static void Add(GroupCourse course, float[] values, float[] total, float[] pairs, int at, int size, double factor)
    {
        for (var d = 0; d < course.Mean.Length; d++)
        {
            var k = (d * size) + at;
            if (!float.IsFinite(values[k]))
            {
                continue;
            }

            course.Mean[d] += factor * values[k];
            course.Count[d]++;
            if (total.Length == 0)
            {
                continue;
            }

            var all = factor * factor * total[k] * total[k];
            var own = pairs.Length == 0 ? all : Math.Min(all, factor * factor * pairs[k] * pairs[k]);
            course.Own[d] += own;
            course.Shared[d] += all - own;
        }
    }

    private static void Divide(GroupCourse course, bool withNoise, bool hasParts)
    {
        for (var d = 0; d < course.Mean.Length; d++)
        {
            var count = course.Count[d] > 0 ? course.Count[d] : double.NaN;
            course.Mean[d] /= count;
            course.Own[d] = withNoise ? course.Own[d] / count : double.NaN;
            course.Shared[d] = hasParts ? course.Shared[d] / count : double.NaN;
        }
    }

    private static int LowerBound(int[] sorted, int value)
    {
        var at = Array.BinarySearch(sorted, value);
        return at >= 0 ? at : ~at;
    }
}
