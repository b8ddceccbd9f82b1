using Plumb.Processing.Fits;

namespace Plumb.Processing.Stages;

/// <summary>
/// The stages in the order of the flow of data. Each reads what those before it wrote and writes only its own outputs:
/// <list type="table">
/// <item><term>import</term><description>reads the products; writes interferograms/*, geometry/*, mask/import, stack.json</description></item>
/// <item><term>unwrap</term><description>reads interferograms/*; writes interferograms/unwrap_cycles, interferograms/unwrap_component, unwrap.json; nothing where the products are unwrapped</description></item>
/// <item><term>network</term><description>reads interferograms/coherence; writes network.json</description></item>
/// <item><term>closure</term><description>reads interferograms/*, network.json; writes interferograms/cycles, quality/loops_*, quality/pairs_changed, quality/closure_undecided, closure.json; nothing where it is switched off</description></item>
/// <item><term>reference</term><description>reads interferograms/*; writes quality/mean_coherence, quality/pair_share, mask/before_inversion, reference.json</description></item>
/// <item><term>aliasing</term><description>reads interferograms/*, network.json, reference.json; writes quality/aliasing</description></item>
/// <item><term>invert</term><description>reads interferograms/*, network.json, reference.json; writes series/*, rate/*, quality/*, mask/inversion</description></item>
/// <item><term>correct</term><description>reads series/*, rate/*; writes corrections/*, series/corrected, rate/corrected*, corrections.json</description></item>
/// <item><term>fit</term><description>reads the final series; writes fit/*, fit.json</description></item>
/// <item><term>uncertainty</term><description>reads interferograms/*, series/*, corrections/*, fit/*, quality/*; writes uncertainty/*, uncertainty.json</description></item>
/// <item><term>mask</term><description>reads quality/*, uncertainty/*, mask/*; writes mask/final</description></item>
/// <item><term>components</term><description>reads the final series and rate, uncertainty/*, mask/final, other tracks; writes components/*; nothing where no other track is named</description></item>
/// <item><term>validate</term><description>reads the final series, uncertainty/*, mask/final; writes validation/*; nothing where no stations are named</description></item>
/// <item><term>subsidence</term><description>reads the final series and rate, uncertainty/*, mask/final; writes subsidence/*, subsidence.json; nothing where it is switched off</description></item>
/// <item><term>corridors</term><description>reads what subsidence reads; writes corridor/*; nothing where no line is named</description></item>
/// <item><term>areas</term><description>reads what subsidence reads; writes areas/*; nothing where no area is named</description></item>
/// <item><term>associate</term><description>reads the final series, mask/final; writes association/*; nothing where no driver is named</description></item>
/// <item><term>slopes</term><description>reads the final rate, uncertainty/*, mask/final, geometry/height, other tracks; writes slopes/*; nothing unless it is asked for</description></item>
/// <item><term>publish</term><description>reads all of these; writes maps/*, points.*, mintpy/*</description></item>
/// <item><term>report</term><description>reads all of these; writes figures/*, report.html</description></item>
/// </list>
/// A run that begins with a finished series or velocity has import_series in place of the first five, which writes
/// series/displacement or rate/*, quality/temporal_coherence, geometry/*, mask/import, stack.json and reference.json, and for a
/// series rate in place of invert, which writes rate/*; a velocity has no series to correct.
/// </summary>
public static class StageCatalogue
{
    /// <summary>The chain from interferograms to the report.</summary>
    /// <param name="plan">What is imported.</param>
    /// <param name="coherenceArea">Content of the area that mean coherence is taken over; empty for everything.</param>
    /// <param name="referenceMotion">Content of what is known of the reference areas' motion; empty for nothing.</param>
    /// <param name="modelFiles">The files that corrections read, by name, size and time; empty for none.</param>
    /// <param name="fit">Which time functions are fitted.</param>
    /// <param name="ground">The files of stations, lines, areas, drivers and other tracks.</param>
    /// <param name="report">The stage that writes figures and report; it stands on a higher floor than this catalogue.</param>
    /// <param name="expected">Content of the motion that is expected before unwrapping; empty for none.</param>
    public static IReadOnlyList<IStage> FromInterferograms(ImportPlan plan, string coherenceArea, string referenceMotion, string modelFiles, FitRequest fit, GroundFiles ground, IStage report, string expected = "") =>
        [new ImportStage(plan), new UnwrapStage(expected), new NetworkStage(coherenceArea), new ClosureStage(), new ReferenceStage(referenceMotion), new AliasingStage(expected), new InvertStage(), new CorrectStage("invert", isFinished: false, modelFiles), new FitStage(fit, "invert"),
            new UncertaintyStage(fit, "invert", "correct", "fit"), new MaskStage(), new ComponentsStage(ground.Tracks, "correct", "uncertainty"), new ValidateStage(ground.Stations, "correct", "uncertainty"),
            new SubsidenceStage("mask", "fit", "uncertainty"), .. OnTheGround(ground, "mask", "fit", "uncertainty"), new SlopesStage(ground.Tracks, ground.Heights, "correct", "uncertainty"), new PublishStage("fit", "subsidence"), report];

    /// <summary>The chain from a finished series or velocity to the report.</summary>
    /// <param name="plan">What is imported.</param>
    /// <param name="modelFiles">The files that corrections read, by name, size and time; empty for none.</param>
    /// <param name="fit">Which time functions are fitted.</param>
    /// <param name="ground">The files of stations, lines, areas, drivers and other tracks.</param>
    /// <param name="report">The stage that writes figures and report; it stands on a higher floor than this catalogue.</param>
    public static IReadOnlyList<IStage> FromSeries(SeriesPlan plan, string modelFiles, FitRequest fit, GroundFiles ground, IStage report)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.IsSeries
            ? [new ImportSeriesStage(plan), new RateStage(), new CorrectStage("rate", isFinished: true, modelFiles), new FitStage(fit, "rate"), new SeriesMaskStage(plan), new ComponentsStage(ground.Tracks, "correct"), new ValidateStage(ground.Stations, "correct"),
                new SubsidenceStage("mask", "fit"), .. OnTheGround(ground, "mask", "fit"), new SlopesStage(ground.Tracks, ground.Heights, "correct"), new PublishStage("fit", "subsidence"), report]
            : [new ImportSeriesStage(plan), new SeriesMaskStage(plan), new ComponentsStage(ground.Tracks), new ValidateStage(ground.Stations), new SubsidenceStage("mask"), .. OnTheGround(ground, "mask"),
                new SlopesStage(ground.Tracks, ground.Heights), new PublishStage("subsidence"), report];
    }

    /// <summary>Stages that read files of the user's own beside the results.</summary>
    private static IStage[] OnTheGround(GroundFiles ground, params string[] after) => [new CorridorStage(ground.Lines, after), new AreaStage(ground.Areas, after), new AssociateStage(ground.Drivers, after)];
}

/// <summary>The files of the user's own that stages at the end of the chain read, each set by name, size and time; empty for none.</summary>
/// <param name="Stations">Files of stations.</param>
/// <param name="Lines">Files of lines.</param>
/// <param name="Areas">Files of areas and of land cover.</param>
/// <param name="Drivers">Files of drivers and of what they are compared with.</param>
/// <param name="Tracks">Results of other tracks.</param>
/// <param name="Heights">File of heights for slopes.</param>
public sealed record GroundFiles(string Stations, string Lines, string Areas, string Drivers, string Tracks, string Heights);
