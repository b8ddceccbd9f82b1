using System.Globalization;
using Plumb.Processing.Studies;
using Plumb.Processing.Studies.Ningdong;
using Plumb.Simulation;

namespace Plumb.Cli.Studies;

/// <summary>Ningdong: ten coal mines in C band and L band, stacking and coherence-weighted small baselines against GNSS.</summary>
public sealed class NingdongStudy : IStudy
{
    private const double Margin = 2500;

    /// <inheritdoc/>
    public string Name => "ningdong";

    /// <inheritdoc/>
    public string Title => "ten coal mines in C band and L band: stacking and small baselines against GNSS";

    /// <inheritdoc/>
    public IReadOnlyList<string> Parts => ["c", "l"];

    /// <inheritdoc/>
    public StudyOutcome Run(StudyRequest request, StudyBench bench)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(bench);
        var published = StudyFiles.Read<NingdongPublished>(Name, "published.yaml");
        var simulators = request.Parts.Select(p => (Part: p, Simulator: new SceneSimulator(SceneOf(bench.Scene($"scene-{p}.yaml"), request.Place)))).ToList();
        var (bands, page) = (new List<NingdongBand>(), new NingdongPage());
        foreach (var (part, simulator) in simulators)
        {
            bench.Simulate(simulator, part);
            var (method, ours) = (bench.Run(part, "method"), bench.Run(part, "ours"));
            var wrongFrom = (part == "c" ? published.CGnssMean : published.LGnssMean) / 1000;
            var band = new NingdongBand(
                part.ToUpper(CultureInfo.InvariantCulture),
                simulator.Network.Dates.Count,
                simulator.Network.Pairs.Count,
                NingdongRun.Of(method, simulator, bench.Stations(part), published.Phases, wrongFrom, isMasked: false),
                NingdongRun.Of(ours, simulator, bench.Stations(part), published.Phases, wrongFrom, isMasked: true),
                published);
            bands.Add(band);
            page.Add(band, method, ours, simulator);
        }

        return new StudyOutcome(
            NingdongTable.Text(bands),
            [("table.csv", NingdongTable.Csv(bands)), ("gnss.csv", NingdongTable.StationCsv(bands)), ("life_cycle.csv", NingdongTable.LifeCsv(bands))],
            new { bench.Folder, Bands = bands },
            page.Page(bands));
    }

    private static Scene SceneOf(Scene scene, string? mine) => mine is null ? scene : scene.Around(mine, Margin);
}
