namespace Plumb.Unwrapping.Bowls;

/// <summary>
/// Fits one bowl to wrapped phasors: the weighted sum of the cosines of the residual phase is maximised over the bowl's parameters, a constant and, once the fit reaches the
/// flanks, a plane, by Gauss-Newton steps with Marquardt's damping. No unwrapping is needed, so that slopes beyond half a cycle a pixel do no harm as long as the fit knows each
/// pixel's phase to less than half a cycle before it uses it. That is reached by growth: a fit within a few pixels of the middle of the fringes says what the phase is a little
/// farther out. For one thread.
/// </summary>
/// <param name="phasors">The phase.</param>
internal sealed class BowlFit(BowlPhasors phasors)
{
    internal const double Edge = 4.5;
    private const int Nuisances = 3;
    private const double Growth = 1.22;
    private const int FewPixels = 1500;
    private const int ManyPixels = 20_000;
    private const double FirstChange = 3;
    private const double LeastDepth = 3;
    private const double MostDepth = 1500;
    private const double DepthStep = 1.35;

    // Of the fits that grow together: how many at most, how far one may be behind the best, radian between what two foresee.
    private const int Widest = 8;
    private const double Behind = 0.15;
    private const double LeastCoherence = 0.45;
    private const double Alike = 0.4;
    private readonly List<int> pixels = [];
    private readonly BowlNormal[] systems = new BowlNormal[12];
    private readonly double[] row = new double[12];
    private readonly double[] change = new double[12];

    /// <summary>
    /// Fits a bowl from a candidate on; null where none fits. Of the probability integral, whose form in the middle tells little of how far its flanks lie, bowls with the depth and
    /// the size of a Gaussian that grew there are tried too, and taken where they fit more closely.
    /// </summary>
    internal BowlState? Grow(BowlCandidate candidate, BowlShape shape)
    {
        if (shape == BowlShape.Gaussian)
        {
            return Grow(candidate, new GaussianCurve());
        }

        var curve = new ProbabilityCurve();
        var best = Grow(candidate, curve);
        if (Grow(candidate, new GaussianCurve()) is { } round)
        {
            foreach (var start in ProbabilityCurve.Like(round.Bowl))
            {
                best = Finish(curve, [.. start, .. round.Parameters[^Nuisances..]], FewPixels) is { } other && (best is null || other.Coherence > best.Coherence) ? other : best;
            }
        }

        return best;
    }

    /// <summary>
    /// Fits a curve from a candidate on; null where it does not fit. Many depths (and for the probability integral forms) have the curvature of the candidate: all grow together, and of those that
    /// foresee the same phase a little farther out only the best one goes on.
    /// </summary>
    private BowlState? Grow(BowlCandidate candidate, BowlCurve curve)
    {
        var growing = new List<Growing>();
        for (var depth = LeastDepth; depth < MostDepth; depth *= DepthStep)
        {
            growing.AddRange(curve.Starts(candidate, candidate.Xx < 0 ? depth : -depth).Select(s => new Growing([.. s, 0, 0, 0], 0)));
        }

        BowlState? best = null;
        for (var radius = Math.Sqrt(2 * FirstChange / candidate.Curvature); growing.Count > 0 && radius < phasors.Rows + phasors.Columns; radius *= Growth)
        {
            var next = new List<Growing>();
            foreach (var one in growing)
            {
                var (own, distance) = (one.Parameters, curve.DistanceAt(one.Parameters, radius));
                if (distance >= Edge)
                {
                    best = Finish(curve, own, FewPixels) is { } grown && (best is null || grown.Gain > best.Gain) ? grown : best;
                }
                else if (Choose(curve, own, distance, FewPixels) && Solve(curve, own, 5, distance > 2))
                {
                    next.Add(new Growing(own, Cosines(curve, own) / Weights()));
                }
            }

            // One that does not even follow the middle to a radian is none.
            next.RemoveAll(n => n.Coherence < LeastCoherence);
            growing = Different(curve, next, Growth * radius);
        }

        return best;
    }

    /// <summary>The best of those that foresee the same.</summary>
    private static List<Growing> Different(BowlCurve curve, List<Growing> grown, double radius)
    {
        var kept = new List<(Growing Own, double[] Foreseen)>();
        foreach (var one in grown.OrderByDescending(g => g.Coherence))
        {
            if (kept.Count == Widest || one.Coherence < kept.FirstOrDefault((one, [])).Own.Coherence - Behind)
            {
                break;
            }

            var foreseen = curve.Around(one.Parameters, radius);
            if (kept.All(k => k.Foreseen.Zip(foreseen, (a, b) => Math.Abs(a - b)).Max() > Alike))
            {
                kept.Add((one, foreseen));
            }
        }

        return [.. kept.Select(k => k.Own)];
    }

    /// <summary>Fits again from where a fit ended, by all pixels.</summary>
    internal BowlState? Finish(BowlCurve curve, double[] parameters, int most = ManyPixels)
    {
        var own = (double[])parameters.Clone();
        for (var round = 0; round < 3; round++)
        {
            if (!Choose(curve, own, Edge, most) || !Solve(curve, own, 25, true))
            {
                return null;
            }
        }

        return Choose(curve, own, Edge, most) && curve.ToBowl(own) is { } bowl && IsSensible(bowl) ? Judge(curve, own, bowl) : null;
    }

    /// <summary>Covariance of the bowl's parameters, row by row: residuals of a block of pixels belong together (a sandwich of block sums).</summary>
    internal double[] Covariance(BowlState state)
    {
        var (curve, own) = (state.Curve, state.Parameters);
        var count = curve.Count + Nuisances;
        Choose(curve, own, Edge, ManyPixels);
        var side = Math.Max(4, (int)(state.Bowl.Across / 2));
        var system = System(count);
        system.Clear();
        var (blocks, sum, total) = (new Dictionary<(int, int), double[]>(), 0.0, 0.0);
        foreach (var p in pixels)
        {
            var (cosine, sine) = Residual(curve, own, p);
            if (!blocks.TryGetValue((p / phasors.Columns / side, p % phasors.Columns / side), out var block))
            {
                blocks[(p / phasors.Columns / side, p % phasors.Columns / side)] = block = new double[count];
            }

            system.Add(row.AsSpan(0, count), phasors.Weight[p], 0);
            (sum, total) = (sum + cosine, total + phasors.Weight[p]);
            for (var i = 0; i < count; i++)
            {
                block[i] += sine * row[i];
            }
        }

        var covariance = new double[curve.Count * curve.Count];
        var sharpness = Math.Max(0.05, sum / total);
        foreach (var block in blocks.Values)
        {
            if (!system.Solve(0, block, change))
            {
                Array.Fill(covariance, double.NaN);
                return covariance;
            }

            for (var i = 0; i < curve.Count; i++)
            {
                for (var j = 0; j < curve.Count; j++)
                {
                    covariance[(i * curve.Count) + j] += change[i] * change[j] / (sharpness * sharpness);
                }
            }
        }

        return covariance;
    }

    private double Weights()
    {
        var sum = 0.0;
        foreach (var p in pixels)
        {
            sum += phasors.Weight[p];
        }

        return sum;
    }

    private bool IsSensible(Bowl bowl) =>
        bowl.Row > -0.2 * phasors.Rows && bowl.Row < 1.2 * phasors.Rows && bowl.Column > -0.2 * phasors.Columns && bowl.Column < 1.2 * phasors.Columns
        && bowl.Across >= 0.7 && Math.Max(bowl.Along, bowl.Radius) < phasors.Rows + phasors.Columns && Math.Abs(bowl.Depth) is > 1 and < 2 * MostDepth;

    /// <summary>Chooses pixels up to a distance from the middle, not more than a number, evenly spread. False where there are too few.</summary>
    private bool Choose(BowlCurve curve, double[] own, double distance, int most)
    {
        pixels.Clear();
        if (curve.ToBowl(own) is not { } bowl || !IsSensible(bowl))
        {
            return false;
        }

        var reach = Math.Sqrt(2 * distance) * Math.Sqrt((bowl.Along * bowl.Along / (curve is ProbabilityCurve ? 12 : 1)) + (bowl.Radius * bowl.Radius / (2 * Math.PI))) + 1;
        var area = Math.PI * reach * reach * Math.Min(1, bowl.Across / bowl.Along);
        var stride = Math.Max(1, (int)Math.Sqrt(area / most));
        var (top, bottom) = (Math.Max(0, (int)(bowl.Row - reach)), Math.Min(phasors.Rows - 1, (int)(bowl.Row + reach)));
        var (left, right) = (Math.Max(0, (int)(bowl.Column - reach)), Math.Min(phasors.Columns - 1, (int)(bowl.Column + reach)));
        for (var r = top; r <= bottom; r += stride)
        {
            // Rows are shifted against each other, so that the pixels of a sparse choice do not stand in columns.
            for (var c = left + ((r / stride * 7) % stride); c <= right; c += stride)
            {
                var p = (r * phasors.Columns) + c;
                if (phasors.Weight[p] > 0 && curve.Distance(own, c, r) <= distance)
                {
                    pixels.Add(p);
                }
            }
        }

        return pixels.Count >= 12;
    }

    private BowlNormal System(int count) => systems[count - 1] ??= new BowlNormal(count);

    private bool Solve(BowlCurve curve, double[] own, int rounds, bool withPlane)
    {
        var count = curve.Count + (withPlane ? Nuisances : 1);
        var system = System(count);
        if (!withPlane)
        {
            (own[curve.Count + 1], own[curve.Count + 2]) = (0, 0);
        }

        Centre(curve, own);
        var (before, damping) = (Normal(curve, own, system, count), 1e-3);
        var (next, right) = (new double[own.Length], new double[count]);
        for (var round = 0; round < rounds; round++)
        {
            system.Right.CopyTo(right, 0);
            if (!system.Solve(damping, right, change))
            {
                return false;
            }

            own.CopyTo(next, 0);
            for (var i = 0; i < count; i++)
            {
                next[i] += change[i];
            }

            var after = curve.ToBowl(next) is null ? double.NegativeInfinity : Cosines(curve, next);
            if (after > before)
            {
                next.CopyTo(own, 0);
                damping = Math.Max(1e-9, damping * 0.2);
                if (after - before < 1e-9 * Math.Abs(after))
                {
                    break;
                }

                before = Normal(curve, own, system, count);
            }
            else
            {
                damping = damping * 8;
                if (damping > 1e6)
                {
                    break;
                }
            }
        }

        return true;
    }

    /// <summary>Sets the constant to the mean direction of the residual.</summary>
    private void Centre(BowlCurve curve, double[] own)
    {
        var (real, imaginary) = (0.0, 0.0);
        foreach (var p in pixels)
        {
            var (cosine, sine) = Residual(curve, own, p);
            (real, imaginary) = (real + cosine, imaginary + sine);
        }

        own[curve.Count] += Math.Atan2(imaginary, real);
    }

    private double Cosines(BowlCurve curve, double[] own)
    {
        var sum = 0.0;
        foreach (var p in pixels)
        {
            sum += Residual(curve, own, p).Cosine;
        }

        return sum;
    }

    private double Normal(BowlCurve curve, double[] own, BowlNormal system, int count)
    {
        system.Clear();
        var sum = 0.0;
        foreach (var p in pixels)
        {
            var (cosine, sine) = Residual(curve, own, p);
            sum += cosine;
            system.Add(row.AsSpan(0, count), phasors.Weight[p], sine);
        }

        return sum;
    }

    /// <summary>Weighted cosine and sine of the residual phase of a pixel; derivatives of the model go to the row.</summary>
    private (double Cosine, double Sine) Residual(BowlCurve curve, double[] own, int p)
    {
        var (x, y) = (p % phasors.Columns, p / phasors.Columns);
        var phase = curve.At(own, x, y, row);
        var n = curve.Count;
        (row[n], row[n + 1], row[n + 2]) = (1, x - own[1], y - own[2]);
        var (sine, cosine) = Math.SinCos(phase + own[n] + (own[n + 1] * row[n + 1]) + (own[n + 2] * row[n + 2]));
        return ((phasors.Real[p] * cosine) + (phasors.Imaginary[p] * sine), (phasors.Imaginary[p] * cosine) - (phasors.Real[p] * sine));
    }

    /// <summary>What the bowl gains in the agreement of neighbours, over the pixels chosen.</summary>
    private BowlState Judge(BowlCurve curve, double[] own, Bowl bowl)
    {
        var (before, after, weight, squares, cosines, weights) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var p in pixels)
        {
            var (x, y) = (p % phasors.Columns, p / phasors.Columns);
            var here = bowl.Phase(y, x);
            cosines += Residual(curve, own, p).Cosine;
            weights += phasors.Weight[p];
            if (x + 1 < phasors.Columns)
            {
                Neighbour(p, p + 1, bowl.Phase(y, x + 1) - here);
            }

            if (y + 1 < phasors.Rows)
            {
                Neighbour(p, p + phasors.Columns, bowl.Phase(y + 1, x) - here);
            }
        }

        return new BowlState(curve, own, bowl, (after - before) * PixelsOf(bowl) / pixels.Count, Math.Sqrt(squares) * PixelsOf(bowl) / pixels.Count, before / weight, after / weight, cosines / weights);

        void Neighbour(int a, int b, double step)
        {
            var w = Math.Sqrt(phasors.Weight[a] * phasors.Weight[b]);
            if (!(w > 0))
            {
                return;
            }

            var real = ((phasors.Real[a] * phasors.Real[b]) + (phasors.Imaginary[a] * phasors.Imaginary[b])) / w;
            var imaginary = ((phasors.Imaginary[b] * phasors.Real[a]) - (phasors.Real[b] * phasors.Imaginary[a])) / w;
            var (sine, cosine) = Math.SinCos(step);
            var turned = (real * cosine) + (imaginary * sine);
            (before, after, weight) = (before + real, after + turned, weight + w);
            squares += (turned - real) * (turned - real);
        }
    }

    private static double PixelsOf(Bowl bowl) => (bowl.Along + bowl.Radius) * (bowl.Across + bowl.Radius);

    private sealed record Growing(double[] Parameters, double Coherence);
}

/// <summary>A fit: the curve, its parameters with constant and plane after them, the bowl they make, and what it gains.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="Parameters">Its parameters, a constant (radian) and a plane (radian per pixel along columns and rows).</param>
/// <param name="Bowl">The bowl.</param>
/// <param name="Gain">Sum over the bowl that the cosines of neighbours' differences gain, in pixels.</param>
/// <param name="GainSigma">What that sum would scatter by if each difference gained or lost by chance.</param>
/// <param name="Before">Mean cosine before.</param>
/// <param name="After">Mean cosine after.</param>
/// <param name="Coherence">Mean cosine of the residual phase.</param>
internal sealed record BowlState(BowlCurve Curve, double[] Parameters, Bowl Bowl, double Gain, double GainSigma, double Before, double After, double Coherence);
