namespace Plumb.Processing.Tests.Architecture;

public class FloorTests
{
    private static readonly ILookup<string, string> TypesOfFolder = SourceTree.Files("Plumb")
        .Where(f => f.Path.Contains('/', StringComparison.Ordinal))
        .SelectMany(f => FloorRules.TypesIn(f.Text).Select(t => (Folder: f.Path.Split('/')[0], Type: t)))
        .ToLookup(e => e.Folder, e => e.Type);

    public static TheoryData<string> Projects => [.. SourceTree.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Projects_refer_only_to_floors_below(string project) =>
        Assert.Empty(FloorRules.ProjectReferences(project, File.ReadAllText(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"))));

    [Fact]
    public void Folders_of_the_science_use_only_folders_above_them() =>
        Assert.Empty(SourceTree.Files("Plumb").SelectMany(f => FloorRules.FolderOrder(f.Path, f.Text, TypesOfFolder)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Files_are_short_in_their_namespace_and_named_after_what_they_do(string project) =>
        Assert.Empty(SourceTree.Files(project).SelectMany(f => FloorRules.Length(f.Path, f.Text)
            .Concat(FloorRules.Namespace(project, f.Path, f.Text))
            .Concat(FloorRules.FolderNames(f.Path))
            .Concat(FloorRules.TypeNames(f.Path, f.Text))));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Science_and_formats_see_no_console_and_science_no_files_and_no_network(string project) =>
        Assert.Empty(SourceTree.Files(project).SelectMany(f => FloorRules.OutsideWorld(project, f.Path, f.Text)));

    [Fact]
    public void The_tree_is_seen()
    {
        Assert.Contains("Plumb", SourceTree.Projects);
        Assert.Contains(SourceTree.Files("Plumb"), f => f.Path == "Networks/Network.cs");
        Assert.Contains("Network", TypesOfFolder["Networks"]);
    }

    [Theory]
    [InlineData("Plumb", "../Plumb.Formats/Plumb.Formats.csproj")]
    [InlineData("Plumb.Formats", "..\\Plumb.Services\\Plumb.Services.csproj")]
    [InlineData("Plumb.Processing", "../Plumb.Web/Plumb.Web.csproj")]
    [InlineData("Plumb.Attic", "../Plumb/Plumb.csproj")]
    public void A_reference_upwards_is_found(string project, string reference) =>
        Assert.NotEmpty(FloorRules.ProjectReferences(project, $"<Project><ItemGroup><ProjectReference Include=\"{reference}\" /></ItemGroup></Project>"));

    [Theory]
    [InlineData("Networks/A.cs", "using Plumb.Inversion;")]
    [InlineData("Networks/A.cs", "var x = Plumb.References.Reference.None;")]
    [InlineData("Networks/A.cs", "var x = global::Plumb.References.Reference.None;")]
    [InlineData("Networks/A.cs", "using R = Plumb.References.Reference;")]
    [InlineData("Networks/A.cs", "var x = References.Reference.None;")]
    [InlineData("Grids/A.cs", "using Plumb.Geometry;")]
    [InlineData("Attic/A.cs", "")]
    [InlineData("A.cs", "using Plumb.Grids;")]
    public void A_use_of_a_higher_folder_is_found(string path, string text) =>
        Assert.NotEmpty(FloorRules.FolderOrder(path, "namespace Plumb.X;\n" + text, Known));

    [Theory]
    [InlineData("Networks/A.cs", "using Plumb.Grids;\nvar x = References.Count; var y = this.References.Reference;")]
    [InlineData("Networks/A.cs", "// using Plumb.Inversion;\nvar s = \"Plumb.Inversion\"; var t = $\"\"\"\nPlumb.Inversion\n\"\"\";")]
    [InlineData("Networks/Sub/A.cs", "using Plumb.Networks;")]
    [InlineData("Acquisitions/A.cs", "using Plumb.Kernels;")]
    [InlineData("Simulation/A.cs", "using Plumb.SourceInversion;")]
    [InlineData("Networks/A.cs", "throw new Plumb.RequestException();")]
    public void Allowed_uses_pass(string path, string text) =>
        Assert.Empty(FloorRules.FolderOrder(path, "namespace Plumb.X;\n" + text, Known));

    [Theory]
    [InlineData("Plumb", "Console.WriteLine(1);")]
    [InlineData("Plumb.Formats", "System.Console.Out.Flush();")]
    [InlineData("Plumb.Formats", "using static System.Console;")]
    [InlineData("Plumb", "File.ReadAllText(x);")]
    [InlineData("Plumb", "System.IO.Directory.Delete(x);")]
    [InlineData("Plumb", "using System.Net.Http;")]
    [InlineData("Plumb", "new FileStream(x, y);")]
    public void A_look_outside_is_found(string project, string text) =>
        Assert.NotEmpty(FloorRules.OutsideWorld(project, "A.cs", text));

    [Theory]
    [InlineData("Plumb.Cli", "Console.WriteLine(1);")]
    [InlineData("Plumb.Formats", "File.ReadAllText(x);")]
    [InlineData("Plumb", "var x = \"File.Delete\"; // Console.WriteLine\nvar y = settings.File.Name;")]
    public void Looks_outside_that_are_allowed_pass(string project, string text) =>
        Assert.Empty(FloorRules.OutsideWorld(project, "A.cs", text));

    [Fact]
    public void Long_files_wrong_names_and_namespaces_are_found()
    {
        Assert.Empty(FloorRules.Length("A.cs", string.Concat(Enumerable.Repeat("x\n", FloorRules.MaxLines))));
        Assert.Single(FloorRules.Length("A.cs", string.Concat(Enumerable.Repeat("x\n", FloorRules.MaxLines + 1))));
        Assert.Single(FloorRules.FolderNames("Grids/Helpers/A.cs"));
        Assert.Empty(FloorRules.FolderNames("Grids/Cores.cs"));
        Assert.Single(FloorRules.TypeNames("A.cs", "public sealed class GridManager {}"));
        Assert.Single(FloorRules.TypeNames("A.cs", "internal static class GridHelper {}"));
        Assert.Empty(FloorRules.TypeNames("A.cs", "internal static class Helpers1 {} // class GridManager"));
        Assert.Single(FloorRules.Namespace("Plumb", "Grids/A.cs", "namespace Plumb.Networks;"));
        Assert.Empty(FloorRules.Namespace("Plumb", "Grids/A.cs", "namespace Plumb.Grids;"));
    }

    private static ILookup<string, string> Known { get; } =
        new[] { ("References", "Reference"), ("Inversion", "InversionOptions") }.ToLookup(e => e.Item1, e => e.Item2);
}
