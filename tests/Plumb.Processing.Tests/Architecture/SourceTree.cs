using System.Reflection;

namespace Plumb.Processing.Tests.Architecture;

/// <summary>The checkout the tests were built from, and the assemblies built in it.</summary>
internal static class SourceTree
{
    internal static string Root { get; } = FindRoot();

    /// <summary>Names of the projects under src.</summary>
    internal static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    /// <summary>C# files of a project, without what the build writes, as paths relative to the project with '/'.</summary>
    internal static IReadOnlyList<(string Path, string Text)> Files(string project)
    {
        var folder = Path.Combine(Root, "src", project);
        return [.. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(f => (Path: Path.GetRelativePath(folder, f).Replace('\\', '/'), File: f))
            .Where(f => !f.Path.StartsWith("bin/", StringComparison.Ordinal) && !f.Path.StartsWith("obj/", StringComparison.Ordinal))
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .Select(f => (f.Path, File.ReadAllText(f.File)))];
    }

    /// <summary>The built assembly of a project, from the build configuration of these tests; null when it is not built.</summary>
    internal static Assembly? Load(string project)
    {
        var path = BuiltFile(project, ".dll");
        return path is null ? null : Assembly.LoadFrom(path);
    }

    /// <summary>The XML documentation of a project; null when it is not built.</summary>
    internal static string? Documentation(string project)
    {
        var path = BuiltFile(project, ".xml");
        return path is null ? null : File.ReadAllText(path);
    }

    private static string? BuiltFile(string project, string extension)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, project + extension);
        if (File.Exists(beside))
        {
            return beside;
        }

        // bin/<configuration>/<framework>: the same two last folders as these tests'.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var own = Path.Combine(Root, "src", project, "bin", output.Parent!.Name, output.Name, project + extension);
        return File.Exists(own) ? own : null;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Plumb.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Plumb.slnx was not found above the test's folder.");
    }
}
