using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Writes the border unknowns of a block of 8 pixels and their standard deviations in the units of the result.</summary>
internal readonly unsafe ref struct BorderWriter
{
    private readonly BorderedIndex index;
    private readonly double metres;
    private readonly ReadOnlySpan<float> horizontalRange;
    private readonly InversionResult result;

    public BorderWriter(BorderedIndex index, NetworkInversion owner, in InversionTile tile, in InversionResult result)
    {
        this.index = index;
        metres = owner.MetresPerUnit;
        horizontalRange = tile.HorizontalRange;
        this.result = result;
    }

    /// <summary>Whether a result needs the inverse of the system apart from the series' own standard deviation.</summary>
    public bool NeedsInverse => !result.DemErrorSigma.IsEmpty || !result.ModelRateSigma.IsEmpty || !result.AssumedShare.IsEmpty;

    public void WriteUnknowns(in BorderedWork work, BlockWriter<Lane256> write, int at)
    {
        var scratch = (float*)work.Sigma;
        if (!result.DemError.IsEmpty)
        {
            (work.Unknown[index.DemColumn] * MetresOfHeight(at)).ToSingle(scratch);
            write.Value(result.DemError, Lane256.Select(Fixed(work, index.DemColumn), work.Sigma[0], Lane256.Splat(float.NaN)));
        }

        if (!result.ModelRate.IsEmpty)
        {
            (work.Unknown[index.RateColumn] * DoubleLane.Splat(metres * index.RatePerUnit)).ToSingle(scratch);
            write.Value(result.ModelRate, Lane256.Select(Fixed(work, index.RateColumn), work.Sigma[0], Lane256.Splat(float.NaN)));
        }
    }

    /// <summary>Writes standard deviations from the variances that <see cref="BorderedVariance.Combine"/> left.</summary>
    public void WriteSigmas(in BorderedWork work, BlockWriter<Lane256> write, int at, DoubleLane share)
    {
        var nodes = index.Graph.Nodes;
        var scratch = (float*)work.Sigma;
        if (!result.DemErrorSigma.IsEmpty)
        {
            (DoubleLane.Sqrt(work.Variance[nodes + index.DemColumn]) * DoubleLane.Abs(MetresOfHeight(at))).ToSingle(scratch);
            write.Value(result.DemErrorSigma, Lane256.Select(Fixed(work, index.DemColumn), work.Sigma[0], Lane256.Splat(float.NaN)));
        }

        if (!result.ModelRateSigma.IsEmpty)
        {
            (DoubleLane.Sqrt(work.Variance[nodes + index.RateColumn]) * DoubleLane.Splat(Math.Abs(metres * index.RatePerUnit))).ToSingle(scratch);
            write.Value(result.ModelRateSigma, Lane256.Select(Fixed(work, index.RateColumn), work.Sigma[0], Lane256.Splat(float.NaN)));
        }

        if (!result.AssumedShare.IsEmpty)
        {
            share.ToSingle(scratch);
            write.Value(result.AssumedShare, work.Sigma[0]);
        }
    }

    /// <summary>Mask of the pixels whose pairs and dates fix a border unknown.</summary>
    private static Lane256 Fixed(in BorderedWork work, int column)
    {
        Lane256 pivot;
        DoubleLane.Less(DoubleLane.Zero, work.CornerInverse[column]).ToMask((float*)&pivot);
        return pivot;
    }

    /// <summary>Metres of height for one radian of phase per metre of baseline: metres of displacement per radian times R sin(incidence).</summary>
    private DoubleLane MetresOfHeight(int at)
    {
        Lane256 range;
        var lanes = Math.Min(Lane256.Width, horizontalRange.Length - at);
        new Span<float>(&range, Lane256.Width).Fill(float.NaN);
        horizontalRange.Slice(at, lanes).CopyTo(new Span<float>(&range, Lane256.Width));
        return DoubleLane.FromSingle((float*)&range) * DoubleLane.Splat(metres);
    }
}
