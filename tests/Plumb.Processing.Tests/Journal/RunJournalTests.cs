using Plumb.Processing.Journal;

namespace Plumb.Processing.Tests.Journal;

public sealed class RunJournalTests : IDisposable
{
    private static readonly StageKey Key = new("i", "s", "c", "u");
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-journal-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Units_are_remembered_under_the_same_key_only()
    {
        var journal = new RunJournal(folder);
        Assert.Empty(journal.Begin("invert", Key));
        journal.Finish("invert", "3");
        journal.Finish("invert", "7");
        Assert.Equal(["3", "7"], new RunJournal(folder).Begin("invert", Key).Order());
        Assert.Empty(new RunJournal(folder).Begin("invert", Key with { Settings = "t" }));
        Assert.Empty(new RunJournal(folder).Begin("invert", Key));
    }

    [Fact]
    public void Unit_cut_short_is_forgotten_and_does_not_spoil_the_next()
    {
        var journal = new RunJournal(folder);
        journal.Begin("invert", Key);
        journal.Finish("invert", "3");
        File.AppendAllText(Path.Combine(folder, "journal", "invert.units"), "1");

        Assert.Equal(["3"], journal.Begin("invert", Key));
        journal.Finish("invert", "5");
        Assert.Equal(["3", "5"], journal.Begin("invert", Key).Order());
    }

    [Fact]
    public void Finished_stage_keeps_its_outputs_and_can_be_forgotten()
    {
        var journal = new RunJournal(folder);
        journal.Begin("mask", Key);
        journal.Complete("mask", Key, ["mask/final"]);
        var record = new RunJournal(folder).Read("mask");
        Assert.NotNull(record);
        Assert.True(record.Done);
        Assert.Equal(Key, record.Key);
        Assert.Equal(["mask/final"], record.Outputs);
        journal.Forget("mask");
        Assert.Null(journal.Read("mask"));
        journal.Forget("mask");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"stage\":\"mask\",\"key\":null,\"done\":true}")]
    [InlineData("{\"stage\":\"mask\",\"done\":true,\"outputs\":null}")]
    public void Damaged_record_is_none(string text)
    {
        var journal = new RunJournal(folder);
        Directory.CreateDirectory(Path.Combine(folder, "journal"));
        File.WriteAllText(Path.Combine(folder, "journal", "mask.json"), text);
        Assert.Null(journal.Read("mask"));
        Assert.Empty(journal.Begin("mask", Key));
    }

    [Theory]
    [InlineData("i", "s", "c", "u", "nothing")]
    [InlineData("x", "s", "c", "u", "the input files")]
    [InlineData("i", "x", "y", "u", "its settings or what they name, the program")]
    [InlineData("i", "s", "c", "x", "an earlier stage")]
    public void Difference_of_keys_is_told(string inputs, string settings, string code, string upstream, string words)
    {
        var other = new StageKey(inputs, settings, code, upstream);
        Assert.Equal(words, Key.DifferenceFrom(other));
        Assert.Equal(words == "nothing", Key.Hash == other.Hash);
    }
}
