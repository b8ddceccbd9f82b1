using Plumb.Grids;
using Plumb.Processing.Operations;
using Plumb.Web.Figures;

namespace Plumb.Cli.Commands;

/// <summary>The results of all methods as small maps with one colour bar.</summary>
internal static class UnwrapPicture
{
    /// <summary>The figure; phases are brought to one reference by whole cycles.</summary>
    internal static MultiplesFigure Of(UnwrapComparison comparison)
    {
        var description = new LayerDescription("unwrapped_phase", "Unwrapped phase", Unit.Radian, Sign.None);
        var panels = comparison.Rows.Select(row => (Caption(row), new Layer(description, comparison.Grid, Beside(row)))).ToArray();
        return new MultiplesFigure("Unwrapped phase by six methods", panels, null, []);
    }

    /// <summary>The unwrapped phase of one file; what cannot be trusted is grey.</summary>
    internal static MapFigure Of(UnwrapReport report)
    {
        var steepness = report.Steepness!;
        var layer = new Layer(new LayerDescription("unwrapped_phase", "Unwrapped phase", Unit.Radian, Sign.None), steepness.Grid, report.Phase!);
        var mask = new Mask(steepness.Grid, Array.ConvertAll(steepness.Shares!, s => s >= 1 ? MaskReasons.Aliased : MaskReasons.None));
        return new MapFigure(layer, new MapOptions { Mask = mask, Subtitle = UnwrapText.Steepness(steepness), MaskedLabel = "cannot be trusted" });
    }

    private static string Caption(UnwrapComparisonRow row) => row.BesideTruth is { } truth
        ? FormattableString.Invariant($"{row.Title}: {100 * truth.WrongShare:0.00} % wrong")
        : row.Method is null ? row.Title : FormattableString.Invariant($"{row.Title}: {100 * row.BesideStatistical.WrongShare:0.00} % other");

    private static float[] Beside(UnwrapComparisonRow row)
    {
        var cycles = row.Shown.Cycles;
        return Array.ConvertAll(row.Phase, p => (float)(p - (2 * Math.PI * cycles)));
    }
}
