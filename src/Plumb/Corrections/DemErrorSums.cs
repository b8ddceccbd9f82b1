namespace Plumb.Corrections;

/// <summary>
/// Sums over estimates of the error of the elevation model, block by block and added up in order, so that they do not depend on the order in which blocks come. Unit
/// of the estimates: displacement per metre of baseline. Threads may add different blocks at once.
/// </summary>
public sealed class DemErrorSums
{
    private readonly (long Count, double Sum, double Squares, double Noise)[] blocks;

    /// <summary>Sums without any place.</summary>
    /// <param name="blocks">Number of blocks (count).</param>
    public DemErrorSums(int blocks) => this.blocks = new (long, double, double, double)[blocks];

    /// <summary>Number of estimates (count).</summary>
    public long Count => blocks.Sum(b => b.Count);

    /// <summary>Mean of the estimates (pure number); NaN without any.</summary>
    public double Mean => blocks.Sum(b => b.Sum) / Count;

    /// <summary>Mean square of the estimates (pure number); NaN without any.</summary>
    public double MeanSquare => blocks.Sum(b => b.Squares) / Count;

    /// <summary>Mean of their variances by noise (pure number); NaN without any.</summary>
    public double Noise => blocks.Sum(b => b.Noise) / Count;

    /// <summary>Adds an estimate; what is not finite is left out.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="shift">Estimate q, displacement per metre of baseline (pure number).</param>
    /// <param name="variance">Its variance by noise (pure number squared).</param>
    public void Add(int block, float shift, float variance)
    {
        if (float.IsFinite(shift) && float.IsFinite(variance))
        {
            ref var sums = ref blocks[block];
            sums.Count++;
            sums.Sum += shift;
            sums.Squares += (double)shift * shift;
            sums.Noise += variance;
        }
    }
}
