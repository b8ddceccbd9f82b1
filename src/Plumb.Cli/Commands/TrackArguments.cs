using System.CommandLine;
using Plumb.Processing.Tracks;

namespace Plumb.Cli.Commands;

/// <summary>The tracks of a command: inputs, what their files do not tell, the common grid and reference.</summary>
internal sealed class TrackArguments
{
    private readonly Argument<string[]> inputs = new("TRACK")
    {
        Description = "One for each track: a result folder of 'plumb run', a MintPy velocity.h5, a GeoTIFF of rates in m/yr (with NAME_sigma.tif), or a CSV file of points (longitude, latitude, rate_mm_yr, rate_sigma_mm_yr, look_east, look_north, look_up).",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> output = new("--output", "-o") { Description = "Folder of the results.", HelpName = "DIR" };
    private readonly Option<string[]> look = new("--look") { Description = "Heading and incidence in degrees for an input that does not tell them; once for each input in order, '-' for its own.", HelpName = "H,I" };
    private readonly Option<double?> sigma = new("--sigma") { Description = "Standard deviation in mm/yr of rates that bring none.", HelpName = "MM" };
    private readonly Option<double?> cell = new("--cell") { Description = "Side of the common cells, metres, each the mean of what lies in it; without it the pixels of the first input.", HelpName = "M" };
    private readonly Option<string?> reference = new("--reference") { Description = "Stable ground at which all tracks are set to zero: longitude, latitude in degrees, radius in metres; without it the reference of the first input that has one.", HelpName = "LON,LAT,R" };
    private readonly Option<bool> keep = new("--keep-levels") { Description = "Leave the tracks at the levels they come with." };

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(inputs);
        foreach (var option in new Option[] { output, look, sigma, cell, reference, keep })
        {
            command.Add(option);
        }
    }

    /// <summary>Folder of the results.</summary>
    public string Folder(ParseResult arguments, string command) =>
        arguments.GetValue(output) ?? throw new RequestException($"'plumb {command}' needs a folder to write to: -o DIR.");

    /// <summary>What is asked for.</summary>
    public TracksRequest Of(ParseResult arguments) => new()
    {
        Inputs = arguments.GetValue(inputs)!,
        Looks = [.. (arguments.GetValue(look) ?? []).Select(text => TrackWords.LookOf(text, "--look"))],
        Sigma = arguments.GetValue(sigma) is { } s ? s / 1000 : double.NaN,
        Cell = arguments.GetValue(cell) ?? double.NaN,
        Reference = arguments.GetValue(reference) is { } text ? TrackWords.ReferenceOf(text, "--reference") : null,
        KeepLevels = arguments.GetValue(keep),
    };
}
