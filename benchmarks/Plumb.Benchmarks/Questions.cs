using System.Globalization;
using Plumb.Benchmarks.Chain;
using Plumb.Benchmarks.Closure;
using Plumb.Benchmarks.Components;
using Plumb.Benchmarks.Corrections;
using Plumb.Benchmarks.Groundwater;
using Plumb.Benchmarks.Interferograms;
using Plumb.Benchmarks.Inversion;
using Plumb.Benchmarks.Networks;
using Plumb.Benchmarks.Store;
using Plumb.Benchmarks.Subsidence;
using Plumb.Benchmarks.TimeFunctions;
using Plumb.Benchmarks.Uncertainty;
using Plumb.Benchmarks.Unwrapping;
using Plumb.Benchmarks.Validations;

namespace Plumb.Benchmarks;

/// <summary>One question that a benchmark answers.</summary>
/// <param name="Name">Its name on the command line: the name of its class.</param>
/// <param name="Asks">What it asks.</param>
/// <param name="Arguments">What may follow the name, with defaults.</param>
/// <param name="Run">Answers it on standard output; returns the exit code.</param>
internal sealed record Question(string Name, string Asks, string Arguments, Func<string[], int> Run);

/// <summary>All questions by name.</summary>
internal static class Questions
{
    private const string InMemory = "[tiles of 4096 pixels = 32] [threads = 1] [sigma]";

    private static readonly Question[] All =
    [
        new(nameof(BesideMintPy), "the inversion beside Debian's MintPy, both from file to file", "[side in pixels = 500] [weightings = var,no] [folder]", BesideMintPy.Run),
        new(nameof(ChainThroughput), "every stage from HyP3 GeoTIFFs, and the inversion against reading the stack once", "[side in pixels = 1000] [memory = auto] [folder]", ChainThroughput.Run),
        new(nameof(StagesAgain), "the stages after the import once more where ChainThroughput ran, and whether their files are the same bytes as before", "[side in pixels = 1000] [stages, comma separated = all] [folder]", StagesAgain.Run),
        new(nameof(UpdateOneDate), "what one more date costs, by stage, beside a run of all pairs", "[side in pixels = 1000] [folder]", UpdateOneDate.Run),
        new(nameof(FitModels), "pixels a second of each kind of time function, in memory", "[tiles of 4096 pixels = 32] [threads = 1] [part of a name]", FitModels.Run),
        new(nameof(ReadChunks), "chunk shapes of the store: a tile, a click, an append", "[pairs] [rows] [columns]", ReadChunks.Run),
        new(nameof(ClosureBesideMintPy), "planted unwrapping errors fixed, missed and made, and how fast, beside Debian's MintPy", "[side in pixels = 300] [seed = 1] [share of pairs = 0.12] [cycles = 1] [islands = 1] [coherence = 0] [folder]", ClosureBesideMintPy.Run),
        new(nameof(ClosureScores), "planted unwrapping errors that the closure fixes, misses and makes, in memory", "[seeds = 5] [side in pixels = 200] [continuity = 2] [margin = 0.75] [part of a scene's name]", ClosureScores.Run),
        new(nameof(InvertWeighted), "pixels a second inverted in memory, weighted by the inverse phase variance", InMemory, InvertWeighted.Run),
        new(nameof(InvertUnweighted), "pixels a second inverted in memory, all pairs alike", InMemory, InvertUnweighted.Run),
        new(nameof(InvertWithGaps), "pixels a second inverted in memory, weighted, every fifth observation missing", InMemory, InvertWithGaps.Run),
        new(nameof(CorrectSeries), "pixels a second corrected in memory, by each kind of correction", "[dates = 60] [tiles of 4096 pixels = 32]", CorrectSeries.Run),
        new(nameof(CorrectionsBesideMintPy), "the error that the corrections leave in disturbed scenes in mountains, beside Debian's MintPy's", "[side in pixels = 160] [seeds = 3] [alone: without MintPy]", CorrectionsBesideMintPy.Run),
        new(nameof(DelaysOfDates), "how much of the delays of many dates by weather files is reading them", "folder of ERA5 GRIB files about Kyushu, [dates = 60] [side in pixels = 1000]", DelaysOfDates.Run),
        new(nameof(DemErrorBesideMintPy), "the error of the elevation model beside Debian's MintPy's, both from file to file: time", "[side in pixels = 300]", DemErrorBesideMintPy.Run),
        new(nameof(SolversBeside), "every solver of the inversion beside the plain weighted one, in memory, one thread", "[tiles of 4096 pixels = 6] [missing share = 0] [rounds = 5]", SolversBeside.Run),
        new(nameof(JudgeSteepness), "pixels a second judged for motion too steep to be unwrapped, in memory, one thread", "[dates = 60] [rounds = 20]", JudgeSteepness.Run),
        new(nameof(FilterInterferogram), "megapixels a second of each filter and of the coherence, beside copying and a plain implementation, in memory", "[side in pixels = 2000] [threads = 1]", FilterInterferogram.Run),
        new(nameof(FilterScores), "noise that each filter takes off and steep fringes that it loses, wrong cycles after unwrapping", "[side in pixels = 300] [seeds = 3]", FilterScores.Run),
        new(nameof(UnwrapBesideSnaphu), "plumb unwrap beside Debian's SNAPHU, from file to file: time, memory, errors", "[sides in pixels, comma separated = 1000] [starts: mst,mcf = mst] [seed = 1] [folder]", UnwrapBesideSnaphu.Run),
        new(nameof(UnwrapByMethods), "the classical methods of unwrapping beside the statistical one, in memory: time, memory, errors", "[side in pixels = 1000] [kinds: 0 std, 1 hard, 2 vhard = 0,1,2] [threads = 0] [seed = 1] [part of a method's name]", UnwrapByMethods.Run),
        new(nameof(HuaibeiPatches), "pixels that each method of unwrapping gets wrong in patches like those of the Huaibei study", "[seeds = 20] [quality: Coherence, PseudoCoherence, DerivativeVariance, Equal = Coherence]", HuaibeiPatches.Run),
        new(nameof(UnwrapStackAtOnce), "wrong pixels and seconds of a stack unwrapped at once, beside pair by pair, in memory", "[side in pixels = 256] [dates = 30] [seed = 1]", UnwrapStackAtOnce.Run),
        new(nameof(UnwrapTiled), "an image of any size within a budget of memory, beside the whole image: time, memory, errors, pixels that differ", "[side in pixels = 2000] [budget = 256MiB] [std, hard or vhard = std] [whole or only = whole] [seed = 1] [folder]", UnwrapTiled.Run),
        new(nameof(FlowBesideLemon), "the flow solver beside LEMON's on the same network: time and optimum", "[side in pixels = 500] [kind: 0 std, 1 hard, 2 vhard = 1] [cycles an arc may take = 2]", FlowBesideLemon.Run),
        new(nameof(ReadStore), "bytes a second read from the store, beside the same files as plain bytes", "[side in pixels = 512] [threads = 1]", ReadStore.Run),
        new(nameof(Calibration), "how often the truth of simulated scenes lies within one and two standard deviations", "[scenes = 40] [part of a case's name]", Calibration.Run),
        new(nameof(CalibratedChain), "the same for whole runs, products, corrections and masks included", "[scenes = 6] [side in pixels = 150] [mine or still = mine] [corrections]", CalibratedChain.Run),
        new(nameof(UncertaintyStage), "seconds of the stage that works out standard deviations, beside the inversion", "[side in pixels = 500] [draws = 0] [folder]", UncertaintyStage.Run),
        new(nameof(FindBasins), "seconds to find basins in a large map, to track them and to read the life of their pixels, in memory", "[side in pixels = 3000] [dates = 100] [basins = 60]", FindBasins.Run),
        new(nameof(GroundScores), "basins, dates of their lives and zones of corridors of whole runs beside the truth of many kinds of scene", "[seeds of each kind = 5] [first seed = 1] [part of a kind's name] [list]", GroundScores.Run),
        new(nameof(LagScores), "lags of motion behind drivers beside the planted ones, in memory", "[seeds of each kind = 60] [first seed = 1]", LagScores.Run),
        new(nameof(FollowCorridor), "seconds of a corridor along a long railway, in memory", "[length in km = 150] [corners = 1500] [width in m = 3000]", FollowCorridor.Run),
        new(nameof(ValidateStations), "seconds to hold the run that ChainThroughput left against many GNSS stations", "[side in pixels = 1000] [stations = 1000] [folder]", ValidateStations.Run),
        new(nameof(StationScores), "z-scores of radar against simulated GNSS and how often the tests refute, in memory", "[sets = 200] [stations = 10] [first seed = 1]", StationScores.Run),
        new(nameof(JoinSeries), "seconds to join the series of two tracks, in memory", "[pixels = 65536] [dates of each track = 20] [threads = 0]", JoinSeries.Run),
        new(nameof(KrigePoints), "seconds of ordinary Kriging to many points, the search of their nearest places included", "[targets = 100000] [places = 10000] [neighbours = 32]", KrigePoints.Run),
    ];

    /// <summary>Answers the question that the first argument names.</summary>
    /// <param name="args">The question and its arguments; none or --help lists the questions.</param>
    /// <returns>0 when answered or listed, 2 when the request is wrong.</returns>
    public static int Run(string[] args)
    {
        if (args.Length == 0 || args[0] is "--help" or "-h")
        {
            Console.Out.Write(List());
            return 0;
        }

        var question = All.FirstOrDefault(q => string.Equals(q.Name, args[0], StringComparison.OrdinalIgnoreCase));
        if (question is null)
        {
            Console.Error.Write($"There is no question '{args[0]}'.\n{List()}");
            return 2;
        }

        if (args.Length > 1 && args[1] is ("--help" or "-h"))
        {
            Console.Out.WriteLine($"{question.Name} {question.Arguments}\n  {question.Asks}");
            return 0;
        }

        try
        {
            return question.Run(args[1..]);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or RequestException)
        {
            Console.Error.WriteLine($"{question.Name}: {e.Message} Its arguments are {question.Arguments}.");
            return 2;
        }
    }

    private static string List()
    {
        var width = All.Max(q => q.Name.Length);
        return "make bench QUESTION=\"NAME [ARGUMENTS]\", where NAME is one of\n"
            + string.Concat(All.Select(q => string.Create(CultureInfo.InvariantCulture, $"  {q.Name.PadRight(width)}  {q.Asks}; {q.Arguments}\n")));
    }
}
