using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Operations;

/// <summary>The names of the methods of unwrapping.</summary>
public static class UnwrapMethods
{
    private static readonly (ClassicalMethod? Method, string Name, string Title)[] All =
    [
        (null, "statistical", "Statistical costs"),
        (ClassicalMethod.MinimumCostFlow, "mcf", "Minimum-cost flow"),
        (ClassicalMethod.BranchCuts, "branch_cuts", "Branch cuts"),
        (ClassicalMethod.QualityGuided, "quality", "Quality-guided"),
        (ClassicalMethod.MinimumDiscontinuity, "minimum_discontinuity", "Minimum discontinuity"),
        (ClassicalMethod.LpNorm, "lp", "Lp norm"),
    ];

    /// <summary>All names, as given on the command line.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(m => m.Name)];

    /// <summary>The method of a name; null for the statistical costs.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static ClassicalMethod? Of(string name) => All.Single(m => m.Name == name).Method;

    /// <summary>The name of a method.</summary>
    /// <param name="method">The method; null for the statistical costs.</param>
    public static string NameOf(ClassicalMethod? method) => All.Single(m => m.Method == method).Name;

    /// <summary>A few words for people.</summary>
    /// <param name="method">The method; null for the statistical costs.</param>
    public static string TitleOf(ClassicalMethod? method) => All.Single(m => m.Method == method).Title;
}
