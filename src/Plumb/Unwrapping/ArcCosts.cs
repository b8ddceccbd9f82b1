using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>
/// Statistical costs of whole cycles on the pixel edges of a raster, after Chen and Zebker 2001 (doi:10.1364/JOSAA.18.000338) in their smooth
/// form: minus the logarithm of a Gaussian density of the unwrapped difference, so a quadratic of the cycles. Its mean is the local slope plus the
/// difference of what the two pixels lie off their local planes; its variance comes from coherence and looks
/// (Rodriguez and Martin 1992, doi:10.1049/ip-f-2.1992.0018, bounded by that of a uniform phase), and from how well the differences around agree.
/// Fills the cells of a flow network tile by tile.
/// </summary>
internal sealed unsafe class ArcCosts
{
    /// <summary>Units of the slope of a cost in one unit of the weight.</summary>
    internal const int WeightShift = 5;

    /// <summary>Units of the weight in one natural logarithm.</summary>
    internal const float WeightsPerCost = 64;

    /// <summary>
    /// Costs that make one natural logarithm of the odds of a pixel's cycles. The edges around a pixel share its noise and that of the windows, so that
    /// their costs do not add up as if they were independent; the share of wrong pixels in simulated scenes of all kinds
    /// falls with the cost of changing a pixel as exp(-cost / 7), from a half to a thousandth.
    /// </summary>
    internal const double CostsPerNat = 7;

    private const float LargestVariance = MathF.PI * MathF.PI / 3;

    // A mean of other times so near to half a cycle may as well have the other sign, radian.
    private const float LargestMean = 2.6f;

    // Weight of a price of one where differences are decided.
    private const float PriceUnits = 8;

    // What slopes differ by from one pixel to the next beyond noise, radian squared.
    private const float SlopeVariance = 0.4f;
    private const float Cycle = 2 * MathF.PI;
    private readonly GridFlow flow;
    private readonly float* phase;
    private readonly float* coherence;
    private readonly float* amplitude;
    private readonly int rows;
    private readonly int columns;
    private readonly float looks;
    private readonly float brightness;
    private readonly float weightScale;

    /// <summary>Costs of a raster.</summary>
    /// <param name="flow">The network to fill.</param>
    /// <param name="phase">Wrapped phase, radian, shape (rows, columns); NaN is no-data.</param>
    /// <param name="coherence">Coherence of the same shape, or null.</param>
    /// <param name="amplitude">Amplitude of the same shape, any unit, or null.</param>
    /// <param name="meanAmplitude">Mean amplitude; brighter pixels count as bright as that.</param>
    /// <param name="looks">Number of looks.</param>
    /// <param name="coarser">Halvings of the scale of all costs, where paths would be too long for it.</param>
    internal ArcCosts(GridFlow flow, float* phase, float* coherence, float* amplitude, double meanAmplitude, double looks, int coarser)
    {
        this.flow = flow;
        (rows, columns) = (flow.Rows - 1, flow.Columns - 1);
        this.phase = phase;
        this.coherence = coherence;
        this.amplitude = amplitude;
        this.looks = (float)looks;
        brightness = meanAmplitude > 0 ? (float)(1 / meanAmplitude) : 0;
        weightScale = WeightsPerCost / (1 << coarser);
    }

    /// <summary>What other times say of the differences; null for nothing.</summary>
    internal Temporal.ArcExpectations? Expectations { get; init; }

    /// <summary>Number of tiles.</summary>
    internal int Tiles => TilesOf(rows, columns);

    private int Across => AcrossOf(columns);

    /// <summary>Number of tiles of a raster.</summary>
    internal static int TilesOf(int rows, int columns) => BandsOf(rows) * AcrossOf(columns);

    /// <summary>The tiles of a band of rows that begins with a tile: the first, and the one after the last.</summary>
    internal (int First, int End) BandOf(int top, int bandRows)
    {
        var first = top / CostTile.TileRows * Across;
        return (first, first + (BandsOf(bandRows) * Across));
    }

    /// <summary>Fills costs and cheapest cycles of the arcs that one tile owns.</summary>
    internal void Fill(int index, CostTile tile)
    {
        switch (LaneWidths.Choose(LaneWidth.Widest))
        {
            case LaneWidth.Bits512:
                Fill<Lane512>(index, tile);
                break;
            case LaneWidth.Bits256:
                Fill<Lane256>(index, tile);
                break;
            default:
                Fill<Lane128>(index, tile);
                break;
        }
    }

    internal void Fill<T>(int index, CostTile tile)
        where T : unmanaged, ILane<T>
    {
        var (top, left) = (index / Across * CostTile.TileRows, index % Across * CostTile.TileColumns);
        var (height, width) = (Math.Min(CostTile.TileRows, rows - top), Math.Min(CostTile.TileColumns, columns - left));
        Phasors<T>(tile, top, left, height);
        SlopeKernel.Run<T>(tile, height, width);
        for (var r = 0; r < height; r++)
        {
            var k = ((CostTile.Above + r) * CostTile.Pitch) + CostTile.Before;
            Expect<T>(tile, k, 1, width, tile.SlopeAcross, tile.QualityAcross, tile.RowReal, tile.RowImaginary);
            Expect<T>(tile, k, CostTile.Pitch, width, tile.SlopeDown, tile.QualityDown, tile.SumReal, tile.SumImaginary);
            if (Expectations is { IsDecided: false } density)
            {
                var p = ((long)(top + r) * columns) + left;
                Join(density.Across, density.AcrossSpread, p, width, tile.SlopeAcross + k, tile.RowReal + k, tile.RowImaginary + k);
                Join(density.Down, density.DownSpread, p, width, tile.SlopeDown + k, tile.SumReal + k, tile.SumImaginary + k);
            }

            Store(tile, k, top + r, left, width);
        }
    }

    private void Phasors<T>(CostTile tile, int top, int left, int height)
        where T : unmanaged, ILane<T>
    {
        var last = (2 * CostTile.Above) + height + 2;
        for (var i = 0; i < last; i++)
        {
            var at = i * CostTile.Pitch;
            var row = top - CostTile.Above + i;
            new Span<float>(tile.Weight + at, CostTile.Pitch).Clear();
            new Span<float>(tile.Real + at, CostTile.Pitch).Clear();
            new Span<float>(tile.Variance + at, CostTile.Pitch).Clear();
            if (row >= 0 && row < rows)
            {
                Values(tile, at, row, left);
            }
        }

        var small = T.Splat(1e-9f);
        for (var k = 0; k < last * CostTile.Pitch; k += T.Width)
        {
            LaneMath.SinCos(*(T*)(tile.Real + k), out var sine, out var cosine);
            var weight = *(T*)(tile.Weight + k);
            *(T*)(tile.Real + k) = weight * cosine;
            *(T*)(tile.Imaginary + k) = weight * sine;
            var coherence2 = *(T*)(tile.Variance + k) * *(T*)(tile.Variance + k);
            *(T*)(tile.Variance + k) = T.Min((T.Splat(1f) - coherence2) / T.Fma(coherence2, T.Splat(2 * looks), small), T.Splat(LargestVariance));
        }
    }

    /// <summary>Phase, weight and coherence of one row, in Real, Weight and Variance.</summary>
    private void Values(CostTile tile, int at, int row, int left)
    {
        var from = Math.Max(0, left - CostTile.Before);
        var to = Math.Min(columns, left + CostTile.Pitch - CostTile.Before);
        at += from - left + CostTile.Before;
        var p = ((long)row * columns) + from;
        for (var c = from; c < to; c++, at++, p++)
        {
            var value = phase[p];
            if (float.IsNaN(value))
            {
                continue;
            }

            var weight = 1f;
            if (coherence != null)
            {
                weight = Math.Clamp(coherence[p], 0.01f, 1f);
                tile.Variance[at] = weight;
            }

            if (amplitude != null)
            {
                weight *= Math.Min(1f, amplitude[p] * brightness);
            }

            tile.Real[at] = value;
            tile.Weight[at] = weight;
        }
    }

    /// <summary>Expected differences (radian) and weights (per cycle squared) of the arcs of one row.</summary>
    private void Expect<T>(CostTile tile, int first, int step, int width, float* slope, float* quality, float* expected, float* weights)
        where T : unmanaged, ILane<T>
    {
        var hasCoherence = coherence != null;
        var half = T.Splat(0.5f);
        for (var k = first; k < first + width; k += T.Width)
        {
            var trust = T.Min(*(T*)(tile.Trust + k), *(T*)(tile.Trust + k + step));
            *(T*)(expected + k) = T.Fma(trust, *(T*)(tile.Noise + k + step) - *(T*)(tile.Noise + k), *(T*)(slope + k));

            // Minus the logarithm of the agreement, which for a Gaussian is half of the variance of a difference: 2 artanh((1 - q) / (1 + q)).
            var q = *(T*)(quality + k);
            var x = (T.Splat(1f) - q) / (T.Splat(1f) + q);
            var x2 = x * x;
            var observed = (x + x) * T.Fma(x2, T.Fma(x2, T.Splat(0.2f), T.Splat(1f / 3f)), T.Splat(1f));
            var modelled = hasCoherence ? half * (*(T*)(tile.Variance + k) + *(T*)(tile.Variance + k + step)) : observed;
            *(T*)(weights + k) = T.Splat(0.5f * Cycle * Cycle) / (modelled + observed + T.Splat(SlopeVariance));
        }
    }

    /// <summary>
    /// Joins the density of a difference at other times with that of the slope around it: both are Gaussian, so the mean is the weighted one and the variance
    /// that of both together. Steps that are alike tell their mean but for whole cycles: these are the slope's.
    /// </summary>
    private static void Join(float[] means, float[] variances, long first, int width, float* slope, float* expected, float* weights)
    {
        for (var c = 0; c < width; c++)
        {
            var (mean, variance) = (means[first + c], variances[first + c]);
            if (!(MathF.Abs(mean) < LargestMean))
            {
                continue;
            }

            var off = mean - slope[c];
            off -= Cycle * MathF.Round(off * (1 / Cycle));
            var share = SlopeVariance / (SlopeVariance + variance);
            expected[c] += share * off;
            var rest = (0.5f * Cycle * Cycle / weights[c]) - SlopeVariance;
            weights[c] = 0.5f * Cycle * Cycle / (rest + (share * variance));
        }
    }

    private void Store(CostTile tile, int k, int row, int left, int width)
    {
        var p = ((long)row * columns) + left;
        var cell = (nint)(((long)(row + 1) * flow.Stride) + left + 1);
        var decided = Expectations is { IsDecided: true } ? Expectations : null;
        for (var c = 0; c < width; c++, k++, p++, cell++)
        {
            var own = phase[p];
            var target = flow.Cells + cell;
            *target = default;
            flow.Jumps[2 * cell] = 0;
            flow.Jumps[(2 * cell) + 1] = 0;
            if (float.IsNaN(own))
            {
                continue;
            }

            if (left + c + 1 < columns && phase[p + 1] is var right && !float.IsNaN(right) && !Decide(decided?.Across, decided?.AcrossSpread, p, right - own, out target->WeightUp, out flow.Jumps[2 * cell]))
            {
                Quantise(tile.RowReal[k], tile.RowImaginary[k], right - own, out target->WeightUp, out target->SlopeUp, out flow.Jumps[2 * cell]);
            }

            if (row + 1 < rows && phase[p + columns] is var below && !float.IsNaN(below) && !Decide(decided?.Down, decided?.DownSpread, p, below - own, out target->WeightLeft, out flow.Jumps[(2 * cell) + 1]))
            {
                Quantise(tile.SumReal[k], tile.SumImaginary[k], below - own, out target->WeightLeft, out target->SlopeLeft, out flow.Jumps[(2 * cell) + 1]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Quantise(float expected, float perCycle, float difference, out ushort weight, out int slope, out short jump)
    {
        var cycles = (expected - difference) * (1 / Cycle);
        var nearest = MathF.Round(cycles);
        var units = Math.Clamp((int)(perCycle * weightScale), 1, ushort.MaxValue);
        weight = (ushort)units;
        jump = (short)nearest;
        slope = (int)MathF.Round((nearest - cycles) * (units << (WeightShift + 1)));
    }

    /// <summary>Cycles that are decided, and the price of another.</summary>
    private bool Decide(float[]? means, float[]? prices, long pixel, float difference, out ushort weight, out short jump)
    {
        (weight, jump) = (0, 0);
        if (means is null || float.IsNaN(means[pixel]))
        {
            return false;
        }

        weight = (ushort)Math.Clamp((int)(prices![pixel] * PriceUnits * (weightScale / WeightsPerCost)), 1, ushort.MaxValue);
        jump = (short)MathF.Round((means[pixel] - difference) * (1 / Cycle));
        return true;
    }

    private static int BandsOf(int rows) => (rows + CostTile.TileRows - 1) / CostTile.TileRows;

    private static int AcrossOf(int columns) => (columns + CostTile.TileColumns - 1) / CostTile.TileColumns;
}
