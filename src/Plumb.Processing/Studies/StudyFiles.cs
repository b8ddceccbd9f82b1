using System.Reflection;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Studies;

/// <summary>The scenes, settings and published figures of the studies, as they lie in the folder studies of the source and travel inside the program.</summary>
public static class StudyFiles
{
    private const string Prefix = "studies/";

    /// <summary>Names of the studies.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..].Split('/')[0]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Content of a file of a study.</summary>
    /// <param name="study">Name of the study.</param>
    /// <param name="file">Name of the file.</param>
    /// <exception cref="RequestException">There is no such study.</exception>
    public static string Text(string study, string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{study}/{file}") ?? throw Unknown(study);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A file of a study as a tree of records.</summary>
    /// <typeparam name="T">Root record of the tree.</typeparam>
    /// <param name="study">Name of the study.</param>
    /// <param name="file">Name of the file.</param>
    /// <exception cref="RequestException">There is no such study.</exception>
    public static T Read<T>(string study, string file)
        where T : class => SettingsReader.Read<T>(Text(study, file), $"{Prefix}{study}/{file}");

    /// <summary>What to say where a study is not known.</summary>
    /// <param name="study">The name that was given.</param>
    public static RequestException Unknown(string study) => new(SettingNames.Nearest(study, Names) is { } near
        ? $"There is no study '{study}'. Did you mean '{near}'? 'plumb study' lists them."
        : $"There is no study '{study}'. These are known: {string.Join(", ", Names)}.");
}
