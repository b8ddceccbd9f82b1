using System.Globalization;
using System.Security.Cryptography;
using Plumb.Processing.Runs;

namespace Plumb.Benchmarks.Chain;

/// <summary>Question: how long does each stage after the import take on the folder that <see cref="ChainThroughput"/> left, and are its files the same bytes as before?</summary>
public static class StagesAgain
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 1000] [stages, comma separated = all after the import] [folder].</param>
    /// <returns>0 where every file of the results is what it was, 1 where one differs.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
        var stages = args.Length > 1 && args[1] != "all" ? args[1].Split(',') : null;
        var folder = args.Length > 2 ? args[2] : Path.Combine(Path.GetTempPath(), $"plumb-chain-{side}");
        var (settings, results) = (Path.Combine(folder, "plumb.yaml"), Path.Combine(folder, "results"));
        if (!File.Exists(settings) || !Directory.Exists(results))
        {
            throw new RequestException($"{folder} holds no finished run; ChainThroughput {side} makes it.");
        }

        var before = HashesOf(results);
        Forget(Path.Combine(results, "journal"), stages);
        foreach (var (stage, seconds) in StageClock.Run(settings, new RunOptions()).Where(s => stages is null || stages.Contains(s.Key)))
        {
            Console.WriteLine(StageClock.Text(stage, seconds, (long)side * side));
        }

        var after = HashesOf(results);
        var different = before.Keys.Union(after.Keys).Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name)).Order(StringComparer.Ordinal).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {after.Count} files, {different.Length} not as before"));
        foreach (var name in different.Take(20))
        {
            Console.WriteLine($"    {name}");
        }

        return different.Length == 0 ? 0 : 1;
    }

    /// <summary>Lets stages run again; those whose records stay are current.</summary>
    private static void Forget(string journal, string[]? stages)
    {
        foreach (var record in Directory.GetFiles(journal, "*.json"))
        {
            var stage = Path.GetFileNameWithoutExtension(record);
            if (stages?.Contains(stage) ?? stage is not ("import" or "unwrap"))
            {
                File.Delete(record);
            }
        }
    }

    /// <summary>SHA-256 of every file but those of the journal, by name.</summary>
    private static Dictionary<string, string> HashesOf(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => (Name: Path.GetRelativePath(folder, path), Path: path))
        .Where(file => !file.Name.StartsWith("journal", StringComparison.Ordinal))
        .AsParallel()
        .Select(file =>
        {
            using var stream = File.OpenRead(file.Path);
            return (file.Name, Hash: Convert.ToHexStringLower(SHA256.HashData(stream)));
        })
        .ToDictionary(file => file.Name, file => file.Hash);
}
