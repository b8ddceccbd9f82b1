namespace Plumb.Unwrapping;

/// <summary>
/// Phase unwrapping of scattered points: a Delaunay triangulation joins them, the triangles are the loops, and whole cycles on the edges are
/// solved for as on rasters (Costantini and Rosen 1999, doi:10.1109/IGARSS.1999.773467). The expected difference along an edge is that of the planes
/// fitted to the wrapped differences around its two points. Memory: some 200 bytes a point.
/// </summary>
public sealed class PointUnwrapper
{
    private const double Cycle = 2 * Math.PI;
    private const int UnitsPerNat = 2048;
    private const int LargestWeight = 1 << 21;

    // Variance by which the differences of neighbours at the mean distance exceed their noise, radian squared.
    private const double SlopeVariance = 0.4;
    private readonly WrappedPoints points;
    private readonly UnwrapOptions options;
    private readonly PointEdges edges;
    private readonly float[] wrapped;
    private readonly double[] variance;
    private readonly double meanLength;

    private PointUnwrapper(WrappedPoints points, UnwrapOptions options)
    {
        (this.points, this.options) = (points, options);
        edges = PointEdges.Of(Triangulation.Of(points.X, points.Y));
        wrapped = Array.ConvertAll(points.Phase, p => (float)Math.IEEERemainder(p, Cycle));
        variance = new double[wrapped.Length];
        for (var i = 0; i < variance.Length; i++)
        {
            var square = points.Coherence is null ? 0.5 : Math.Clamp(points.Coherence[i], 0.01, 1) * (double)Math.Clamp(points.Coherence[i], 0.01, 1);
            variance[i] = Math.Min((1 - square) / (2 * options.Looks * square), Math.PI * Math.PI / 3);
        }

        var sum = 0.0;
        for (var e = 0; e < edges.Count; e++)
        {
            sum += Length(e);
        }

        meanLength = edges.Count > 0 ? sum / edges.Count : 1;
    }

    /// <summary>Unwraps points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="options">Costs, looks and components.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">Two points lie at the same place, or the looks are not at least 1.</exception>
    public static UnwrappedPoints Unwrap(WrappedPoints points, UnwrapOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new PointUnwrapper(points, options).Run(stop);
    }

    private UnwrappedPoints Run(CancellationToken stop)
    {
        for (var coarser = 0; ; coarser += 3)
        {
            var network = new ArcNetwork(edges.Loops + 1, edges.RightLoop, edges.LeftLoop);
            network.Ground(edges.Loops);
            var residues = Fill(network, coarser);
            var solved = options.Costs == UnwrapCosts.Deformation ? network.Solve<DeformationCost>(stop) : network.Solve<SmoothCost>(stop);
            if (solved)
            {
                var phase = Integrate(network);
                var growth = new PointComponents(edges, network, options, (UnitsPerNat >> coarser) * ArcCosts.CostsPerNat);
                var components = growth.Grow(phase.Length, out var componentOf);
                return new UnwrappedPoints(phase, componentOf, components, residues, edges.Count);
            }

            if (coarser > 6)
            {
                throw new InvalidOperationException("Unwrapping: the paths of the flow are too long for any scale of the costs.");
            }
        }
    }

    private double Length(int edge)
    {
        var (a, b) = (edges.First[edge], edges.Second[edge]);
        return Math.Sqrt(((points.X[b] - points.X[a]) * (points.X[b] - points.X[a])) + ((points.Y[b] - points.Y[a]) * (points.Y[b] - points.Y[a])));
    }

    /// <summary>Sets costs and cheapest cycles, and what they leave over. Returns the number of residues of the wrapped differences.</summary>
    private long Fill(ArcNetwork network, int coarser)
    {
        var (slopeX, slopeY, misfit) = new PointSlopes(points, edges, wrapped, variance, meanLength).Fit();
        var charge = new int[edges.Loops + 1];
        for (var e = 0; e < edges.Count; e++)
        {
            var (a, b) = (edges.First[e], edges.Second[e]);
            var difference = (double)wrapped[b] - wrapped[a];
            var expected = 0.5 * (((slopeX[a] + slopeX[b]) * (points.X[b] - points.X[a])) + ((slopeY[a] + slopeY[b]) * (points.Y[b] - points.Y[a])));
            var cycles = (expected - difference) / Cycle;
            var nearest = Math.Round(cycles);

            // Half of the variance by what is seen around, half by the coherences; all of it by the former where there are none.
            var seen = 0.5 * (misfit[a] + misfit[b]);
            var modelled = points.Coherence is null ? seen : variance[a] + variance[b];
            var spread = (0.5 * (modelled + seen)) + (SlopeVariance * Length(e) / meanLength);
            var weight = (int)Math.Clamp(0.5 * Cycle * Cycle / spread * (UnitsPerNat >> coarser), 1, LargestWeight);
            network.Weight[e] = weight;
            network.Slope[e] = (int)Math.Round(2.0 * weight * (nearest - cycles));
            network.Jump[e] = (int)nearest;
            network.Excess[edges.LeftLoop[e]] += network.Jump[e];
            network.Excess[edges.RightLoop[e]] -= network.Jump[e];
            var wrap = -(int)Math.Round(difference / Cycle);
            charge[edges.LeftLoop[e]] += wrap;
            charge[edges.RightLoop[e]] -= wrap;
        }

        return charge.AsSpan(0, edges.Loops).ToArray().LongCount(q => q != 0);
    }

    private float[] Integrate(ArcNetwork network)
    {
        var count = wrapped.Length;
        var cycles = new int[count];
        var seen = new bool[count];
        var queue = new Queue<int>();
        seen[0] = true;
        queue.Enqueue(0);
        var sum = 0L;
        while (queue.TryDequeue(out var i))
        {
            sum += cycles[i];
            foreach (var entry in edges.At(i))
            {
                var e = entry < 0 ? ~entry : entry;
                var other = entry < 0 ? edges.First[e] : edges.Second[e];
                if (!seen[other])
                {
                    seen[other] = true;
                    cycles[other] = cycles[i] + (entry < 0 ? -network.Jump[e] : network.Jump[e]);
                    queue.Enqueue(other);
                }
            }
        }

        var mean = (int)Math.Round((double)sum / count);
        return [.. wrapped.Select((p, i) => (float)(p + (Cycle * (cycles[i] - mean))))];
    }
}
