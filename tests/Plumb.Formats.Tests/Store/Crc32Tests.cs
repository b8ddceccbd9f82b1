using System.Text;
using Plumb.Formats.Store;

namespace Plumb.Formats.Tests.Store;

public class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard_comes_out()
    {
        Assert.Equal(0xCBF43926u, Crc32.Append(0, Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0u, Crc32.Append(0, []));
    }

    [Theory]
    [InlineData(0, 600, 1)]
    [InlineData(4090, 4110, 1)]
    [InlineData(65500, 66000, 61)]
    public void Folding_equals_the_tables_at_every_length(int from, int to, int step)
    {
        var bytes = new byte[to];
        new Random(7).NextBytes(bytes);
        for (var length = from; length < to; length += step)
        {
            var part = bytes.AsSpan(to - length, length);
            Assert.Equal(Crc32.AppendTables(0x1234_5678, part), Crc32.Append(0x1234_5678, part));
            Assert.Equal(Crc32.AppendTables(0x1234_5678, part), Crc32.AppendFolded128(0x1234_5678, part));
        }
    }

    [Fact]
    public void Appending_in_parts_equals_the_whole()
    {
        var bytes = new byte[100_000];
        new Random(3).NextBytes(bytes);
        var whole = Crc32.Append(0, bytes);
        var parts = Crc32.Append(Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, 777)), bytes.AsSpan(777, 50_000)), bytes.AsSpan(50_777));
        Assert.Equal(whole, parts);
    }
}
