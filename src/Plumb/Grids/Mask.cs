namespace Plumb.Grids;

/// <summary>Why a pixel is not used. Several reasons may hold at once; none means the pixel is good.</summary>
[Flags]
public enum MaskReasons : ushort
{
    /// <summary>The pixel is good.</summary>
    None = 0,

    /// <summary>No interferogram has a value here.</summary>
    NoData = 1,

    /// <summary>Outside the area of interest.</summary>
    OutsideArea = 2,

    /// <summary>Mean coherence below the limit.</summary>
    LowCoherence = 4,

    /// <summary>Temporal coherence of the inversion below the limit.</summary>
    LowTemporalCoherence = 8,

    /// <summary>The pixel's own network falls apart: dates are joined by an assumption, not by observations.</summary>
    Disconnected = 16,

    /// <summary>Too few interferograms have a value here.</summary>
    TooFewPairs = 32,

    /// <summary>Water, by the product's mask.</summary>
    Water = 64,

    /// <summary>Layover or shadow.</summary>
    LayoverOrShadow = 128,

    /// <summary>Residual of the inversion above the limit.</summary>
    LargeResidual = 256,

    /// <summary>Standard deviation of the rate above the limit.</summary>
    Uncertain = 512,

    /// <summary>Too many loops of interferograms stay open: errors of the unwrapping are left.</summary>
    OpenLoops = 1024,

    /// <summary>The motion is too steep to be unwrapped, here or all around: whole cycles are lost and it comes out too small.</summary>
    Aliased = 2048,

    /// <summary>The noise of the pixel's own interferograms moves its series by more than the limit, a part of the wavelength.</summary>
    Noisy = 4096,
}

/// <summary>
/// A mask that says why. Shape (rows, columns), row 0 at the north; one <see cref="MaskReasons"/> per pixel, unit: flags.
/// Not safe for writing the same pixel from two threads.
/// </summary>
public sealed class Mask
{
    private readonly MaskReasons[] reasons;

    /// <summary>A mask in which every pixel is good.</summary>
    /// <param name="grid">The grid.</param>
    public Mask(Grid grid)
        : this(grid, new MaskReasons[(grid ?? throw new ArgumentNullException(nameof(grid))).PixelCount])
    {
    }

    /// <summary>A mask over an array, which is not copied.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="reasons">Reasons, shape (rows, columns), row by row.</param>
    /// <exception cref="ArgumentException">The number of reasons is not the number of pixels of the grid.</exception>
    public Mask(Grid grid, MaskReasons[] reasons)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(reasons);
        if (reasons.LongLength != grid.PixelCount)
        {
            throw new ArgumentException($"A mask of {reasons.LongLength} pixels does not fit a grid of {grid.Rows} x {grid.Columns} pixels.", nameof(reasons));
        }

        Grid = grid;
        this.reasons = reasons;
    }

    /// <summary>The grid.</summary>
    public Grid Grid { get; }

    /// <summary>Reasons of all pixels (flags), shape (rows, columns), row by row.</summary>
    public ReadOnlySpan<MaskReasons> Reasons => reasons;

    /// <summary>Reasons of one pixel (flags).</summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="column">Column, 0 at the west.</param>
    public MaskReasons this[int row, int column] => reasons[((long)row * Grid.Columns) + column];

    /// <summary>Whether a pixel is good.</summary>
    /// <param name="pixel">Pixel number, row times columns plus column.</param>
    public bool IsGood(int pixel) => reasons[pixel] == MaskReasons.None;

    /// <summary>Adds a reason to a pixel.</summary>
    /// <param name="pixel">Pixel number, row times columns plus column.</param>
    /// <param name="reason">The reason to add.</param>
    public void Add(int pixel, MaskReasons reason) => reasons[pixel] |= reason;

    /// <summary>Number of pixels that have all the given reasons; with <see cref="MaskReasons.None"/>, the number of good pixels.</summary>
    /// <param name="reason">The reasons asked for.</param>
    public long Count(MaskReasons reason)
    {
        var count = 0L;
        foreach (var r in reasons)
        {
            if (reason == MaskReasons.None ? r == MaskReasons.None : (r & reason) == reason)
            {
                count++;
            }
        }

        return count;
    }
}
