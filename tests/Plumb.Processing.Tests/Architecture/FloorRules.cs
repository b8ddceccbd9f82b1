using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Plumb.Processing.Tests.Architecture;

/// <summary>
/// Who may stand on whom. Each rule takes text and gives violations in words, so that it can be tried on text that breaks it.
/// </summary>
internal static partial class FloorRules
{
    internal const int MaxLines = 500;

    /// <summary>Which projects a project may refer to.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> ProjectFloors = new Dictionary<string, string[]>
    {
        ["Plumb"] = [],
        ["Plumb.Formats"] = ["Plumb"],
        ["Plumb.Services"] = ["Plumb"],
        ["Plumb.Processing"] = ["Plumb", "Plumb.Formats", "Plumb.Services"],
        ["Plumb.Web"] = ["Plumb", "Plumb.Formats", "Plumb.Services", "Plumb.Processing"],
        ["Plumb.Cli"] = ["Plumb", "Plumb.Formats", "Plumb.Services", "Plumb.Processing", "Plumb.Web"],
    };

    /// <summary>The folders of the science, from the ground up: a folder uses those before it.</summary>
    internal static readonly string[] Folders =
    [
        "Acquisitions", "Grids", "Kernels", "Geometry", "Slc", "Scatterers", "Interferograms", "Unwrapping", "Networks", "References",
        "Inversion", "Corrections", "TimeFunctions", "Uncertainty", "Components", "Validation", "Subsidence", "Groundwater", "Sources",
        "SourceInversion", "Simulation",
    ];

    /// <summary>The folders that may use each other.</summary>
    internal static readonly string[] Ground = ["Acquisitions", "Grids", "Kernels"];

    private static readonly string[] ForbiddenFolders = ["Utils", "Helpers", "Common", "Core", "Manager"];

    internal static IEnumerable<string> ProjectReferences(string project, string csproj)
    {
        if (!ProjectFloors.TryGetValue(project, out var allowed))
        {
            yield return $"{project} has no floor; add it to the design and to {nameof(ProjectFloors)}.";
            yield break;
        }

        foreach (var reference in XDocument.Parse(csproj).Descendants().Where(e => e.Name.LocalName == "ProjectReference"))
        {
            var name = Path.GetFileNameWithoutExtension(((string?)reference.Attribute("Include") ?? "").Replace('\\', '/'));
            if (!allowed.Contains(name))
            {
                yield return $"{project} refers to {name}, which is not below it.";
            }
        }
    }

    /// <summary>Uses of folders of the science that do not lie below the file's own.</summary>
    /// <param name="path">Path of the file relative to src/Plumb.</param>
    /// <param name="text">Text of the file.</param>
    /// <param name="typesOfFolder">Names of the types declared in each folder, for references without 'using'.</param>
    internal static IEnumerable<string> FolderOrder(string path, string text, ILookup<string, string> typesOfFolder)
    {
        var parts = path.Split('/');
        if (parts.Length == 1)
        {
            // Files at the top belong to no folder: they are the ground of the ground and use none.
            return UsedFolders(text, typesOfFolder).Select(used => $"{path} uses Plumb.{used}; files outside the folders use none.");
        }

        var own = Array.IndexOf(Folders, parts[0]);
        if (own < 0)
        {
            return [$"{path}: folder {parts[0]} is not one of the design."];
        }

        return UsedFolders(text, typesOfFolder)
            .Where(used => Array.IndexOf(Folders, used) is var other && other != own &&
                !(Ground.Contains(parts[0]) && Ground.Contains(used)) && (other < 0 || other > own))
            .Select(used => $"{path} uses Plumb.{used}, which is not above {parts[0]} in the design's list.");
    }

    internal static IEnumerable<string> FolderNames(string path) =>
        path.Split('/').SkipLast(1).Where(p => ForbiddenFolders.Contains(p, StringComparer.OrdinalIgnoreCase))
            .Select(p => $"{path}: no folder is called {p}.");

    internal static IEnumerable<string> TypeNames(string path, string text) =>
        TypesIn(text).Where(t => ForbiddenFolders.Any(f => t.EndsWith(f, StringComparison.Ordinal) || t.EndsWith(f.TrimEnd('s'), StringComparison.Ordinal)))
            .Select(t => $"{path}: the type {t} is named after nothing it does.");

    internal static IEnumerable<string> Namespace(string project, string path, string text)
    {
        var wanted = string.Join('.', path.Split('/').SkipLast(1).Prepend(project));
        var declared = NamespacePattern().Matches(Code(text)).Select(m => m.Groups[1].Value).ToArray();
        return declared.Where(d => d != wanted).Select(d => $"{path}: namespace {d} is not that of its folder, {wanted}.");
    }

    internal static IEnumerable<string> Length(string path, string text)
    {
        var lines = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        return lines > MaxLines ? [$"{path} has {lines} lines, more than {MaxLines}."] : [];
    }

    /// <summary>Uses of the console, and in the science also of files and the network.</summary>
    internal static IEnumerable<string> OutsideWorld(string project, string path, string text)
    {
        var code = Code(text);
        var found = new List<Match>();
        if (project is "Plumb" or "Plumb.Formats")
        {
            found.AddRange(ConsolePattern().Matches(code));
        }

        if (project is "Plumb")
        {
            found.AddRange(FilePattern().Matches(code));
        }

        return found.Select(m => $"{project}/{path} uses {m.Value.Trim()}.").Distinct();
    }

    internal static IEnumerable<string> TypesIn(string text) => TypePattern().Matches(Code(text)).Select(m => m.Groups[1].Value).Distinct();

    private static IEnumerable<string> UsedFolders(string text, ILookup<string, string> typesOfFolder)
    {
        var code = Code(text);
        var named = FolderPattern().Matches(OwnNamespacePattern().Replace(code, "")).Select(m => m.Groups[1].Value);

        // Inside namespace Plumb.X the name Y.Type finds Plumb.Y.Type without any 'using'.
        var relative = RelativePattern().Matches(code)
            .Where(m => typesOfFolder[m.Groups[1].Value].Contains(m.Groups[2].Value))
            .Select(m => m.Groups[1].Value);
        return named.Where(n => Folders.Contains(n) || typesOfFolder.Contains(n)).Concat(relative).Distinct();
    }

    /// <summary>The text without comments and literals.</summary>
    private static string Code(string text) => NotCodePattern().Replace(text, m => m.Value.StartsWith('/') ? " " : "\"\"");

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\$*\"{3,}.*?\"{3,}|@\$?"(?:[^"]|"")*"|\$@"(?:[^"]|"")*"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'""", RegexOptions.Singleline)]
    private static partial Regex NotCodePattern();

    [GeneratedRegex(@"(?<![\w.])(?:global::)?Plumb\.([A-Z]\w*)")]
    private static partial Regex FolderPattern();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)\.([A-Z]\w*)")]
    private static partial Regex RelativePattern();

    [GeneratedRegex(@"^\s*namespace\s+[\w.]+", RegexOptions.Multiline)]
    private static partial Regex OwnNamespacePattern();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespacePattern();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+struct|\s+class)?|delegate\s+[\w<>\[\]?]+)\s+([A-Z]\w*)")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"\bConsole\s*\.\s*\w+|using\s+static\s+System\.Console")]
    private static partial Regex ConsolePattern();

    [GeneratedRegex(@"(?<!\.\s*)\b(?:File|Directory|FileInfo|DirectoryInfo|FileStream|StreamReader|StreamWriter)\s*(?:\.|\()\s*\w*|\bSystem\.(?:IO\.(?:File|Directory)\w*|Net)\b[\w.]*|\bnew\s+(?:FileStream|FileInfo|DirectoryInfo|StreamReader|StreamWriter|HttpClient|Socket)\b")]
    private static partial Regex FilePattern();
}
