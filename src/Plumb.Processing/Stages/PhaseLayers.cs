using Plumb.Formats.Store;

namespace Plumb.Processing.Stages;

/// <summary>Which arrays of the store hold the phase and the components of a stack: as delivered, or of Plumb's own unwrapping. Names of arrays.</summary>
internal static class PhaseLayers
{
    /// <summary>The phase as delivered, radians, shape (pair, row, column); wrapped or not.</summary>
    /// <param name="store">The store of the run.</param>
    public static string Delivered(ChunkStore store) => store.Exists(StorePaths.WrappedPhase) ? StorePaths.WrappedPhase : StorePaths.UnwrappedPhase;

    /// <summary>The connected components, counts, shape (pair, row, column): of Plumb's own unwrapping where there is one.</summary>
    /// <param name="store">The store of the run.</param>
    public static string Component(ChunkStore store) => store.Exists(StorePaths.UnwrapComponent) ? StorePaths.UnwrapComponent : StorePaths.Component;

    /// <summary>Whether there are connected components, delivered or Plumb's own.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stack">Its stack.</param>
    public static bool HasComponents(RunContext run, StackDescription stack) => stack.HasComponents || run.Store.Exists(StorePaths.UnwrapComponent);
}
