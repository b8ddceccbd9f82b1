namespace Plumb.Components;

/// <summary>What is assumed of the motion to the north at a set of pixels: metres per year for rates, metres for displacements; shape (pixel). NaN leaves a pixel to what is assumed everywhere.</summary>
/// <param name="Assumed">Motion to the north that is assumed, metres per year or metres; shape (pixel).</param>
/// <param name="Sigma">Standard deviation of the true motion about it, metres per year or metres, at least 0; shape (pixel).</param>
public sealed record NorthTile(float[] Assumed, float[] Sigma);
