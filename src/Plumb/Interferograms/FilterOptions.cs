using System.Numerics;

namespace Plumb.Interferograms;

/// <summary>How an interferogram is filtered.</summary>
public enum FilterMethod
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the spectrum of patches raised to a fixed power (Goldstein and Werner 1998, doi:10.1029/1998GL900033).</summary>
    Goldstein,

    /// <summary>The same, the power falling with the patch's coherence (Baran et al. 2003, doi:10.1109/TGRS.2003.817212).</summary>
    Baran,

    /// <summary>Mean under a Gaussian bell.</summary>
    Gaussian,

    /// <summary>Mean over a box.</summary>
    Boxcar,

    /// <summary>Local statistics in windows along the fringes (Lee et al. 1998, doi:10.1109/36.718849).</summary>
    Adaptive,
}

/// <summary>Options of <see cref="InterferogramFilter"/>.</summary>
public sealed record FilterOptions
{
    /// <summary>The filter.</summary>
    public FilterMethod Method { get; init; } = FilterMethod.Goldstein;

    /// <summary>Power that the smoothed spectrum is raised to by <see cref="FilterMethod.Goldstein"/> (pure number, 0 to 1): 0 leaves the interferogram as it is.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>Side of a patch of Goldstein's and Baran's filter, pixels: a power of two from 16 to 128. Patches overlap by three quarters.</summary>
    public int Patch { get; init; } = 32;

    /// <summary>Rows of the box of <see cref="FilterMethod.Boxcar"/>, pixels, odd.</summary>
    public int WindowRows { get; init; } = 5;

    /// <summary>Columns of the box, pixels, odd.</summary>
    public int WindowColumns { get; init; } = 5;

    /// <summary>Standard deviation of the bell of <see cref="FilterMethod.Gaussian"/>, pixels.</summary>
    public double Sigma { get; init; } = 1.5;

    /// <summary>Independent looks behind a pixel (pure number), from which <see cref="FilterMethod.Adaptive"/> knows the noise of a coherence.</summary>
    public double Looks { get; init; } = 1;

    /// <summary>Refuses what cannot be done.</summary>
    /// <exception cref="RequestException">An option lies outside its range; the message names it by its setting's name.</exception>
    public void Check()
    {
        Require(Alpha is >= 0 and <= 1, "alpha", Alpha, "the power of the spectrum lies between 0 (no filter) and 1");
        Require(Patch is >= 16 and <= 128 && BitOperations.IsPow2(Patch), "patch", Patch, "the side of a patch is 16, 32, 64 or 128 pixels");
        Require(WindowRows is >= 1 and <= 255 && WindowRows % 2 == 1, "window", WindowRows, "a window has an odd number of rows and columns, 1 to 255, so that it has a middle");
        Require(WindowColumns is >= 1 and <= 255 && WindowColumns % 2 == 1, "window", WindowColumns, "a window has an odd number of rows and columns, 1 to 255, so that it has a middle");
        Require(Sigma is > 0 and <= 50, "sigma", Sigma, "the bell's standard deviation is more than 0 and at most 50 pixels");
        Require(Looks is >= 1 and <= 1e6, "looks", Looks, "it is range looks times azimuth looks and at least 1");
    }

    private static void Require(bool holds, string name, double value, string rule)
    {
        if (!holds)
        {
            throw new RequestException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Filter: {name} is {value}; {rule}."));
        }
    }
}
