namespace Plumb.Processing.Groups;

/// <summary>What makes pixels a group.</summary>
public enum GroupKind
{
    /// <summary>A polygon.</summary>
    Area,

    /// <summary>A circle around a point.</summary>
    Point,

    /// <summary>A class of land cover.</summary>
    LandCover,

    /// <summary>That they are good.</summary>
    All,
}

/// <summary>Good pixels of a run that are taken together.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Kind">What makes them a group.</param>
/// <param name="Pixels">Index of each good pixel, row by row, ascending (unit: 1); shape (pixel).</param>
public sealed record PixelGroup(string Name, GroupKind Kind, int[] Pixels);
