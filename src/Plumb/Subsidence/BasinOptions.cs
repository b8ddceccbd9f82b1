using Plumb.Kernels;

namespace Plumb.Subsidence;

/// <summary>How basins are found.</summary>
/// <param name="PixelWidth">Width of a pixel on the ground, metres, positive.</param>
/// <param name="PixelHeight">Height of a pixel on the ground, metres, positive.</param>
public sealed record BasinOptions(double PixelWidth, double PixelHeight)
{
    /// <summary>Which motion is looked for.</summary>
    public MotionDirection Direction { get; init; } = MotionDirection.Lowering;

    /// <summary>Diameter of the smallest basin that must not be missed, metres; also the window that motion is averaged over.</summary>
    public double MinExtent { get; init; } = 200;

    /// <summary>Motion at the edge of a basin, in the unit of the motion (metres per year or metres), not negative.</summary>
    public double EdgeMotion { get; init; } = 0.005;

    /// <summary>Motion at the edge of a basin in its standard deviations (pure number): the edge lies where both this and <see cref="EdgeMotion"/> are reached.</summary>
    public double EdgeSignificance { get; init; } = 2;

    /// <summary>Motion at the deepest place in its standard deviations (pure number), at least.</summary>
    public double MinSignificance { get; init; } = 3;

    /// <summary>Number of false basins expected over the whole map where nothing moves (pure number, small): the limit that the contrast must pass follows from it.</summary>
    public double FalseBasins { get; init; } = 0.01;

    /// <summary>Two hollows of one extent are two basins where the ridge between them is lower than the shallower one by this share of its depth (0 to 1).</summary>
    public double SplitShare { get; init; } = 0.3;

    /// <summary>Least share of a window's pixels that must have data (0 to 1).</summary>
    public double MinGoodShare { get; init; } = 0.4;

    /// <summary>Most threads (count); 0 for all cores. Results do not depend on it.</summary>
    public int Threads { get; init; }

    internal ParallelOptions Together => ThreadLimit.Of(Threads);

    /// <summary>Half sizes of the window of least extent, pixels.</summary>
    internal (int Rows, int Columns) HalfWindow => Half(MinExtent / 2);

    /// <summary>Half sizes of a window, pixels, at least 1.</summary>
    internal (int Rows, int Columns) Half(double metres) =>
        (Math.Max(1, (int)Math.Round((metres / PixelHeight) - 0.5)), Math.Max(1, (int)Math.Round((metres / PixelWidth) - 0.5)));
}
