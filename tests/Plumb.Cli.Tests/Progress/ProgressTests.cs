using System.Globalization;
using System.Text.Json;
using Plumb.Cli.Progress;

namespace Plumb.Cli.Tests.Progress;

public sealed class ProgressTests : IDisposable
{
    private readonly StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
    private readonly HandClock clock = new();

    public void Dispose() => output.Dispose();

    [Fact]
    public void Plain_lines_tell_of_begin_share_time_left_and_end()
    {
        using var progress = new PlainProgress(output, clock);

        progress.Begin("Inversion", 200);
        progress.Advance(10);
        clock.Pass(20);
        progress.Advance(40);
        progress.Advance(10);
        clock.Pass(40);
        progress.Advance(40);
        progress.End("100 tiles");
        progress.Note("peak memory 80 MiB of 512 MiB");

        Assert.Equal(
            "Inversion ...\nInversion: 25 %, about 60 s left\nInversion: 50 %, about 60 s left\nInversion: 100 tiles (60 s)\npeak memory 80 MiB of 512 MiB\n",
            output.ToString());
    }

    [Fact]
    public void A_terminal_shows_one_line_that_is_written_over()
    {
        using var progress = new TerminalProgress(output, 40, clock);

        progress.Begin("Import", 4);
        clock.Pass(2);
        progress.Advance(2);
        progress.End("");
        progress.Begin("Unknown", 0);
        progress.Dispose();

        var text = output.ToString();
        Assert.Contains("\rImport           [###############......", text, StringComparison.Ordinal);
        Assert.Contains("Import           done (2 s)\n", text, StringComparison.Ordinal);
        Assert.EndsWith("Unknown          ...\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\r', '\n'), line => Assert.True(line.Length < 60, line));
    }

    [Fact]
    public void Machines_get_one_json_object_a_line()
    {
        using var progress = new JsonProgress(output, clock);

        progress.Begin("Import", 4);
        clock.Pass(2);
        progress.Advance(1);
        progress.End("done");
        progress.Begin("Next", 0);
        progress.Dispose();

        var events = output.ToString().TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["begin", "advance", "end", "begin", "break"], events.Select(one => one.GetProperty("event").GetString()!));
        Assert.Equal(6, events[1].GetProperty("seconds_left").GetDouble());
    }

    [Fact]
    public void Units_told_from_many_threads_are_all_counted()
    {
        using var progress = new JsonProgress(output, clock);
        progress.Begin("Import", 40_000);
        Parallel.For(0, 40_000, _ => progress.Advance(1));
        progress.End("");

        var last = JsonDocument.Parse(output.ToString().TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal(40_000, last.GetProperty("done").GetInt64());
    }

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(40, "40 s")]
    [InlineData(240, "4 min")]
    [InlineData(8400, "2 h 20 min")]
    public void Times_are_for_people(double seconds, string text) =>
        Assert.Equal(text, StageMeter.Describe(TimeSpan.FromSeconds(seconds)));

    private sealed class HandClock : TimeProvider
    {
        private long now = 1000;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Interlocked.Read(ref now);

        public void Pass(double seconds) => Interlocked.Add(ref now, (long)(1000 * seconds));
    }
}
