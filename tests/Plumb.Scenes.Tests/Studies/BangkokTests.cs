using System.Diagnostics;
using Plumb.Formats.Stations;
using Plumb.Groundwater;
using Plumb.Processing.Associations;
using Plumb.Validation;

namespace Plumb.Scenes.Tests.Studies;

/// <summary>Levelling and heads of Bangkok (Soonthornrangsan et al. 2024): series, rates, and what can be said of how the ground follows.</summary>
public sealed class BangkokTests
{
    private const string Wells = "skip=3,date=วันที่,date_format=dd/MM/yyyy HH:mm,calendar=buddhist,sign=down,quantity=driver,unit=m";

    [Fact]
    public void Daily_heads_of_thirty_years_are_held_against_levelling_in_seconds_and_no_lag_is_told_from_chance()
    {
        var groups = AssociationGroup.Of(StationCsv.Read(SharedData.Require("bangkok_levelling_groundwater/LCBKK005_Leveling.csv"), CsvMapping.Parse("columns=Land_*,unit=cm,change=interval")).Stations);
        PointStation[] wells = [.. StationCsv.Read(SharedData.Require("bangkok_levelling_groundwater/LCBKK005_groundwater.csv"), CsvMapping.Parse(Wells)).Stations.Cast<PointStation>()];
        Assert.Equal(["PD21", "NL36", "NB28"], wells.Select(w => w.Name));

        // Sinking by some centimetres a year slows down while heads recover.
        var ground = Assert.Single(groups);
        Assert.InRange(Rate(ground.Series, 1979, 1985), -0.12, -0.04);
        Assert.InRange(Rate(ground.Series, 2006.2, 2012), -0.03, 0.01);
        Assert.All(wells, w => Assert.True(Mean(w, 2010) > Mean(w, 1996) + 5, $"{w.Name}: {Mean(w, 1996)} and {Mean(w, 2010)} m"));

        var clock = Stopwatch.StartNew();
        var record = AssociationRecord.Of(groups, wells, new LagOptions { Surrogates = 199, Trend = 0, LongestLag = 730, Sign = LagSign.Positive }, isRate: true, 2);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed} for 200 records of {wells[0].Series.Dates.Count} days");
        Assert.All(record.Pairs, p =>
        {
            // The ground sinks less the higher the head, but some ten scattered rates with heads over their half years do not tell it from chance.
            Assert.InRange(p.Result.Correlation, 0.3, 0.9);
            Assert.True(p.Result.SurrogateProbability > 0.05, $"{p.Driver}: {p.Result.SurrogateProbability}");
            Assert.InRange(p.Result.EffectiveDates, 8, 30);
        });
    }

    private static double Rate(TimeSeries series, double from, double to)
    {
        double Day(double year) => (year - 2000) * 365.25;
        return (series.At(Day(to), 1000) - series.At(Day(from), 1000)) / (to - from);
    }

    private static double Mean(PointStation well, int year) => well.Series.Dates.Zip(well.Series.Values).Where(p => p.First.Year == year).Average(p => p.Second);
}
