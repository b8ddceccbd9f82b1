using Plumb.Grids;
using Plumb.Processing.Operations;
using Plumb.Web.Figures;

namespace Plumb.Cli.Commands;

/// <summary>The wrapped phase of an interferogram before and after filtering.</summary>
internal static class FilterPicture
{
    /// <summary>The figure.</summary>
    internal static MultiplesFigure Of(FilterReport report, string method)
    {
        var description = new LayerDescription("wrapped_phase", "Wrapped phase", Unit.Radian, Sign.None);
        (string, Layer)[] panels =
        [
            (FormattableString.Invariant($"Before: {report.ResiduesBefore} residues"), new Layer(description, report.Before!.Grid, report.Before.Phase)),
            (FormattableString.Invariant($"After {method}: {report.ResiduesAfter} residues"), new Layer(description, report.After!.Grid, report.After.Phase)),
        ];
        return new MultiplesFigure("Wrapped phase", panels, null, [], pixelLimit: PhasePreview.MostPixels, colours: ColourScale.WrappedPhase);
    }
}
