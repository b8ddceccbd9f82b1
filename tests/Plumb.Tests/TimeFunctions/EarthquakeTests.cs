using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

public class EarthquakeTests
{
    private static readonly GeographicBox Area = new(-117.8, 35.5, -117.4, 35.9);
    private static readonly SeriesDates Dates = new([.. Enumerable.Range(0, 20).Select(i => new DateOnly(2019, 1, 6).AddDays(12 * i))]);

    [Fact]
    public void Reach_grows_with_magnitude_and_distance_is_that_of_the_sphere()
    {
        Assert.Equal(162.2, EarthquakeChoice.Reach(6), 0.1);
        Assert.Equal(16.2, EarthquakeChoice.Reach(4), 0.1);
        Assert.Equal(0, Area.DistanceTo(-117.5, 35.6));
        Assert.Equal(0, Area.DistanceTo(242.5, 35.6));
        Assert.Equal(111.19, Area.DistanceTo(-117.5, 36.9), 0.01);
        Assert.Equal(90.5, Area.DistanceTo(-116.4, 35.6), 0.3);
        Assert.Equal(22.2, new GeographicBox(179.5, 0, 179.9, 1).DistanceTo(-179.9, 0.5), 0.1);
    }

    [Fact]
    public void Earthquakes_are_chosen_by_reach_and_by_what_dates_can_tell()
    {
        Earthquake Quake(string time, double magnitude, double longitude = -117.5) =>
            new(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal | System.Globalization.DateTimeStyles.AssumeUniversal), longitude, 35.7, 8, magnitude, "");
        var judged = EarthquakeChoice.Judge(
            [
                Quake("2019-07-06T03:19:53Z", 7.1),
                Quake("2019-07-05T17:33:49Z", 6.4),
                Quake("2019-04-01T00:00:00Z", 4.5, -110),
                Quake("2018-12-30T00:00:00Z", 6),
                Quake("2019-12-30T00:00:00Z", 6),
                Quake("2019-02-11T10:00:00Z", 5),
                Quake("2019-03-07T20:00:00Z", 5),
            ],
            Area,
            Dates,
            new TimeSpan(13, 52, 0));
        Assert.Equal(6, judged.Count);
        Assert.Equal(judged.OrderBy(j => j.Quake.Time), judged);

        // 2019-02-11 and 2019-03-07 are dates of the series: one image was taken after the earthquake, the other before.
        Assert.Equal([new(2019, 2, 10), new(2019, 3, 7), new DateOnly(2019, 7, 5)], judged.Where(j => j.Step is not null).Select(j => j.Step!.Value));
        Assert.Equal(7.1, judged.Single(j => j.Step == new DateOnly(2019, 7, 5)).Quake.Magnitude);
        Assert.Contains("stronger one of 2019-07-06", judged.Single(j => j.Quake.Magnitude == 6.4).Why, StringComparison.Ordinal);
        Assert.Contains("all dates of the series lie after", judged[0].Why, StringComparison.Ordinal);
        Assert.Contains("no date of the series lies after", judged[^1].Why, StringComparison.Ordinal);
    }
}
