using System.CommandLine;
using System.Globalization;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Processing.Configuration;
using Plumb.Simulation;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb simulate SCENE.yaml -o DIR</c>: a mine with known truth, as products that HyP3 would deliver.</summary>
public sealed class SimulateCommand : PlumbCommand
{
    private readonly Argument<string> scene = new("SCENE")
    {
        Description = "The scene file; with --example it is written instead of read.",
        Arity = ArgumentArity.ExactlyOne,
    };

    private readonly Option<string?> output = new("--output", "-o") { Description = "Folder of the products and the truth.", HelpName = "DIR" };
    private readonly Option<bool> example = new("--example") { Description = "Write the scene of a small mine to SCENE, to begin from." };
    private readonly Option<int> threads = new("--threads") { Description = "Number of threads; 0 for all cores.", HelpName = "N" };
    private readonly Option<bool> mintpy = new("--mintpy") { Description = "Write one MintPy stack (ifgramStack.h5, geometryGeo.h5) instead of HyP3 products: any wavelength." };
    private readonly Option<double?> offsets = new("--offsets")
    {
        Description = "Write offsets in metres (GeoTIFF) with this standard deviation instead of HyP3 products.",
        HelpName = "METRES",
    };

    private readonly Option<bool> burst = new("--burst") { Description = "Write burst products (INSAR_ISCE_BURST) instead of INSAR_GAMMA." };

    /// <summary>The command.</summary>
    public SimulateCommand()
        : base("simulate", "Simulate a mine with known truth and write it as HyP3 products.")
    {
        Add(scene);
        Add(output);
        Add(example);
        Add(threads);
        Add(burst);
        Add(mintpy);
        Add(offsets);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var file = arguments.GetValue(scene)!;
        if (arguments.GetValue(example))
        {
            if (File.Exists(file))
            {
                throw new RequestException($"{file} is there already. Name another file for the example.");
            }

            File.WriteAllText(file, SettingsWriter.Write(Scene.SmallMine(), comments: false));
            return new CommandResult($"Wrote {file}. Change it as you like, then: plumb simulate {file} -o DIR", new { Scene = file });
        }

        var folder = arguments.GetValue(output)
            ?? throw new RequestException("'plumb simulate' needs a folder to write to: -o DIR.");
        var sigma = arguments.GetValue(offsets);
        if ((arguments.GetValue(burst) ? 1 : 0) + (arguments.GetValue(mintpy) ? 1 : 0) + (sigma is null ? 0 : 1) > 1)
        {
            throw new RequestException("--burst, --mintpy and --offsets are forms of the products. Give one of them.");
        }

        if (sigma is { } metres && !(metres is >= 1e-4 and <= 100))
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"--offsets is {metres}; it is a standard deviation in metres from 0.0001 to 100."));
        }

        var form = sigma is not null ? SceneProducts.Offsets : arguments.GetValue(mintpy) ? SceneProducts.MintPy : SceneProducts.Hyp3;

        var whole = SettingsReader.ReadFile<Scene>(file);
        SceneSimulator[] simulators = [.. whole.OfTracks().Select(t => new SceneSimulator(t.Scene))];
        var kind = arguments.GetValue(burst) ? Hyp3ProductKind.IsceBurst : Hyp3ProductKind.Gamma;
        foreach (var (simulator, (name, _)) in simulators.Zip(whole.OfTracks()))
        {
            Write(
                simulator, Path.Combine(folder, name), arguments.GetValue(threads), new Hyp3WriterOptions { Kind = kind }, form, context, sigma ?? 0.05);
        }

        var (pairs, dates) = (simulators.Sum(s => s.Network.Pairs.Count), simulators.Sum(s => s.Network.Dates.Count));
        var of = whole.Tracks.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {whole.Tracks.Count} tracks") : "";
        var next = Path.Combine(folder, whole.Tracks.Count > 0 ? whole.Tracks[0].Name : "", "products");
        return new CommandResult(
            string.Create(CultureInfo.InvariantCulture, $"Wrote {pairs} products{of} and their truth to {folder}. Next: plumb inspect {next}"), new { Folder = folder, Pairs = pairs, Dates = dates });
    }

    /// <summary>Writes a scene into a folder that may hold it already, whole and the same: then nothing is done.</summary>
    internal static void WriteOnce(SceneSimulator simulator, string folder, SceneProducts form, CommandContext context)
    {
        var text = SettingsWriter.Write(simulator.Scene, comments: false);
        var file = Path.Combine(folder, "scene.yaml");
        if (File.Exists(file) && File.ReadAllText(file) == text)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        Write(simulator, folder, 0, new Hyp3WriterOptions(), form, context);
        File.WriteAllText(file, text);
    }

    /// <summary>Writes a scene and tells of progress.</summary>
    private static void Write(SceneSimulator simulator, string folder, int threads, Hyp3WriterOptions options, SceneProducts form, CommandContext context, double offsetSigma = 0.05)
    {
        var done = 0;
        new SimulationWriter(simulator, options, threads > 0 ? threads : Environment.ProcessorCount, form, offsetSigma).Write(
            folder,
            p =>
            {
                if (done == 0)
                {
                    context.Progress.Begin("Simulate the products", p.Total);
                }

                context.Progress.Advance(p.Done - done);
                done = p.Done;
            },
            context.Stop);
        context.Progress.End($"{simulator.Network.Pairs.Count} products");
    }
}
