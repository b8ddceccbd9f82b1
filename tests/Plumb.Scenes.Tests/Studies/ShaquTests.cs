using System.Globalization;

namespace Plumb.Scenes.Tests.Studies;

/// <summary>The Shaqu study on the part of its scene around one mine.</summary>
public sealed class ShaquTests
{
    [Fact]
    public void Stable_ground_keeps_within_the_studys_figure_and_the_life_cycle_comes_back()
    {
        var folder = Directory.CreateTempSubdirectory("plumb-study-").FullName;
        try
        {
            Invocation.Done("study", "shaqu", "--mine", "shaqu no. 1", "-o", folder).Expect(0, "simulated scene", "250 images", "fluctuation of stable ground");
            var rows = File.ReadAllLines(Path.Combine(folder, "table.csv")).Skip(1).Select(l => (Name: l.Split('"')[1], Values: l.Split('"')[2].Split(','))).ToList();
            double Of(string name, int column) => double.Parse(rows.Single(r => r.Name == name).Values[column].TrimEnd('*'), CultureInfo.InvariantCulture);
            Assert.True(Of("fluctuation of stable ground (RMS), mm", 4) < 5);
            Assert.True(Of("fluctuation of stable ground (RMS), mm", 4) < Of("fluctuation of stable ground (RMS), mm", 3));
            Assert.True(Of("stable pixels within 5 mm, %", 4) > 80);
            Assert.True(Of("error of the rate (RMS), mm/yr", 4) < 1.5);
            foreach (var phase in new[] { "initiation", "acceleration", "stabilisation" })
            {
                var name = $"Shaqu No. 1, face A: {phase}, mm/yr";
                Assert.Equal(Of(name, 2), Of(name, 4), 6.0);
            }

            Assert.True(Of("Shaqu No. 1, face A: centre off by, m", 4) < 300);
            Assert.Contains("Life cycle", File.ReadAllText(Path.Combine(folder, "study.html")), StringComparison.Ordinal);
            using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "table.json")));
            Assert.Equal(250, json.RootElement.GetProperty("study").GetProperty("dates").GetInt32());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
