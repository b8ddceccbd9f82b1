using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>
/// Working memory of one thread for <see cref="NetworkInversion.Invert"/>, leased once and used for every tile. Dispose returns it.
/// Not safe for two threads at once.
/// </summary>
public sealed class InversionScratch : IDisposable
{
    private readonly TileBuffer<float> buffer;

    internal InversionScratch(NetworkInversion owner, MemoryBudget budget, int floats)
    {
        Owner = owner;
        buffer = budget.Lease<float>(floats, "The working memory of the inversion");
        Bridge = new GapBridge(owner);
    }

    internal NetworkInversion Owner { get; }

    internal Span<float> Memory => buffer.Span;

    internal GapBridge Bridge { get; }

    /// <summary>Returns the memory to its budget.</summary>
    public void Dispose() => buffer.Dispose();
}
