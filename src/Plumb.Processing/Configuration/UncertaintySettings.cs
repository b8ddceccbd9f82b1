using Plumb.Uncertainty;

namespace Plumb.Processing.Configuration;

/// <summary>How the noise of dates in space is described.</summary>
public enum DateNoiseModel
{
    /// <summary>Not at all: standard deviations hold the noise of the pairs alone.</summary>
    None,

    /// <summary>By the measured semivariogram itself.</summary>
    Measured,

    /// <summary>By a power of the distance fitted to it.</summary>
    Power,

    /// <summary>By an exponential fitted to it.</summary>
    Exponential,

    /// <summary>By Matern's form of order 3/2 fitted to it.</summary>
    Matern,
}

/// <summary>How sure the numbers are.</summary>
public sealed record UncertaintySettings
{
    /// <summary>Whether standard deviations are worked out.</summary>
    [Setting("Work out standard deviations of rate and series from the noise of pairs, reference and dates. false: only those of the inversion and of the scatter about a straight line.")]
    public bool Enabled { get; init; } = true;

    /// <summary>How the noise of dates in space is described.</summary>
    [Setting("Noise of the dates (atmosphere) in space: measured (the semivariogram as it is), power, exponential or matern (a model of it), none (left out: standard deviations are then far too small away from the reference).", Paper = "Hanssen 2001, Radar Interferometry, section 4.7; Sudhaus and Jonsson 2009, doi:10.1111/j.1365-246X.2008.03989.x")]
    public DateNoiseModel Covariance { get; init; } = DateNoiseModel.Measured;

    /// <summary>Pairs of pixels per class of distance (count).</summary>
    [Setting("Pairs of pixels, drawn by chance, by which each of 18 classes of distance is measured.", Minimum = 100, Maximum = 100000)]
    public int PairsPerDistance { get; init; } = 2000;

    /// <summary>Largest distance that is measured, metres.</summary>
    [Setting("Largest distance that is measured. 0: the whole scene.", Unit = "m", Minimum = 0, Maximum = 1e7)]
    public double Farthest { get; init; }

    /// <summary>Whether the standard deviation of every date is written.</summary>
    [Setting("Write the standard deviation of the displacement at every date.")]
    public bool Series { get; init; } = true;

    /// <summary>Number of draws of the bootstraps (count); 0 for none.</summary>
    [Setting("Draws of the two bootstraps of the rate, by pairs and by blocks of dates, to compare with. 0: none; 200 are enough.", Minimum = 0, Maximum = 100000, Paper = "Efron 1979, doi:10.1214/aos/1176344552; Kuensch 1989, doi:10.1214/aos/1176347265")]
    public int BootstrapDraws { get; init; }

    /// <summary>Number of pixels that are drawn for (count).</summary>
    [Setting("Pixels, evenly over the good ones, that the bootstraps are made for. 0: all.", Minimum = 0)]
    public int BootstrapPixels { get; init; } = 2000;

    /// <summary>Dates in a block (count); 0 for the cube root of their number.</summary>
    [Setting("Dates in a block. 0: the cube root of the number of dates.", Minimum = 0, Maximum = 1000)]
    public int BootstrapBlock { get; init; }

    /// <summary>The form that is fitted; null for the measured semivariogram.</summary>
    internal VariogramFamily? Family => Covariance switch
    {
        DateNoiseModel.Power => VariogramFamily.Power,
        DateNoiseModel.Exponential => VariogramFamily.Exponential,
        DateNoiseModel.Matern => VariogramFamily.Matern,
        _ => null,
    };
}
