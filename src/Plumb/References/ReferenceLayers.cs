using Plumb.Grids;

namespace Plumb.References;

/// <summary>
/// What the choice of a reference looks at, pixel by pixel: all layers have the shape (rows, columns) of the mask's grid, row 0 at the
/// north. The arrays are not copied.
/// </summary>
public sealed record ReferenceLayers
{
    /// <summary>All masks together, connectivity among them (<see cref="MaskReasons.Disconnected"/>).</summary>
    public required Mask Mask { get; init; }

    /// <summary>Mean coherence over the pairs used, pure number from 0 to 1; NaN is no-data.</summary>
    public required ReadOnlyMemory<float> MeanCoherence { get; init; }

    /// <summary>Share of the pairs used that have a value, pure number from 0 to 1; NaN is no-data.</summary>
    public required ReadOnlyMemory<float> PairShare { get; init; }

    /// <summary>Height, metres, NaN is no-data; empty when not known.</summary>
    public ReadOnlyMemory<float> Height { get; init; }

    /// <summary>Rough rate of phase, radians per year, relative to anything, NaN is no-data (see <see cref="RateStacking"/>); empty when not known.</summary>
    public ReadOnlyMemory<float> Rate { get; init; }

    /// <summary>The grid.</summary>
    public Grid Grid => Mask.Grid;

    internal void Check()
    {
        CheckOne(MeanCoherence, nameof(MeanCoherence), false);
        CheckOne(PairShare, nameof(PairShare), false);
        CheckOne(Height, nameof(Height), true);
        CheckOne(Rate, nameof(Rate), true);
    }

    private void CheckOne(ReadOnlyMemory<float> layer, string name, bool optional)
    {
        if (layer.Length != Grid.PixelCount && !(optional && layer.IsEmpty))
        {
            throw new ArgumentException($"{name} has {layer.Length} values for a grid of {Grid.Rows} x {Grid.Columns} pixels.");
        }
    }
}

/// <summary>How a reference is chosen.</summary>
public sealed record ReferenceOptions
{
    /// <summary>Number of automatically chosen areas (count), 1 to 1000.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Radius of an automatically chosen area, pixels.</summary>
    public int Radius { get; init; } = 3;

    /// <summary>Lowest mean coherence of a reference pixel, pure number from 0 to 1.</summary>
    public double MinCoherence { get; init; } = 0.6;

    /// <summary>Least share of the pairs that a reference pixel must have, pure number from 0 to 1.</summary>
    public double MinPairShare { get; init; } = 0.9;

    /// <summary>Least share of good pixels of an automatically chosen area, pure number above 0, at most 1.</summary>
    public double MinGoodShare { get; init; } = 0.9;

    /// <summary>Least share of good pixels of an area the user names, pure number above 0, at most 1.</summary>
    public double MinGoodShareByHand { get; init; } = 0.5;

    /// <summary>How the pixels become one value per pair.</summary>
    public ReferenceStatistic Statistic { get; init; } = ReferenceStatistic.Median;

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="RequestException">The radius is negative or above 1000 pixels, or a share or coherence is not from 0 to 1.</exception>
    public void Validate()
    {
        if (Radius is < 0 or > 1000)
        {
            throw new RequestException($"reference.radius is {Radius}; give a number of pixels from 0 to 1000.");
        }

        if (Count is < 1 or > 1000)
        {
            throw new RequestException($"reference.count is {Count}; give a number of areas from 1 to 1000.");
        }

        if (MinCoherence is not (>= 0 and <= 1))
        {
            throw new RequestException("reference.min_coherence is not a coherence from 0 to 1.");
        }

        if (MinPairShare is not (>= 0 and <= 1) || MinGoodShare is not (> 0 and <= 1) || MinGoodShareByHand is not (> 0 and <= 1))
        {
            throw new RequestException("A share of pairs or of good pixels of a reference is a number from 0 to 1.");
        }
    }
}
