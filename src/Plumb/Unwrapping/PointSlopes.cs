namespace Plumb.Unwrapping;

/// <summary>
/// Slopes of the phase at scattered points: planes fitted by weighted least squares to the wrapped differences along the edges of each point and of
/// its neighbours, drawn to level ones by a prior of one radian per mean length of an edge.
/// </summary>
internal sealed class PointSlopes(WrappedPoints points, PointEdges edges, float[] wrapped, double[] variance, double meanLength)
{
    /// <summary>Slopes along both axes, radian per unit of length, and variance of the differences around each point about its plane, radian squared; shape (point).</summary>
    internal (double[] X, double[] Y, double[] Misfit) Fit()
    {
        var count = wrapped.Length;
        var own = new Normal[count];
        for (var e = 0; e < edges.Count; e++)
        {
            var (a, b) = (edges.First[e], edges.Second[e]);
            var (dx, dy) = (points.X[b] - points.X[a], points.Y[b] - points.Y[a]);
            var length2 = ((dx * dx) + (dy * dy)) / (meanLength * meanLength);
            var weight = 1 / (0.5 + variance[a] + variance[b] + length2);
            var phase = Math.IEEERemainder((double)wrapped[b] - wrapped[a], 2 * Math.PI);
            own[a].Add(dx, dy, phase, weight);
            own[b].Add(dx, dy, phase, weight);
        }

        var (slopeX, slopeY, misfit) = (new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var sum = own[i];
            foreach (var entry in edges.At(i))
            {
                sum.Add(own[entry < 0 ? edges.First[~entry] : edges.Second[entry]]);
            }

            (slopeX[i], slopeY[i]) = sum.Solve(meanLength * meanLength);
            misfit[i] = Math.Min(sum.Misfit(slopeX[i], slopeY[i]), Math.PI * Math.PI / 3);
        }

        return (slopeX, slopeY, misfit);
    }

    /// <summary>Normal equations of a plane.</summary>
    private struct Normal
    {
        private double xx;
        private double xy;
        private double yy;
        private double xp;
        private double yp;
        private double pp;
        private double total;

        internal void Add(double dx, double dy, double phase, double weight)
        {
            xx += weight * dx * dx;
            xy += weight * dx * dy;
            yy += weight * dy * dy;
            xp += weight * dx * phase;
            yp += weight * dy * phase;
            pp += weight * phase * phase;
            total += weight;
        }

        internal void Add(in Normal other)
        {
            xx += other.xx;
            xy += other.xy;
            yy += other.yy;
            xp += other.xp;
            yp += other.yp;
            pp += other.pp;
            total += other.total;
        }

        /// <summary>Weighted mean of the squared differences from a plane.</summary>
        internal readonly double Misfit(double x, double y)
        {
            var explained = (2 * ((x * xp) + (y * yp))) - ((x * x * xx) + (2 * x * y * xy) + (y * y * yy));
            return total > 0 ? Math.Max(0, pp - explained) / total : 0;
        }

        internal readonly (double X, double Y) Solve(double prior)
        {
            var (a, d) = (xx + prior, yy + prior);
            var determinant = (a * d) - (xy * xy);
            return (((d * xp) - (xy * yp)) / determinant, ((a * yp) - (xy * xp)) / determinant);
        }
    }
}
