using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Formats.Products;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Fits;
using Plumb.Processing.Journal;
using Plumb.Processing.Stages;
using Plumb.Processing.Updates;

namespace Plumb.Processing.Runs;

/// <summary>
/// What a run begins with. The products are inspected, or, where no file has been added, removed or touched since a run of the same program with the same
/// input settings, what that run found is remembered and no product is opened.
/// </summary>
internal sealed class RunInputs
{
    private const string FileName = "opened";
    private const string RasterFile = "journal/rasters.json";

    private readonly string folder;
    private readonly string state;
    private readonly InputFingerprint hashes;
    private readonly IEnumerable<string> files;
    private readonly ImportPlan? plan;
    private readonly SeriesPlan? series;
    private string? fingerprint;
    private RasterMemory? rasters;
    private bool isNew;

    private RunInputs(string folder, string state, InputFingerprint hashes, ImportPlan? plan, SeriesPlan? series, string? fingerprint)
    {
        (this.folder, this.state, this.hashes, this.plan, this.series, this.fingerprint) = (folder, state, hashes, plan, series, fingerprint);
        files = series?.Files ?? (fingerprint is null ? plan!.Files : []);
    }

    /// <summary>Whether the run begins with interferograms, not with a finished product.</summary>
    public bool IsFromInterferograms => series is null;

    /// <summary>Looks at the products, or remembers them. Writes nothing.</summary>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <param name="folder">The result folder.</param>
    /// <exception cref="RequestException">The products cannot be used.</exception>
    public static RunInputs Look(PlumbSettings settings, Func<string, string> resolve, string folder)
    {
        var rasters = new RasterMemory(ReadRasters(folder));
        var listing = FileWalk.List(settings.Input.Paths.Select(resolve).ToArray()) with { Rasters = rasters };
        var hashes = new InputFingerprint(folder);
        var state = StateOf(settings.Input, listing, resolve);
        StackInspection Inspect() => StackInspector.Inspect(listing, ProductFamilies.All, settings.Input.Grid, hashes.IsKnown);
        if (Read(PathIn(folder), state) is var (fingerprint, settingsHash))
        {
            var remembered = ImportPlan.Remembered(settingsHash, () => ImportPlan.Create(Inspect(), settings.Input, resolve, hashes.ContentOf));
            return new RunInputs(folder, state, hashes, remembered, null, fingerprint) { rasters = rasters };
        }

        var inspection = Inspect();
        return SeriesPlan.IsFor(inspection)
            ? new RunInputs(folder, state, hashes, null, SeriesPlan.Create(inspection, settings, resolve), null) { rasters = rasters }
            : new RunInputs(folder, state, hashes, ImportPlan.Create(inspection, settings.Input, resolve, hashes.ContentOf), null, null) { rasters = rasters };
    }

    /// <summary>What the run begins with: grid, dates, angles.</summary>
    public StackDescription Stack => series?.Stack ?? RememberedStack() ?? plan!.Stack;

    /// <summary>The chain of stages for these inputs.</summary>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <param name="report">The stage that writes figures and report.</param>
    public IReadOnlyList<IStage> Chain(PlumbSettings settings, Func<string, string> resolve, IStage report)
    {
        var fit = FitRequest.For(settings, Stack, resolve);
        var modelFiles = CorrectionCatalogue.Files(settings.Corrections, resolve);
        var ground = new GroundFiles(
            Validations.ValidationInputs.Content(settings.Validation, resolve), Corridors.CorridorInputs.Content(settings.Corridors, resolve), AreaTables.AreaInputs.Content(settings.Areas, resolve),
            Associations.AssociationInputs.Content(settings.Association, resolve), Tracks.RunTracks.Content(settings.Components, resolve), SlopesStage.DemContent(settings.Slopes, resolve));
        return series is null
            ? StageCatalogue.FromInterferograms(plan!, SettingsArea.Content(settings.Network.CoherenceArea, resolve), ReferenceMotion.Content(settings.Reference, resolve), modelFiles, fit, ground, report, ExpectedMotion.Content(settings.Unwrapping, resolve))
            : StageCatalogue.FromSeries(series, modelFiles, fit, ground, report);
    }

    /// <summary>Fingerprint of the input files' contents, hexadecimal.</summary>
    /// <param name="threads">Number of files hashed at once (count).</param>
    /// <param name="cancellation">Stops the hashing.</param>
    public string Fingerprint(int threads, CancellationToken cancellation)
    {
        if (fingerprint is null)
        {
            fingerprint = hashes.Of(files, threads, remember: false, cancellation);
            isNew = true;
        }

        return fingerprint;
    }

    /// <summary>Lets the result folder remember what was found. To be called after <see cref="Fingerprint"/>.</summary>
    public void Remember()
    {
        if (!isNew)
        {
            return;
        }

        hashes.Remember();
        ResultJson.Write(folder, RasterFile, new SeenRasters(Program, rasters!.Used));
        if (plan is not null)
        {
            TextFile.Write(PathIn(folder), $"{state}\n{fingerprint}\n{plan.SettingsHash}\n");
        }
    }

    /// <summary>What differs from what the result folder holds. To be called after <see cref="Fingerprint"/>.</summary>
    /// <param name="held">What was imported.</param>
    public ImportChange ChangeSince(ImportRecord held) => ImportChange.Between(held, ImportRecord.Of(plan!)!);

    /// <summary>The stack that an earlier import of the same inputs wrote; null where there is none.</summary>
    private StackDescription? RememberedStack() =>
        fingerprint is not null && File.Exists(Path.Combine(folder, StackDescription.FileName)) ? StackDescription.Read(folder) : null;

    /// <summary>One hash of everything that the inspection depends on, contents of files aside: for these, size and time of change stand.</summary>
    private static string StateOf(InputSettings settings, FolderListing listing, Func<string, string> resolve)
    {
        var text = new StringBuilder();
        text.AppendLine(Program);
        text.AppendLine(SettingsText.Of(settings)).AppendLine(SettingsArea.Content(settings.Area, resolve));
        foreach (var file in listing.Files)
        {
            var info = new FileInfo(file);
            text.AppendLine(CultureInfo.InvariantCulture, $"{file} {(info.Exists ? info.Length : -1)} {info.LastWriteTimeUtc.Ticks}");
        }

        return StageKey.HashOf(text.ToString());
    }

    private static string Program => $"{typeof(RunInputs).Module.ModuleVersionId} {typeof(FileWalk).Module.ModuleVersionId} {typeof(RequestException).Module.ModuleVersionId}";

    private static IReadOnlyList<SeenRaster> ReadRasters(string folder)
    {
        try
        {
            var path = Path.Combine(folder, RasterFile);
            return File.Exists(path) && JsonSerializer.Deserialize<SeenRasters>(File.ReadAllBytes(path), ResultJson.Options) is { Rasters: not null } seen && seen.Program == Program
                ? seen.Rasters
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            return [];
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, "journal", FileName);

    private static (string Fingerprint, string SettingsHash)? Read(string path, string state)
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Split('\n') is [var known, var fingerprint, var settingsHash, ""] && known == state
                ? (fingerprint, settingsHash)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The GeoTIFFs that a program looked at.</summary>
    private sealed record SeenRasters(string Program, IReadOnlyList<SeenRaster> Rasters);
}
