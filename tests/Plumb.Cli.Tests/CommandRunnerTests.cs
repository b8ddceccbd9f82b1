using System.CommandLine;
using Plumb.Cli.Commands;
using Plumb.Kernels;

namespace Plumb.Cli.Tests;

public sealed class CommandRunnerTests
{
    public static TheoryData<Exception, int, string> Errors => new()
    {
        { new RequestException("a.tif is no GeoTIFF; name another."), 2, "plumb: a.tif is no GeoTIFF; name another.\n" },
        { new FileNotFoundException("Could not find file 'x'."), 2, "Could not find file 'x'." },
        { new UnauthorizedAccessException("Access to 'x' is denied."), 2, "Access to 'x' is denied." },
        { new IOException("No space left on device : 'x'", 28), 3, "the disk is full" },
        { new IOException("There is not enough space on the disk.", unchecked((int)0x80070070)), 3, "the disk is full" },
        { new IOException("The device is gone."), 3, "goes on where it stopped" },
        { new MemoryBudgetException("An inversion tile", 600L << 20, 400L << 20, 512L << 20), 3, "Raise processing.memory" },
        { new InsufficientMemoryException(), 3, "Lower processing.memory" },
        { new OperationCanceledException("stray"), 1, "a fault of Plumb's own" },
        { new InvalidOperationException("first\nsecond"), 1, "InvalidOperationException: first\n" },
        { new AggregateException(new OperationCanceledException(), new InvalidOperationException("x"), new RequestException("the cause")), 2, "plumb: the cause\n" },
        { new AggregateException(new OperationCanceledException(), new AggregateException(new IOException("full", 28))), 3, "the disk is full" },
    };

    [Theory]
    [MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public void Each_error_has_its_exit_code_and_a_short_message(Exception error, int code, string message)
    {
        var program = new TestProgram();

        Assert.Equal(code, program.Run(_ => throw error, ["work"]));
        Assert.Contains(message, program.Error, StringComparison.Ordinal);
        Assert.StartsWith("plumb: ", program.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Error, StringComparison.Ordinal);
        Assert.Empty(program.Output);
    }

    [Theory]
    [MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public void Each_error_is_one_json_object_for_machines(Exception error, int code, string message)
    {
        Assert.NotEmpty(message);
        var program = new TestProgram();

        Assert.Equal(code, program.Run(_ => throw error, ["work", "--json"]));
        Assert.Equal(code, program.ErrorAsJson.GetProperty("exit_code").GetInt32());
        Assert.NotEmpty(program.ErrorAsJson.GetProperty("message").GetString()!);
        Assert.Empty(program.Output);
    }

    [Fact]
    public void Details_are_given_when_asked_for()
    {
        var program = new TestProgram();

        Assert.Equal(1, program.Run(_ => throw new InvalidOperationException("x"), ["work", "--verbose"]));
        Assert.Contains("   at Plumb.Cli.Tests", program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_part_way_is_resumable()
    {
        using var stop = new CancellationTokenSource();
        var program = new TestProgram();

        var code = program.Run(
            context =>
            {
                stop.Cancel();
                context.Stop.ThrowIfCancellationRequested();
                return new CommandResult("", new { });
            },
            ["work"],
            stop.Token);

        Assert.Equal(3, code);
        Assert.Contains("goes on where it stopped", program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_before_the_start_does_no_work()
    {
        var program = new TestProgram();

        Assert.Equal(3, program.Run(_ => throw new InvalidOperationException("was run"), ["work"], new CancellationToken(true)));
    }

    [Fact]
    public void A_result_is_text_for_people_and_json_for_machines()
    {
        static CommandResult Work(CommandContext context) =>
            new("two\nlines", new { MeanRate = 1.5, Sigma = double.NaN, Sign = DayOfWeek.Friday, Bad = float.PositiveInfinity });

        var people = new TestProgram();
        Assert.Equal(0, people.Run(Work, ["work"]));
        Assert.Equal("two\nlines\n", people.Output);

        var machines = new TestProgram();
        Assert.Equal(0, machines.Run(Work, ["--json", "work"]));
        Assert.Equal("{\n  \"mean_rate\": 1.5,\n  \"sigma\": null,\n  \"sign\": \"friday\",\n  \"bad\": null\n}\n", machines.Output);
    }

    [Fact]
    public void A_result_may_carry_its_own_exit_code() =>
        Assert.Equal(2, new TestProgram().Run(_ => new CommandResult("missing", new { }, ExitCode.WrongRequest), ["work"]));

    [Fact]
    public void A_number_of_threads_below_zero_is_refused()
    {
        var program = new TestProgram();

        Assert.Equal(2, program.Run([new RunCommand()], ["run", "plumb.yaml", "--threads", "-1"]));
        Assert.Contains("--threads is -1; give a number of threads", program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_are_allowed_stand_in_one_line()
    {
        var program = new TestProgram();

        Assert.Equal(2, program.Run([new ExportCommand()], ["export", "results", "--format", "kmz"]));
        Assert.Contains("'mintpy', 'cog', 'gpkg', 'csv'. 'plumb export --help'", program.Error, StringComparison.Ordinal);
        Assert.Single(program.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("wrok", "there is no command 'wrok'. Did you mean 'work'?")]
    [InlineData("xyzzy", "there is no command 'xyzzy'. 'plumb --help'")]
    [InlineData("work --cuont 3", "'plumb work' has no option '--cuont'. Did you mean '--count'?")]
    [InlineData("work a.tif --cuont=3", "'plumb work' has no option '--cuont'. Did you mean '--count'?")]
    [InlineData("work -x a.tif", "'plumb work' has no option '-x'. 'plumb work --help'")]
    [InlineData("work --count three", "three")]
    [InlineData("work --count", "--count")]
    [InlineData("--json", "'plumb' needs a command")]
    [InlineData("group", "'plumb group' needs a command")]
    [InlineData("group innr", "there is no command 'innr'. Did you mean 'inner'?")]
    public void A_wrong_command_line_is_refused(string line, string message)
    {
        var inner = new Command("group", "Holds another.") { new InnerCommand() };
        var program = new TestProgram();

        var code = program.Run([new TestProgram.WorkCommand(_ => throw new InvalidOperationException("was run")), inner], line.Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(message, program.Error, StringComparison.Ordinal);
        Assert.Empty(program.Output);
        Assert.Single(program.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("work -10.5,20,-9,21")]
    [InlineData("work -")]
    [InlineData("work -- --cuont")]
    [InlineData("work --count -3")]
    public void What_only_looks_like_an_option_is_an_argument(string line) =>
        Assert.Equal(0, new TestProgram().Run(_ => new CommandResult("", new { }), line.Split(' ')));

    [Fact]
    public void A_wrong_command_line_is_json_for_machines()
    {
        var program = new TestProgram();

        Assert.Equal(2, program.Run(_ => throw new InvalidOperationException("was run"), ["work", "--json", "--colour"]));
        Assert.Equal("wrong_request", program.ErrorAsJson.GetProperty("kind").GetString());
    }

    [Fact]
    public void Commands_inside_a_group_are_run()
    {
        var program = new TestProgram();

        Assert.Equal(0, program.Run([new Command("group", "Holds another.") { new InnerCommand() }], ["group", "inner", "--json"]));
        Assert.Contains("\"inside\": true", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_and_version_are_shown()
    {
        var help = new TestProgram();
        Assert.Equal(0, help.Run(_ => new CommandResult("", new { }), ["--help"]));
        Assert.Contains("plumb [command] [options]", help.Output, StringComparison.Ordinal);
        Assert.Contains("Does the work of a test.", help.Output, StringComparison.Ordinal);

        var ofCommand = new TestProgram();
        Assert.Equal(0, ofCommand.Run(_ => throw new InvalidOperationException("was run"), ["work", "--help"]));
        Assert.Contains("--count", ofCommand.Output, StringComparison.Ordinal);
        Assert.Contains("--json", ofCommand.Output, StringComparison.Ordinal);

        var version = new TestProgram();
        Assert.Equal(0, version.Run(_ => new CommandResult("", new { }), ["--version"]));
        Assert.Matches(@"^plumb \d+\.\d+\.\d+\n$", version.Output);
    }

    [Fact]
    public void Nothing_at_all_shows_the_help_as_an_error()
    {
        var program = new TestProgram();

        Assert.Equal(2, program.Run(_ => new CommandResult("", new { }), []));
        Assert.Contains("plumb [command] [options]", program.Error, StringComparison.Ordinal);
        Assert.Empty(program.Output);
    }

    [Fact]
    public void An_argument_that_begins_with_an_at_sign_is_an_argument()
    {
        var seen = "";
        var command = new EchoCommand(text => seen = text);

        Assert.Equal(0, new TestProgram().Run([command], ["echo", "@nothing"]));
        Assert.Equal("@nothing", seen);
    }

    private sealed class InnerCommand() : PlumbCommand("inner", "Is inside.")
    {
        public override CommandResult Run(ParseResult arguments, CommandContext context) => new("inside", new { Inside = true });
    }

    private sealed class EchoCommand : PlumbCommand
    {
        private readonly Argument<string> text = new("TEXT");
        private readonly Action<string> heard;

        public EchoCommand(Action<string> heard)
            : base("echo", "Tells its argument.")
        {
            this.heard = heard;
            Add(text);
        }

        public override CommandResult Run(ParseResult arguments, CommandContext context)
        {
            heard(arguments.GetValue(text)!);
            return new CommandResult("", new { });
        }
    }
}
