using Plumb.Grids;
using Plumb.Uncertainty;

namespace Plumb.Subsidence;

/// <summary>A map of motion with its noise, as basins are looked for in it. All layers lie on one grid.</summary>
public sealed record BasinField
{
    /// <summary>Motion in its unit (metres per year or metres), shape (rows, columns); NaN is no-data.</summary>
    public required Layer Motion { get; init; }

    /// <summary>Which pixels are good.</summary>
    public required Mask Mask { get; init; }

    /// <summary>Standard deviation by noise that pixels do not share, in the unit of the motion (metres per year or metres), shape (rows, columns).</summary>
    public required Layer OwnSigma { get; init; }

    /// <summary>Standard deviation by noise that pixels share (atmosphere, reference), in the unit of the motion (metres per year or metres), shape (rows, columns); null where it is not known.</summary>
    public Layer? SharedSigma { get; init; }

    /// <summary>
    /// Semivariance of the noise that pixels share by distance in metres, in the squared unit of the motion (<see cref="DistanceForm.Largest"/> times the form); null where it is not
    /// known. What it leaves out is made up for by the scatter of the contrast over the map itself.
    /// </summary>
    public DistanceForm? Shared { get; init; }

    /// <summary>A copy of the motion in its unit (metres per year or metres) with NaN where a pixel is not good; shape (rows, columns).</summary>
    public float[] GoodMotion()
    {
        var values = Motion.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Mask.IsGood(i) ? values[i] : float.NaN;
        }

        return values;
    }

    /// <summary>Semivariance of shared noise at a distance in metres, squared unit of the motion.</summary>
    internal double Semivariance(double metres) => Shared is null ? 0 : Shared.Largest * Shared.At(metres);
}
