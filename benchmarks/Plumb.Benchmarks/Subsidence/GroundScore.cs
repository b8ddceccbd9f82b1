using System.Globalization;

namespace Plumb.Benchmarks.Subsidence;

/// <summary>Counts of what was found beside what is true.</summary>
internal sealed class GroundScore(string name)
{
    /// <summary>Names of the columns of <see cref="Line"/>.</summary>
    public static string Head { get; } =
        $"{"scenes",-28} {"must",5} {"missed",6} {"seen",5} {"false",5} {"split",5} | {"depth",11} {"area",11} {"volume",11} | {"dates",5} {"in 1",5} {"in 2s",5} {"none",4} | {"ends",5} {"in 1px",6} {"length",6} {"in 2s",5}";

    public int Scenes { get; set; }

    public int Must { get; set; }

    public int Missed { get; set; }

    public int Seen { get; set; }

    public int False { get; set; }

    public int Split { get; set; }

    /// <summary>Basins whose centre was off by more than two pixels.</summary>
    public int Displaced { get; set; }

    /// <summary>Steady basins that were said to advance or to have an active phase.</summary>
    public int Claimed { get; set; }

    public int Steady { get; set; }

    public int Advancing { get; set; }

    public int Growing { get; set; }

    /// <summary>Zones that the profile must have and has not.</summary>
    public int ZonesMissed { get; set; }

    public int NoActive { get; set; }

    /// <summary>Errors in stated standard deviations.</summary>
    public Dictionary<string, List<double>> Ratios { get; } = new() { ["depth"] = [], ["area"] = [], ["volume"] = [], ["extent volume"] = [] };

    /// <summary>Errors of dates: in acquisitions, in stated standard deviations.</summary>
    public List<(double Acquisitions, double Ratio)> Dates { get; } = [];

    /// <summary>The same of pixels of the core of basins.</summary>
    public List<(double Acquisitions, double Ratio)> PixelDates { get; } = [];

    /// <summary>Errors of ends of zones: in pixels, in standard deviations, whether the stated deviation is below a pixel.</summary>
    public List<(double Pixels, double Ratio, bool IsSharp)> Ends { get; } = [];

    /// <summary>Errors of lengths of zones, likewise.</summary>
    public List<(double Pixels, double Ratio, bool IsSharp)> Lengths { get; } = [];

    /// <summary>One line of counts.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-28} {Must,5} {Missed,6} {Seen,5} {False,5} {Split,5} | {Ratio("depth"),11} {Ratio("area"),11} {Ratio("volume"),11} | {Dates.Count,5} {Share(Dates, d => d.Acquisitions <= 1),5} {Share(Dates, d => d.Ratio <= 2),5} {NoActive,4} | {Ends.Count,5} {Share(Ends, d => d.Pixels <= 1),6} {Share(Lengths, d => d.Pixels <= 1),6} {Share(Lengths, d => d.Ratio <= 2),5}");

    /// <summary>What the line has no room for.</summary>
    public string Details => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        maps {Scenes}; centres off by more than two pixels {Displaced}; steady basins {Steady}, said to change their rate {Claimed}, to advance {Advancing}, to grow {Growing}
        volume of the extent that is true: {Ratio("extent volume")}; dates with errors within max(one acquisition, 2 sigma): {Share(Dates, d => d.Acquisitions <= 1 || d.Ratio <= 2)}, within one sigma {Share(Dates, d => d.Ratio <= 1)}
        dates of pixels: {PixelDates.Count}, median error {Median(PixelDates.Select(d => d.Acquisitions)):0.00} acquisitions, within one {Share(PixelDates, d => d.Acquisitions <= 1)}, within 2 sigma {Share(PixelDates, d => d.Ratio <= 2)}
        ends of zones: median {Median(Ends.Select(e => e.Pixels)):0.00} pixels, within 1 sigma {Share(Ends, e => e.Ratio <= 1)}, 2 sigma {Share(Ends, e => e.Ratio <= 2)}; stated below half a pixel: {Ends.Count(e => e.IsSharp)}, of these within a pixel {Share([.. Ends.Where(e => e.IsSharp)], e => e.Pixels <= 1)}; zones missed {ZonesMissed}
        lengths: median {Median(Lengths.Select(e => e.Pixels)):0.00} pixels, within 1 sigma {Share(Lengths, e => e.Ratio <= 1)}, 2 sigma {Share(Lengths, e => e.Ratio <= 2)}; stated below half a pixel: {Lengths.Count(e => e.IsSharp)}, of these within a pixel {Share([.. Lengths.Where(e => e.IsSharp)], e => e.Pixels <= 1)}
        """);

    public void Add(GroundScore other)
    {
        (Scenes, Must, Missed, Seen, False, Split) = (Scenes + other.Scenes, Must + other.Must, Missed + other.Missed, Seen + other.Seen, False + other.False, Split + other.Split);
        (Displaced, Claimed, Steady, NoActive) = (Displaced + other.Displaced, Claimed + other.Claimed, Steady + other.Steady, NoActive + other.NoActive);
        (Advancing, Growing, ZonesMissed) = (Advancing + other.Advancing, Growing + other.Growing, ZonesMissed + other.ZonesMissed);
        foreach (var (key, list) in other.Ratios)
        {
            Ratios[key].AddRange(list);
        }

        Dates.AddRange(other.Dates);
        PixelDates.AddRange(other.PixelDates);
        Ends.AddRange(other.Ends);
        Lengths.AddRange(other.Lengths);
    }

    /// <summary>Shares within one and two standard deviations and the mean error in them.</summary>
    private string Ratio(string key) => Ratios[key] is { Count: > 0 } list
        ? string.Create(CultureInfo.InvariantCulture, $"{Share(list, r => Math.Abs(r) <= 1)}/{Share(list, r => Math.Abs(r) <= 2)} {list.Average():+0.0;-0.0}")
        : "-";

    private static string Share<T>(IReadOnlyList<T> list, Func<T, bool> holds) => list.Count == 0 ? "-" : (100.0 * list.Count(holds) / list.Count).ToString("0", CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is { Length: > 0 } sorted ? sorted[sorted.Length / 2] : double.NaN;
}
