using Plumb.Processing.Stages;
using Plumb.Validation;

namespace Plumb.Processing.Validations;

/// <summary>A run held against stations, as it is stored (validation.json).</summary>
public sealed record ValidationRecord
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "validation.json";

    /// <summary>Whether motion is along the vertical, positive upwards; false along the line of sight, positive towards the satellite.</summary>
    public required bool IsVertical { get; init; }

    /// <summary>Radius whose pixels are averaged, metres.</summary>
    public required double Radius { get; init; }

    /// <summary>Days over which positions are averaged, days.</summary>
    public required int WindowDays { get; init; }

    /// <summary>Name of the reference station; empty for the run's reference area.</summary>
    public required string Reference { get; init; }

    /// <summary>The stations, in the order they were read.</summary>
    public required IReadOnlyList<ValidatedStation> Stations { get; init; }

    /// <summary>Why files or points were left out, each a sentence.</summary>
    public required IReadOnlyList<string> Unread { get; init; }

    /// <summary>Root mean square of radar minus station over all dates of all stations, metres; NaN where none can be used.</summary>
    public required double PooledRmse { get; init; }

    /// <summary>Distribution of the z-scores of all dates. Those of one station share its reference date, so that they are alike.</summary>
    public required ZScores DateScores { get; init; }

    /// <summary>Distribution of the z-scores of the rates, one a station.</summary>
    public required ZScores RateScores { get; init; }

    /// <summary>How the rates agree over all stations, metres per year.</summary>
    public required RateSummary Summary { get; init; }

    /// <summary>Tests of significance on the stations' rates.</summary>
    public required IReadOnlyList<SignificanceTest> Tests { get; init; }

    /// <summary>Largest difference between the stations' rates along the line of sight and those that their table has, metres per year; NaN where it has none.</summary>
    public double PublishedDifference { get; init; } = double.NaN;

    /// <summary>Name of the direction for people.</summary>
    public string DirectionName => IsVertical ? "vertical, positive upwards (as if nothing moved sideways)" : "along the line of sight, positive towards the satellite";

    /// <summary>Makes the record.</summary>
    /// <param name="inputs">What was compared.</param>
    /// <param name="reference">Name of the reference station; empty for none.</param>
    /// <param name="found">The comparisons, metres.</param>
    public static ValidationRecord Of(ValidationInputs inputs, string reference, IReadOnlyList<CheckedStation> found)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(found);
        var used = found.Where(f => f.Comparison.IsUsed).Select(f => f.Comparison).ToArray();
        var rates = used.Where(u => u.Rates is not null).Select(u => u.Rates!).ToArray();
        return new ValidationRecord
        {
            IsVertical = inputs.IsVertical,
            Radius = inputs.Options.Radius,
            WindowDays = inputs.Options.WindowDays,
            Reference = reference,
            Stations = [.. found.Select(ValidatedStation.Of)],
            Unread = inputs.Unread,
            PooledRmse = StationComparison.PooledRmse(used),
            DateScores = ZScores.Of(used.SelectMany(u => u.Dates).Select(d => d.ZScore)),
            RateScores = ZScores.Of(rates.Select(r => r.ZScore)),
            Summary = RateSummary.Of(rates),
            Tests = rates.Length < 2 ? [] : SignificanceTest.Of([.. rates.Select(r => r.Radar)], [.. rates.Select(r => r.Ground)], "rates"),
        };
    }

    /// <summary>Reads the record of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <returns>The record; null where nothing was compared.</returns>
    /// <exception cref="RequestException">It is damaged.</exception>
    public static ValidationRecord? Read(string folder) =>
        File.Exists(Path.Combine(folder, FileName)) ? ResultJson.Read<ValidationRecord>(folder, FileName) : null;

    /// <summary>Writes the record into a folder.</summary>
    /// <param name="folder">The folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>One station of a validation.</summary>
/// <param name="Name">Name of the station.</param>
/// <param name="Area">Mine or area; may be empty.</param>
/// <param name="Longitude">Longitude, degrees east; NaN when unknown.</param>
/// <param name="Latitude">Latitude, degrees north; NaN when unknown.</param>
/// <param name="Row">Row on the run's grid, pixels, with fractions; NaN outside.</param>
/// <param name="Column">Column on the run's grid, pixels, with fractions; NaN outside.</param>
/// <param name="Pixels">Pixels averaged (count).</param>
/// <param name="Distance">Distance of the farthest of them, metres; NaN without pixels.</param>
/// <param name="Reason">Why the station is not used; empty when it is.</param>
/// <param name="Notes">What a reader should know; empty when nothing.</param>
/// <param name="ReferenceDate">The common reference date (UTC); null when it is not used.</param>
/// <param name="Statistics">Its numbers, metres; null when it is not used.</param>
/// <param name="Rates">Rates of both, metres per year; null when it is not used.</param>
/// <param name="Dates">The common dates after the reference date, metres.</param>
public sealed record ValidatedStation(
    string Name, string Area, double Longitude, double Latitude, double Row, double Column, int Pixels, double Distance, string Reason, string Notes,
    DateOnly? ReferenceDate, StationStatistics? Statistics, StationRates? Rates, IReadOnlyList<CommonDate> Dates)
{
    /// <summary>Whether there is a comparison.</summary>
    public bool IsUsed => Reason.Length == 0;

    /// <summary>The station of a comparison.</summary>
    /// <param name="found">The comparison, metres.</param>
    public static ValidatedStation Of(CheckedStation found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var (station, comparison) = (found.Station, found.Comparison);
        return new ValidatedStation(
            station.Name, station.Area, station.Longitude, station.Latitude, found.Row, found.Column, found.Pixels, found.Distance, comparison.Reason, comparison.Notes,
            comparison.ReferenceDate, comparison.IsUsed ? StationStatistics.Of(comparison) : null, comparison.Rates, comparison.Dates);
    }
}
