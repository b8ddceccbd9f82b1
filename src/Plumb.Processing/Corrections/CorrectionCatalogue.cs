using Plumb.Processing.Configuration;

namespace Plumb.Processing.Corrections;

/// <summary>All corrections by name. A new one is added here; nothing else need know of it.</summary>
internal static class CorrectionCatalogue
{
    public static IReadOnlyList<ICorrection> All { get; } = [new CommonSceneCorrection()];

    /// <summary>The corrections of a sequence.</summary>
    /// <exception cref="RequestException">A name is not known or stands twice, or a setting is not possible.</exception>
    public static IReadOnlyList<ICorrection> Of(CorrectionSettings settings)
    {
        var chosen = new List<ICorrection>();
        foreach (var name in settings.Sequence)
        {
            var correction = All.FirstOrDefault(c => c.Name == name) ?? throw new RequestException(
                $"corrections.sequence: there is no correction '{name}'{Nearest(name)}. Known are {string.Join(", ", All.Select(c => c.Name))}; an empty list makes none.");
            if (chosen.Contains(correction))
            {
                throw new RequestException($"corrections.sequence names {name} twice. Keep one.");
            }

            correction.Check(settings);
            chosen.Add(correction);
        }

        return chosen;
    }

    private static string Nearest(string name) =>
        SettingNames.Nearest(name, All.Select(c => c.Name)) is { } near ? $"; did you mean '{near}'?" : "";
}
