using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Products;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Fits;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Runs;

/// <summary>Looks at everything a run needs, before it starts, and says all of it at once.</summary>
public static class RunCheck
{
    /// <summary>Checks the run of a settings file. Writes nothing.</summary>
    /// <param name="settingsFile">Path of the settings file.</param>
    /// <returns>What was found, good and bad, in the order of the work.</returns>
    /// <exception cref="RequestException">The settings file itself cannot be read.</exception>
    public static IReadOnlyList<Finding> Of(string settingsFile)
    {
        var settings = SettingsReader.ReadFile<PlumbSettings>(settingsFile);
        var baseFolder = Path.GetDirectoryName(Path.GetFullPath(settingsFile))!;
        string Resolve(string path) => Path.GetFullPath(path, baseFolder);
        var findings = new List<Finding>
        {
            new(Severity.Note, settingsFile, "The settings can be read.", ""),
            Try("corrections", () =>
            {
                var sequence = CorrectionCatalogue.Of(settings.Corrections, isFinished: false);
                return sequence.Count == 0 ? "No correction will be made." : $"Corrections of the series: {string.Join(", ", sequence.Select(c => c.Name))}.";
            }),
            Try("GDAL", () => $"GDAL {GdalLibrary.Version} is there."),
        };
        ImportPlan? plan = null;
        SeriesPlan? series = null;
        findings.Add(Try("products", () =>
        {
            var inspection = StackInspector.Inspect(settings.Input.Paths.Select(Resolve).ToArray(), settings.Input.Grid);
            if (SeriesPlan.IsFor(inspection))
            {
                series = SeriesPlan.Create(inspection, settings, Resolve);
                return $"The run begins with the finished {(series.IsSeries ? "series" : "rates")} of {series.Product.Source}.";
            }

            plan = ImportPlan.Create(inspection, settings.Input, Resolve);
            return string.Create(CultureInfo.InvariantCulture, $"{plan.Products.Count} interferograms, {inspection.Problems.Count} findings ('plumb inspect' lists them).");
        }));
        if (plan is not null || series is { IsSeries: true })
        {
            findings.Add(Try("fit", () =>
            {
                var fit = FitRequest.For(settings, series?.Stack ?? plan!.Stack, Resolve);
                return settings.Fit.Enabled ? $"Time functions: {fit.Arrays.Count} maps." : "No time functions will be fitted.";
            }));
        }

        findings.AddRange(GroundFindings.Of(settings, Resolve, series?.Stack ?? plan?.Stack));
        if (plan is not null)
        {
            findings.Add(Memory(settings, plan));
            var layers = plan.Stack.HasCoherence ? 2 : 1;
            var dates = plan.Stack.DatesOfPairs().Length;
            findings.Add(Disk(plan.Stack.Grid.PixelCount, ((long)layers * plan.Stack.Pairs.Count) + ((4L + settings.Corrections.Sequence.Count + (settings.Uncertainty is { Enabled: true, Series: true } ? 1 : 0)) * dates) + 32, Resolve(settings.Output.Folder)));
        }

        if (series is not null)
        {
            findings.Add(Disk(series.Stack.Grid.PixelCount, ((4L + settings.Corrections.Sequence.Count) * series.Stack.Finished!.Dates.Count) + 18, Resolve(settings.Output.Folder)));
        }

        return findings;
    }

    private static Finding Memory(PlumbSettings settings, ImportPlan plan) => Try("memory", () =>
    {
        var budget = MemorySize.Parse(settings.Processing.Memory, "processing.memory") ?? MemoryBudget.HalfOfFree();
        var pairs = plan.Stack.Pairs.Count;
        var needed = (2L * (pairs + ChunkPlan.Depth) * sizeof(float) * new ChunkPlan(plan.Stack.Grid).ChunkPixels) + (2L << 20);
        return needed <= budget
            ? $"One tile of {pairs} interferograms needs {MemorySize.Format(needed)} of the budget of {MemorySize.Format(budget)}."
            : throw new RequestException($"One tile of {pairs} interferograms needs {MemorySize.Format(needed)}, more than the budget of {MemorySize.Format(budget)}. Raise processing.memory.");
    });

    private static Finding Disk(long pixels, long layers, string folder) => Try("disk", () =>
    {
        var existing = new DirectoryInfo(folder);
        while (!existing.Exists && existing.Parent is not null)
        {
            existing = existing.Parent;
        }

        var needed = pixels * sizeof(float) * layers;
        var free = new DriveInfo(existing.FullName).AvailableFreeSpace;
        return needed <= free
            ? $"About {MemorySize.Format(needed)} will be written to {folder}; {MemorySize.Format(free)} are free."
            : throw new RequestException($"About {MemorySize.Format(needed)} will be written to {folder}, but {MemorySize.Format(free)} are free. Make room or name another output.folder.");
    });

    private static Finding Try(string where, Func<string> look)
    {
        try
        {
            return new Finding(Severity.Note, where, look(), "");
        }
        catch (RequestException e)
        {
            return new Finding(Severity.Error, where, e.Message, "");
        }
    }
}
