namespace Plumb.Subsidence;

/// <summary>A pixel near a line.</summary>
/// <param name="Row">Row, 0 at the north (unit: pixels).</param>
/// <param name="Column">Column, 0 at the west (unit: pixels).</param>
/// <param name="Chainage">Distance along the line of the nearest place on it, metres.</param>
/// <param name="Distance">Distance from the line, metres.</param>
public readonly record struct CorridorPoint(int Row, int Column, double Chainage, double Distance)
{
    /// <summary>East of the outer north-west corner of the grid, metres.</summary>
    public double East { get; init; }

    /// <summary>North of the outer north-west corner of the grid, metres (negative on the map).</summary>
    public double North { get; init; }
}

/// <summary>Options of a corridor.</summary>
public sealed record CorridorOptions
{
    /// <summary>Largest distance of a pixel from the line, metres.</summary>
    public double Width { get; init; } = 3000;

    /// <summary>Distance from the line within which pixels make the profile of the line itself, metres. Where these are few, the nearest some fifteen do.</summary>
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
    double Chainage, int Count, double Rate, double RateSigma, double Displacement, double DisplacementSigma, double Difference, double DifferenceSigma, double Distortion)
{
    /// <summary>The part of <see cref="RateSigma"/> that neighbouring steps do not share, metres per year; it moves the two ends of a zone each for itself.</summary>
    public double OwnRateSigma { get; init; } = double.NaN;
}

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

    /// <summary>Standard deviation of <see cref="From"/>, metres: how far the place moves where the profile passes the limit when the profile changes by its standard deviation; NaN at a gap or an end of the line.</summary>
    public double FromSigma { get; init; } = double.NaN;

    /// <summary>Standard deviation of <see cref="To"/>, metres; NaN at a gap or an end of the line.</summary>
    public double ToSigma { get; init; } = double.NaN;

    /// <summary>Standard deviation of <see cref="Length"/>, metres: noise that the whole line shares moves both ends apart or towards each other; NaN where one end has none.</summary>
    public double LengthSigma { get; init; } = double.NaN;
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

        return
        [
            .. nearest.OrderBy(n => n.Key).Select(n => new CorridorPoint(n.Key / columns, n.Key % columns, n.Value.Chainage, n.Value.Distance)
            {
                East = ((n.Key % columns) + 0.5) * pixelWidth,
                North = -((n.Key / columns) + 0.5) * pixelHeight,
            }),
        ];
    }

    /// <summary>
    /// The profile of a line: at the middle of each step that has pixels, the value of a surface through the pixels around it that bends as far as that is told from noise; a
    /// mean over them would flatten the ground where it bends. It is the mean of the pixels of the step where they are too few or lie to one side.
    /// </summary>
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
        var surface = new CorridorSurface(points, rate, displacement, sigma, options);
        var values = new CorridorValue[Math.Max(1, (int)Math.Ceiling(line.Length / options.Step))];
        double Middle(int k) => Math.Min(line.Length, (k + 0.5) * options.Step);
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = surface.At(k, Middle(k), line.At(Middle(k)), k == values.Length - 1);
        }

        var half = Math.Max(1, (int)Math.Round(options.DifferenceLength / 2 / options.Step));
        var steps = new CorridorStep[values.Length];
        for (var k = 0; k < steps.Length; k++)
        {
            var (difference, differenceSigma) = (double.NaN, double.NaN);
            if (k >= half && k + half < values.Length)
            {
                var (behind, ahead) = (values[k - half].Displacement, values[k + half].Displacement);
                difference = ahead.Value - behind.Value;
                differenceSigma = Math.Sqrt(ahead.Own + behind.Own + Math.Pow(sigma.SharedDifference(2 * half * options.Step), 2));
            }

            var (speed, moved) = (values[k].Rate, values[k].Displacement);
            steps[k] = new CorridorStep(
                Middle(k), values[k].Count, speed.Value, speed.Sigma, moved.Value, moved.Sigma, difference, differenceSigma, difference / (2 * half * options.Step))
            {
                OwnRateSigma = Math.Sqrt(speed.Own),
            };
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
            .. CorridorZones.Above(steps, CorridorLimit.Rate, s => (s.Rate, s.RateSigma, s.OwnRateSigma), options.RateLimit, options).OrderByDescending(z => Math.Abs(z.Worst)),
            .. CorridorZones.Above(steps, CorridorLimit.Distortion, s => (s.Distortion, s.DifferenceSigma / length, s.DifferenceSigma / length), options.DistortionLimit, options)
                .OrderByDescending(z => Math.Abs(z.Worst)),
        ];
    }

    private static int Index(double metres, double pixel, int count) => (int)Math.Clamp(Math.Floor(metres / pixel), 0, count - 1);
}

/// <summary>Standard deviations of the pixels of a corridor.</summary>
/// <param name="OwnRate">Of the rate by noise of the pixel's own, metres per year; shape (point).</param>
/// <param name="SharedRate">Of the rate by noise that pixels share, metres per year; shape (point).</param>
/// <param name="OwnDisplacement">Of the displacement by noise of the pixel's own, metres; shape (point).</param>
/// <param name="SharedDisplacement">Of the displacement by noise that pixels share, metres; shape (point).</param>
/// <param name="SharedDifference">Of the difference of two displacements by shared noise, metres, at a distance in metres.</param>
public sealed record CorridorSigmas(
    ReadOnlyMemory<float> OwnRate, ReadOnlyMemory<float> SharedRate, ReadOnlyMemory<float> OwnDisplacement, ReadOnlyMemory<float> SharedDisplacement, Func<double, double> SharedDifference);
