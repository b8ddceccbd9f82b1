using Plumb.Kernels;

namespace Plumb.Unwrapping.Bowls;

/// <summary>
/// A bowl's phase and its derivatives by the parameters that are fitted. Gaussian: one over the depth, x, y, and the second derivatives
/// in the middle, which have no singular direction where it is round: near the middle only the last are known, and what a fit learns farther out goes into the first, nearly linearly. Probability integral: depth, x, y, logarithms of both lengths and of the radius, azimuth. x runs along columns, y along rows, pixels.
/// </summary>
internal abstract class BowlCurve
{
    internal abstract int Count { get; }

    /// <summary>
    /// Phase at a place less that in the middle, radian, and its derivatives. The difference, beside a constant that is fitted too, keeps the depth apart from the constant: near the
    /// middle a deeper bowl of the same curvature differs by its fourth power alone.
    /// </summary>
    internal abstract double At(ReadOnlySpan<double> parameters, double x, double y, Span<double> derivatives);

    /// <summary>Half the squared distance from the middle in standard deviations of the bowl's own size, pure number.</summary>
    internal abstract double Distance(ReadOnlySpan<double> parameters, double x, double y);

    /// <summary>Parameters of bowls of a depth whose middle has the place and the curvature of a candidate.</summary>
    internal abstract IEnumerable<double[]> Starts(BowlCandidate candidate, double depth);

    /// <summary><see cref="Distance"/> of a circle of a radius, for a round bowl of the same area.</summary>
    internal double DistanceAt(ReadOnlySpan<double> parameters, double radius)
    {
        var along = Distance(parameters, parameters[1] + radius, parameters[2]);
        var down = Distance(parameters, parameters[1], parameters[2] + radius);
        var both = Distance(parameters, parameters[1] + radius, parameters[2] + radius) - along - down;
        return Math.Sqrt(Math.Max(1e-18, (along * down) - (0.25 * both * both)));
    }

    /// <summary><see cref="At"/> on a circle around the middle, radian.</summary>
    internal double[] Around(double[] parameters, double radius)
    {
        var (unused, values) = (new double[Count], new double[8]);
        for (var k = 0; k < values.Length; k++)
        {
            var (sine, cosine) = Math.SinCos(k * Math.PI / 4);
            values[k] = At(parameters, parameters[1] + (radius * cosine), parameters[2] + (radius * sine), unused);
        }

        return values;
    }

    /// <summary>The bowl of parameters; null where they make none that is sensible.</summary>
    internal abstract Bowl? ToBowl(ReadOnlySpan<double> parameters);

    /// <summary>Standard deviations of the bowl's own parameters from the covariance of those fitted, row by row, by differences.</summary>
    internal Bowl Sigma(double[] parameters, double[] covariance)
    {
        var own = ToBowl(parameters)!;
        var jacobian = new double[7][];
        for (var i = 0; i < 7; i++)
        {
            jacobian[i] = new double[Count];
        }

        for (var k = 0; k < Count; k++)
        {
            var moved = (double[])parameters.Clone();
            var step = 1e-3 * Math.Sqrt(Math.Max(covariance[(k * Count) + k], 1e-24));
            moved[k] += step;
            var other = ToBowl(moved) ?? own;
            var turn = Math.IEEERemainder(other.Azimuth - own.Azimuth, Math.PI);
            double[] change =
            [
                other.Row - own.Row, other.Column - own.Column, other.Depth - own.Depth, turn, other.Along - own.Along, other.Across - own.Across, other.Radius - own.Radius,
            ];
            for (var i = 0; i < 7; i++)
            {
                jacobian[i][k] = change[i] / step;
            }
        }

        double Of(int i)
        {
            var sum = 0.0;
            for (var k = 0; k < Count; k++)
            {
                for (var l = 0; l < Count; l++)
                {
                    sum += jacobian[i][k] * covariance[(k * Count) + l] * jacobian[i][l];
                }
            }

            return Math.Sqrt(Math.Max(0, sum));
        }

        return new Bowl(own.Shape, Of(0), Of(1), Of(2), Of(3), Of(4), Of(5), Of(6));
    }
}

/// <summary>The Gaussian bowl.</summary>
internal sealed class GaussianCurve : BowlCurve
{
    internal override int Count => 6;

    internal override double At(ReadOnlySpan<double> parameters, double x, double y, Span<double> derivatives)
    {
        var (dx, dy) = (x - parameters[1], y - parameters[2]);
        var inverse = parameters[0];
        var part = inverse * Paraboloid(parameters, dx, dy);
        var shape = Math.Exp(part);
        derivatives[0] = ((shape * (part - 1)) + 1) / (inverse * inverse);
        derivatives[1] = -shape * ((parameters[3] * dx) + (parameters[4] * dy));
        derivatives[2] = -shape * ((parameters[4] * dx) + (parameters[5] * dy));
        derivatives[3] = 0.5 * shape * dx * dx;
        derivatives[4] = shape * dx * dy;
        derivatives[5] = 0.5 * shape * dy * dy;
        return (shape - 1) / inverse;
    }

    internal override double Distance(ReadOnlySpan<double> parameters, double x, double y) =>
        -parameters[0] * Paraboloid(parameters, x - parameters[1], y - parameters[2]);

    internal override IEnumerable<double[]> Starts(BowlCandidate candidate, double depth)
    {
        yield return [1 / depth, candidate.X, candidate.Y, candidate.Xx, candidate.Xy, candidate.Yy];
    }

    internal override Bowl? ToBowl(ReadOnlySpan<double> parameters)
    {
        var inverse = parameters[0];
        var (a, b, c) = (-inverse * parameters[3], -inverse * parameters[4], -inverse * parameters[5]);
        var (middle, half) = (0.5 * (a + c), Math.Sqrt((0.25 * (a - c) * (a - c)) + (b * b)));
        if (!(middle - half > 1e-9))
        {
            return null;
        }

        // The longer axis is that of the smaller eigenvalue of the inverse covariance.
        var azimuth = 0.5 * Math.Atan2(-2 * b, c - a);
        return new Bowl(BowlShape.Gaussian, parameters[2], parameters[1], 1 / inverse, azimuth, 1 / Math.Sqrt(middle - half), 1 / Math.Sqrt(middle + half), 0);
    }

    private static double Paraboloid(ReadOnlySpan<double> parameters, double dx, double dy) =>
        0.5 * ((parameters[3] * dx * dx) + (2 * parameters[4] * dx * dy) + (parameters[5] * dy * dy));
}

/// <summary>The bowl of the probability integral.</summary>
internal sealed class ProbabilityCurve : BowlCurve
{
    private static readonly double RootPi = Math.Sqrt(Math.PI);

    internal override int Count => 7;

    internal override double At(ReadOnlySpan<double> parameters, double x, double y, Span<double> derivatives)
    {
        var (sine, cosine) = Math.SinCos(parameters[6]);
        var (dx, dy) = (x - parameters[1], y - parameters[2]);
        var (u, v) = ((cosine * dx) + (sine * dy), (cosine * dy) - (sine * dx));
        var (l, w, r) = (Math.Exp(parameters[3]), Math.Exp(parameters[4]), Math.Exp(parameters[5]));
        var (f, fu, fl, fr) = Strip(u, l, r);
        var (g, gv, gw, gr) = Strip(v, w, r);
        var depth = parameters[0];
        derivatives[0] = (f * g) - 1;
        derivatives[1] = depth * ((sine * f * gv) - (cosine * fu * g));
        derivatives[2] = -depth * ((sine * fu * g) + (cosine * f * gv));
        derivatives[3] = depth * l * fl * g;
        derivatives[4] = depth * w * f * gw;
        derivatives[5] = depth * r * ((fr * g) + (f * gr));
        derivatives[6] = depth * ((fu * v * g) - (f * gv * u));
        return depth * ((f * g) - 1);
    }

    internal override double Distance(ReadOnlySpan<double> parameters, double x, double y)
    {
        var (sine, cosine) = Math.SinCos(parameters[6]);
        var (dx, dy) = (x - parameters[1], y - parameters[2]);
        var (u, v) = ((cosine * dx) + (sine * dy), (cosine * dy) - (sine * dx));
        var (l, w, r) = (Math.Exp(parameters[3]), Math.Exp(parameters[4]), Math.Exp(parameters[5]));
        return 0.5 * ((u * u / Spread(l, r)) + (v * v / Spread(w, r)));
    }

    internal override Bowl? ToBowl(ReadOnlySpan<double> parameters)
    {
        var (l, w, r) = (Math.Exp(parameters[3]), Math.Exp(parameters[4]), Math.Exp(parameters[5]));
        if (!(Math.Min(l, w) > 0.02 * r && r > 1 && Math.Max(l, w) < 100 * r))
        {
            return null;
        }

        var azimuth = Math.IEEERemainder(l >= w ? parameters[6] : parameters[6] + (Math.PI / 2), Math.PI);
        return new Bowl(BowlShape.ProbabilityIntegral, parameters[2], parameters[1], parameters[0], azimuth, Math.Max(l, w), Math.Min(l, w), r);
    }

    internal override IEnumerable<double[]> Starts(BowlCandidate candidate, double depth)
    {
        if (new GaussianCurve().ToBowl(new GaussianCurve().Starts(candidate, depth).First()) is not { } gaussian)
        {
            yield break;
        }

        foreach (var ratio in (double[])[0.3, 1, 1.6, 2.2])
        {
            // The strip's curvature in its middle falls with its length; the longer side is as long as its own curvature asks for.
            var radius = gaussian.Across * Math.Sqrt(Curvature(ratio));
            var (low, high) = (ratio, 4.0);
            for (var k = 0; k < 30; k++)
            {
                var middle = 0.5 * (low + high);
                (low, high) = Curvature(middle) > radius * radius / (gaussian.Along * gaussian.Along) ? (middle, high) : (low, middle);
            }

            yield return [depth, candidate.X, candidate.Y, Math.Log(low * radius), Math.Log(ratio * radius), Math.Log(radius), gaussian.Azimuth];
        }
    }

    /// <summary>Parameters of bowls of the depth, the place and the spread of a Gaussian one, from a pointed to a flat floor.</summary>
    internal static IEnumerable<double[]> Like(Bowl gaussian)
    {
        foreach (var ratio in (double[])[0.3, 1, 1.6, 2.2])
        {
            // Spread of the shorter side, from which the radius follows, and of the longer one.
            var square = gaussian.Across * gaussian.Across / Spread(ratio, 1);
            var length = Math.Sqrt(12 * ((gaussian.Along * gaussian.Along) - (square / (2 * Math.PI))));
            yield return [gaussian.Depth, gaussian.Column, gaussian.Row, Math.Log(length), 0.5 * Math.Log(ratio * ratio * square), 0.5 * Math.Log(square), gaussian.Azimuth];
        }
    }

    /// <summary>Minus the second derivative of a strip in its middle, as part of its value, for a radius of 1; by its length.</summary>
    private static double Curvature(double length) =>
        2 * Math.PI * length * Math.Exp(-0.25 * Math.PI * length * length) / (1 - ErrorFunction.Erfc(0.5 * RootPi * length));

    private static double Spread(double length, double radius) => (radius * radius / (2 * Math.PI)) + (length * length / 12);

    /// <summary>A strip as part of its value in the middle, and its derivatives by place, length and radius.</summary>
    private static (double Value, double Place, double Length, double Radius) Strip(double x, double length, double radius)
    {
        var (near, far, half) = (x + (0.5 * length), x - (0.5 * length), 0.5 * length);
        var scale = RootPi / radius;
        var value = 0.5 * (ErrorFunction.Erfc(-scale * near) - ErrorFunction.Erfc(-scale * far));
        var middle = 0.5 * (ErrorFunction.Erfc(-scale * half) - ErrorFunction.Erfc(scale * half));
        var (atNear, atFar, atHalf) = (Bell(near, radius), Bell(far, radius), Bell(half, radius));
        var share = value / middle;
        return (
            share,
            (atNear - atFar) / middle,
            ((0.5 * (atNear + atFar)) - (share * atHalf)) / middle,
            (((far * atFar) - (near * atNear)) + (share * length * atHalf)) / (radius * middle));
    }

    private static double Bell(double x, double radius) => Math.Exp(-Math.PI * x * x / (radius * radius)) / radius;
}
