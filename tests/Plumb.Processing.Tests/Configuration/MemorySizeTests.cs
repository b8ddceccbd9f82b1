using Plumb.Processing.Configuration;

namespace Plumb.Processing.Tests.Configuration;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("512MiB", 512L << 20)]
    [InlineData("1.5 GiB", 3L << 29)]
    [InlineData("4gb", 4_000_000_000L)]
    [InlineData(" 64 kB ", 64_000L)]
    [InlineData("2TiB", 2L << 40)]
    public void Amounts_are_read(string text, long bytes) => Assert.Equal(bytes, MemorySize.Parse(text, "processing.memory"));

    [Fact]
    public void Auto_is_no_amount() => Assert.Null(MemorySize.Parse("Auto", "processing.memory"));

    [Theory]
    [InlineData("")]
    [InlineData("512")]
    [InlineData("MiB")]
    [InlineData("-1GiB")]
    [InlineData("0GiB")]
    [InlineData("1,5GiB")]
    [InlineData("1e3GiB")]
    [InlineData("99999999999999999999TiB")]
    [InlineData("99999999999999999999999999999999999999TiB")]
    [InlineData("0.0001kB")]
    [InlineData("lots")]
    public void What_is_no_amount_is_refused(string text)
    {
        var error = Assert.Throws<RequestException>(() => MemorySize.Parse(text, "processing.memory"));

        Assert.StartsWith("processing.memory is '", error.Message, StringComparison.Ordinal);
        Assert.Contains("512MiB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(512L << 20, "512 MiB")]
    [InlineData(3L << 29, "1.5 GiB")]
    public void Amounts_are_shown(long bytes, string text) => Assert.Equal(text, MemorySize.Format(bytes));
}
