using System.Globalization;
using System.Text;
using Plumb.Simulation;

namespace Plumb.Processing.Studies.Fusion;

/// <summary>How two sets of rates agree: millimetres per year.</summary>
/// <param name="Rmse">Root mean square of the differences, mm/yr.</param>
/// <param name="Correlation">Correlation, pure number.</param>
/// <param name="Largest">Largest difference, mm/yr.</param>
/// <param name="Slope">Slope of the first on the second, pure number.</param>
/// <param name="OverTen">Share of differences above 10 mm/yr, percent.</param>
/// <param name="OverTwenty">Share above 20 mm/yr, percent.</param>
/// <param name="Count">Pairs, a count.</param>
public sealed record RateAgreement(double Rmse, double Correlation, double Largest, double Slope, double OverTen, double OverTwenty, int Count)
{
    /// <summary>Compares two sets of rates, metres per year; pairs with NaN are left out.</summary>
    /// <param name="found">Rates, metres per year; shape (place).</param>
    /// <param name="known">What they are held against, metres per year; shape (place).</param>
    public static RateAgreement Of(IEnumerable<double> found, IEnumerable<double> known)
    {
        var pairs = found.Zip(known).Where(p => double.IsFinite(p.First + p.Second)).Select(p => (A: 1000 * p.First, B: 1000 * p.Second)).ToArray();
        if (pairs.Length < 2)
        {
            return new RateAgreement(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, pairs.Length);
        }

        var (a, b) = (pairs.Average(p => p.A), pairs.Average(p => p.B));
        var (ab, aa, bb) = (pairs.Sum(p => (p.A - a) * (p.B - b)), pairs.Sum(p => (p.A - a) * (p.A - a)), pairs.Sum(p => (p.B - b) * (p.B - b)));
        return new RateAgreement(
            Math.Sqrt(pairs.Average(p => (p.A - p.B) * (p.A - p.B))), ab / Math.Sqrt(aa * bb), pairs.Max(p => Math.Abs(p.A - p.B)), ab / bb,
            100.0 * pairs.Count(p => Math.Abs(p.A - p.B) > 10) / pairs.Length, 100.0 * pairs.Count(p => Math.Abs(p.A - p.B) > 20) / pairs.Length, pairs.Length);
    }
}

/// <summary>The study: four runs on the same simulated ground, held against levelling, against the truth and against the run of 29 images.</summary>
public sealed class FusionOutcome
{
    /// <summary>Names of the runs in the order of the study's tables.</summary>
    public static readonly IReadOnlyList<string> Names = ["tsx11", "asar", "fusion", "joint", "tsx29"];

    private const string Reference = "tsx29";

    /// <summary>What came of the runs.</summary>
    /// <param name="runs">The runs, upwards in metres per year.</param>
    /// <param name="scene">The scene of the finer sensor.</param>
    /// <param name="published">What the study printed.</param>
    public FusionOutcome(IReadOnlyList<FusionRun> runs, Scene scene, FusionPublished published)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(published);
        (Runs, Published) = (runs, published);
        Levelled = Levelling(scene, published);
        var reference = runs.First(r => r.Name == Reference);
        AgainstLevelling = runs.ToDictionary(r => r.Name, r => RateAgreement.Of(Others(r).Select(b => b.Rate), Others(r).Select(b => Levelled[b.Name])));
        AgainstReference = runs.Where(r => r.Rate.Length == reference.Rate.Length && r != reference)
            .ToDictionary(r => r.Name, r => RateAgreement.Of(r.Rate.Select(v => (double)v), reference.Rate.Select(v => (double)v)));
        var truth = Truth(scene, reference.Results.Dates, published);
        AgainstTruth = runs.Where(r => r.Rate.Length == truth.Length).ToDictionary(r => r.Name, r => RateAgreement.Of(r.Rate.Select(v => (double)v), truth));
    }

    /// <summary>The runs.</summary>
    public IReadOnlyList<FusionRun> Runs { get; }

    /// <summary>What the study printed.</summary>
    public FusionPublished Published { get; }

    /// <summary>Levelled rate upwards of each benchmark relative to the reference benchmark, metres per year.</summary>
    public IReadOnlyDictionary<string, double> Levelled { get; }

    /// <summary>Each run against levelling.</summary>
    public IReadOnlyDictionary<string, RateAgreement> AgainstLevelling { get; }

    /// <summary>Runs on the grid of that of 29 images against it, at the pixels that both trust.</summary>
    public IReadOnlyDictionary<string, RateAgreement> AgainstReference { get; }

    /// <summary>Runs on the grid of that of 29 images against the true motion, at the pixels that they trust.</summary>
    public IReadOnlyDictionary<string, RateAgreement> AgainstTruth { get; }

    /// <summary>The table 'published / ours', millimetres per year: what, run, published, ours.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows()
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var run in Runs)
        {
            var (printed, ours) = (FusionPublished.Of(Published.AgainstLevelling, run.Name), AgainstLevelling[run.Name]);
            rows.Add(["RMSE against levelling, mm/yr", run.Name, Number(printed.Rmse, "0.0"), Number(ours.Rmse, "0.0")]);
            rows.Add(["correlation with levelling", run.Name, Number(printed.Correlation, "0.000"), Number(ours.Correlation, "0.000")]);
            rows.Add(["largest difference to levelling, mm/yr", run.Name, Number(printed.Largest, "0.0"), Number(ours.Largest, "0.0")]);
            rows.Add(["points", run.Name, Number(printed.Points, "0"), Number(run.Pixels, "0")]);
            rows.Add(["fastest subsidence, mm/yr", run.Name, "-", Number(1000 * run.Fastest, "0")]);
        }

        foreach (var (name, ours) in AgainstReference)
        {
            var printed = FusionPublished.Of(Published.AgainstReference, name);
            rows.Add(["RMSE against 29 images, mm/yr", name, Number(printed.Rmse, "0.0"), Number(ours.Rmse, "0.0")]);
            rows.Add(["correlation with 29 images", name, Number(printed.Correlation, "0.000"), Number(ours.Correlation, "0.000")]);
            rows.Add(["points off 29 images by more than 10 mm/yr, %", name, Number(printed.OverTen, "0.0"), Number(ours.OverTen, "0.0")]);
            rows.Add(["points off 29 images by more than 20 mm/yr, %", name, Number(printed.OverTwenty, "0.0"), Number(ours.OverTwenty, "0.0")]);
        }

        foreach (var (name, ours) in AgainstTruth)
        {
            rows.Add(["RMSE against the truth, mm/yr", name, "-", Number(ours.Rmse, "0.0")]);
            rows.Add(["points off the truth by more than 10 mm/yr, %", name, "-", Number(ours.OverTen, "0.0")]);
        }

        return rows;
    }

    /// <summary>Rates of the benchmarks, mm/yr upwards: benchmark, levelling, and each run with its spread.</summary>
    public IReadOnlyList<IReadOnlyList<string>> BenchmarkRows() =>
    [
        .. Published.Benchmarks.Select((b, k) => (IReadOnlyList<string>)
        [
            b.Name, Number(1000 * Levelled[b.Name], "0.0"),
            .. Runs.Select(r => r.Benchmarks[k] is var m && m.Pixels > 1 ? string.Create(CultureInfo.InvariantCulture, $"{1000 * m.Rate:0.0} +- {1000 * m.Spread:0.0}") : Number(1000 * m.Rate, "0.0")),
        ]),
    ];

    /// <summary>Table for people.</summary>
    public string Text()
    {
        var text = new StringBuilder("""
            Two sensors over a sinking suburb, simulated scene: the study's figures are of its own data and cannot agree in detail; what must come back is their order.
            Rates upwards, mm/yr, relative to the reference benchmark.

            """).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"",-46} {"run",-8} {"published",10} | {"ours",8}");
        foreach (var row in Rows())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {row[0],-46} {row[1],-8} {row[2],10} | {row[3],8}");
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"  {"benchmark",-10} {"levelling",10} {string.Concat(Runs.Select(r => r.Name.PadLeft(16)))}");
        foreach (var row in BenchmarkRows())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {row[0],-10} {row[1],10} {string.Concat(row.Skip(2).Select(c => c.PadLeft(16)))}");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The rows with a header line; units (mm/yr, %) stand in each row's name.</summary>
    public string Csv() => "what,run,published,ours\n" + string.Concat(Rows().Select(r => $"\"{r[0]}\",{string.Join(",", r.Skip(1))}\n"));

    /// <summary>The benchmarks with a header line, mm/yr upwards: levelling, then rate and spread of each run.</summary>
    public string BenchmarkCsv() => $"benchmark,levelling,{string.Join(",", Runs.Select(r => $"{r.Name},{r.Name}_spread"))}\n" + string.Concat(Published.Benchmarks.Select((b, k) =>
        $"{b.Name},{Number(1000 * Levelled[b.Name], "0.00")},{string.Join(",", Runs.Select(r => $"{Number(1000 * r.Benchmarks[k].Rate, "0.00")},{Number(1000 * r.Benchmarks[k].Spread, "0.00")}"))}\n"));

    /// <summary>Levelled rates: the true motion between two levellings with the noise of both, relative to the reference benchmark.</summary>
    private static Dictionary<string, double> Levelling(Scene scene, FusionPublished published)
    {
        DateOnly[] days = [Day(published.FirstLevelling), Day(published.LastLevelling)];
        var (truth, view, random) = (new SceneComponents(scene, days), new SceneSimulator(scene).View, new CounterRandom(scene.Seed, 9));
        var years = (days[1].DayNumber - days[0].DayNumber) / 365.25;
        var rates = published.Benchmarks.Select((b, k) =>
        {
            var (row, column) = view.Pixel(b.East, b.North);
            var tile = new Grids.Tile((int)Math.Round(row), (int)Math.Round(column), 1, 1);
            var noise = b.Name == published.ReferenceBenchmark ? 0 : 0.001 * published.LevellingSigma * Math.Sqrt(2) * random.Normal((ulong)k);
            return (b.Name, Rate: (truth.Displacement(1, tile).Up[0] + noise) / years);
        }).ToDictionary(e => e.Name, e => e.Rate);
        var level = rates[published.ReferenceBenchmark];
        return rates.ToDictionary(e => e.Key, e => e.Value - level);
    }

    /// <summary>True rates upwards of all pixels relative to the reference benchmark.</summary>
    private static double[] Truth(Scene scene, IReadOnlyList<DateOnly> dates, FusionPublished published)
    {
        var (view, place) = (new SceneSimulator(scene).View, published.Benchmarks.First(b => b.Name == published.ReferenceBenchmark));
        var rate = new SceneComponents(scene, dates).Rate(new Grids.Tile(0, 0, scene.Grid.Rows, scene.Grid.Columns)).Up;
        var (row, column) = view.Pixel(place.East, place.North);
        var level = rate[((int)Math.Round(row) * scene.Grid.Columns) + (int)Math.Round(column)];
        return [.. rate.Select(r => (double)r - level)];
    }

    private IEnumerable<BenchmarkRate> Others(FusionRun run) => run.Benchmarks.Where(b => b.Name != Published.ReferenceBenchmark);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static string Number(double value, string format) => double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
}
