namespace Plumb.Unwrapping;

/// <summary>Connected components of unwrapped points: points joined by edges on which a cycle more or less would cost much.</summary>
internal sealed class PointComponents(PointEdges edges, ArcNetwork network, UnwrapOptions options, double unitsPerNat)
{
    /// <summary>Grows the components.</summary>
    internal IReadOnlyList<UnwrappedComponent> Grow(int points, out byte[] componentOf)
    {
        var runs = new PixelRuns();
        for (var i = 0; i < points; i++)
        {
            runs.Begin();
        }

        var margin = options.Components.MinMargin * unitsPerNat;
        for (var e = 0; e < edges.Count; e++)
        {
            if (Math.Min(Next(e, 1), Next(e, -1)) >= margin)
            {
                runs.Join(edges.First[e], edges.Second[e], 0);
            }
        }

        var sets = runs.NumberSets(out var count);
        var size = new long[count];
        foreach (var set in sets)
        {
            size[set]++;
        }

        var kept = Keep(size, points);
        var numbers = new byte[count];
        for (var k = 0; k < kept.Length; k++)
        {
            numbers[kept[k].Set] = (byte)(k + 1);
        }

        componentOf = Array.ConvertAll(sets, s => numbers[s]);
        var doubt = new double[kept.Length + 1];
        for (var i = 0; i < points; i++)
        {
            doubt[componentOf[i]] += Doubt(i);
        }

        return [.. kept.Select((s, k) => new UnwrappedComponent(k + 1, s.Size, 1 - (doubt[k + 1] / s.Size)))];
    }

    private unsafe (int Set, long Size)[] Keep(long[] size, int points)
    {
        fixed (long* first = size)
        {
            return options.Components.Keep(first, size.Length, points);
        }
    }

    private int Next(int edge, int sign) => options.Costs == UnwrapCosts.Deformation
        ? DeformationCost.Next(network.Weight[edge], sign * network.Slope[edge])
        : SmoothCost.Next(network.Weight[edge], sign * network.Slope[edge]);

    private double Doubt(int point)
    {
        var (more, less) = (0L, 0L);
        foreach (var entry in edges.At(point))
        {
            // A cycle more on the point takes one off the edges that begin there.
            var (edge, sign) = entry < 0 ? (~entry, 1) : (entry, -1);
            more += Next(edge, sign);
            less += Next(edge, -sign);
        }

        var odds = Math.Exp(-(double)more / unitsPerNat) + Math.Exp(-(double)less / unitsPerNat);
        return odds / (1 + odds);
    }
}
