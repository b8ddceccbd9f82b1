namespace Plumb.Inversion;

/// <summary>
/// Robust norms of the residuals s = root(w) r, solved as a sequence of weighted least squares. The norm is a sum of Huber's H(s) = s^2 / 2 up to a limit and limit (|s| -
/// limit / 2) beyond it; least absolute residuals are the same divided by the limit, with a limit that shrinks to <see cref="FinalLimit"/> of the
/// residuals' mean size.
/// <para>Unknown beside the series are multipliers t of the pairs, |t| &lt;= 1, with max(limit, |s|) t = s at the solution, where sum root(w) t a is 0, a the
/// rows of the design (or balances the rows of an assumption). Both equations are linearised together: with q = s / max(limit, |s|) the next system has weights w h,
/// h = (1 - t q) / |s| beyond the limit and 1 / limit inside, and right-hand side root(w) q (primal-dual Newton: Chan, Golub and Mulet 1999,
/// doi:10.1137/S1064827596299767, section 3; with the maximum in place of a smooth root: Hintermueller and Stadler 2006, doi:10.1137/040613263, section 4). h
/// stays positive, so that every system is that of a graph, because t is held inside a reach below 1; with a reach of 0 a step is one of iteratively
/// reweighted least squares.</para>
/// <para>Every step gives multipliers that balance exactly. Times the f &lt;= 1 that brings them within 1 they are feasible for the dual problem, whose
/// objective is a bound from below of the least objective there is. A pixel has converged when its objective is within <see cref="Tolerance"/> of that bound, and
/// does not change any more whatever its neighbours still need.</para>
/// </summary>
internal static class RobustNorm
{
    /// <summary>Largest distance between objective and bound, as a share of the objective (pure number).</summary>
    public const float Tolerance = 2e-3f;

    /// <summary>Most systems that are solved for a pixel (count).</summary>
    public const int MostSystems = 60;

    /// <summary>The limit of least absolute residuals ends at this share of their mean size, and never below <see cref="LeastLimit"/>, which single-precision phases do not resolve.</summary>
    public const float FinalLimit = 1e-2f;

    public const float LeastLimit = 1e-6f;

    /// <summary>What the limit of least absolute residuals is multiplied by from one system to the next.</summary>
    public const float Shrink = 0.5f;

    // How far the reach stays below 1: less after a step that brought objective and bound closer, more after one that did not.
    public const float LeastSlack = 0.005f;
    public const float MostSlack = 0.1f;
    public const float FirstSlack = 0.01f;
    public const float Ease = 0.5f;
    public const float Damp = 4;

    /// <summary>Expectation of min(z^2, k^2) for a standard normal z (pure number), by Simpson's rule: what makes a scale that counts large residuals no farther than k agree with the standard deviation of normal noise.</summary>
    public static double Consistency(double k)
    {
        const int steps = 2000;
        var width = Math.Min(k, 12) / steps;
        double square = 0, mass = 0;
        for (var i = 0; i <= steps; i++)
        {
            var z = i * width;
            var weight = (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-z * z / 2);
            square += weight * z * z;
            mass += weight;
        }

        var unit = 2 * width / 3 / Math.Sqrt(2 * Math.PI);
        return (square * unit) + (k * k * Math.Max(0, 1 - (mass * unit)));
    }
}
