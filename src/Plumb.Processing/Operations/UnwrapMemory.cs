using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Store;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Unwrapping;

namespace Plumb.Processing.Operations;

/// <summary>
/// How an image is unwrapped within a budget: in memory where its network fits beside the program; otherwise in a working file, of which as much is in
/// memory at a time as the budget allows. The result is the same.
/// </summary>
/// <param name="request">What is asked for.</param>
/// <param name="rows">Rows of the image.</param>
/// <param name="columns">Columns of the image.</param>
/// <param name="isFlat">Whether the files are flat, so that GDAL takes no memory.</param>
/// <param name="budget">The memory that the process may take, bytes.</param>
internal sealed class UnwrapMemory(UnwrapRequest request, int rows, int columns, bool isFlat, long budget)
{
    // The runtime, the program and its buffers.
    private const long Program = 64L << 20;

    // What the runtime may take more before it is seen, and what is worked on at a time.
    private const long Unseen = 24L << 20;
    private const long Window = 48L << 20;

    // The library itself, and blocks of 512 x 512 pixels of a complex image, its coherence and the result along a row of them.
    private const long GdalLibraryBytes = 96L << 20;
    private const long BlockBytes = 512 * (8 + 4 + 4);

    /// <summary>Bytes of the network and the result.</summary>
    internal long Whole { get; } = PhaseUnwrapper.NetworkBytes(rows, columns);

    /// <summary>Whether a working file is needed or asked for.</summary>
    internal bool InFile => request.Tile is not null || Whole + Beside > budget;

    /// <summary>The least budget that works, in whole MiB, bytes.</summary>
    internal long Least => (((Beside + Slack + Window) >> 20) + 1) << 20;

    /// <summary>Folder of the working file.</summary>
    private string Folder => Path.GetDirectoryName(Path.GetFullPath(request.Output))!;

    /// <summary>Makes the working memory.</summary>
    /// <exception cref="RequestException">The budget is too small, or the disk has no room.</exception>
    internal WorkingMemory Open(MemoryBudget rest)
    {
        if (!InFile)
        {
            return new LeasedMemory(rest);
        }

        if (budget < Least)
        {
            throw new RequestException($"{rows} x {columns} pixels cannot be unwrapped within {MemorySize.Format(budget)} of memory: {MemorySize.Format(Least)} is the least that works, with a working file of {MemorySize.Format(Whole)} beside the result, and {MemorySize.Format(Whole + Beside)} is enough without one. Give one of them: --memory {MemorySize.Format(Least).Replace(" ", "", StringComparison.Ordinal)}.");
        }

        if (!isFlat)
        {
            GdalLibrary.LimitCache(Cache);
        }

        Directory.CreateDirectory(Folder);
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        if (free < Whole)
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"Unwrapping {rows} x {columns} pixels within {MemorySize.Format(budget)} of memory needs a working file of {MemorySize.Format(Whole)} in {Folder}, where {MemorySize.Format(free)} are free. Write the result to another disk, or give more memory."));
        }

        return new ScratchMemory(Folder, Resident());
    }

    /// <summary>What is kept free of the budget, since it may be in use before it is seen: the rows that are gone through at once weigh on wide images.</summary>
    private long Slack => Unseen + Math.Max(24L << 20, PhaseUnwrapper.PassedBytes(columns));

    private long Cache => Math.Clamp(BlockBytes * columns, 16L << 20, GdalLibrary.CacheBytes);

    private long Beside => Program + PhaseUnwrapper.BandBytes(columns, request.Threads) + (isFlat ? 0 : GdalLibraryBytes + Cache);

    private long Resident()
    {
        var most = budget - Slack;
        if (request.Tile is not { } tile)
        {
            return most;
        }

        using var process = Process.GetCurrentProcess();
        var window = (long)Math.Min(tile, rows) * columns * (Whole / ((long)rows * columns));
        return Math.Min(most, process.WorkingSet64 + PhaseUnwrapper.BandBytes(columns, request.Threads) + window);
    }
}
