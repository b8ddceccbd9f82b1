using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Uncertainty;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Numbers, dates and reasons as people read them.</summary>
internal static class Words
{
    /// <summary>What stands where a number is not known.</summary>
    public const string Unknown = "not known";

    /// <summary>Metres as millimetres without unit.</summary>
    public static string Millimetres(double metres, int decimals = 1) =>
        double.IsFinite(metres) ? Ticks.Number(1000 * metres, decimals) : Unknown;

    /// <summary>A number.</summary>
    public static string Number(double value, int decimals) => double.IsFinite(value) ? Ticks.Number(value, decimals) : Unknown;

    /// <summary>A number with its standard deviation, both times a factor; without it where it is not known.</summary>
    public static string PlusMinus(double value, double sigma, double scale, int decimals) =>
        Number(scale * value, decimals) + (double.IsFinite(sigma) ? " ± " + Number(scale * sigma, decimals) : "");

    /// <summary>A setting of the user's as it was written, without zeros at its end.</summary>
    public static string Rounded(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>What the thing of an index from 0 is numbered.</summary>
    public static string Ordinal(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number with thin gaps between thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(",", "\u202F", StringComparison.Ordinal);

    /// <summary>A count with its noun in the right number.</summary>
    public static string Count(long value, string one, string many) => Count(value) + " " + (value == 1 ? one : many);

    /// <summary>A share of a whole in per cent.</summary>
    public static string Percent(long part, long whole) => whole == 0 ? "0 %"
        : part > 0 && part < 0.001 * whole ? "under 0.1 %"
        : Ticks.Number(100.0 * part / whole, part < 0.1 * whole || part > 0.9 * whole ? 1 : 0) + " %";

    /// <summary>A date as 9 January 2021.</summary>
    public static string Date(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A date as 2021-01-09.</summary>
    public static string IsoDate(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Longitude and latitude, or row and column where they are not known.</summary>
    public static string Place(double longitude, double latitude, double row, double column) =>
        double.IsFinite(longitude) && double.IsFinite(latitude)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(latitude):F4}° {(latitude < 0 ? 'S' : 'N')}, {Math.Abs(longitude):F4}° {(longitude < 0 ? 'W' : 'E')}")
            : string.Create(CultureInfo.InvariantCulture, $"row {row:0}, column {column:0}");

    /// <summary>A direction of flight.</summary>
    public static string Pass(PassDirection pass) => pass switch
    {
        PassDirection.Ascending => "ascending (flying north)",
        PassDirection.Descending => "descending (flying south)",
        _ => Unknown,
    };

    /// <summary>Why a pixel is masked, for readers who do not know radar.</summary>
    public static string Reason(MaskReasons reason) => reason switch
    {
        MaskReasons.NoData => "No radar measurement covers the pixel.",
        MaskReasons.OutsideArea => "Outside the area that was asked for.",
        MaskReasons.LowCoherence => "The ground changes too much between images (plants, snow, ploughing, digging).",
        MaskReasons.LowTemporalCoherence => "The measurements of the pixel contradict each other too much.",
        MaskReasons.Disconnected => "The dates of the pixel are not all joined by measurements; the join would be an assumption.",
        MaskReasons.TooFewPairs => "Too few image pairs have a value here.",
        MaskReasons.Water => "Water.",
        MaskReasons.LayoverOrShadow => "Steep terrain: the radar sees it folded over or not at all.",
        MaskReasons.Uncertain => "The rate is less sure than was asked for.",
        MaskReasons.Noisy => "Noise of the pixel's own interferograms moves its series by more than a quarter of the wavelength.",
        MaskReasons.Aliased => "The ground moves too steeply between two dates: whole cycles are lost, and the motion comes out too small.",
        MaskReasons.LargeResidual => "The measurements of the pixel do not fit one history of motion.",
        MaskReasons.OpenLoops => "The image pairs contradict each other by whole radar wavelengths; nothing tells which of them is wrong.",
        _ => reason.ToString(),
    };

    /// <summary>What makes the network of a pixel weak, for readers who do not know radar.</summary>
    public static string Weakness(WeaknessReasons weakness) => weakness switch
    {
        WeaknessReasons.JoinedByAssumption => "Some dates are joined by an assumption, not by measurements; the standard deviation holds the doubt.",
        WeaknessReasons.SinglePair => "A date hangs on a single image pair; an error in it would not show.",
        WeaknessReasons.UncheckedPair => "An image pair that no other pair checks.",
        WeaknessReasons.OnePairRules => "One image pair has nearly all the weight of a date.",
        WeaknessReasons.FewLoops => "Few image pairs more than are needed to join the dates.",
        WeaknessReasons.Inconsistent => "The image pairs contradict each other more than their quality explains; the standard deviation was made larger.",
        _ => weakness.ToString(),
    };

    /// <summary>How far a place can be trusted: high, medium or low.</summary>
    public static string Confidence(ReportPlace place)
    {
        var significance = place.Sigma > 0 ? Math.Abs(place.Rate) / place.Sigma : 0;
        var coherence = double.IsFinite(place.TemporalCoherence) ? place.TemporalCoherence : 0;
        return significance >= 6 && coherence >= 0.85 && place.Series.Gaps.Count == 0 ? "high"
            : significance >= 4 && coherence >= 0.7 ? "medium" : "low";
    }
}
