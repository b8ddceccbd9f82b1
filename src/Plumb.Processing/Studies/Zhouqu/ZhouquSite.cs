using Plumb.Simulation;

namespace Plumb.Processing.Studies.Zhouqu;

/// <summary>What is planted at a place.</summary>
public enum ZhouquKind
{
    /// <summary>A slide on a slope that one track at least sees without distortion.</summary>
    Slide,

    /// <summary>One of the three parts of a long slide.</summary>
    Part,

    /// <summary>Sinking ground on a valley floor: no slide.</summary>
    FlatDecoy,

    /// <summary>Ground in the layover of one track that moves along its line of sight and across that of the other: no slide that could be told.</summary>
    LayoverDecoy,
}

/// <summary>Something planted.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Slide">Where it is and how it moves: metres, degrees, metres per year.</param>
/// <param name="Cells">Cells that move at least half as fast as its middle, index row by row.</param>
/// <param name="Share">Median over its cells of the share that they have of the motion of its middle (pure number).</param>
/// <param name="Slope">Mean slope of its ground, degrees.</param>
/// <param name="Distorted">Share of its cells in layover or shadow by track, pure number; shape (track).</param>
/// <param name="Seen">Share of its motion along the line of sight of each track (pure number, positive towards the satellite); shape (track).</param>
public sealed record ZhouquSite(ZhouquKind Kind, SceneSlide Slide, IReadOnlyList<int> Cells, double Share, double Slope, IReadOnlyList<double> Distorted, IReadOnlyList<double> Seen);
