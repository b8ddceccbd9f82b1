using System.Diagnostics;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Grids;
using Plumb.Interferograms;
using Plumb.Kernels;
using Plumb.Processing.Progress;

namespace Plumb.Processing.Operations;

/// <summary>What <c>plumb interferogram</c> is asked for.</summary>
public sealed record InterferogramRequest
{
    /// <summary>The first complex image.</summary>
    public required string First { get; init; }

    /// <summary>The second, coregistered to it.</summary>
    public required string Second { get; init; }

    /// <summary>The file of the complex interferogram.</summary>
    public required string Output { get; init; }

    /// <summary>Rows averaged (count).</summary>
    public int LooksDown { get; init; } = 1;

    /// <summary>Columns averaged (count).</summary>
    public int LooksAcross { get; init; } = 1;

    /// <summary>Columns (unit: pixels) of flat binary files; null where the files say themselves what they are.</summary>
    public int? Width { get; init; }
}

/// <summary>What came out of forming an interferogram.</summary>
/// <param name="Rows">Rows, pixels.</param>
/// <param name="Columns">Columns, pixels.</param>
/// <param name="Pixels">Pixels with data (count).</param>
/// <param name="Residues">Residues (count).</param>
/// <param name="Seconds">Time of all, reading and writing included, seconds.</param>
public sealed record InterferogramReport(int Rows, int Columns, long Pixels, long Residues, double Seconds);

/// <summary>Forms the interferogram of two coregistered images, row by row.</summary>
public static class InterferogramFiles
{
    /// <summary>Forms it.</summary>
    /// <param name="request">Files and looks.</param>
    /// <param name="budget">The memory that all is leased from.</param>
    /// <param name="progress">Where the work is told of.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">A file is missing, wrong, or of another size; nothing is written.</exception>
    /// <exception cref="MemoryBudgetException">The rows of one row of the result do not fit into the budget.</exception>
    public static InterferogramReport Run(InterferogramRequest request, MemoryBudget budget, IRunProgress progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(progress);
        ComplexInput.RequireApart(request.Output, request.First, request.Second);
        var clock = Stopwatch.StartNew();
        using var first = ComplexInput.Open(request.First, request.Width);
        using var second = ComplexInput.OpenBeside(request.Second, request.Width, true, first);
        var (down, across) = (request.LooksDown, request.LooksAcross);
        var from = first.Grid;
        if (down < 1 || across < 1 || down > from.Rows || across > from.Columns)
        {
            throw new RequestException($"--looks is {down}x{across} (rows x columns); each is at least 1 and at most the image's {from.Rows} x {from.Columns}.");
        }

        var grid = Coarser(from, down, across);
        using var a = budget.Lease<float>(2 * down * from.Columns, "Interferogram: rows of the first image");
        using var b = budget.Lease<float>(2 * down * from.Columns, "Interferogram: rows of the second image");
        using var line = budget.Lease<float>(2 * grid.Columns, "Interferogram: a row");
        var count = new ResidueCount(grid.Columns);
        using var output = ImageRowWriter.Create(request.Output, ComplexInput.FormatOf(request.Output, first), grid, true, new RasterBand("Complex interferogram, first times conjugate of second", ""));
        progress.Begin("Interferogram", grid.Rows);
        for (var row = 0; row < grid.Rows; row++)
        {
            stop.ThrowIfCancellationRequested();
            first.ReadRows(row * down, a.Span);
            second.ReadRows(row * down, b.Span);
            InterferogramForming.Row(a.Span, b.Span, from.Columns, across, line.Span);
            count.Add(line.Span);
            output.Write(line.Span);
            progress.Advance(1);
        }

        if (count.Pixels == 0)
        {
            throw new RequestException($"{request.First} and {request.Second} have no data in common: every pixel is 0 or not a number in one of them. Check that they are the files meant.");
        }

        output.Complete();
        progress.End($"{count.Residues} residues");
        return new InterferogramReport(grid.Rows, grid.Columns, count.Pixels, count.Residues, clock.Elapsed.TotalSeconds);
    }

    private static Grid Coarser(Grid grid, int down, int across) => grid.Crs.IsRadar
        ? Grid.Radar(grid.Columns / across, grid.Rows / down)
        : new Grid(grid.Crs, grid.OriginX, grid.OriginY, grid.StepX * across, grid.StepY * down, grid.Columns / across, grid.Rows / down);
}
