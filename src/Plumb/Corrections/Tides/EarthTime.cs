namespace Plumb.Corrections.Tides;

/// <summary>The times that astronomy counts in.</summary>
internal static class EarthTime
{
    private static readonly DateTime Epoch = new(2000, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Days on which a second was put in before midnight; atomic time was 10 s ahead of UTC from 1972 on.</summary>
    private static readonly DateOnly[] LeapSeconds =
    [
        new(1972, 7, 1), new(1973, 1, 1), new(1974, 1, 1), new(1975, 1, 1), new(1976, 1, 1), new(1977, 1, 1), new(1978, 1, 1), new(1979, 1, 1), new(1980, 1, 1),
        new(1981, 7, 1), new(1982, 7, 1), new(1983, 7, 1), new(1985, 7, 1), new(1988, 1, 1), new(1990, 1, 1), new(1991, 1, 1), new(1992, 7, 1), new(1993, 7, 1),
        new(1994, 7, 1), new(1996, 1, 1), new(1997, 7, 1), new(1999, 1, 1), new(2006, 1, 1), new(2009, 1, 1), new(2012, 7, 1), new(2015, 7, 1), new(2017, 1, 1),
    ];

    /// <summary>Julian centuries of terrestrial time since J2000.</summary>
    public static double Centuries(DateTime utc)
    {
        var day = DateOnly.FromDateTime(utc);
        var ahead = 32.184 + 10 + LeapSeconds.Count(d => d <= day);
        return ((utc - Epoch).TotalDays + (ahead / 86400)) / 36525;
    }

    /// <summary>Mean sidereal time of Greenwich, radians (IAU 1982), UT1 taken for UTC.</summary>
    public static double SiderealAngle(DateTime utc)
    {
        var days = (utc - Epoch).TotalDays;
        var t = days / 36525;
        var angle = 280.46061837 + (360.98564736629 * days) + (t * t * (0.000387933 - (t / 38710000)));
        return double.DegreesToRadians(Math.IEEERemainder(angle, 360));
    }
}
