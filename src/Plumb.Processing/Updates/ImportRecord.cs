using System.Text.Json;
using Plumb.Acquisitions;
using Plumb.Formats.Products;
using Plumb.Processing.Journal;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Updates;

/// <summary>One interferogram in the store.</summary>
/// <param name="First">Date of the first acquisition (UTC).</param>
/// <param name="Second">Date of the second acquisition (UTC).</param>
/// <param name="Content">SHA-256 of all that its values depend on: contents of its files, grid, sign, alignment; hexadecimal.</param>
internal sealed record ImportedPair(DateOnly First, DateOnly Second, string Content)
{
    public DatePair Pair() => new(First, Second);
}

/// <summary>
/// What the arrays of the import hold and what they were made from: by this a later run knows which products it has read already. Written when the import
/// is whole, gone before it is begun anew.
/// </summary>
internal sealed record ImportRecord
{
    private const string FileName = "journal/imported.json";

    /// <summary>Version of the program and of the stage.</summary>
    public required string Code { get; init; }

    /// <summary>The grid as text.</summary>
    public required string Grid { get; init; }

    /// <summary>The area of interest as text; empty for none.</summary>
    public required string Area { get; init; }

    /// <summary>Names of the arrays that the pairs fill.</summary>
    public required string Layers { get; init; }

    /// <summary>SHA-256 over the geometry's files, hexadecimal.</summary>
    public required string Geometry { get; init; }

    /// <summary>The pairs in the order of the arrays' first axis.</summary>
    public required IReadOnlyList<ImportedPair> Pairs { get; init; }

    /// <summary>The record of what a plan imports; null where the plan cannot tell the contents of files.</summary>
    public static ImportRecord? Of(ImportPlan plan)
    {
        if (plan.ContentOf is not { } contentOf)
        {
            return null;
        }

        var stack = plan.Stack;
        string Content(IRasterSource? source) => source is null ? "none" : $"{contentOf(source.Path)} {SettingsText.Of(source.Grid)}";
        return new ImportRecord
        {
            Code = $"plumb {RunContext.CodeVersion}, import {ImportStage.StageVersion}",
            Grid = SettingsText.Of(stack.Grid),
            Area = plan.AreaText,
            Layers = string.Join(", ", ImportLayer.Of(stack).Select(l => l.Name)),
            Geometry = StageKey.HashOf(string.Join('\n', plan.Geometry.Sources.Select(g => $"{g.Name} {Content(g.Source)}"))),
            Pairs = [.. plan.Products.Select((p, k) => new ImportedPair(p.Pair.First, p.Pair.Second, StageKey.HashOf(
                string.Join('\n', SettingsText.Of(stack.Pairs[k]), Content(p.Unwrapped), Content(p.Coherence), Content(p.Components)))))],
        };
    }

    /// <summary>The record of a result folder; null where no import is whole there, or the record cannot be read.</summary>
    public static ImportRecord? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<ImportRecord>(File.ReadAllBytes(path), ResultJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record into a result folder.</summary>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);

    /// <summary>Removes the record: the arrays are about to be something else.</summary>
    public static void Delete(string folder)
    {
        if (Directory.Exists(Path.Combine(folder, "journal")))
        {
            File.Delete(Path.Combine(folder, FileName));
        }
    }
}
