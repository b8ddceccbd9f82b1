using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Draws the figures and writes report.html.</summary>
public sealed class ReportStage : IStage
{
    /// <summary>Name of the report in the result folder.</summary>
    public const string FileName = "report.html";

    /// <summary>Folder of the figures in the result folder.</summary>
    public const string FigureFolder = "figures";

    /// <inheritdoc/>
    public string Name => "report";

    /// <inheritdoc/>
    public string Title => "Draw figures and write the report";

    /// <inheritdoc/>
    public int Version => 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => ["publish", "components", "validate", "corridors", "areas", "associate", "slopes"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings) => settings with { Processing = new ProcessingSettings() };

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.Progress.Begin(Title, 0);
        if (StackDescription.Read(run.Folder).Observation == ObservationKind.AlongTrackOffset)
        {
            return "no report: it is about the line of sight. Maps and tables hold the motion along the flight";
        }

        var model = Write(new FinishedRun(run.Folder, new ResultSet(run.Folder, run.Store), run.Settings, run.Journal), run.Threads);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Sinking.Count} places that sink and {model.Rising.Count} that rise; report: {run.PathOf(FileName)}");
    }

    /// <summary>Draws the figures and writes the report of a finished run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="threads">Number of figures drawn at once (count).</param>
    /// <returns>What the report tells.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static ReportModel Write(FinishedRun run, int threads)
    {
        ArgumentNullException.ThrowIfNull(run);
        var model = ReportModelBuilder.Build(run.Results, run.Settings, run.Journal, threads);
        var folder = Path.Combine(run.Folder, FigureFolder);
        Directory.CreateDirectory(folder);
        var figures = Figures(model);

        // The page takes longest and comes first; it is drawn beside the figures, but takes its place last: where it is new, all is.
        var html = "";
        void One(int unit)
        {
            if (unit == 0)
            {
                html = ReportWriter.ToHtml(model);
            }
            else
            {
                FigureFile.WritePng(figures[unit - 1].Make(), Path.Combine(folder, figures[unit - 1].Name));
            }
        }

        UnitScheduler.Run(figures.Count + 1, threads, One, CancellationToken.None);
        RemoveOthers(folder, [.. figures.Select(f => f.Name)]);
        FigureFile.Replace(Path.Combine(run.Folder, FileName), System.Text.Encoding.UTF8.GetBytes(html));
        return model;
    }

    /// <summary>The figures by file name, each made when it is asked for.</summary>
    private static List<(string Name, Func<Figure> Make)> Figures(ReportModel model)
    {
        var references = ReportMotion.References(model);
        var work = new List<(string Name, Func<Figure> Make)>();
        void Write(Func<Figure> make, string name) => work.Add((name, make));

        void Map(Grids.Layer layer, Grids.Mask? mask, string empty = "no data") => Write(
            () => new MapFigure(layer, new MapOptions { Mask = mask, References = references, Width = 900, EmptyLabel = empty }), layer.Description.Name + ".png");
        Map(model.Rate, model.Mask);
        if (model.RateSigma is not null)
        {
            Map(model.RateSigma, model.Mask);
        }

        if (model.TemporalCoherence is not null)
        {
            Map(model.TemporalCoherence, null);
        }

        foreach (var layer in model.Components?.Layers.Where(l => l.Description.Name is "vertical_rate" or "vertical_rate_sigma" or "east_rate" or "east_rate_sigma") ?? [])
        {
            Write(() => new MapFigure(layer, new MapOptions { Width = 900 }), layer.Description.Name + ".png");
        }

        if (model.Cumulative.Count > 0)
        {
            Map(model.Cumulative[^1].Displacement, model.Mask);
        }

        if (model.Uncertainty is { Model: { } fitted } record)
        {
            var isMetric = double.IsFinite(model.Measurement.PixelWidth);
            Write(
                () => new SemivariogramFigure("How much two places differ at one date, by their distance", record.Semivariogram, fitted, [.. record.Dates.Select(d => d.Own)], isMetric),
                "semivariogram.png");
        }

        work.AddRange(ReportClosure.Figures(model));
        if (model.Pairs.Count > 0)
        {
            Write(() => new NetworkFigure("Network of interferograms", model.Dates, model.Pairs), "network.png");
        }

        foreach (var quantity in model.Fit?.Quantities.Where(q => q.Map is not null) ?? [])
        {
            Map(quantity.Map!, model.Mask, ReportFit.NotSignificant);
        }

        foreach (var example in model.Fit?.Examples ?? [])
        {
            Write(() => new SeriesFigure($"Row {example.Row}, column {example.Column}: {example.Why}", example.Series), $"fit_{example.Label}.png");
        }

        foreach (var (places, word) in new[] { (model.Sinking, "sinking"), (model.Rising, "rising") })
        {
            for (var i = 0; i < places.Count && places[i].Series.Dates.Count > 0; i++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{word}_{i + 1}.png");
                var title = string.Create(CultureInfo.InvariantCulture, $"Place {i + 1} of the {word} ones, row {places[i].Row}, column {places[i].Column}");
                var series = places[i].Series;
                Write(() => new SeriesFigure(title, series), name);
            }
        }

        return work;
    }

    /// <summary>Removes figures of an earlier report that this one has none of the same name for.</summary>
    private static void RemoveOthers(string folder, HashSet<string> names)
    {
        string[] kinds = ["displacement_*.png", "fit_*.png", "sinking_*.png", "rising_*.png"];
        var patterns = kinds.Concat(ReportClosure.FigureNames);
        foreach (var old in patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Where(f => !names.Contains(Path.GetFileName(f))).ToArray())
        {
            File.Delete(old);
        }
    }
}
