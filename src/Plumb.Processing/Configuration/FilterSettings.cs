using Plumb.Interferograms;

namespace Plumb.Processing.Configuration;

/// <summary>How wrapped interferograms are filtered before they are unwrapped.</summary>
public sealed record FilterSettings
{
    /// <summary>The filter.</summary>
    [Setting("Filter of wrapped interferograms before they are unwrapped: none, goldstein, baran (goldstein that leaves coherent ground alone), gaussian, boxcar, adaptive (along the fringes). Products that are filtered already need none.", Paper = "Baran et al. 2003, doi:10.1109/TGRS.2003.817212")]
    public FilterMethod Method { get; init; } = FilterMethod.None;

    /// <summary>Power of the spectrum (pure number).</summary>
    [Setting("goldstein: power that the spectrum is raised to, 0 for no filter to 1.", Minimum = 0, Maximum = 1, Paper = "Goldstein and Werner 1998, doi:10.1029/1998GL900033")]
    public double Alpha { get; init; } = 0.5;

    /// <summary>Side of a patch, pixels.</summary>
    [Setting("goldstein, baran: side of a patch, 16, 32, 64 or 128. Smaller follows steep bowls more closely.", Unit = "pixels", Minimum = 16, Maximum = 128)]
    public int Patch { get; init; } = 32;

    /// <summary>Rows and columns of the box, pixels.</summary>
    [Setting("boxcar: rows and columns of the box, odd.", Unit = "pixels", Minimum = 1, Maximum = 255)]
    public int Window { get; init; } = 5;

    /// <summary>Standard deviation of the bell, pixels.</summary>
    [Setting("gaussian: standard deviation of the bell.", Unit = "pixels", Minimum = 0.1, Maximum = 50)]
    public double Sigma { get; init; } = 1.5;

    /// <summary>As options of the filter.</summary>
    /// <param name="looks">Independent looks behind a pixel (pure number).</param>
    public FilterOptions Options(double looks) => new()
    {
        Method = Method,
        Alpha = Alpha,
        Patch = Patch,
        WindowRows = Window,
        WindowColumns = Window,
        Sigma = Sigma,
        Looks = looks,
    };
}
