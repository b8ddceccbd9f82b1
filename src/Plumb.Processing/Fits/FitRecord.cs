using System.Text.Json.Serialization;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Fits;

/// <summary>What was fitted and how it was chosen, as it is stored (fit.json).</summary>
public sealed record FitRecord
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "fit.json";

    /// <summary>First date of the series (UTC), time 0 of all models.</summary>
    public required DateOnly FirstDate { get; init; }

    /// <summary>What a model was chosen for.</summary>
    public required ModelScope Select { get; init; }

    /// <summary>By what it was chosen.</summary>
    public required InformationCriterion Criterion { get; init; }

    /// <summary>The models in the order of <see cref="StorePaths.FitModel"/>'s numbers.</summary>
    public required IReadOnlyList<FitModelRecord> Models { get; init; }

    /// <summary>Index of the model of all pixels; null where each pixel has its own.</summary>
    public required int? Chosen { get; init; }

    /// <summary>The maps in the store's folder fit/, with names and units.</summary>
    public required IReadOnlyList<FitLayer> Layers { get; init; }

    /// <summary>The earthquakes within reach of the area, used or left out with the reason.</summary>
    public required IReadOnlyList<FitEarthquake> Earthquakes { get; init; }

    /// <summary>What a reader should know, each a sentence.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The plan this is the record of.</summary>
    /// <param name="settings">The settings the run was made with.</param>
    /// <param name="dates">The dates of its series.</param>
    public FitPlan Plan(PlumbSettings settings, IReadOnlyList<DateOnly> dates)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return FitPlan.Create(settings.Fit, new SeriesDates(dates, settings.Rate.TimeAxis), [.. Earthquakes.Select(q => new JudgedEarthquake(
            new Earthquake(q.Time, double.NaN, double.NaN, double.NaN, q.Magnitude, q.Place), q.DistanceKilometres, q.ReachKilometres, q.Step, q.Why))]);
    }

    /// <summary>Reads the record of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <returns>The record; null where the run fitted no time functions.</returns>
    /// <exception cref="RequestException">It is damaged.</exception>
    public static FitRecord? Read(string folder) =>
        File.Exists(Path.Combine(folder, FileName)) ? ResultJson.Read<FitRecord>(folder, FileName) : null;

    /// <summary>Writes the record into a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>One model.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Title">Its terms in words.</param>
/// <param name="Terms">Ids of its terms.</param>
/// <param name="Parameters">Number of coefficients and searched parameters (count).</param>
/// <param name="Criterion">Sum of the criterion over the pixels looked at (pure number), where one model was chosen for all; null otherwise.</param>
/// <param name="Share">Share of the pixels with a fit that have this model (pure number).</param>
public sealed record FitModelRecord(
    int Index,
    string Title,
    IReadOnlyList<string> Terms,
    int Parameters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Criterion,
    double Share);

/// <summary>An earthquake within reach of the area.</summary>
/// <param name="Time">Origin time (UTC).</param>
/// <param name="Magnitude">Magnitude (pure number).</param>
/// <param name="Place">Where, in words; may be empty.</param>
/// <param name="DistanceKilometres">Distance of the epicentre from the area, kilometres.</param>
/// <param name="ReachKilometres">Distance up to which an earthquake of its magnitude may matter, kilometres.</param>
/// <param name="Step">The day after which its step is fitted; null where it is left out.</param>
/// <param name="Why">Why it is left out; empty where it is not.</param>
public sealed record FitEarthquake(DateTime Time, double Magnitude, string Place, double DistanceKilometres, double ReachKilometres, DateOnly? Step, string Why);
