using System.Globalization;
using System.Text;
using Plumb.Formats.Products;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Fits;
using Plumb.Processing.Journal;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Runs;

/// <summary>
/// What a run begins with. The products are inspected, or, where no file has been added, removed or touched since a run of the same program with the same
/// input settings, what that run found is remembered and no product is opened.
/// </summary>
internal sealed class RunInputs
{
    private const string FileName = "opened";

    private readonly string folder;
    private readonly string state;
    private readonly InputFingerprint hashes;
    private readonly IEnumerable<string> files;
    private readonly ImportPlan? plan;
    private readonly SeriesPlan? series;
    private string? fingerprint;

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
        var listing = FileWalk.List(settings.Input.Paths.Select(resolve).ToArray());
        var hashes = new InputFingerprint(folder);
        var state = StateOf(settings.Input, listing, resolve);
        StackInspection Inspect() => StackInspector.Inspect(listing, ProductFamilies.All, settings.Input.Grid, hashes.IsKnown);
        if (Read(PathIn(folder), state) is var (fingerprint, settingsHash))
        {
            var remembered = ImportPlan.Remembered(settingsHash, () => ImportPlan.Create(Inspect(), settings.Input, resolve));
            return new RunInputs(folder, state, hashes, remembered, null, fingerprint);
        }

        var inspection = Inspect();
        return SeriesPlan.IsFor(inspection)
            ? new RunInputs(folder, state, hashes, null, SeriesPlan.Create(inspection, settings, resolve), null)
            : new RunInputs(folder, state, hashes, ImportPlan.Create(inspection, settings.Input, resolve), null, null);
    }

    /// <summary>The chain of stages for these inputs.</summary>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <param name="report">The stage that writes figures and report.</param>
    public IReadOnlyList<IStage> Chain(PlumbSettings settings, Func<string, string> resolve, IStage report)
    {
        var fit = FitRequest.For(settings, series?.Stack ?? RememberedStack() ?? plan!.Stack, resolve);
        var weather = TroposphereCorrection.Content(settings.Corrections.Troposphere, resolve);
        return series is null
            ? StageCatalogue.FromInterferograms(plan!, SettingsArea.Content(settings.Network.CoherenceArea, resolve), ReferenceMotion.Content(settings.Reference, resolve), weather, fit, report)
            : StageCatalogue.FromSeries(series, weather, fit, report);
    }

    /// <summary>Fingerprint of the input files' contents, hexadecimal.</summary>
    /// <param name="threads">Number of files hashed at once (count).</param>
    /// <param name="remember">Whether the result folder remembers what was found.</param>
    /// <param name="cancellation">Stops the hashing.</param>
    public string Fingerprint(int threads, bool remember, CancellationToken cancellation)
    {
        if (fingerprint is not null)
        {
            return fingerprint;
        }

        fingerprint = hashes.Of(files, threads, remember, cancellation);
        if (remember && plan is not null)
        {
            TextFile.Write(PathIn(folder), $"{state}\n{fingerprint}\n{plan.SettingsHash}\n");
        }

        return fingerprint;
    }

    /// <summary>The stack that an earlier import of the same inputs wrote; null where there is none.</summary>
    private StackDescription? RememberedStack() =>
        fingerprint is not null && File.Exists(Path.Combine(folder, StackDescription.FileName)) ? StackDescription.Read(folder) : null;

    /// <summary>One hash of everything that the inspection depends on, contents of files aside: for these, size and time of change stand.</summary>
    private static string StateOf(InputSettings settings, FolderListing listing, Func<string, string> resolve)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{typeof(RunInputs).Module.ModuleVersionId} {typeof(FileWalk).Module.ModuleVersionId} {typeof(RequestException).Module.ModuleVersionId}");
        text.AppendLine(SettingsText.Of(settings)).AppendLine(SettingsArea.Content(settings.Area, resolve));
        foreach (var file in listing.Files)
        {
            var info = new FileInfo(file);
            text.AppendLine(CultureInfo.InvariantCulture, $"{file} {(info.Exists ? info.Length : -1)} {info.LastWriteTimeUtc.Ticks}");
        }

        return StageKey.HashOf(text.ToString());
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
}
