namespace Plumb.Components;

/// <summary>
/// What one track sees of a set of pixels: a value along its line of sight (a rate, metres per year, or a displacement, metres), positive towards the satellite, its standard
/// deviation and the look vector. All arrays have one entry per pixel, shape (pixel); NaN in any of them is no-data for the track.
/// </summary>
/// <param name="Value">Value along the line of sight, metres or metres per year, positive towards the satellite; shape (pixel).</param>
/// <param name="Sigma">Its standard deviation, metres or metres per year, above 0; shape (pixel).</param>
/// <param name="East">East component of the look vector from the ground to the satellite, pure number; shape (pixel).</param>
/// <param name="North">North component, pure number; shape (pixel).</param>
/// <param name="Up">Upward component, pure number; shape (pixel).</param>
public sealed record TrackTile(float[] Value, float[] Sigma, float[] East, float[] North, float[] Up)
{
    /// <summary>Room for the pixels of a tile, NaN everywhere, of metres and pure numbers; shape (pixel).</summary>
    /// <param name="pixels">Number of pixels.</param>
    public static TrackTile Empty(int pixels)
    {
        float[] Missing()
        {
            var values = new float[pixels];
            Array.Fill(values, float.NaN);
            return values;
        }

        return new TrackTile(Missing(), Missing(), Missing(), Missing(), Missing());
    }
}
