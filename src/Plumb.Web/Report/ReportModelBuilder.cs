using System.Globalization;
using System.Runtime.InteropServices;
using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Journal;
using Plumb.Processing.Results;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;
using Plumb.Subsidence;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Fills the report's model from a finished run.</summary>
internal static class ReportModelBuilder
{
    private const int Places = 6;
    private const int CumulativeMaps = 6;
    private static readonly string[] StageNames = ["import", "unwrap", "network", "closure", "reference", "aliasing", "invert", "correct", "fit", "uncertainty", "mask", "components", "validate", "subsidence", "corridors", "areas", "associate", "slopes", "publish"];
    private static readonly string[] FinishedStageNames = ["import_series", "rate", "correct", "fit", "mask", "components", "validate", "subsidence", "corridors", "areas", "associate", "slopes", "publish"];

    public static ReportModel Build(ResultSet results, PlumbSettings settings, RunJournal journal, int threads)
    {
        var mask = results.Mask();
        var rate = results.Rate();
        var sigma = results.RateSigma();
        var coherence = results.TemporalCoherence();
        var degrees = 180 / Math.PI;
        var (width, height) = results.PixelSize();
        var stack = results.Stack;
        var corrections = CorrectionRecord.Read(results.Folder);
        var stages = stack.Finished is null ? StageNames : FinishedStageNames.Where(s => journal.Read(s) is not null).ToArray();
        ReportPlace[] sinking = [], rising = [];
        CumulativeMap[] cumulative = [];
        var residualRms = double.NaN;
        Action[] parts =
        [
            () => sinking = Find(results, rate, sigma, coherence, mask, MotionDirection.Lowering),
            () => rising = Find(results, rate, sigma, coherence, mask, MotionDirection.Rising),
            () => cumulative = Cumulative(results),
            () => residualRms = results.ResidualRms() is { } residual ? Median(residual, mask) : double.NaN,
        ];
        UnitScheduler.Run(parts.Length, threads, part => parts[part](), CancellationToken.None);
        return new ReportModel
        {
            Title = settings.Output.Title,
            Measurement = new MeasurementSummary(
                stack.Sensor, stack.Pass, stack.Incidence * degrees, ((stack.Heading * degrees) + 360) % 360,
                stack.Finished is { } product
                    ? ReportFinished.Products(product)
                    : $"{stack.Pairs.Count} {string.Join(" and ", stack.Pairs.Select(p => p.Family).Distinct().Order(StringComparer.Ordinal))} {(stack.IsOffset ? "pairs of offsets in metres" : "interferograms")}", width, height)
            {
                IsOffset = stack.IsOffset,
            },
            Rate = rate,
            RateSigma = sigma,
            TemporalCoherence = coherence,
            Mask = mask,
            Cumulative = cumulative,
            Sinking = sinking,
            Rising = rising,
            Fit = FitSummaryBuilder.Build(results, settings, mask, sinking, rising),
            Dates = Nodes(results),
            Pairs = Edges(results),
            Reference = Reference(results, settings),
            ResidualRms = residualRms,
            CorrectionsMade = ReportCorrections.Made(stack.Finished is not null, corrections, results.Closure),
            NotCorrected = ReportCorrections.Left(stack.Finished is not null, corrections, results.Closure),
            Corrections = corrections,
            Closure = results.Closure is { } closure
                ? new ClosureSummary(closure, results.LoopsOpenBefore()!, results.LoopsOpenAfter()!, results.PairsChanged()!)
                : null,
            Uncertainty = Processing.Uncertainties.UncertaintyRecord.Read(results.Folder),
            Validation = Processing.Validations.ValidationRecord.Read(Path.Combine(results.Folder, ValidateStage.FolderName)),
            Subsidence = Subsidence(results),
            Association = settings.Association.IsAsked ? Association(Path.Combine(results.Folder, AssociateStage.FolderName)) : null,
            Areas = settings.Areas.IsAsked ? Processing.AreaTables.AreaRecord.Read(Path.Combine(results.Folder, AreaStage.FolderName)) : null,
            Corridors = settings.Corridors.IsAsked ? Processing.Corridors.CorridorRecord.Read(Path.Combine(results.Folder, CorridorStage.FolderName)) : null,
            Components = ComponentsSummary.Read(results.Folder),
            Slopes = SlopesSummary.Read(results.Folder),
            Warnings = results.NetworkRecord?.Notes ?? ReportFinished.Warnings(stack.Finished!),
            Settings = Settings(settings),
            Provenance = new ReportProvenance(
                RunContext.CodeVersion, journal.Read(stages[0])?.Key.Inputs ?? "unknown", StageKey.HashOf(SettingsWriter.Write(settings with { Processing = new() }, comments: false)),
                stages.Select(s => ($"stage {s}", journal.Read(s)?.Key.Hash ?? "unknown")).ToArray()),
        };
    }

    private static SubsidenceSummary? Subsidence(ResultSet results)
    {
        if (Processing.Basins.SubsidenceRecord.Read(results.Folder) is not { } record)
        {
            return null;
        }

        var labels = results.Basins();
        return new SubsidenceSummary(record, [.. record.Basins.SelectMany(b => RegionOutline.Of(labels, results.Grid.Columns, b.Rate.Id, b.Rate.Bounds)).Select(p => new MapOutline(
            [.. p.Outer.Select(c => c.Row - 0.5)], [.. p.Outer.Select(c => c.Column - 0.5)]))]);
    }

    private static AssociationSummary? Association(string folder)
    {
        if (Processing.Associations.AssociationRecord.Read(folder) is not { } record)
        {
            return null;
        }

        var maps = Path.Combine(folder, Processing.Associations.AssociationFiles.MapFolder);
        string[] shown = [.. AssociationPage.Shown(record).Select(name => Path.Combine(maps, name + ".tif")).Where(File.Exists)];
        return new AssociationSummary(record, [.. shown.Select(Formats.GeoTiff.LayerGeoTiff.Read)]);
    }

    private static CumulativeMap[] Cumulative(ResultSet results)
    {
        var dates = results.Dates;
        var count = Math.Clamp(dates.Count - 1, 0, CumulativeMaps);
        return Enumerable.Range(1, count)
            .Select(i => (int)Math.Round((double)i * (dates.Count - 1) / count))
            .Distinct()
            .Select(d => new CumulativeMap(dates[d], results.Displacement(d)))
            .ToArray();
    }

    private static ReportPlace[] Find(ResultSet results, Layer rate, Layer? sigma, Layer? coherence, Mask mask, MotionDirection direction)
    {
        if (sigma is null)
        {
            return [];
        }

        var (width, height) = results.PixelSize();
        var options = new ExtremePlacesOptions(double.IsNaN(width) ? 1 : width, double.IsNaN(height) ? 1 : height) { Count = Places };
        if (double.IsNaN(width))
        {
            options = options with { MinSeparation = 20 };
        }

        return ExtremePlaces.Find(rate, sigma, mask, direction, options).Select(p =>
        {
            var (longitude, latitude) = results.PlaceOf(p.Row, p.Column);
            return new ReportPlace(
                p.Row, p.Column, longitude, latitude, p.Rate, p.Sigma, coherence?[p.Row, p.Column] ?? double.NaN, Series(results, p));
        }).ToArray();
    }

    private static SeriesData Series(ResultSet results, ExtremePlace place)
    {
        var dates = results.Dates;
        if (dates.Count == 0)
        {
            return new SeriesData([], [], [], place.Rate, place.Sigma, []);
        }

        var tile = new Tile(place.Row, place.Column, 1, 1);
        var (values, sigmas) = (new float[dates.Count], new float[dates.Count]);
        results.Series(tile, values);
        results.SeriesSigma(tile, sigmas);
        return new SeriesData(
            dates,
            Array.ConvertAll(values, v => (double)v),
            results.Network is null ? [] : Array.ConvertAll(sigmas, v => (double)v),
            place.Rate,
            place.Sigma,
            results.Network is { } network ? NetworkComponents.Of(network).Gaps.Select(g => (g.Before, g.After)).ToArray() : []);
    }

    private static NetworkNode[] Nodes(ResultSet results)
    {
        var used = results.Dates;
        if (results.NetworkRecord is not { } record)
        {
            return used.Select(d => new NetworkNode(d, double.NaN, 0)).ToArray();
        }

        var part = record.Parts.SelectMany((dates, i) => dates.Select(d => (d, i))).ToDictionary(e => e.d, e => e.i);
        var lost = record.Dropped.SelectMany(p => new[] { p.First, p.Second }).Distinct().Where(d => !part.ContainsKey(d));
        return used.Select((d, i) => new NetworkNode(d, record.DateBaselines[i], part.GetValueOrDefault(d)))
            .Concat(lost.Select(d => new NetworkNode(d, double.NaN, record.Parts.Count)))
            .ToArray();
    }

    private static NetworkEdge[] Edges(ResultSet results) => results.NetworkRecord is not { } record ? [] :
    [
        .. record.Pairs.Select(p => new NetworkEdge(new DatePair(p.First, p.Second), p.MeanCoherence, true)),
        .. record.Dropped.Select(p => new NetworkEdge(new DatePair(p.First, p.Second), p.MeanCoherence, false)),
    ];

    private static ReferenceSummary Reference(ResultSet results, PlumbSettings settings)
    {
        var record = results.Reference;
        var coherence = results.MeanCoherence();
        var areas = record.Areas.Select((a, i) =>
        {
            var (longitude, latitude) = results.PlaceOf(a.Row, a.Column);
            var tile = a.On(results.Grid);
            var values = coherence is null ? [] : Enumerable.Range(0, tile.PixelCount)
                .Select(i => (double)coherence[tile.Row + (i / tile.Columns), tile.Column + (i % tile.Columns)])
                .Where(double.IsFinite).ToArray();
            var report = record.AreaReports.ElementAtOrDefault(i);
            return new ReferenceArea(
                a.Row, a.Column, a.Radius, longitude, latitude, report?.Pixels ?? tile.PixelCount, values.Length == 0 ? double.NaN : values.Average())
            {
                Rate = report?.Rate ?? double.NaN,
                RateSigma = report?.RateSigma ?? double.NaN,
                Weight = report?.Weight ?? double.NaN,
            };
        }).ToArray();
        return new ReferenceSummary(
            areas, record.Statistic.ToString().ToLowerInvariant(), settings.Reference.Areas.Count > 0, record.Reasons)
        {
            Origin = results.Stack.Finished is null ? "" : $"It came with the finished product: {record.Description}.",
        };
    }

    private static double Median(Layer layer, Mask mask)
    {
        var values = new List<float>();
        for (var i = 0; i < layer.Values.Length; i++)
        {
            if (mask.IsGood(i) && float.IsFinite(layer.Values[i]))
            {
                values.Add(layer.Values[i]);
            }
        }

        return values.Count == 0 ? double.NaN : OrderStatistics.OfRank(CollectionsMarshal.AsSpan(values), values.Count / 2);
    }

    /// <summary>All settings as the settings file would have them; the defaults are known by comparison with a fresh tree.</summary>
    private static ReportSetting[] Settings(PlumbSettings settings)
    {
        var fresh = new PlumbSettings();
        return typeof(PlumbSettings).GetProperties()
            .Where(section => section.Name != nameof(PlumbSettings.Processing))
            .SelectMany(section => section.PropertyType.GetProperties().Select(property =>
            {
                var value = Text(property.GetValue(section.GetValue(settings)));
                var about = (SettingAttribute?)Attribute.GetCustomAttribute(property, typeof(SettingAttribute));
                return new ReportSetting(
                    $"{SettingNames.Underscored(section.Name)}.{SettingNames.Underscored(property.Name)}", value, about?.Unit ?? "",
                    value == Text(property.GetValue(section.GetValue(fresh))), about?.Reason ?? "");
            })).ToArray();
    }

    private static string Text(object? value) => value switch
    {
        IEnumerable<string> list => string.Join(", ", list),
        IEnumerable<DateOnly> days => string.Join(", ", days.Select(Words.IsoDate)),
        IEnumerable<double> numbers => string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))),
        bool b => b ? "true" : "false",
        Enum e => SettingNames.Underscored(e.ToString()),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
