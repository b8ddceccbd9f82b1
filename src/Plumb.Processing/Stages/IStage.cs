using Plumb.Processing.Configuration;
using Plumb.Processing.Journal;

namespace Plumb.Processing.Stages;

/// <summary>
/// One stage of the chain. It reads what earlier stages wrote, writes only its own outputs, and can be taken up again
/// after it was stopped at any moment. Its outputs follow from its key alone: not from threads, tile sizes or time.
/// </summary>
public interface IStage
{
    /// <summary>Name in the journal, lower case.</summary>
    string Name { get; }

    /// <summary>What it does, in a few words for people.</summary>
    string Title { get; }

    /// <summary>Raised whenever the stage's outputs change for the same inputs and settings.</summary>
    int Version { get; }

    /// <summary>Names of the stages whose outputs it reads.</summary>
    IReadOnlyList<string> After { get; }

    /// <summary>Arrays of the store it writes; they are removed when the stage begins anew.</summary>
    IReadOnlyList<string> Writes { get; }

    /// <summary>Files in the result folder without which its outputs are not whole.</summary>
    IReadOnlyList<string> Files => [];

    /// <summary>The part of the settings that its outputs depend on.</summary>
    /// <param name="settings">The settings of the run.</param>
    object SettingsUsed(PlumbSettings settings);

    /// <summary>What <see cref="SettingsUsed"/> adds to the key of the outputs: SHA-256, hexadecimal.</summary>
    /// <param name="settings">The settings of the run.</param>
    string SettingsHash(PlumbSettings settings) => StageKey.HashOf(SettingsText.Of(SettingsUsed(settings)));

    /// <summary>Computes the outputs.</summary>
    /// <param name="run">Where, with what, and how much memory.</param>
    /// <param name="units">Units finished earlier, and where to record further ones.</param>
    /// <returns>One line that says what came out.</returns>
    string Run(RunContext run, UnitLog units);
}
