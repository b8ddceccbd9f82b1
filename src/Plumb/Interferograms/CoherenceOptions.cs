using System.Globalization;

namespace Plumb.Interferograms;

/// <summary>Options of <see cref="CoherenceEstimator"/>.</summary>
public sealed record CoherenceOptions
{
    /// <summary>Rows of the window, pixels, odd.</summary>
    public int WindowRows { get; init; } = 5;

    /// <summary>Columns of the window, pixels, odd.</summary>
    public int WindowColumns { get; init; } = 15;

    /// <summary>Whether the local fringe rate is taken off within the window, so that steep fringes do not look like lost coherence.</summary>
    public bool Fringe { get; init; }

    /// <summary>Whether the bias of the sample coherence is taken off.</summary>
    public bool Unbiased { get; init; }

    /// <summary>Independent looks behind a pixel (pure number): below 1 where the images are sampled more densely than they resolve.</summary>
    public double LooksPerPixel { get; init; } = 1;

    /// <summary>Refuses what cannot be done.</summary>
    /// <exception cref="RequestException">An option lies outside its range.</exception>
    public void Check()
    {
        if (WindowRows is < 1 or > 63 || WindowColumns is < 1 or > 63 || WindowRows % 2 == 0 || WindowColumns % 2 == 0)
        {
            throw new RequestException($"The window is {WindowRows}x{WindowColumns}; it has an odd number of rows and columns, 1 to 63, so that it has a middle.");
        }

        if (!(LooksPerPixel is > 0 and <= 10000))
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"Looks per pixel are {LooksPerPixel}; they are more than 0, and 1 for single-look images that are sampled as densely as they resolve."));
        }

        if (WindowRows * WindowColumns * LooksPerPixel < CoherenceBias.LeastLooks)
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"A window of {WindowRows}x{WindowColumns} holds {WindowRows * WindowColumns * LooksPerPixel:0.##} looks; the coherence of so few is always 1. Take a larger window."));
        }
    }
}
