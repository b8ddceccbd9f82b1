namespace Plumb.Cli.Tests;

public sealed class StopSignalsTests
{
    [Fact]
    public void The_first_signal_stops_and_the_second_ends()
    {
        using var output = new StringWriter();
        using var signals = new StopSignals(output);
        Assert.False(signals.Token.IsCancellationRequested);

        Assert.True(signals.Take());
        Assert.True(signals.Token.IsCancellationRequested);
        Assert.Contains("once more ends at once", output.ToString(), StringComparison.Ordinal);

        Assert.False(signals.Take());
    }
}
