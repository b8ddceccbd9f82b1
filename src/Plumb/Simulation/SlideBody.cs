namespace Plumb.Simulation;

/// <summary>
/// A slide of a scene. Its motion is one vector times a shape that does not change: a product of exp(-ln 2 (2 x / L)^6) along and across, which is half at the ends of length and width. The
/// rate over the year is r (1 + s cos(2 pi (t - peak) / year)); the amount is its integral. Immutable and safe for threads.
/// </summary>
internal sealed class SlideBody(SceneSlide slide)
{
    private const double DaysPerYear = 365.25;
    private const double Degree = Math.PI / 180.0;

    /// <summary>How far beyond its half the shape reaches before it is less than a millionth (pure number).</summary>
    private const double Reach = 1.65;

    private readonly double sine = Math.Sin(slide.Azimuth * Degree);
    private readonly double cosine = Math.Cos(slide.Azimuth * Degree);
    private readonly double flat = Math.Cos(slide.Plunge * Degree);
    private readonly double down = Math.Sin(slide.Plunge * Degree);

    /// <summary>Motion since 2000-01-01 of the middle of the slide, metres.</summary>
    internal double Amount(DateOnly date)
    {
        var years = (date.DayNumber - new DateOnly(2000, 1, 1).DayNumber) / DaysPerYear;
        return slide.Rate * (years + (slide.SeasonalShare / (2 * Math.PI) * Math.Sin(2 * Math.PI * (years - ((slide.PeakDay - 1) / DaysPerYear)))));
    }

    /// <summary>Motion east, north and up of a point for a motion of 1 in the middle (pure numbers).</summary>
    internal (double East, double North, double Up) Shape(double east, double north)
    {
        var share = Share(east, north);
        return (share * flat * sine, share * flat * cosine, -share * down);
    }

    /// <summary>Share of the motion of the middle that a point has (pure number).</summary>
    internal double Share(double east, double north)
    {
        var (de, dn) = (east - slide.East, north - slide.North);
        return Edge(((de * sine) + (dn * cosine)) / slide.Length) * Edge(((de * cosine) - (dn * sine)) / slide.Width);
    }

    /// <summary>Rows and columns beyond which nothing moves: first and last of each.</summary>
    internal (double FirstRow, double LastRow, double FirstColumn, double LastColumn) Bounds(ViewGeometry view)
    {
        var (x, y) = (0.5 * Reach * slide.Length, 0.5 * Reach * slide.Width);
        var (east, north) = (Math.Abs(x * sine) + Math.Abs(y * cosine), Math.Abs(x * cosine) + Math.Abs(y * sine));
        var (top, left) = view.Pixel(slide.East - east, slide.North + north);
        var (bottom, right) = view.Pixel(slide.East + east, slide.North - north);
        return (top, bottom, left, right);
    }

    private static double Edge(double part)
    {
        var square = 4 * part * part;
        return Math.Exp(-Math.Log(2) * square * square * square);
    }
}
