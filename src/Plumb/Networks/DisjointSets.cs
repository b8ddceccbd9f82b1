namespace Plumb.Networks;

/// <summary>
/// Union-find over a span: <c>parents[i]</c> is another member of the set of i, or i itself for the set's root. The root is always
/// the smallest member, so that results do not depend on the order of the unions. No allocation; not safe for two writers.
/// Tarjan 1975, doi:10.1145/321879.321884 (with path halving in place of full compression).
/// </summary>
public static class DisjointSets
{
    /// <summary>Makes each element a set of its own.</summary>
    /// <param name="parents">Parents to fill; shape (element).</param>
    public static void Reset(Span<int> parents)
    {
        for (var i = 0; i < parents.Length; i++)
        {
            parents[i] = i;
        }
    }

    /// <summary>The root (smallest member) of an element's set. Shortens the path on its way.</summary>
    /// <param name="parents">Parents; shape (element).</param>
    /// <param name="element">The element.</param>
    public static int Root(Span<int> parents, int element)
    {
        while (parents[element] != element)
        {
            parents[element] = parents[parents[element]];
            element = parents[element];
        }

        return element;
    }

    /// <summary>Joins the sets of two elements.</summary>
    /// <param name="parents">Parents; shape (element).</param>
    /// <param name="a">One element.</param>
    /// <param name="b">Another element.</param>
    /// <returns>Whether they were in two different sets before.</returns>
    public static bool Union(Span<int> parents, int a, int b)
    {
        var rootA = Root(parents, a);
        var rootB = Root(parents, b);
        if (rootA == rootB)
        {
            return false;
        }

        if (rootA < rootB)
        {
            parents[rootB] = rootA;
        }
        else
        {
            parents[rootA] = rootB;
        }

        return true;
    }
}
