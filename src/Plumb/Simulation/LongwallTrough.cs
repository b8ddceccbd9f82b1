namespace Plumb.Simulation;

/// <summary>
/// The trough of one longwall panel by the probability-integral method: at any time
/// W(x, y, t) = W0 C(x, t) C(y), with C(y) the strip of the face's length and C(x, t) the sum over the strips the face has
/// passed, each with its own time since extraction. The ground moves sideways by U = b r times the slope of the trough,
/// towards its centre. x runs along the advance, y to its right.
/// </summary>
public sealed class LongwallTrough
{
    private const double StepsPerRadius = 48.0;

    private readonly ScenePanel panel;
    private readonly int margin;
    private readonly int strips;
    private readonly MiningTime time;
    private readonly DateOnly start;
    private readonly double acrossOrigin;
    private readonly double acrossStep;
    private readonly float[] across;
    private readonly float[] acrossSlope;
    private readonly (double Value, double Slope)[] influence;

    /// <summary>The trough of a panel.</summary>
    /// <param name="panel">The panel.</param>
    public LongwallTrough(ScenePanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        this.panel = panel;
        Radius = panel.InfluenceRadius;
        Length = panel.Length - (2.0 * panel.InflectionOffset);
        Width = panel.Width - (2.0 * panel.InflectionOffset);
        (Sine, Cosine) = Math.SinCos(panel.Azimuth * Math.PI / 180.0);
        start = SceneValidation.Date(panel.Start, $"panel {panel.Name}: start");
        time = new MiningTime(panel.TimeLaw, panel.TimeRate, panel.LogisticStart, panel.ResidualShare, panel.ResidualRate);

        strips = Math.Max(1, (int)Math.Ceiling(Length / Radius * StepsPerRadius));
        AlongStep = Length / strips;
        margin = (int)Math.Ceiling(InfluenceFunction.Reach * Radius / AlongStep) + 1;
        influence = MakeInfluence();
        AlongOrigin = (-0.5 * Length) - (margin * AlongStep);

        acrossStep = Radius / StepsPerRadius;
        acrossOrigin = (-0.5 * Width) - (InfluenceFunction.Reach * Radius);
        var count = (int)Math.Ceiling(-2.0 * acrossOrigin / acrossStep) + 1;
        across = new float[count];
        acrossSlope = new float[count];
        for (var k = 0; k < count; k++)
        {
            var y = acrossOrigin + (k * acrossStep);
            across[k] = (float)InfluenceFunction.Strip(y, -0.5 * Width, 0.5 * Width, Radius);
            acrossSlope[k] = (float)InfluenceFunction.StripSlope(y, -0.5 * Width, 0.5 * Width, Radius);
        }
    }

    /// <summary>Radius of main influence r, metres.</summary>
    public double Radius { get; }

    /// <summary>Length along the advance between the inflection points, metres.</summary>
    public double Length { get; }

    /// <summary>Width across the advance between the inflection points, metres.</summary>
    public double Width { get; }

    /// <summary>Greatest possible subsidence W0, metres.</summary>
    public double GreatestSubsidence => panel.GreatestSubsidence;

    internal double Sine { get; }

    internal double Cosine { get; }

    internal double AlongOrigin { get; }

    internal double AlongStep { get; }

    internal int AlongCount => strips + 1 + (2 * margin);

    /// <summary>
    /// Motion of a point at a day, relative to the ground before mining, by the sum over the strips itself: the
    /// specification of the tables that images are made with.
    /// </summary>
    /// <param name="east">East of the grid's centre, metres.</param>
    /// <param name="north">North of the grid's centre, metres.</param>
    /// <param name="date">The day (UTC).</param>
    /// <returns>Motion east, north and up, metres.</returns>
    public (double East, double North, double Up) Motion(double east, double north, DateOnly date)
    {
        var (de, dn) = (east - panel.East, north - panel.North);
        var (x, y) = ((de * Sine) + (dn * Cosine), (de * Cosine) - (dn * Sine));
        var (alongValue, alongSlope) = (0.0, 0.0);
        for (var i = 0; i < strips; i++)
        {
            var (from, to) = ((-0.5 * Length) + (i * AlongStep), (-0.5 * Length) + ((i + 1) * AlongStep));
            var progress = Progress(i, date);
            alongValue += progress * InfluenceFunction.Strip(x, from, to, Radius);
            alongSlope += progress * InfluenceFunction.StripSlope(x, from, to, Radius);
        }

        var acrossValue = InfluenceFunction.Strip(y, -0.5 * Width, 0.5 * Width, Radius);
        var slopeX = alongSlope * acrossValue;
        var slopeY = alongValue * InfluenceFunction.StripSlope(y, -0.5 * Width, 0.5 * Width, Radius);
        var sideways = panel.HorizontalCoefficient * Radius * GreatestSubsidence;
        return (
            sideways * ((slopeX * Sine) + (slopeY * Cosine)),
            sideways * ((slopeX * Cosine) - (slopeY * Sine)),
            -GreatestSubsidence * alongValue * acrossValue);
    }

    /// <summary>Adds a factor times C(x, t) of a day to a table of values and of slopes.</summary>
    internal void AddAlong(DateOnly date, double factor, double[] values, double[] slopes)
    {
        var before = 0.0;
        for (var i = 0; i <= strips; i++)
        {
            var progress = i < strips ? Progress(i, date) : 0.0;
            var change = factor * (progress - before);
            before = progress;
            if (change == 0.0)
            {
                continue;
            }

            for (var k = 0; k < values.Length; k++)
            {
                var steps = k - margin - i;
                if (steps >= margin)
                {
                    values[k] += change;
                }
                else if (steps > -margin)
                {
                    values[k] += change * influence[steps + margin].Value;
                    slopes[k] += change * influence[steps + margin].Slope;
                }
            }
        }
    }

    /// <summary>Adds the motion along the line of sight to part of a row, metres, for tables of C(x, t).</summary>
    internal void AddRow(ViewGeometry view, int row, int column, float[] along, float[] alongSlope, Span<float> los)
    {
        var (cosHeading, sinHeading) = view.HeadingCosSin;
        var depth = (float)GreatestSubsidence;
        var sideways = (float)(panel.HorizontalCoefficient * Radius * GreatestSubsidence);
        for (var i = 0; i < los.Length; i++)
        {
            var (east, north) = view.Position(row, column + i);
            var (de, dn) = (east - panel.East, north - panel.North);
            var x = (((de * Sine) + (dn * Cosine)) - AlongOrigin) / AlongStep;
            var y = (((de * Cosine) - (dn * Sine)) - acrossOrigin) / acrossStep;
            if (!(x >= 0 && y >= 0 && x < along.Length - 1 && y < across.Length - 1))
            {
                continue;
            }

            var (cx, sx) = Hermite(along, alongSlope, x, (float)AlongStep);
            var (cy, sy) = Hermite(across, acrossSlope, y, (float)acrossStep);
            var (slopeX, slopeY) = (sx * cy, cx * sy);
            var moveEast = sideways * ((slopeX * (float)Sine) + (slopeY * (float)Cosine));
            var moveNorth = sideways * ((slopeX * (float)Cosine) - (slopeY * (float)Sine));
            var (sine, cosine) = view.IncidenceSinCos(row, column + i);
            los[i] += (sine * ((moveNorth * sinHeading) - (moveEast * cosHeading))) - (cosine * depth * cx * cy);
        }
    }

    /// <summary>Rows and columns beyond which the panel moves nothing: first and last of each.</summary>
    internal (double FirstRow, double LastRow, double FirstColumn, double LastColumn) Bounds(ViewGeometry view)
    {
        var (x, y) = ((0.5 * Length) + ((margin + 1) * AlongStep), -acrossOrigin + acrossStep);
        var east = Math.Abs(x * Sine) + Math.Abs(y * Cosine);
        var north = Math.Abs(x * Cosine) + Math.Abs(y * Sine);
        var (top, left) = view.Pixel(panel.East - east, panel.North + north);
        var (bottom, right) = view.Pixel(panel.East + east, panel.North - north);
        return (top, bottom, left, right);
    }

    private (double Value, double Slope)[] MakeInfluence()
    {
        var table = new (double, double)[2 * margin];
        for (var k = 0; k < table.Length; k++)
        {
            var x = (k - margin) * AlongStep;
            table[k] = (InfluenceFunction.HalfPlane(x, Radius), InfluenceFunction.HalfPlaneSlope(x, Radius));
        }

        return table;
    }

    private double Progress(int strip, DateOnly date)
    {
        var passed = (strip + 0.5) * AlongStep / panel.AdvanceRate;
        return time.Progress(date.DayNumber - start.DayNumber - passed);
    }

    private static (float Value, float Slope) Hermite(float[] values, float[] slopes, double position, float step)
    {
        var k = (int)position;
        var t = (float)(position - k);
        var (p0, p1) = (values[k], values[k + 1]);
        var (m0, m1) = (slopes[k] * step, slopes[k + 1] * step);
        var rise = p1 - p0;
        var (a, b) = (m0 + m1 - (2f * rise), (3f * rise) - (2f * m0) - m1);
        return (p0 + (t * (m0 + (t * (b + (t * a))))), (m0 + (t * ((2f * b) + (3f * t * a)))) / step);
    }
}
