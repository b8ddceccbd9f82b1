using Plumb.Grids;
using Plumb.Processing.AreaTables;
using Plumb.Processing.Associations;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corridors;
using Plumb.Processing.Journal;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Processing.Validations;

namespace Plumb.Processing.Runs;

/// <summary>
/// What the last stages will read beside the results (stations, lines, areas, drivers), read before the first stage begins: a mistake in it is told at once, not after hours.
/// Refuses what these stages would refuse, but for what depends on which pixels come out good.
/// </summary>
internal static class GroundRequests
{
    /// <summary>Reads the files of the stages that are not known to have read them as they are.</summary>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    /// <param name="stack">What the run begins with.</param>
    /// <param name="stages">The stages that will run or are current.</param>
    /// <param name="journal">The journal of the result folder.</param>
    /// <exception cref="RequestException">A file cannot be used, or nothing that it names lies on the map.</exception>
    public static void Require(PlumbSettings settings, Func<string, string> resolve, StackDescription stack, IReadOnlyList<IStage> stages, RunJournal journal)
    {
        foreach (var stage in stages)
        {
            // A stage that is done has read the same files: their names, sizes and times are part of its key.
            if (CheckOf(stage.Name) is { } check && !(journal.Read(stage.Name) is { Done: true } record && record.Key.Settings == stage.SettingsHash(settings)))
            {
                check(settings, resolve, stack);
            }
        }
    }

    private static Action<PlumbSettings, Func<string, string>, StackDescription>? CheckOf(string stage) => stage switch
    {
        "validate" => Stations,
        "corridors" => Lines,
        "areas" => Areas,
        "associate" => Drivers,
        _ => null,
    };

    /// <summary>Whether the run has a series.</summary>
    public static bool HasSeries(StackDescription stack) => stack.Finished is not { Dates.Count: 0 };

    public static void Stations(PlumbSettings settings, Func<string, string> resolve, StackDescription stack)
    {
        if (settings.Validation.IsAsked)
        {
            ValidationInputs.Read(settings.Validation, resolve);
            GroundCheck.Require(stack.Grid, HasSeries(stack));
        }
    }

    public static void Lines(PlumbSettings settings, Func<string, string> resolve, StackDescription stack)
    {
        if (settings.Corridors.IsAsked)
        {
            var inputs = CorridorInputs.Read(settings.Corridors, resolve);
            CorridorStudy.Meets(inputs, stack.Grid, ResultSet.PixelSizeOf(stack.Grid));
            if (!HasSeries(stack))
            {
                inputs.DatesOn([]);
            }
        }
    }

    public static void Areas(PlumbSettings settings, Func<string, string> resolve, StackDescription stack)
    {
        if (settings.Areas.IsAsked)
        {
            var inputs = AreaInputs.Read(settings.Areas, resolve);
            if (inputs.Groups(AllGood(stack.Grid)).All(g => g.Pixels.Length == 0))
            {
                throw inputs.NoPixel();
            }
        }
    }

    public static void Drivers(PlumbSettings settings, Func<string, string> resolve, StackDescription stack)
    {
        if (settings.Association.IsAsked)
        {
            var groups = AssociationInputs.Read(settings.Association, resolve).Groups(AllGood(stack.Grid));
            if (!HasSeries(stack))
            {
                throw AssociationGroup.NoSeries();
            }

            if (groups.All(g => g.Pixels.Length == 0))
            {
                throw AssociationGroup.NoPixel(groups[0].Name);
            }
        }
    }

    /// <summary>A mask of which nothing is known yet.</summary>
    public static Mask AllGood(Grid grid) => new(grid, new MaskReasons[grid.PixelCount]);
}
