using Plumb.Processing.Configuration;
using Plumb.Processing.Journal;
using Plumb.Processing.Results;
using Plumb.Processing.Updates;

namespace Plumb.Processing.Runs;

/// <summary>What a run that only adds needs to find, and how it is refused where it does not.</summary>
internal static class UpdateRequest
{
    /// <summary>Refuses where there is no run to add to, or one with other settings. Writes nothing.</summary>
    /// <exception cref="RequestException">Nothing can be added.</exception>
    public static void RequireRun(string folder, string settingsFile, PlumbSettings settings, RunInputs inputs)
    {
        if (!inputs.IsFromInterferograms)
        {
            throw new RequestException($"{settingsFile} begins with a finished product, which is replaced as a whole and cannot be added to. Use 'plumb run {settingsFile}'.");
        }

        if (!Directory.Exists(Path.Combine(folder, "store")) || new RunJournal(folder).Read("import") is null)
        {
            throw new RequestException($"{folder} holds no run that could be updated. Use 'plumb run {settingsFile}' first.");
        }

        var changed = ChangedSections(Path.Combine(folder, FinishedRun.SettingsFile), settings).ToArray();
        if (changed.Length > 0)
        {
            throw new RequestException(
                $"The settings changed since the run in {folder}: {string.Join(", ", changed)}. An update adds interferograms and changes nothing else. Set them back, or use 'plumb run {settingsFile}', which computes again what depends on them ('plumb why' says what).");
        }
    }

    /// <summary>Refuses where the products did more than grow. Writes nothing.</summary>
    /// <returns>What is new; null where nothing is.</returns>
    /// <exception cref="RequestException">Nothing can be added.</exception>
    public static ImportChange? RequireAppend(string folder, string settingsFile, RunInputs inputs, string fingerprint)
    {
        if (new RunJournal(folder).Read("import") is { Done: true } record && record.Key.Inputs == fingerprint)
        {
            return null;
        }

        if (ImportRecord.Read(folder) is not { } held)
        {
            throw new RequestException($"The run in {folder} was stopped before its import was whole, or an older program made it. Use 'plumb run {settingsFile}', which goes on with it.");
        }

        var change = inputs.ChangeSince(held);
        return change.IsAppend
            ? change
            : throw new RequestException(
                $"Of the {change.Held} interferograms in {folder}: {change.DescribeRefusal()}. An update only adds. Put back what was there, or use 'plumb run {settingsFile}', which computes everything anew.");
    }

    /// <summary>Names of the settings that differ from those of the run, but for what changes no result.</summary>
    private static IEnumerable<string> ChangedSections(string file, PlumbSettings now)
    {
        PlumbSettings before;
        try
        {
            before = SettingsReader.ReadFile<PlumbSettings>(file);
        }
        catch (RequestException)
        {
            return [$"those of the run cannot be read ({file})"];
        }

        return typeof(PlumbSettings).GetProperties().SelectMany(section => section.PropertyType.GetProperties()
            .Where(p => SettingsText.Of(p.GetValue(section.GetValue(Compared(before)))) != SettingsText.Of(p.GetValue(section.GetValue(Compared(now)))))
            .Select(p => $"{SettingNames.Underscored(section.Name)}.{SettingNames.Underscored(p.Name)}"));
    }

    // Further folders of products are what an update is for; memory and threads change no result.
    private static PlumbSettings Compared(PlumbSettings settings) => settings with
    {
        Input = settings.Input with { Paths = [] },
        Output = settings.Output with { Folder = "" },
        Processing = new ProcessingSettings(),
    };
}
