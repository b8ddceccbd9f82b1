using Plumb.Uncertainty;

namespace Plumb.Processing.Tracks;

/// <summary>How the motion of one sensor becomes the expectation of another.</summary>
public enum FusionMethod
{
    /// <summary>Dates weighted by their variances, the noise of each place in the Kriging, which filters it.</summary>
    Weighted,

    /// <summary>As Zhu et al.: every date alike, Kriging that meets each place exactly.</summary>
    Plain,
}

/// <summary>What <c>plumb fuse</c> is asked for. Lengths in metres.</summary>
public sealed record FusionRequest
{
    /// <summary>Result folder of the sensor whose motion is known.</summary>
    public required string Known { get; init; }

    /// <summary>Settings file of the sensor that is unwrapped with its help.</summary>
    public required string Settings { get; init; }

    /// <summary>Folder of the results.</summary>
    public required string Folder { get; init; }

    /// <summary>Highest power of time of the model (count), 1 to 3.</summary>
    public int Degree { get; init; } = 2;

    /// <summary>Places that each pixel takes from (count).</summary>
    public int Neighbours { get; init; } = 32;

    /// <summary>By which method.</summary>
    public FusionMethod Method { get; init; }

    /// <summary>Most threads (count); 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Folder of the expected motion inside <see cref="Folder"/>.</summary>
    public string Expected => Path.Combine(Path.GetFullPath(Folder), "expected");

    /// <summary>Folder of the run with the expectation inside <see cref="Folder"/>.</summary>
    public string Run => Path.Combine(Path.GetFullPath(Folder), "run");

    /// <summary>Refuses what is not possible.</summary>
    /// <exception cref="RequestException">An entry is not possible, or a file is not there.</exception>
    public void Check()
    {
        if (Degree is < 1 or > TimeFunctions.PolynomialTerm.MaxDegree)
        {
            throw new RequestException($"--degree is {Degree}; 1 is a steady rate, 2 adds an acceleration, 3 its change.");
        }

        if (Neighbours is < 1 or > Components.OrdinaryKriging.MostPlaces)
        {
            throw new RequestException($"--neighbours is {Neighbours}; each pixel takes from 1 to {Components.OrdinaryKriging.MostPlaces} places.");
        }

        if (!File.Exists(Settings))
        {
            throw new RequestException($"{Settings} is not there. Give the settings file of the sensor that is to be unwrapped ('plumb init' writes one); the other sensor is given by its result folder, before it.");
        }
    }
}

/// <summary>How an expected motion was made.</summary>
/// <param name="Places">Good pixels of the known sensor, a count.</param>
/// <param name="Variogram">Semivariogram of their rates upwards: metres per year squared and metres.</param>
/// <param name="SigmaMillimetres">Median standard deviation of the expected rate upwards, mm/yr.</param>
/// <param name="DaysBefore">Days by which the dates begin before those of the known sensor.</param>
/// <param name="DaysAfter">Days by which they end after those.</param>
public sealed record ExpectationSummary(int Places, VariogramModel Variogram, double SigmaMillimetres, int DaysBefore, int DaysAfter);
