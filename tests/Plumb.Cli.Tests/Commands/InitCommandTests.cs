using System.Text.Json;
using Plumb.Cli.Commands;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Inversion;
using Plumb.Processing.Configuration;
using Plumb.Simulation;

namespace Plumb.Cli.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-init-").FullName;
    private readonly TestProgram program = new();

    private string File => Path.Combine(folder, "plumb.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Settings_are_written_that_name_the_products_and_can_be_read()
    {
        var products = Products();

        Assert.Equal(0, Init(products));
        Assert.Equal(["scene/products"], Settings().Input.Paths);
        Assert.Equal("plumb-out", Settings().Output.Folder);
        Assert.Equal(Weighting.Variance, Settings().Inversion.Weighting);
        Assert.Contains("# Paper: ", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.Equal([File], Directory.GetFiles(folder));
        Assert.Contains("20220103_20220115", program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Changed from its default", program.Output, StringComparison.Ordinal);
        Assert.EndsWith($"plumb run {File}\n", program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "all 5 products")]
    [InlineData(false, "20220103_20220115")]
    public void Without_coherence_nothing_is_weighted_by_it(bool everywhere, string where)
    {
        var products = Products();
        foreach (var file in Coherences(products).Take(everywhere ? int.MaxValue : 1))
        {
            System.IO.File.Delete(file);
        }

        Assert.Equal(0, Init(products));
        Assert.Equal(Weighting.None, Settings().Inversion.Weighting);
        Assert.Contains("inversion.weighting: none", program.Output, StringComparison.Ordinal);
        Assert.Contains($"Warning: {where}: There is no coherence", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void For_machines_the_same_is_one_document()
    {
        var products = Products();
        foreach (var file in Coherences(products))
        {
            System.IO.File.Delete(file);
        }

        Assert.Equal(0, Init(products, "--json"));
        var document = JsonDocument.Parse(program.Output).RootElement;
        Assert.Equal(File, document.GetProperty("settings").GetString());
        Assert.True(document.GetProperty("is_usable").GetBoolean());
        Assert.Equal(5, document.GetProperty("products").GetArrayLength());
        Assert.Equal("inversion.weighting", document.GetProperty("changes")[0].GetProperty("setting").GetString());
        Assert.Equal(1, document.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public void A_folder_without_products_gives_no_settings()
    {
        Directory.CreateDirectory(Path.Combine(folder, "empty"));

        Assert.Equal(2, Init(Path.Combine(folder, "empty")));
        Assert.Contains("No interferogram was found", program.Error, StringComparison.Ordinal);
        Assert.Empty(program.Output);
        Assert.Empty(Directory.GetFiles(folder));

        Assert.Equal(2, Init(Path.Combine(folder, "empty"), "--json"));
        Assert.Equal("wrong_request", program.ErrorAsJson.GetProperty("kind").GetString());
    }

    [Fact]
    public void Products_that_cannot_be_run_give_no_settings_but_every_reason()
    {
        var products = Products();
        var first = Directory.GetFiles(products, "*_unw_phase.tif", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        System.IO.File.WriteAllBytes(first, System.IO.File.ReadAllBytes(first)[..^2000]);

        Assert.Equal(2, Init(products));
        Assert.Contains($"Error: {first}", program.Output, StringComparison.Ordinal);
        Assert.Contains("20220103_20220127", program.Output, StringComparison.Ordinal);
        Assert.Contains("No settings were written", program.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));

        Assert.Equal(2, Init(products, "--json"));
        var document = JsonDocument.Parse(program.Output).RootElement;
        Assert.Equal(JsonValueKind.Null, document.GetProperty("settings").ValueKind);
        Assert.False(document.GetProperty("is_usable").GetBoolean());
    }

    [Fact]
    public void Nothing_is_written_over_unless_asked()
    {
        System.IO.File.WriteAllText(File, "mine");
        var products = Products();

        Assert.Equal(2, Init(products));
        Assert.Equal("mine", System.IO.File.ReadAllText(File));
        Assert.Contains("--force", program.Error, StringComparison.Ordinal);

        Assert.Equal(0, Init(products, "--force"));
        Assert.Equal(["scene/products"], Settings().Input.Paths);
    }

    [Fact]
    public void Two_settings_files_side_by_side_have_folders_of_their_own()
    {
        var products = Products();
        var other = Path.Combine(folder, "east.yaml");

        Assert.Equal(0, program.Run([new InitCommand()], ["init", products, "-o", other]));
        Assert.Equal("east-out", SettingsReader.ReadFile<PlumbSettings>(other).Output.Folder);
    }

    [Theory]
    [InlineData("nothing-there", "plumb.yaml", "There is no file or folder")]
    [InlineData(".", "", "is a folder")]
    [InlineData(".", "none/plumb.yaml", "There is no folder")]
    public void What_is_not_there_is_refused(string product, string output, string message)
    {
        Assert.Equal(2, program.Run([new InitCommand()], ["init", Path.Combine(folder, product), "-o", Path.Combine(folder, output)]));
        Assert.Contains(message, program.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    private static string[] Coherences(string products) =>
        [.. Directory.GetFiles(products, "*_corr.tif", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private int Init(string products, params string[] options) =>
        program.Run([new InitCommand()], ["init", products, "-o", File, .. options]);

    private PlumbSettings Settings() => SettingsReader.ReadFile<PlumbSettings>(File);

    private string Products()
    {
        var target = Path.Combine(folder, "scene");
        new SimulationWriter(new SceneSimulator(Scene.Bowl()), new Hyp3WriterOptions { Kind = Hyp3ProductKind.Gamma }, 1).Write(target, cancel: TestContext.Current.CancellationToken);
        return Path.Combine(target, "products");
    }
}
