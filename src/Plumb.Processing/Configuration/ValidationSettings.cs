using Plumb.Processing.Validations;

namespace Plumb.Processing.Configuration;

/// <summary>What the results are held against.</summary>
public sealed record ValidationSettings
{
    /// <summary>GNSS stations: files or folders, relative to the settings file.</summary>
    [Setting("GNSS stations: folders or files of tenv3, tenv, pos or JPL series (.gz too) or tables, relative to this file. A folder's stations.csv names areas and places. Empty, with the two below: nothing is compared.")]
    public IReadOnlyList<string> Gnss { get; init; } = [];

    /// <summary>Levelling: tables, relative to the settings file.</summary>
    [Setting("Levelling: tables of heights, a line a benchmark and date, or benchmarks by epochs, or epochs by benchmarks, relative to this file.")]
    public IReadOnlyList<string> Levelling { get; init; } = [];

    /// <summary>Other point series, relative to the settings file.</summary>
    [Setting("Other records of motion at points, such as extensometers: tables as those of levelling, relative to this file.")]
    public IReadOnlyList<string> Series { get; init; } = [];

    /// <summary>Table of the places of stations, relative to the settings file.</summary>
    [Setting("Table with station, longitude and latitude (and area) of stations whose files do not tell where they are.")]
    public string Places { get; init; } = "";

    /// <summary>How tables are read.</summary>
    [Setting("How tables are read, such as \"date=Date,value=H,unit=cm,sign=down\". Keys: date, date_format, calendar (gregorian, buddhist), station, longitude, latitude, area, value, east, north, up, sigma, sigma_east, sigma_north, sigma_up, columns, unit (m, cm, mm), sign (up, down), change (total, interval), quantity (height, los), skip. Empty: by the usual names.")]
    public string Csv { get; init; } = "";

    /// <summary>Radius around a station whose good pixels are averaged, metres.</summary>
    [Setting("Radius around a station whose good pixels are averaged. 0: the nearest good pixel within widest_radius.", Unit = "m", Minimum = 0, Maximum = 100000)]
    public double Radius { get; init; } = 50;

    /// <summary>Farthest that the nearest good pixel may stand in, metres.</summary>
    [Setting("Farthest that the nearest good pixel may lie to stand in where the radius holds none.", Unit = "m", Minimum = 0, Maximum = 100000)]
    public double WidestRadius { get; init; } = 150;

    /// <summary>Window over which daily positions are averaged, days.</summary>
    [Setting("Days over which positions are averaged around each acquisition: 1 takes the day itself, 7 three days on either side.", Unit = "days", Minimum = 1, Maximum = 365)]
    public int WindowDays { get; init; } = 7;

    /// <summary>Share of the window's days that must have a position (pure number).</summary>
    [Setting("Share of the window's days that must have a position.", Minimum = 0, Maximum = 1)]
    public double LeastShare { get; init; } = 0.5;

    /// <summary>Longest time between acquisitions that is interpolated, days.</summary>
    [Setting("Longest time between two acquisitions over which the radar is interpolated to the day of a survey.", Unit = "days", Minimum = 1, Maximum = 10000)]
    public int LongestGap { get; init; } = 60;

    /// <summary>Name of the station that all motion is relative to; empty for the reference area.</summary>
    [Setting("Station that motion of radar and stations is taken relative to. Empty: the radar's reference area, and each station's own frame; what the frame moves is then in the differences.")]
    public string Reference { get; init; } = "";

    /// <summary>In which direction motion is compared.</summary>
    [Setting("Direction: line_of_sight, vertical (all divided by the upward part of the look vector, as if nothing moved sideways), auto (vertical where all records are heights).")]
    public MotionDirectionChoice Direction { get; init; } = MotionDirectionChoice.Auto;

    /// <summary>Steps of stations that are no motion.</summary>
    [Setting("Steps of stations that are no motion, such as changes of antenna: \"station,yyyy-MM-dd\" with the first day after it; * for all stations. They are measured and taken off.")]
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>List of steps, relative to the settings file.</summary>
    [Setting("List of steps in the form of the Nevada Geodetic Laboratory (steps.txt), relative to this file. Its changes of equipment are taken off; its earthquakes stay.", Paper = "Blewitt et al. 2018, doi:10.1029/2018EO104623")]
    public string StepList { get; init; } = "";

    /// <summary>Limit of outliers in robust standard deviations (pure number); 0 for none.</summary>
    [Setting("A day is left out where it differs from the running median of 31 days by more than so many robust standard deviations. 0: none.", Minimum = 0, Maximum = 100, Paper = "Davies and Gather 1993, doi:10.1080/01621459.1993.10476339")]
    public double Outlier { get; init; } = 5;

    /// <summary>Flicker noise of GNSS positions in east and in north, millimetres per fourth root of a year.</summary>
    [Setting("Flicker noise of GNSS positions in east and in north, beside the standard deviations that the files state.", Unit = "mm/yr^0.25", Minimum = 0, Maximum = 1000, Paper = "Williams et al. 2004, doi:10.1029/2003JB002741")]
    public double FlickerHorizontal { get; init; } = 2;

    /// <summary>Flicker noise of GNSS heights, millimetres per fourth root of a year.</summary>
    [Setting("Flicker noise of GNSS heights.", Unit = "mm/yr^0.25", Minimum = 0, Maximum = 1000)]
    public double FlickerVertical { get; init; } = 6;

    /// <summary>Whether anything is named to compare with.</summary>
    internal bool IsAsked => Gnss.Count + Levelling.Count + Series.Count > 0;
}
