using System.Runtime.InteropServices;
using System.Text.Json;
using Plumb.Cli.Commands;
using Plumb.Processing.Operations;
using Plumb.Simulation;

namespace Plumb.Cli.Tests.Commands;

public sealed class UnwrapMethodsTests : IDisposable
{
    private static readonly BasinPatch Patch = BasinPatch.Make(BasinCase.Interrupted, 5);
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-methods-").FullName;
    private readonly TestProgram program = new();

    public UnwrapMethodsTests()
    {
        Save("a.phase", Patch.Wrapped);
        Save("a.coh", Patch.Coherence);
        Save("a.truth", Patch.Truth);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_method_writes_a_phase_that_differs_by_whole_cycles()
    {
        foreach (var method in UnwrapMethods.Names)
        {
            Assert.Equal(0, Unwrap("-o", At(method), "--method", method, "--json"));
            Assert.Equal(method, JsonDocument.Parse(program.Output).RootElement.GetProperty("method").GetString());
            var phase = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(At(method))).ToArray();
            Assert.All(Enumerable.Range(0, phase.Length).Where(p => !float.IsNaN(phase[p])), p =>
                Assert.InRange(Math.Abs(Math.IEEERemainder((double)phase[p] - Patch.Wrapped[p], 2 * Math.PI)), 0, 1e-4));
            Assert.True(phase.Count(float.IsNaN) < 100);
        }
    }

    [Fact]
    public void A_comparison_gives_phases_table_and_picture_beside_the_truth()
    {
        Assert.Equal(0, Unwrap("-o", At("all"), "--compare", "--truth", At("a.truth"), "--json"));
        var methods = JsonDocument.Parse(program.Output).RootElement.GetProperty("methods").EnumerateArray().ToArray();
        Assert.Equal(UnwrapMethods.Names, methods.Select(m => m.GetProperty("method").GetString()));
        Assert.All(methods, m =>
        {
            var truth = m.GetProperty("beside_truth");
            Assert.Equal(-truth.GetProperty("mean_i_minus_k").GetDouble(), truth.GetProperty("mean_k_minus_i").GetDouble());
            Assert.True(truth.GetProperty("wrong_share").GetDouble() < 0.3);
            Assert.NotEqual(JsonValueKind.Null, m.GetProperty("is_within_range").ValueKind);
        });
        Assert.Equal(0, methods[0].GetProperty("beside_statistical").GetProperty("mean_square").GetDouble());
        Assert.Equal(
            [.. UnwrapMethods.Names.Select(n => n + ".unw").Concat(["comparison.csv", "comparison.json", "comparison.png"]).Order(StringComparer.Ordinal)],
            Directory.GetFiles(At("all")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        var lines = File.ReadAllLines(Path.Combine(At("all"), "comparison.csv"));
        Assert.Equal(7, lines.Length);
        Assert.All(lines, l => Assert.Equal(lines[0].Count(c => c == ','), l.Count(c => c == ',')));

        Assert.Equal(0, Unwrap("-o", At("plain"), "--compare"));
        Assert.Contains("M and MSE beside the statistical", program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leave --method out", "--compare", "--method", "mcf")]
    [InlineData("add --compare", "--truth", "a.truth")]
    [InlineData("--costs belongs to", "--method", "lp", "--costs", "defo")]
    [InlineData("belong to --method statistical", "--method", "lp", "--components", "c")]
    [InlineData("belong to --method statistical", "--compare", "--points")]
    [InlineData("does not exist", "--compare", "--truth", "nowhere")]
    [InlineData("pixels, the interferogram", "--compare", "--truth", "short")]
    [InlineData("No pixel has both", "--compare", "--truth", "nan")]
    public void What_does_not_go_together_is_refused(string said, params string[] arguments)
    {
        Save("nan", [.. Enumerable.Repeat(float.NaN, 64 * 64)]);
        Save("short", Patch.Truth[..640]);
        Assert.Equal(2, Unwrap(["-o", At("x"), .. arguments.Select(a => File.Exists(At(a)) || a == "nowhere" ? At(a) : a)]));
        Assert.Contains(said, program.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(At("x")));
        Assert.Equal(2, Unwrap("-o", At("a.coh"), "--compare"));
    }

    private string At(string name) => Path.Combine(folder, name);

    private int Unwrap(params string[] arguments) =>
        program.Run([new UnwrapCommand()], ["unwrap", At("a.phase"), "--coherence", At("a.coh"), "--looks", "20", "--width", "64", .. arguments]);

    private void Save(string name, float[] values) => File.WriteAllBytes(At(name), MemoryMarshal.AsBytes<float>(values).ToArray());
}
