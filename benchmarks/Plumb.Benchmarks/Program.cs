using Plumb.Benchmarks.Chain;
using Plumb.Benchmarks.Inversion;
using Plumb.Benchmarks.Store;

var questions = new SortedDictionary<string, (Func<string[], int> Run, string About)>(StringComparer.Ordinal)
{
    [nameof(BesideMintPy)] = (BesideMintPy.Run, "inversion beside Debian's MintPy, file to file [side] [var,no] [folder]"),
    [nameof(ChainThroughput)] = (ChainThroughput.Run, "every stage from HyP3 GeoTIFFs, and the inversion against reading once [side] [memory] [folder]"),
    [nameof(ReadChunks)] = (ReadChunks.Run, "chunk shapes of the store: a tile, a click, an append"),
    [nameof(InvertWeighted)] = (InvertWeighted.Run, "weighted inversion in memory [tiles] [threads] [sigma]"),
    [nameof(InvertUnweighted)] = (InvertUnweighted.Run, "unweighted inversion in memory [tiles] [threads] [sigma]"),
    [nameof(InvertWithGaps)] = (InvertWithGaps.Run, "weighted inversion with missing pairs [tiles] [threads] [sigma]"),
};
if (args.Length > 0 && questions.TryGetValue(args[0], out var question))
{
    return question.Run(args[1..]);
}

Console.Error.WriteLine("usage: Plumb.Benchmarks QUESTION [ARGUMENTS]");
foreach (var (name, (_, about)) in questions)
{
    Console.Error.WriteLine($"  {name,-18} {about}");
}

return 2;
