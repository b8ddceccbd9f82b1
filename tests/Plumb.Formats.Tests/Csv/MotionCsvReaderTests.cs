using Plumb.Formats.Csv;
using Plumb.Formats.Tests.Gdal;

namespace Plumb.Formats.Tests.Csv;

public class MotionCsvReaderTests
{
    [Fact]
    public void Dates_and_millimetres_are_read_whatever_else_stands_there()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "a.csv");
        File.WriteAllText(path, "# station A\nsigma_mm, date ,displacement_mm\n1,2022-01-03, -2.5\n\n1,20220115,3e1,more\n");
        Assert.Equal([(new DateOnly(2022, 1, 3), -0.0025), (new DateOnly(2022, 1, 15), 0.03)], MotionCsvReader.Read(path));
    }

    [Theory]
    [InlineData("day,displacement_mm\n", "a.csv:1: the first line names the columns")]
    [InlineData("date,displacement_mm\n2022-01-03,1\n2022-13-03,1\n", "a.csv:3: '2022-13-03,1'")]
    [InlineData("date,displacement_mm\n2022-01-03,1,5\n2022-01-04,\n", "a.csv:3:")]
    [InlineData("date,displacement_mm\n2022-01-03\n", "a.csv:2:")]
    [InlineData("date,displacement_mm\n2022-01-03,NaN\n", "a.csv:2:")]
    public void What_is_wrong_is_named_by_its_line(string text, string words)
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "a.csv");
        File.WriteAllText(path, text);
        Assert.Contains(words, Assert.Throws<RequestException>(() => MotionCsvReader.Read(path)).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => MotionCsvReader.Read(path + ".none"));
    }
}
