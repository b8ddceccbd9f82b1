namespace Plumb.Acquisitions;

/// <summary>What the pairs of a stack tell of the motion between their two dates.</summary>
public enum ObservationKind
{
    /// <summary>Phase of interferograms, radians: whole cycles of it are not told.</summary>
    Phase,

    /// <summary>Offsets of the second image against the first along the line of sight, metres: there are no cycles.</summary>
    Offset,

    /// <summary>Offsets along the direction of flight, metres: there are no cycles, and air and elevation model do not matter.</summary>
    AlongTrackOffset,
}
