using System.CommandLine;
using System.Globalization;
using Plumb.Cli.Tracks;
using Plumb.Processing.Tracks;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb mosaic A B [C...] -o DIR</c>: neighbouring tracks adjusted on their overlaps and put into one map.</summary>
public sealed class MosaicCommand : PlumbCommand
{
    private readonly TrackArguments tracks = new();
    private readonly Option<int> threads = FileArguments.ThreadsOption();
    private readonly Option<bool> los = new("--los") { Description = "Merge rates along the lines of sight; without it the ground is taken to move up and down only." };
    private readonly Option<bool> ramps = new("--ramps") { Description = "Adjust a ramp of each track beside its level." };
    private readonly Option<int> datum = new("--datum") { Description = "Number of the track that stays as it is.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<double?> block = new("--block") { Description = "Side of the blocks that overlaps are averaged over, metres; twenty cells without it.", HelpName = "M" };

    /// <summary>The command.</summary>
    public MosaicCommand()
        : base("mosaic", "Adjust neighbouring tracks on their overlaps and put them into one map.")
    {
        tracks.AddTo(this);
        foreach (var option in new Option[] { los, ramps, datum, block, threads })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var folder = tracks.Folder(arguments, Name);
        var mosaic = MosaicTracks.Run(
            new MosaicRequest
            {
                Tracks = tracks.Of(arguments),
                Vertical = !arguments.GetValue(los),
                Ramps = arguments.GetValue(ramps),
                Datum = arguments.GetValue(datum),
                Block = arguments.GetValue(block) ?? double.NaN,
                Threads = FileArguments.CheckThreads(arguments.GetValue(threads)),
            },
            context.Stop);
        MosaicTracks.Write(mosaic, folder);
        var page = Path.Combine(folder, "mosaic.html");
        MosaicPage.Of(mosaic).Write(page);
        return new CommandResult(Text(mosaic.Record, page), mosaic.Record);
    }

    private static string Text(MosaicRecord record, string page) => string.Join('\n',
    [
        .. record.Corrections.Select(c => string.Create(
            CultureInfo.InvariantCulture, $"{c.Name}: {c.Level:+0.00;-0.00;0.00} +- {c.LevelSigma:0.00} mm/yr taken off{(c.EastRamp != 0 || c.NorthRamp != 0 ? string.Create(CultureInfo.InvariantCulture, $", ramps {c.EastRamp:+0.00;-0.00} east and {c.NorthRamp:+0.00;-0.00} north in mm/yr per 100 km") : "")}")),
        .. record.Overlaps.Select(o => string.Create(
            CultureInfo.InvariantCulture, $"{o.First} less {o.Second}: {o.Cells} cells, mean {o.MeanBefore:0.00} and RMS {o.DeviationBefore:0.00} mm/yr before, {o.MeanAfter:0.00} and {o.DeviationAfter:0.00} after")),
        string.Create(CultureInfo.InvariantCulture, $"{record.Cells} of {record.Rows} x {record.Columns} cells have a {(record.Vertical ? "vertical rate" : "rate along the line of sight")}, at the level of {record.Datum}"),
        $"The page: {page}",
    ]);
}
