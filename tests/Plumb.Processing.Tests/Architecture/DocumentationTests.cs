using Plumb.Processing.Tests.Architecture.Samples;

namespace Plumb.Processing.Tests.Architecture;

public class DocumentationTests
{
    public static TheoryData<string> Projects => [.. SourceTree.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_public_surface_is_documented_with_units_and_shapes(string project)
    {
        var assembly = SourceTree.Load(project);
        var documentation = SourceTree.Documentation(project);
        Assert.SkipUnless(assembly is not null && documentation is not null, $"{project} is not built in this configuration.");
        Assert.Empty(DocumentationRules.Violations(assembly!.GetTypes(), documentation!));
    }

    [Fact]
    public void Samples_that_break_the_rule_are_found_and_others_pass()
    {
        var samples = typeof(DocumentationTests).Assembly.GetTypes().Where(t => t.Namespace == typeof(DocumentedSample<>).Namespace);
        var violations = DocumentationRules.Violations(samples, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Plumb.Processing.Tests.xml")));
        const string owner = "Plumb.Processing.Tests.Architecture.Samples.";
        Assert.Equal(
            new[]
            {
                $"T:{owner}UndocumentedSample is not documented.",
                $"M:{owner}BareSample.Speak is not documented.",
                $"F:{owner}BareSample.Field names no unit and no shape.",
                $"P:{owner}BareSample.Values names no unit and no shape.",
                $"M:{owner}BareSample.#ctor(System.Double) names no unit and no shape.",
                $"M:{owner}BareSample.Take(System.ReadOnlySpan{{System.Single}}) names no unit and no shape.",
                $"M:{owner}BareSample.Pair names no unit and no shape.",
                $"P:{owner}RecordSample.Bare names no unit and no shape.",
                $"T:{owner}BareFunction names no unit and no shape.",
            }.Order(StringComparer.Ordinal),
            violations.Order(StringComparer.Ordinal));
    }
}
