namespace Plumb.Unwrapping;

/// <summary>
/// Points joined to sets: union-find (Tarjan 1975, doi:10.1145/321879.321884). Numbers of sets follow the order of their first points.
/// </summary>
internal sealed class PointSets
{
    private readonly int[] parents;

    /// <summary>Points that stand alone.</summary>
    internal PointSets(int points) => parents = [.. Enumerable.Range(0, points)];

    /// <summary>Joins the sets of two points.</summary>
    internal void Join(int first, int second)
    {
        var (a, b) = (Find(first), Find(second));
        parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    /// <summary>Numbers the sets from 0; the result holds the number of each point's set.</summary>
    internal int[] Number(out int count)
    {
        var numbers = new int[parents.Length];
        count = 0;
        for (var point = 0; point < numbers.Length; point++)
        {
            var root = Find(point);
            numbers[point] = root == point ? count++ : numbers[root];
        }

        return numbers;
    }

    private int Find(int point)
    {
        while (parents[point] != point)
        {
            // Path halving: skip every other parent.
            parents[point] = parents[parents[point]];
            point = parents[point];
        }

        return point;
    }
}
