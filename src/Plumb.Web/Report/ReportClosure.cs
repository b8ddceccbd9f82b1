using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Processing.Stages;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Where image pairs contradicted each other by whole waves, what was corrected and what was left, for readers without a background in radar.</summary>
internal static class ReportClosure
{
    /// <summary>Names of the figures beside the report.</summary>
    public static readonly string[] FigureNames = ["loops_open_before.png", "loops_open_after.png", "pairs_changed.png", "closure_pairs.png"];

    private const int Listed = 10;
    private const double WorthListing = 0.001;

    public static void Write(Page page, ReportModel model)
    {
        if (model.Pairs.Count == 0)
        {
            return;
        }

        page.Element("h3", "Do the image pairs agree with each other?");
        if (model.Closure is not { } closure)
        {
            page.Paragraph("This was not checked: closure.method was set to none. Errors of whole half waves would not show.", "warn");
            return;
        }

        var record = closure.Record;
        page.Paragraph(
            $"Radar sees motion only within one half of its wave, {Words.Millimetres(model.Measurement.Sensor.Wavelength / 2)} mm; how many half waves lie between two neighbouring spots is worked out afterwards, "
            + "and in a part of a single image pair that can go wrong by one or more of them. Three image pairs between three dates check each other: the motion from the first date to the second and on to the third must be that from the first to the third. "
            + "Where a check fails by whole half waves, and the other checks leave no doubt which pair is wrong, the pair is put right there; where there is doubt nothing is changed. "
            + "What was delivered is kept: the correction is stored beside it.");
        if (record.Loops == 0)
        {
            page.Paragraph("No three dates of this run are joined by three image pairs, and no longer chain closes, so no pair can be checked by others. Errors of whole half waves would not show.", "warn");
            WriteNotes(page, record);
            return;
        }

        page.Paragraph(Summary(record));
        var references = ReportMotion.References(model);
        page.Figure(
            Before(closure, model.Mask, references, 600),
            $"How many of a pixel's checks fail, of up to {Words.Count(record.Loops)}. Whole patches that vanish from left to right were corrected. Scattered dots are noise: ground that changes too much between images.");
        page.Markup("<div class=\"two\">");
        page.Figure(Changed(closure, model.Mask, references, 480), "Where image pairs were put right, and how many of them.");
        page.Figure(
            Bars(record, 480),
            "Each bar is an image pair. A long bar upwards: much of the image was corrected, look at that pair. A long bar downwards: its checks fail and nothing tells what is right there, or it is noisy.");
        page.Markup("</div>");
        WriteTable(page, record);
        WriteNotes(page, record);
    }

    /// <summary>The figures beside the report, by file name, each made when it is asked for; none where nothing was checked.</summary>
    public static IEnumerable<(string Name, Func<Figure> Make)> Figures(ReportModel model)
    {
        if (model.Closure is not { Record.Loops: > 0 } closure)
        {
            yield break;
        }

        var references = ReportMotion.References(model);
        var mask = model.Mask;
        MapFigure One(Grids.Layer layer, ColourScale colours) => new(layer, new MapOptions { Scale = colours, References = references, Width = 900, EmptyLabel = "nothing to check" });
        yield return (FigureNames[0], () => One(closure.OpenBefore, FailScale(closure, mask)));
        yield return (FigureNames[1], () => One(closure.OpenAfter, FailScale(closure, mask)));
        yield return (FigureNames[2], () => One(closure.Changed, ColourScale.OfCounts([closure.Changed], mask, "image pairs corrected")));
        yield return (FigureNames[3], () => Bars(closure.Record, 900));
    }

    private static ColourScale FailScale(ClosureSummary closure, Grids.Mask mask) =>
        ColourScale.OfCounts([closure.OpenBefore, closure.OpenAfter], mask, "checks that fail");

    private static MultiplesFigure Before(ClosureSummary closure, Grids.Mask mask, IReadOnlyList<ReferenceMark> references, double width) => new(
        "Checks that fail, before and after the correction",
        [("before", closure.OpenBefore), ("after", closure.OpenAfter)],
        null,
        references,
        width,
        420,
        FailScale(closure, mask));

    private static MapFigure Changed(ClosureSummary closure, Grids.Mask mask, IReadOnlyList<ReferenceMark> references, double width) => new(
        closure.Changed,
        new MapOptions
        {
            Scale = ColourScale.OfCounts([closure.Changed], mask, "image pairs corrected"),
            Title = "What was corrected",
            Subtitle = "Image pairs changed by whole half waves",
            References = references,
            Width = width,
            PixelLimit = 420,
            EmptyLabel = "nothing to check",
        });

    private static PairBarsFigure Bars(ClosureRecord record, double width) => new(
        "Image pair by image pair",
        [.. record.Pairs.Select(p => new PairBar(new DatePair(p.First, p.Second), p.ChangedShare, p.OpenShareAfter))],
        width);

    private static string Summary(ClosureRecord record)
    {
        var changed = record.Pairs.Count(p => p.Changes.Count > 0);
        var first = $"{Words.Count(record.Loops, "check was", "checks were")} made at each of {Words.Count(record.Pixels, "pixel", "pixels")}; {Share(record.OpenShareBefore)} of them failed. ";
        var second = changed == 0
            ? "No image pair was changed. "
            : $"{Words.Count(changed)} of {Words.Count(record.Pairs.Count)} image pairs were corrected, at {Words.Percent(record.PixelsChanged, record.Pixels)} of the pixels in all; {Share(record.OpenShareAfter)} of the checks fail now. ";
        return first + second
            + $"At {Words.Percent(record.PixelsOpenAfter, record.Pixels)} of the pixels at least one check still fails"
            + (record.PixelsAmbiguous > 0 ? $"; at {Words.Percent(record.PixelsAmbiguous, record.Pixels)} because several corrections would do as well, so none was made." : ".");
    }

    private static string Share(double share) => share is > 0 and < 0.001 ? "under 0.1 %" : Words.Number(100 * share, 1) + " %";

    private static void WriteTable(Page page, ClosureRecord record)
    {
        var many = record.Pairs.Where(p => p.ChangedShare >= WorthListing).ToArray();
        var few = record.Pairs.Count(p => p.Changes.Count > 0) - many.Length;
        var most = many.OrderByDescending(p => p.ChangedShare).ThenBy(p => p.First).ThenBy(p => p.Second).Take(Listed).ToArray();
        if (most.Length == 0)
        {
            return;
        }

        page.Table(
            many.Length <= Listed ? "Image pairs that were corrected" : $"The {Words.Count(Listed)} image pairs that were corrected most",
            ["Image pair", "#Pixels corrected", "By half waves: pixels", "#Checks failing before", "#After"],
            most.Select(p => (IReadOnlyList<string>)
            [
                $"{Words.IsoDate(p.First)} to {Words.IsoDate(p.Second)}",
                Share(p.ChangedShare),
                string.Join(", ", p.Changes.OrderByDescending(c => c.Pixels).Select(c => $"{Signed(c.Cycles)}: {Words.Count(c.Pixels)}")),
                Share(p.OpenShareBefore),
                Share(p.OpenShareAfter),
            ]));
        if (few > 0)
        {
            page.Paragraph($"{Words.Count(few, "more image pair was", "more image pairs were")} corrected at under 0.1 % of the pixels.", "note");
        }
    }

    private static string Signed(int cycles) => (cycles > 0 ? "+" : "−") + Math.Abs(cycles).ToString(CultureInfo.InvariantCulture);

    private static void WriteNotes(Page page, ClosureRecord record)
    {
        if (record.Notes.Count > 0)
        {
            page.List(record.Notes);
        }
    }
}
