using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Tracks;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Tracks;

/// <summary>Ground seen by neighbouring tracks of one pass that overlap, each with a reference, ramps, weather and noise of its own; runs on each, and the truth.</summary>
internal sealed class MosaicScene : IDisposable
{
    private const int Wide = 64;
    private const int Step = 40;
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-mosaic-").FullName;
    private readonly List<RunFolder> runs = [];

    /// <summary>Simulates and runs the tracks.</summary>
    /// <param name="seed">Seed of weather and noise.</param>
    /// <param name="tracks">Number of tracks from west to east, 2 or 3.</param>
    /// <param name="ramp">Ramps of orbits, millimetres; corrections by ramps are switched off where there are any.</param>
    public MosaicScene(long seed, int tracks, double ramp)
    {
        Scene = Of(seed, tracks, ramp);
        foreach (var (name, scene) in Scene.OfTracks())
        {
            new SimulationWriter(new SceneSimulator(scene), new Hyp3WriterOptions { GeometryInEveryProduct = false }, 2).Write(Path.Combine(folder, name));
            runs.Add(new RunFolder(Path.Combine(folder, name, "products"), s => s with
            {
                Output = s.Output with { Folder = name },
                Corrections = ramp > 0 ? s.Corrections with { Sequence = [] } : s.Corrections,
            }).Done("--until", "mask"));
        }
    }

    public Scene Scene { get; }

    public IReadOnlyList<string> Folders => [.. runs.Select(r => Path.Combine(r.Folder, r.Settings.Output.Folder))];

    public TracksRequest Request => new() { Inputs = Folders };

    /// <summary>True vertical rate on the whole grid, metres per year.</summary>
    public float[] Truth()
    {
        var dates = new SceneSimulator(Scene.OfTracks()[0].Scene).Network.Dates;
        return new SceneComponents(Scene with { Tracks = [] }, dates).Rate(new Tile(0, 0, Scene.Grid.Rows, Scene.Grid.Columns)).Up;
    }

    /// <summary>True vertical rate at the reference of a track, metres per year.</summary>
    public double TrueAtReference(int track)
    {
        var truth = Truth();
        return ResultSet.Open(Folders[track]).Reference.KeptAreas().Average(a => (double)truth[((int)a.Row * Scene.Grid.Columns) + (int)a.Column + (Step * track)]);
    }

    /// <summary>The tracks, by number, that cover a column.</summary>
    public static string TracksAt(int column, int tracks) =>
        string.Join('+', Enumerable.Range(0, tracks).Where(t => column >= Step * t && column < (Step * t) + Wide).Select(t => t + 1));

    /// <summary>First columns of what lies east of an edge of an overlap.</summary>
    public static IEnumerable<int> Edges(int tracks) => Enumerable.Range(1, tracks - 1).SelectMany(t => new[] { Step * t, (Step * (t - 1)) + Wide });

    public void Dispose()
    {
        runs.ForEach(r => r.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    private static Scene Of(long seed, int tracks, double ramp)
    {
        (double Near, double Far)[] incidences = [(41, 43.5), (36, 39), (30.5, 33.5)];
        return new()
        {
            Name = "neighbours",
            Seed = seed,
            Grid = new() { Columns = (Step * (tracks - 1)) + Wide, Rows = 60, Step = 100 },
            Terrain = new() { ErrorSigma = 1 },
            Uplifts =
            [
                // One across the seam, one deep in the west, one in the east.
                new() { East = 100, North = 500, Radius = 900, Rate = -0.05 }, new() { East = (-20 * 100) - 1500, North = -1200, Radius = 700, Rate = 0.03 },
                new() { East = (20 * 100) + 1300, North = 1200, Radius = 800, Rate = -0.03 },
            ],
            Atmosphere = new() { TurbulentMillimetres = 3, StratifiedMillimetresPer100Metres = 0.3 },
            Orbit = new() { RampMillimetres = ramp },
            Decorrelation = new() { Classes = [new() { Name = "dry ground", Base = 0.85, LongTerm = 0.4, DecayDays = 100 }] },
            Tracks =
            [
                .. Enumerable.Range(0, tracks).Select(k => new SceneTrack
                {
                    Name = $"track{k + 1}",
                    Part = new() { Column = Step * k, Columns = Wide },
                    Sensor = new() { Heading = -11, IncidenceNear = incidences[k].Near, IncidenceFar = incidences[k].Far },
                    Dates = new() { Start = $"2022-01-{3 + (4 * k):00}", Count = 20, IntervalDays = 12 },
                }),
            ],
        };
    }
}
