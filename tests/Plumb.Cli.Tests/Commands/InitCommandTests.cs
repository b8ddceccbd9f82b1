using Plumb.Cli.Commands;
using Plumb.Processing.Configuration;

namespace Plumb.Cli.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-init-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Settings_are_written_that_name_the_products_and_can_be_read()
    {
        var products = Directory.CreateDirectory(Path.Combine(folder, "products")).FullName;
        var file = Path.Combine(folder, "plumb.yaml");
        var program = new TestProgram();

        Assert.Equal(0, program.Run([new InitCommand()], ["init", products, "-o", file]));
        Assert.Equal(["products"], SettingsReader.ReadFile<PlumbSettings>(file).Input.Paths);
        Assert.Contains("# Paper: ", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(folder));
    }

    [Fact]
    public void Nothing_is_written_over_unless_asked()
    {
        var file = Path.Combine(folder, "plumb.yaml");
        File.WriteAllText(file, "mine");
        var program = new TestProgram();

        Assert.Equal(2, program.Run([new InitCommand()], ["init", folder, "-o", file]));
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Contains("--force", program.Error, StringComparison.Ordinal);

        Assert.Equal(0, program.Run([new InitCommand()], ["init", folder, "-o", file, "--force"]));
        Assert.NotEqual("mine", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("nothing-there", "plumb.yaml", "There is no file or folder")]
    [InlineData(".", "", "is a folder")]
    [InlineData(".", "none/plumb.yaml", "There is no folder")]
    public void What_is_not_there_is_refused(string product, string output, string message)
    {
        var program = new TestProgram();

        Assert.Equal(2, program.Run([new InitCommand()], ["init", Path.Combine(folder, product), "-o", Path.Combine(folder, output)]));
        Assert.Contains(message, program.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }
}
