namespace Plumb.Subsidence;

/// <summary>A pixel near a line.</summary>
/// <param name="Row">Row, 0 at the north (unit: pixels).</param>
/// <param name="Column">Column, 0 at the west (unit: pixels).</param>
/// <param name="Chainage">Distance along the line of the nearest place on it, metres.</param>
/// <param name="Distance">Distance from the line, metres.</param>
public readonly record struct CorridorPoint(int Row, int Column, double Chainage, double Distance);

/// <summary>Options of a corridor.</summary>
public sealed record CorridorOptions
{
    /// <summary>Largest distance of a pixel from the line, metres.</summary>
    public double Width { get; init; } = 3000;

    /// <summary>Distance from the line within which pixels make the profile of the line itself, metres.</summary>
    public double ProfileWidth { get; init; } = 100;

    /// <summary>Step of the profile along the line, metres.</summary>
    public double Step { get; init; } = 50;

    /// <summary>Length over which differential settlement is taken, metres.</summary>
    public double DifferenceLength { get; init; } = 200;

    /// <summary>That length as it is taken, metres: a whole number of steps either way.</summary>
    public double TakenLength => 2 * Math.Max(1, (int)Math.Round(DifferenceLength / 2 / Step)) * Step;

    /// <summary>Longest gap of the profile over which a zone goes on, metres.</summary>
    public double LongestGap { get; init; } = 300;

    /// <summary>Limit of the rate: a zone is where the size of the rate is above it, metres per year.</summary>
    public double RateLimit { get; init; } = 0.01;

    /// <summary>Limit of the angular distortion (pure number, metre per metre).</summary>
    public double DistortionLimit { get; init; } = 1.0 / 1000;

    /// <summary>How many standard deviations above the limit count as sure (pure number).</summary>
    public double Significance { get; init; } = 2;
}

/// <summary>A place of the profile of a line. Motions are in the unit and sign of the values given (metres per year of rates, metres of displacements).</summary>
/// <param name="Chainage">Middle of the step, metres.</param>
/// <param name="Count">Number of pixels (count).</param>
/// <param name="Rate">Mean rate, metres per year; NaN in a gap.</param>
/// <param name="RateSigma">Its standard deviation, metres per year.</param>
/// <param name="Displacement">Mean displacement, metres; NaN in a gap or without a series.</param>
/// <param name="DisplacementSigma">Its standard deviation, metres.</param>
/// <param name="Difference">Differential settlement: displacement half the length ahead less half the length behind, metres.</param>
/// <param name="DifferenceSigma">Its standard deviation, metres.</param>
/// <param name="Distortion">Angular distortion: the difference over its length (pure number, metre per metre).</param>
public sealed record CorridorStep(
    double Chainage, int Count, double Rate, double RateSigma, double Displacement, double DisplacementSigma, double Difference, double DifferenceSigma, double Distortion);

/// <summary>What a zone is above.</summary>
public enum CorridorLimit
{
    /// <summary>The limit of the rate.</summary>
    Rate,

    /// <summary>The limit of the angular distortion.</summary>
    Distortion,
}

/// <summary>A stretch of a line above a limit.</summary>
/// <param name="Limit">Which limit.</param>
/// <param name="From">Chainage of its beginning, metres.</param>
/// <param name="To">Chainage of its end, metres.</param>
/// <param name="Worst">The value of largest size: metres per year of a rate, a pure number (metre per metre) of a distortion.</param>
/// <param name="WorstSigma">Its standard deviation, in the same unit.</param>
/// <param name="WorstAt">Its chainage, metres.</param>
/// <param name="Mildest">The value of smallest size of the zone, in the same unit.</param>
/// <param name="IsSure">Whether the worst value is above the limit by the asked number of standard deviations.</param>
public sealed record CorridorZone(CorridorLimit Limit, double From, double To, double Worst, double WorstSigma, double WorstAt, double Mildest, bool IsSure)
{
    /// <summary>Length, metres.</summary>
    public double Length => To - From;
}

/// <summary>The corridor of a line: which pixels lie near it, its profile, and its zones above limits.</summary>
public static class Corridor
{
    /// <summary>The pixels within a distance of a line, in the order of rows and columns. Only the surroundings of each straight part are looked at.</summary>
    /// <param name="line">The line, metres east and north of the outer north-west corner of the grid.</param>
    /// <param name="rows">Rows of the grid (count).</param>
    /// <param name="columns">Columns of the grid (count).</param>
    /// <param name="pixelWidth">Width of a pixel, metres.</param>
    /// <param name="pixelHeight">Height of a pixel, metres.</param>
    /// <param name="width">Largest distance, metres.</param>
    public static IReadOnlyList<CorridorPoint> Points(CorridorLine line, int rows, int columns, double pixelWidth, double pixelHeight, double width)
    {
        ArgumentNullException.ThrowIfNull(line);
        var nearest = new Dictionary<int, (double Distance, double Chainage)>();
        for (var part = 0; part < line.Parts; part++)
        {
            var box = line.BoxOf(part);
            var (top, bottom) = (Index(-box.North - width, pixelHeight, rows), Index(-box.South + width, pixelHeight, rows));
            var (left, right) = (Index(box.West - width, pixelWidth, columns), Index(box.East + width, pixelWidth, columns));
            for (var row = top; row <= bottom; row++)
            {
                for (var column = left; column <= right; column++)
                {
                    var (distance, chainage) = line.Nearest(part, (column + 0.5) * pixelWidth, -(row + 0.5) * pixelHeight);
                    var pixel = (row * columns) + column;
                    if (distance <= width && (!nearest.TryGetValue(pixel, out var before) || distance < before.Distance))
                    {
                        nearest[pixel] = (distance, chainage);
                    }
                }
            }
        }

        return [.. nearest.OrderBy(n => n.Key).Select(n => new CorridorPoint(n.Key / columns, n.Key % columns, n.Value.Chainage, n.Value.Distance))];
    }

    /// <summary>The profile of a line by the mean of the pixels beside each step of it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="points">The pixels near it.</param>
    /// <param name="rate">Rate of each pixel, metres per year; NaN is no data; shape (point).</param>
    /// <param name="displacement">Displacement of each pixel, metres; NaN is no data; shape (point).</param>
    /// <param name="sigma">
    /// Standard deviations of a pixel's rate (metres per year) and displacement (metres) by noise of its own and by noise that pixels share, and of the difference of two displacements (metres) by shared
    /// noise at a distance in metres.
    /// </param>
    /// <param name="options">Step, widths and lengths.</param>
    public static IReadOnlyList<CorridorStep> Profile(
        CorridorLine line, IReadOnlyList<CorridorPoint> points, ReadOnlySpan<float> rate, ReadOnlySpan<float> displacement, CorridorSigmas sigma, CorridorOptions options)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(sigma);
        ArgumentNullException.ThrowIfNull(options);
        var bins = new Bin[Math.Max(1, (int)Math.Ceiling(line.Length / options.Step))];
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Distance <= options.ProfileWidth && float.IsFinite(rate[i]))
            {
                ref var bin = ref bins[Math.Clamp((int)(points[i].Chainage / options.Step), 0, bins.Length - 1)];
                bin.Add(i, rate[i], displacement[i], sigma);
            }
        }

        var half = Math.Max(1, (int)Math.Round(options.DifferenceLength / 2 / options.Step));
        var steps = new CorridorStep[bins.Length];
        for (var k = 0; k < bins.Length; k++)
        {
            var (difference, differenceSigma) = (double.NaN, double.NaN);
            if (k >= half && k + half < bins.Length)
            {
                var (behind, ahead) = (bins[k - half], bins[k + half]);
                difference = ahead.Displacement - behind.Displacement;
                differenceSigma = Math.Sqrt(ahead.OwnDisplacementVariance + behind.OwnDisplacementVariance + Math.Pow(sigma.SharedDifference(2 * half * options.Step), 2));
            }

            var chainage = Math.Min(line.Length, (k + 0.5) * options.Step);
            steps[k] = new CorridorStep(
                chainage, bins[k].Count, bins[k].Rate, bins[k].RateSigma, bins[k].Displacement, bins[k].DisplacementSigma, difference, differenceSigma, difference / (2 * half * options.Step));
        }

        return steps;
    }

    /// <summary>The stretches of a profile above limits, the worst first: those of the rate, then those of the distortion.</summary>
    /// <param name="steps">The profile.</param>
    /// <param name="options">Limits (metres per year; metre per metre) and lengths in metres.</param>
    public static IReadOnlyList<CorridorZone> Zones(IReadOnlyList<CorridorStep> steps, CorridorOptions options)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(options);
        var length = options.TakenLength;
        return
        [
            .. Above(steps, CorridorLimit.Rate, s => (s.Rate, s.RateSigma), options.RateLimit, options).OrderByDescending(z => Math.Abs(z.Worst)),
            .. Above(steps, CorridorLimit.Distortion, s => (s.Distortion, s.DifferenceSigma / length), options.DistortionLimit, options).OrderByDescending(z => Math.Abs(z.Worst)),
        ];
    }

    private static int Index(double metres, double pixel, int count) => (int)Math.Clamp(Math.Floor(metres / pixel), 0, count - 1);

    private static IEnumerable<CorridorZone> Above(IReadOnlyList<CorridorStep> steps, CorridorLimit kind, Func<CorridorStep, (double Value, double Sigma)> of, double limit, CorridorOptions options)
    {
        var known = steps.Where(s => double.IsFinite(of(s).Value)).ToArray();
        for (var k = 0; k < known.Length; k++)
        {
            if (!(Math.Abs(of(known[k]).Value) > limit))
            {
                continue;
            }

            var first = k;
            while (k + 1 < known.Length && Math.Abs(of(known[k + 1]).Value) > limit && known[k + 1].Chainage - known[k].Chainage <= options.LongestGap
                && Math.Sign(of(known[k + 1]).Value) == Math.Sign(of(known[first]).Value))
            {
                k++;
            }

            var zone = known[first..(k + 1)];
            var worst = zone.MaxBy(s => Math.Abs(of(s).Value))!;
            var (value, sigma) = of(worst);
            yield return new CorridorZone(
                kind,
                Crossing(first > 0 ? known[first - 1] : null, known[first], of, limit, -1, options),
                Crossing(k + 1 < known.Length ? known[k + 1] : null, known[k], of, limit, 1, options),
                value,
                sigma,
                worst.Chainage,
                zone.Select(s => of(s).Value).MinBy(Math.Abs),
                Math.Abs(value) - limit >= options.Significance * sigma);
        }
    }

    /// <summary>Where the value passes the limit between the last step inside and the next one outside; half a step beyond the last where there is a gap.</summary>
    private static double Crossing(CorridorStep? outside, CorridorStep inside, Func<CorridorStep, (double Value, double Sigma)> of, double limit, int way, CorridorOptions options)
    {
        if (outside is null || Math.Abs(outside.Chainage - inside.Chainage) > options.LongestGap)
        {
            return Math.Max(0, inside.Chainage + (way * options.Step / 2));
        }

        var (a, b) = (Math.Abs(of(inside).Value), of(outside).Value * Math.Sign(of(inside).Value));
        var share = a > b ? Math.Clamp((a - limit) / (a - b), 0, 1) : 0.5;
        return inside.Chainage + (share * (outside.Chainage - inside.Chainage));
    }

    private struct Bin
    {
        private double rate;
        private double displacement;
        private double ownRate;
        private double sharedRate;
        private double ownDisplacement;
        private double sharedDisplacement;
        private int moved;

        public int Count { get; private set; }

        public readonly double Rate => Count > 0 ? rate / Count : double.NaN;

        public readonly double RateSigma => Count > 0 ? Math.Sqrt((ownRate / Count / Count) + (sharedRate / Count)) : double.NaN;

        public readonly double Displacement => moved > 0 ? displacement / moved : double.NaN;

        public readonly double OwnDisplacementVariance => moved > 0 ? ownDisplacement / moved / moved : double.NaN;

        public readonly double DisplacementSigma => moved > 0 ? Math.Sqrt(OwnDisplacementVariance + (sharedDisplacement / moved)) : double.NaN;

        public void Add(int point, float rateValue, float displacementValue, CorridorSigmas sigma)
        {
            Count++;
            rate += rateValue;
            ownRate += Square(sigma.OwnRate.Span[point]);
            sharedRate += Square(sigma.SharedRate.Span[point]);
            if (float.IsFinite(displacementValue))
            {
                moved++;
                displacement += displacementValue;
                ownDisplacement += Square(sigma.OwnDisplacement.Span[point]);
                sharedDisplacement += Square(sigma.SharedDisplacement.Span[point]);
            }
        }

        private static double Square(float value) => float.IsFinite(value) ? (double)value * value : 0;
    }
}

/// <summary>Standard deviations of the pixels of a corridor.</summary>
/// <param name="OwnRate">Of the rate by noise of the pixel's own, metres per year; shape (point).</param>
/// <param name="SharedRate">Of the rate by noise that pixels share, metres per year; shape (point).</param>
/// <param name="OwnDisplacement">Of the displacement by noise of the pixel's own, metres; shape (point).</param>
/// <param name="SharedDisplacement">Of the displacement by noise that pixels share, metres; shape (point).</param>
/// <param name="SharedDifference">Of the difference of two displacements by shared noise, metres, at a distance in metres.</param>
public sealed record CorridorSigmas(
    ReadOnlyMemory<float> OwnRate, ReadOnlyMemory<float> SharedRate, ReadOnlyMemory<float> OwnDisplacement, ReadOnlyMemory<float> SharedDisplacement, Func<double, double> SharedDifference);
