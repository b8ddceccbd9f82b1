namespace Plumb.References;

/// <summary>
/// How good an area is as a reference, part by part, each a pure number from 0 (bad) to 1 (good); NaN where the layer for it is not known.
/// The total is the product of the known parts: no part makes up for another.
/// </summary>
/// <param name="Coherence">Mean coherence of the good pixels (pure number).</param>
/// <param name="Connectivity">Mean share of the pairs at the good pixels times the share of good pixels (pure number).</param>
/// <param name="Height">1 at the scene's median height and on flat ground; falls with the distance from it and with the relief inside, both
/// counted in the scene's own spread of height (pure number).</param>
/// <param name="Stillness">1 where the area's rough rate is that of still ground; falls with its distance from it in the scene's own spread
/// (pure number).</param>
/// <param name="Distance">Distance to the nearest moving ground as a share of a distance that is far enough, at most 1 (pure number).</param>
public sealed record ReferenceScore(double Coherence, double Connectivity, double Height, double Stillness, double Distance)
{
    /// <summary>Product of the known parts, pure number from 0 to 1.</summary>
    public double Total => Known(Coherence) * Known(Connectivity) * Known(Height) * Known(Stillness) * Known(Distance);

    private static double Known(double part) => double.IsNaN(part) ? 1 : part;
}

/// <summary>An area that could be the reference.</summary>
/// <param name="Area">The area.</param>
/// <param name="Score">Its score, part by part.</param>
/// <param name="GoodPixels">Number of its pixels that are good (count).</param>
/// <param name="Pixels">Number of its pixels (count).</param>
/// <param name="Reasons">What speaks for it, in words with units.</param>
public sealed record ReferenceCandidate(ReferenceArea Area, ReferenceScore Score, int GoodPixels, int Pixels, IReadOnlyList<string> Reasons);
