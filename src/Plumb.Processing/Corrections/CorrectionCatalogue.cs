using Plumb.Acquisitions;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Corrections;

/// <summary>All corrections by name. A new one is added here; nothing else need know of it.</summary>
internal static class CorrectionCatalogue
{
    public static IReadOnlyList<ICorrection> All { get; } =
    [
        new TroposphereCorrection(), new StationDelayCorrection(), new HeightCorrection(), new BestDelayCorrection(), new IonosphereCorrection(), new SolidTidesCorrection(), new PlateMotionCorrection(),
        new OscillatorCorrection(), new RangeBiasCorrection(), new FadingCorrection(), new WideTrendCorrection(), new RampCorrection(), new CommonSceneCorrection(), new SpaceTimeFilterCorrection(), new DemErrorCorrection(),
    ];

    /// <summary>Whether the program chooses the corrections: then one that cannot be made is left out and said, not refused.</summary>
    public static bool IsAutomatic(CorrectionSettings settings) => settings.Sequence is [CorrectionSettings.Automatic];

    /// <summary>The corrections of a sequence.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="isFinished">Whether the series came finished: what was taken off it is not known, and of itself the program takes nothing more off.</param>
    /// <param name="observation">What the pairs are. Of offsets, whose noise hides what air and elevation model do, the program takes nothing of itself.</param>
    /// <exception cref="RequestException">A name is not known or stands twice, is not for such pairs, or a setting is not possible.</exception>
    public static IReadOnlyList<ICorrection> Of(CorrectionSettings settings, bool isFinished, ObservationKind observation = ObservationKind.Phase)
    {
        var chosen = new List<ICorrection>();
        foreach (var name in IsAutomatic(settings) ? isFinished || observation != ObservationKind.Phase ? [] : Automatic(settings) : settings.Sequence)
        {
            var correction = All.FirstOrDefault(c => c.Name == name) ?? throw new RequestException(Unknown(name));
            if (chosen.Contains(correction))
            {
                throw new RequestException($"corrections.sequence names {name} twice. Keep one.");
            }

            if (observation != ObservationKind.Phase && !ForOffsets(observation).Contains(name))
            {
                throw new RequestException(
                    $"corrections.sequence: {name} is not for these pairs, which are {(observation == ObservationKind.Offset ? "offsets along the line of sight" : "offsets along the flight")}. Possible are {string.Join(", ", ForOffsets(observation))}; or leave the list at [{CorrectionSettings.Automatic}].");
            }

            correction.Check(settings);
            chosen.Add(correction);
        }

        return chosen;
    }

    /// <summary>The files that the corrections of a sequence read, by name, size and time of change; empty for none.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    public static string Files(CorrectionSettings settings, Func<string, string> resolve)
    {
        var names = IsAutomatic(settings) ? Automatic(settings) : settings.Sequence;
        return string.Join("\n", All.Where(c => names.Contains(c.Name)).Select(c => c.Files(settings, resolve)).Where(f => f.Length > 0));
    }

    /// <summary>What acts on metres as on phase. The ionosphere delays offsets and advances phase; fading and the oscillator are of phase alone; along the flight no air is seen.</summary>
    private static string[] ForOffsets(ObservationKind observation) => observation == ObservationKind.Offset
        ? ["troposphere", "station_delay", "height", "best_delay", "solid_tides", "plate_motion", "range_bias", "wide_trend", "ramp", "common_scene", "space_time_filter", "dem_error"]
        : ["solid_tides", "plate_motion", "wide_trend", "ramp", "common_scene", "space_time_filter"];

    private static string[] Automatic(CorrectionSettings settings) =>
    [
        .. settings.Troposphere.Weather.Count > 0 ? (string[])["troposphere"] : [],
        .. settings.StationDelay.Files.Count > 0 && settings.Troposphere.Weather.Count == 0 ? (string[])["station_delay"] : [],
        .. settings.Ionosphere.Maps.Count > 0 ? (string[])["ionosphere"] : [],
        .. settings.PlateMotion.Plate.Length > 0 || settings.PlateMotion.Rotation.Count > 0 ? (string[])["plate_motion"] : [],
        "height", "ramp", "common_scene", "dem_error",
    ];

    private static string Unknown(string name)
    {
        if (name == CorrectionSettings.Automatic)
        {
            return $"corrections.sequence: '{name}' stands for the whole sequence. Leave it alone in the list, or name the corrections.";
        }

        var near = SettingNames.Nearest(name, All.Select(c => c.Name));
        return $"corrections.sequence: there is no correction '{name}'{(near is null ? "" : $"; did you mean '{near}'?")} Known are {string.Join(", ", All.Select(c => c.Name))}; 'auto' chooses, an empty list makes none.";
    }
}
