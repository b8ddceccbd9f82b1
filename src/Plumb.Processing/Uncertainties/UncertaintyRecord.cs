using Plumb.Processing.Stages;
using Plumb.Uncertainty;

namespace Plumb.Processing.Uncertainties;

/// <summary>How sure the numbers are, as it is stored (uncertainty.json).</summary>
public sealed record UncertaintyRecord
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "uncertainty.json";

    /// <summary>Noise of the dates in words; empty where it was not measured.</summary>
    public required string DateNoise { get; init; }

    /// <summary>Semivariogram that fits the mean of the dates best, metres and metres squared; null where not measured.</summary>
    public VariogramModel? Model { get; init; }

    /// <summary>The mean of the dates as measured; shape (class).</summary>
    public IReadOnlyList<SemivariogramClass> Semivariogram { get; init; } = [];

    /// <summary>Noise of each date; shape (date).</summary>
    public IReadOnlyList<DateRecord> Dates { get; init; } = [];

    /// <summary>How many standard deviations the delays that go with height stand out of chance (pure number); NaN without heights.</summary>
    public double HeightTest { get; init; } = double.NaN;

    /// <summary>Standard deviation that the noise of the reference's own pairs gives to every rate, metres per year.</summary>
    public double ReferenceRateSigma { get; init; }

    /// <summary>The standard deviations of the rate beside each other, by kind of pixel.</summary>
    public IReadOnlyList<UncertaintyClass> Classes { get; init; } = [];

    /// <summary>Number of good pixels with each weakness (count).</summary>
    public IReadOnlyList<WeaknessCount> Weaknesses { get; init; } = [];

    /// <summary>What a reader should know, each a sentence.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Reads the record of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <returns>The record; null where the run has none.</returns>
    /// <exception cref="RequestException">It is damaged.</exception>
    public static UncertaintyRecord? Read(string folder) =>
        File.Exists(Path.Combine(folder, FileName)) ? ResultJson.Read<UncertaintyRecord>(folder, FileName) : null;

    /// <summary>Writes the record into a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>Noise of one date.</summary>
/// <param name="Date">The date (UTC).</param>
/// <param name="Far">Standard deviation of the difference of two far places, metres: what distance does at most.</param>
/// <param name="FarError">Standard deviation of <paramref name="Far"/>, metres.</param>
/// <param name="Near">Standard deviation of the difference of two neighbouring pixels, metres: noise of the pairs.</param>
/// <param name="Height">Standard deviation of the delay with height, metres per metre of height (unit: 1); 0 where none stands out.</param>
/// <param name="Own">Semivariogram fitted to this date alone, metres and metres squared.</param>
public sealed record DateRecord(DateOnly Date, double Far, double FarError, double Near, double Height, VariogramModel Own);

/// <summary>Medians of the standard deviations of the rate over one kind of pixel, metres per year; NaN where there is none.</summary>
/// <param name="Name">The kind, in words.</param>
/// <param name="Pixels">Number of good pixels (count).</param>
/// <param name="Pairs">By the noise of the pairs, metres per year.</param>
/// <param name="Shared">By noise that pixels share, metres per year.</param>
/// <param name="Total">Given out: both together, metres per year.</param>
/// <param name="Line">By the scatter about the straight line, dates independent, metres per year.</param>
/// <param name="Scatter">The same with neighbouring dates allowed to be alike, metres per year.</param>
/// <param name="DrawnPairs">By drawing pairs, metres per year.</param>
/// <param name="DrawnDates">By drawing blocks of dates, metres per year.</param>
public sealed record UncertaintyClass(
    string Name, long Pixels, double Pairs, double Shared, double Total, double Line, double Scatter, double DrawnPairs, double DrawnDates)
{
    /// <summary>Scatter over what is given out (ratio).</summary>
    public double ScatterRatio => Scatter / Total;

    /// <summary>Drawn pairs over the noise of the pairs (ratio).</summary>
    public double DrawnPairsRatio => DrawnPairs / Pairs;
}

/// <summary>How many pixels have a weakness.</summary>
/// <param name="Flag">Number of the flag in the map.</param>
/// <param name="Words">What it means.</param>
/// <param name="Pixels">Number of pixels with a series that have it (count).</param>
public sealed record WeaknessCount(int Flag, string Words, long Pixels);
