using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Tests.Scheduling;

public sealed class UnitSchedulerTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(100, 1)]
    [InlineData(100, 7)]
    public void Every_unit_runs_once_and_every_state_is_disposed(int count, int threads)
    {
        var runs = new int[count];
        var (made, disposed) = (0, 0);
        UnitScheduler.Run(
            count,
            threads,
            () =>
            {
                Interlocked.Increment(ref made);
                return new State(() => Interlocked.Increment(ref disposed));
            },
            (unit, _) => Interlocked.Increment(ref runs[unit]),
            CancellationToken.None);
        Assert.All(runs, r => Assert.Equal(1, r));
        Assert.Equal(made, disposed);
        Assert.InRange(made, 1, threads);
    }

    [Fact]
    public void Failure_of_one_unit_stops_the_others_and_is_thrown_as_it_is()
    {
        var runs = 0;
        var error = Assert.Throws<RequestException>(() => UnitScheduler.Run(
            100_000,
            3,
            () => new State(() => { }),
            (unit, _) =>
            {
                Interlocked.Increment(ref runs);
                if (unit == 5)
                {
                    throw new RequestException("unit 5");
                }
            },
            CancellationToken.None));
        Assert.Equal("unit 5", error.Message);
        Assert.True(runs < 100_000, $"{runs} units ran");
    }

    [Fact]
    public void Stop_is_taken_before_the_next_unit()
    {
        using var stop = new CancellationTokenSource();
        var runs = 0;
        Assert.Throws<OperationCanceledException>(() => UnitScheduler.Run(
            1000,
            1,
            () => new State(() => { }),
            (unit, _) =>
            {
                runs++;
                stop.Cancel();
            },
            stop.Token));
        Assert.Equal(1, runs);
    }

    private sealed class State(Action disposed) : IDisposable
    {
        public void Dispose() => disposed();
    }
}
