using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Uncertainty;

/// <summary>
/// Working memory of one thread for <see cref="NetworkPropagation.Propagate"/>, leased once and used for every tile. Dispose returns it. Not safe for two threads
/// at once.
/// </summary>
public sealed class PropagationScratch : IDisposable
{
    private readonly TileBuffer<float> buffer;

    internal PropagationScratch(NetworkPropagation owner, MemoryBudget budget, int floats)
    {
        Owner = owner;
        buffer = budget.Lease<float>(floats, "The working memory of the uncertainty");
        Bridge = new GapBridge(owner.Inversion);
        Function = new double[owner.Inversion.Network.Dates.Count];
    }

    internal NetworkPropagation Owner { get; }

    internal Span<float> Memory => buffer.Span;

    internal GapBridge Bridge { get; }

    /// <summary>One function of one pixel; shape (date).</summary>
    internal double[] Function { get; }

    /// <summary>Returns the memory to its budget.</summary>
    public void Dispose() => buffer.Dispose();
}
