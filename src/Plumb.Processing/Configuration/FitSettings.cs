using Plumb.TimeFunctions;

namespace Plumb.Processing.Configuration;

/// <summary>Time functions fitted to the series.</summary>
public sealed record FitSettings
{
    /// <summary>Whether time functions are fitted.</summary>
    [Setting("Fit time functions to the series: how fast, how seasonal, when it changed.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Degree of the polynomial (count).</summary>
    [Setting("Degree of the polynomial: 1 a steady rate, 2 with an acceleration, 3 with its change. The coefficients are those at the first date.", Minimum = 1, Maximum = 3)]
    public int Polynomial { get; init; } = 1;

    /// <summary>Which seasonal motion is fitted.</summary>
    [Setting("Seasonal motion: auto (annual where the series spans one and a half years and has 20 dates, below which a season and a rate cannot be told apart well), none, annual, annual_and_semiannual.")]
    public SeasonChoice Seasons { get; init; } = SeasonChoice.Auto;

    /// <summary>Further periods, years.</summary>
    [Setting("Further periods.", Unit = "years")]
    public IReadOnlyList<double> Periods { get; init; } = [];

    /// <summary>Days after which a step is seen.</summary>
    [Setting("Days of sudden motion, such as 2019-12-30; the step is seen from the first date after the day.")]
    public IReadOnlyList<DateOnly> Steps { get; init; } = [];

    /// <summary>List of earthquakes, relative to the settings file.</summary>
    [Setting("List of earthquakes as CSV (time, latitude, longitude, mag; the USGS's catalogue search writes it), relative to this file. Each within 10^(magnitude / 2 - 0.79) km of the area becomes a step.", Paper = "Blewitt et al. 2018, doi:10.1029/2018EO104623")]
    public string Earthquakes { get; init; } = "";

    /// <summary>What follows the earthquakes' steps.</summary>
    [Setting("Motion that dies away after each earthquake of the list: none, exponential, logarithmic, with the constant earthquake_decay_days.")]
    public DecayChoice EarthquakeDecay { get; init; } = DecayChoice.None;

    /// <summary>Time constant of the motion after earthquakes, days.</summary>
    [Setting("Time constant of the motion after earthquakes.", Unit = "days", Minimum = 0.1, Maximum = 100000)]
    public double EarthquakeDecayDays { get; init; } = 30;

    /// <summary>Events with exponential decay.</summary>
    [Setting("Motion 1 - exp(-t / tau) after an event, each \"date,tau in days\" such as \"2019-07-06,30\"; \"2019-07-06\" alone searches tau pixel by pixel.", Paper = "Golub and Pereyra 1973, doi:10.1137/0710036")]
    public IReadOnlyList<string> Exponentials { get; init; } = [];

    /// <summary>Events with logarithmic decay.</summary>
    [Setting("Motion ln(1 + t / tau) after an event, written as in exponentials. Of all shapes one is searched at most.")]
    public IReadOnlyList<string> Logarithms { get; init; } = [];

    /// <summary>Whether an S-curve is searched.</summary>
    [Setting("Search the S-curve of mining subsidence, 1 / (1 + exp(-k (t - centre))), pixel by pixel.")]
    public bool Logistic { get; init; }

    /// <summary>Whether terms are chosen.</summary>
    [Setting("Choose among all models between a straight line and the terms above: none (the terms as they stand), scene (one model for all), pixel (one for each).")]
    public ModelScope Select { get; init; } = ModelScope.None;

    /// <summary>By what models and numbers of changes are chosen.</summary>
    [Setting("Information criterion of every choice: bic (finds the true model) or aicc (predicts best, takes a term too many more often).", Paper = "Schwarz 1978, doi:10.1214/aos/1176344136; Hurvich and Tsai 1989, doi:10.1093/biomet/76.2.297")]
    public InformationCriterion Criterion { get; init; } = InformationCriterion.Bic;

    /// <summary>How large residuals count.</summary>
    [Setting("How large residuals count: none (least squares), huber (less), tukey (outliers not at all).", Paper = "Huber 1964, doi:10.1214/aoms/1177703732; Beaton and Tukey 1974, doi:10.1080/00401706.1974.10489171")]
    public RobustLoss Robust { get; init; } = RobustLoss.None;

    /// <summary>Most change points of a pixel (count); 0 for none.</summary>
    [Setting("Most changes that are looked for in each pixel, beside rate, seasons and steps; how many there are is chosen by the criterion. 0: none.", Minimum = 0, Maximum = ChangePointOptions.Limit)]
    public int ChangePoints { get; init; }

    /// <summary>What changes at a change point.</summary>
    [Setting("What changes: rate (the motion stays continuous) or step.")]
    public ChangeKind ChangeKind { get; init; } = ChangeKind.Rate;

    /// <summary>Least number of dates between changes (count).</summary>
    [Setting("Least number of dates before, between and after changes.", Minimum = 2, Maximum = 1000)]
    public int ChangeLeastDates { get; init; } = 4;
}

/// <summary>Which seasonal motion is fitted.</summary>
public enum SeasonChoice
{
    /// <summary>Annual where the series is long enough for it.</summary>
    Auto,

    /// <summary>None.</summary>
    None,

    /// <summary>With a period of one year.</summary>
    Annual,

    /// <summary>With periods of one year and of half a year.</summary>
    AnnualAndSemiannual,
}

/// <summary>Motion after an earthquake.</summary>
public enum DecayChoice
{
    /// <summary>None.</summary>
    None,

    /// <summary>1 - exp(-t / tau).</summary>
    Exponential,

    /// <summary>ln(1 + t / tau).</summary>
    Logarithmic,
}

/// <summary>What a model is chosen for.</summary>
public enum ModelScope
{
    /// <summary>Nothing is chosen.</summary>
    None,

    /// <summary>One model for all pixels.</summary>
    Scene,

    /// <summary>A model for each pixel.</summary>
    Pixel,
}
