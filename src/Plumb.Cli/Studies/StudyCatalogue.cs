using Plumb.Processing.Studies;

namespace Plumb.Cli.Studies;

/// <summary>The studies that can be run, by name.</summary>
public static class StudyCatalogue
{
    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<IStudy> All { get; } = [new FusionStudy(), new HezeStudy(), new HuaibeiStudy(), new NingdongStudy(), new ShaquStudy()];

    /// <summary>A study.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RequestException">There is no such study.</exception>
    public static IStudy Named(string name) => All.FirstOrDefault(s => s.Name == name) ?? throw StudyFiles.Unknown(name);
}
