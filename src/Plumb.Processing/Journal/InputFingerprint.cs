using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace Plumb.Processing.Journal;

/// <summary>
/// SHA-256 over the contents of the input files. Hashes are remembered with size and time of last change, so that
/// files that were not touched are not read again.
/// </summary>
public sealed class InputFingerprint
{
    private readonly string cachePath;
    private readonly Lazy<Dictionary<string, InputEntry>> known;
    private readonly ConcurrentDictionary<string, InputEntry> seen = new(StringComparer.Ordinal);

    /// <summary>The fingerprints remembered in a result folder.</summary>
    /// <param name="resultFolder">The result folder.</param>
    public InputFingerprint(string resultFolder)
    {
        cachePath = Path.Combine(resultFolder, "journal", "inputs.json");
        known = new Lazy<Dictionary<string, InputEntry>>(() => Load(cachePath));
    }

    /// <summary>One hash for a set of files, hexadecimal; independent of where the folder lies and of the order of the files.</summary>
    /// <param name="files">Paths of the files.</param>
    /// <param name="threads">Number of files hashed at once (count).</param>
    /// <param name="remember">Whether the hashes are remembered on disk.</param>
    /// <param name="cancellation">Stops the hashing.</param>
    /// <exception cref="RequestException">A file cannot be read.</exception>
    public string Of(IEnumerable<string> files, int threads, bool remember, CancellationToken cancellation)
    {
        var paths = files.Select(Path.GetFullPath).Distinct().Order(StringComparer.Ordinal).ToArray();
        var hashes = new InputEntry[paths.Length];
        try
        {
            Parallel.For(
                0,
                paths.Length,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                i => hashes[i] = HashOf(paths[i]));
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        if (remember)
        {
            Remember();
        }

        var lines = paths.Select((p, i) => $"{Path.GetFileName(p)} {hashes[i].Hash}").Order(StringComparer.Ordinal);
        return StageKey.HashOf(string.Join('\n', lines));
    }

    /// <summary>Remembers on disk the hashes of all files that were asked for.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Remember()
    {
        foreach (var (path, entry) in seen)
        {
            known.Value[path] = entry;
        }

        TextFile.Write(cachePath, JsonSerializer.Serialize(new SortedDictionary<string, InputEntry>(known.Value, StringComparer.Ordinal), InputJson.Default.SortedDictionaryStringInputEntry));
    }

    /// <summary>SHA-256 of one file's content, hexadecimal.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RequestException">The file cannot be read.</exception>
    public string ContentOf(string path) => HashOf(Path.GetFullPath(path)).Hash;

    /// <summary>Whether a file was hashed before and has the same size and time of change.</summary>
    /// <param name="path">Path of the file.</param>
    public bool IsKnown(string path)
    {
        var info = new FileInfo(path);
        return info.Exists && known.Value.TryGetValue(info.FullName, out var entry) && entry.Size == info.Length && entry.Changed == info.LastWriteTimeUtc.Ticks;
    }

    private static Dictionary<string, InputEntry> Load(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), InputJson.Default.DictionaryStringInputEntry) ?? []
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private InputEntry HashOf(string path) => seen.GetOrAdd(path, Look);

    private InputEntry Look(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (known.Value.TryGetValue(path, out var entry) && entry is not null && entry.Size == info.Length && entry.Changed == info.LastWriteTimeUtc.Ticks)
            {
                return entry;
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
            return new InputEntry(info.Length, info.LastWriteTimeUtc.Ticks, Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"The input file {path} cannot be read: {e.Message}", e);
        }
    }
}
