using System.Globalization;
using Plumb.Processing.Tracks;
using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Cli.Tracks;

/// <summary>The page of a mosaic: what was adjusted, and the maps before and after.</summary>
internal static class MosaicPage
{
    /// <summary>The page.</summary>
    public static StudyPage Of(Mosaic mosaic)
    {
        var record = mosaic.Record;
        var scale = ColourScale.For([mosaic.Rate, mosaic.Before], null);
        return new StudyPage(
            "Mosaic of tracks",
            string.Join(", ", record.Corrections.Select(c => c.Name)),
            [
                new StudySection("Adjustment")
                {
                    Text = [string.Create(CultureInfo.InvariantCulture, $"Differences on the overlaps, averaged over blocks, say what is to be taken off each track but {record.Datum}. {(record.Vertical ? "The ground is taken to move up and down only. " : "")}What is left of them is {record.Scale:0.00} times what the tracks' standard deviations lead to expect. The standard deviations of the mosaic hold those of the tracks and of the adjustment, and what both share: the datum's error on an overlap is carried into its neighbour.")],
                    Tables =
                    [
                        new StudyTable(
                            "What was taken off",
                            ["Track", "#Level in the middle, mm/yr", "#Standard deviation, mm/yr", "#Ramp east, mm/yr per 100 km", "#Ramp north, mm/yr per 100 km"],
                            [.. record.Corrections.Select(c => (IReadOnlyList<string>)[c.Name, Number(c.Level), Number(c.LevelSigma), Number(c.EastRamp), Number(c.NorthRamp)])]),
                        new StudyTable(
                            "Overlaps: the first less the second, mm/yr",
                            ["First", "Second", "#Cells", "#Blocks", "#Mean before", "#RMS before", "#Mean after", "#RMS after"],
                            [.. record.Overlaps.Select(o => (IReadOnlyList<string>)
                                [o.First, o.Second, o.Cells.ToString(CultureInfo.InvariantCulture), o.Blocks.ToString(CultureInfo.InvariantCulture), Number(o.MeanBefore), Number(o.DeviationBefore), Number(o.MeanAfter), Number(o.DeviationAfter)])]),
                    ],
                },
                new StudySection("Maps")
                {
                    Figures =
                    [
                        new(new MapFigure(mosaic.Rate, new MapOptions { Scale = scale })),
                        new(new MapFigure(mosaic.Before, new MapOptions { Scale = scale })),
                        new(new MapFigure(mosaic.Sigma, new MapOptions()), "The tracks' own standard deviations and those of the adjustment."),
                        new(new MapFigure(mosaic.Count, new MapOptions())),
                    ],
                },
            ]);
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
