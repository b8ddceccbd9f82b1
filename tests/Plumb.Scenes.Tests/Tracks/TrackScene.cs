using Plumb.Formats.Hyp3;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Tracks;

/// <summary>Ground that rises, sinks and moves sideways, seen by an ascending and a descending track, and a run on each, with any seed.</summary>
public sealed class TrackScene : IDisposable
{
    private readonly Dictionary<(int Seed, bool Curved), (RunFolder Up, RunFolder Down)> runs = [];
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-tracks-").FullName;

    /// <summary>A trough whose flanks move inwards, an area that rises, and both tracks.</summary>
    public static Scene Scene { get; } = new()
    {
        Name = "two tracks",
        Seed = 11,
        Grid = new() { Columns = 90, Rows = 80, Step = 60 },
        Terrain = new() { ErrorSigma = 1 },
        Troughs =
        [
            new()
            {
                Name = "T", East = -700, North = 300, Length = 900, Width = 700, Radius = 450, HorizontalCoefficient = 0.4, SmoothDays = 5,
                Phases = [new() { Name = "steady", Start = "2021-01-01", Rate = -0.08 }],
            },
        ],
        Uplifts = [new() { East = 1500, North = -1200, Radius = 600, Rate = 0.03 }],
        Atmosphere = new() { TurbulentMillimetres = 3, StratifiedMillimetresPer100Metres = 0.3 },
        Orbit = new() { RampMillimetres = 0 },
        Decorrelation = new() { Classes = [new() { Name = "dry ground", Base = 0.85, LongTerm = 0.4, DecayDays = 100 }] },
        Tracks =
        [
            new() { Name = "ascending", Sensor = new() { Heading = -10.5, IncidenceNear = 36, IncidenceFar = 38 }, Dates = new() { Start = "2022-01-03", Count = 20, IntervalDays = 12 } },
            new() { Name = "descending", Sensor = new() { Heading = -169.8, IncidenceNear = 38.5, IncidenceFar = 40 }, Dates = new() { Start = "2022-01-08", Count = 19, IntervalDays = 12 } },
        ],
    };

    /// <summary>Result folder of the ascending track.</summary>
    public string Ascending => Of(Scene.Seed, curved: false)[0];

    /// <summary>Result folder of the descending track.</summary>
    public string Descending => Of(Scene.Seed, curved: false)[1];

    /// <summary>The scene with another seed, the trough steady or one that sinks slowly, fast and slowly again.</summary>
    public static Scene Variant(long seed, bool curved) => Scene with
    {
        Seed = seed,
        Troughs = curved
            ? [
                Scene.Troughs[0] with
                {
                    SmoothDays = 20,
                    Phases =
                    [
                        new() { Name = "initial", Start = "2021-01-01", Rate = -0.02 }, new() { Name = "active", Start = "2022-04-20", Rate = -0.16 },
                        new() { Name = "residual", Start = "2022-07-20", Rate = -0.01 },
                    ],
                },
            ]
            : Scene.Troughs,
    };

    /// <summary>Result folders of the ascending and the descending track of a variant.</summary>
    public string[] Of(long seed, bool curved)
    {
        if (!runs.TryGetValue(((int)seed, curved), out var pair))
        {
            runs[((int)seed, curved)] = pair = (Run(0, seed, curved), Run(1, seed, curved));
        }

        return [pair.Up.Out, pair.Down.Out];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (up, down) in runs.Values)
        {
            up.Dispose();
            down.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private RunFolder Run(int track, long seed, bool curved)
    {
        var (title, scene) = Variant(seed, curved).OfTracks()[track];
        var name = $"{title}-{seed}-{curved}";
        new Plumb.Formats.Simulation.SimulationWriter(new SceneSimulator(scene), new Hyp3WriterOptions { GeometryInEveryProduct = false }, 2).Write(Path.Combine(folder, name));
        return new RunFolder(Path.Combine(folder, name, "products"), s => s with { Output = s.Output with { Folder = "out" } }).Done("--until", "mask");
    }
}
