using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>
/// Working memory of one thread for the costs of one tile of pixels at a time, with a margin of the pixels around it. All arrays have
/// <see cref="Pitch"/> numbers a row; local row i is image row (tile row - <see cref="Above"/> + i), local column k is image column
/// (tile column - <see cref="Before"/> + k). Pixels outside of the image or without a value have weight 0.
/// </summary>
internal sealed unsafe class CostTile : IDisposable
{
    /// <summary>Rows of pixels of a tile; a fixed number, so that results do not depend on threads.</summary>
    internal const int TileRows = 64;

    /// <summary>Columns of pixels of a tile.</summary>
    internal const int TileColumns = 256;

    /// <summary>Half width of the window of local slopes, pixels.</summary>
    internal const int SlopeReach = 3;

    /// <summary>Distance at which windows of slopes are added up to a wider one, pixels.</summary>
    internal const int WideStep = 5;

    /// <summary>Half width of the window of the local mean, pixels.</summary>
    internal const int MeanReach = 2;

    /// <summary>Margin above and before a tile: own slope, one back, the wide window, its windows.</summary>
    internal const int Above = 1 + WideStep + SlopeReach;

    /// <summary>Margin to the left, the same rounded up to whole lanes.</summary>
    internal const int Before = 16;

    /// <summary>Local rows: the margin, the tile, and below it one pixel more than the margin above.</summary>
    internal const int Rows = Above + TileRows + Above + 2;

    /// <summary>Numbers from one row to the next.</summary>
    internal const int Pitch = Before + TileColumns + 16;

    private const int Slack = 64;
    private const int Arrays = 16;
    private readonly TileBuffer<float> buffer;
    private int taken;

    internal CostTile(MemoryBudget budget)
    {
        buffer = budget.Lease<float>(Arrays * Length, "Unwrapping: local slopes");
        Real = Take();
        Imaginary = Take();
        Weight = Take();
        Variance = Take();
        SlopeAcross = Take();
        SlopeDown = Take();
        QualityAcross = Take();
        QualityDown = Take();
        Noise = Take();
        Trust = Take();
        SumReal = Take();
        SumImaginary = Take();
        SumWeight = Take();
        RowReal = Take();
        RowImaginary = Take();
        RowWeight = Take();
    }

    /// <summary>Working memory of one thread, bytes.</summary>
    internal static long Bytes => (long)sizeof(float) * Arrays * Length;

    /// <summary>Phasors of the pixels, of the length of their weight.</summary>
    internal float* Real { get; }

    internal float* Imaginary { get; }

    /// <summary>Weight of the pixels, 0 to 1.</summary>
    internal float* Weight { get; }

    /// <summary>Variance of the phase of each pixel by its coherence, radian squared.</summary>
    internal float* Variance { get; }

    /// <summary>Expected slope from each pixel to the next of its row, and to the one below; radian.</summary>
    internal float* SlopeAcross { get; }

    internal float* SlopeDown { get; }

    /// <summary>Agreement of the differences in the windows of the slopes, 0 to 1.</summary>
    internal float* QualityAcross { get; }

    internal float* QualityDown { get; }

    /// <summary>Phase of each pixel against the plane through its neighbours, radian.</summary>
    internal float* Noise { get; }

    /// <summary>Agreement of the neighbours with that plane, 0 to 1.</summary>
    internal float* Trust { get; }

    /// <summary>Sums over windows.</summary>
    internal float* SumReal { get; }

    internal float* SumImaginary { get; }

    internal float* SumWeight { get; }

    /// <summary>Sums along rows.</summary>
    internal float* RowReal { get; }

    internal float* RowImaginary { get; }

    internal float* RowWeight { get; }

    private static int Length => (Rows * Pitch) + (2 * Slack);

    public void Dispose() => buffer.Dispose();

    private float* Take() => buffer.Pointer + (taken++ * Length) + Slack;
}
