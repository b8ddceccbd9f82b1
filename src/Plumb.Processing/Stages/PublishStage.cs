using System.Globalization;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;

namespace Plumb.Processing.Stages;

/// <summary>Writes the results for other programs: maps as Cloud-Optimised GeoTIFF with QGIS styles, points as GeoPackage and CSV, MintPy's files.</summary>
public sealed class PublishStage : IStage
{
    /// <summary>Folder of the maps inside the result folder.</summary>
    public const string MapFolder = "maps";

    private readonly string[] after;

    /// <summary>The files of a chain.</summary>
    /// <param name="after">Names of the stages beside the mask whose outputs it writes.</param>
    public PublishStage(params string[] after) => this.after = ["mask", .. after];

    /// <inheritdoc/>
    public string Name => "publish";

    /// <inheritdoc/>
    public string Title => "Write maps and points";

    /// <inheritdoc/>
    public int Version => 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => after;

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new { settings.Output.Title, settings.Output.Points, settings.Output.Mintpy };
    }

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        var results = new ResultSet(run.Folder, run.Store);
        var mask = results.Mask();
        var maps = MapFiles.Write(results, mask, run.PathOf(MapFolder), run.Threads);
        var points = 0L;
        if (run.Settings.Output.Points)
        {
            var files = new PointFiles(results, mask, run.Settings.Output.Title, run.Budget, run.Progress)
            {
                CsvPath = run.PathOf("points.csv"),
                GeoPackagePath = run.PathOf("points.gpkg"),
            };
            points = files.Write(run.Cancellation);
        }

        if (run.Settings.Output.Mintpy)
        {
            MintPyFiles.Write(results, mask, run.PathOf("mintpy"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{maps} maps, {points} points");
    }
}
