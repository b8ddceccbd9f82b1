namespace Plumb.Unwrapping;

/// <summary>What a cell of the flow's grid is to a search. Flags; several may hold.</summary>
[Flags]
internal enum CellState : byte
{
    /// <summary>Balanced: a search passes through.</summary>
    None = 0,

    /// <summary>Less flows out than the residue asks for: positive units wait here.</summary>
    Surplus = 1,

    /// <summary>More flows out than the residue asks for: positive units are taken here.</summary>
    Deficit = 2,

    /// <summary>Outside of the image or joined to it by the mask: takes and gives any number of units.</summary>
    Ground = 4,

    /// <summary>On the edge of the tile that is solved: a search that comes here waits for a larger tile.</summary>
    Edge = 8,

    /// <summary>Part of a hole that the mask makes: all cells of a hole are one node.</summary>
    Hole = 16,
}

/// <summary>
/// One loop of 2 x 2 pixels as node of the flow network, with the two arcs that it owns: up, through the pixel edge between its two
/// upper pixels, and left, through the edge between its two left pixels. A cost is a quadratic w (j - o)^2 of the whole cycles j on the pixel edge: one
/// cycle more costs w + t, one less w - t, with t = 2 w (j - o), in units of 2^-12 of a natural logarithm.
/// </summary>
internal struct FlowCell
{
    /// <summary>Centred slope t of the cost on the arc up.</summary>
    internal int SlopeUp;

    /// <summary>Centred slope t of the cost on the arc left.</summary>
    internal int SlopeLeft;

    /// <summary>Weight w of the arc up, in units of 64 units of the slope.</summary>
    internal ushort WeightUp;

    /// <summary>Weight w of the arc left, in units of 64 units of the slope.</summary>
    internal ushort WeightLeft;

    /// <summary>Potential of the node, in units of the slope; the number of the hole where the cell is part of one.</summary>
    internal int Potential;
}

/// <summary>Label of a cell in the search that touched it last.</summary>
internal struct FlowLabel
{
    /// <summary>Distance from the source.</summary>
    internal int Distance;

    /// <summary>Number of the search, times four, plus the direction of the last step.</summary>
    internal uint Mark;
}
