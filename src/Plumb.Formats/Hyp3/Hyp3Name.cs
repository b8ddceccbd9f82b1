using System.Globalization;
using System.Text.RegularExpressions;
using Plumb.Formats.Products;

namespace Plumb.Formats.Hyp3;

/// <summary>What the name of a HyP3 interferogram tells.</summary>
/// <param name="Product">Name of the product, without the layer and extension.</param>
/// <param name="JobType">HyP3's job type: "INSAR_GAMMA", "INSAR_ISCE_BURST" or "INSAR_ISCE_MULTI_BURST".</param>
/// <param name="Dates">Its dates.</param>
/// <param name="Track">Relative orbit; 0 where the name does not tell it (pure number).</param>
public sealed partial record Hyp3Name(string Product, string JobType, OrientedPair Dates, int Track)
{
    /// <summary>Reads a product name.</summary>
    /// <param name="product">Name without layer and extension.</param>
    /// <returns>Null when it is not the name of a HyP3 interferogram.</returns>
    public static Hyp3Name? TryParse(string product)
    {
        ArgumentNullException.ThrowIfNull(product);
        var (match, type) = GammaPattern().Match(product) is { Success: true } gamma ? (gamma, "INSAR_GAMMA")
            : BurstPattern().Match(product) is { Success: true } burst ? (burst, "INSAR_ISCE_BURST")
            : (MultiBurstPattern().Match(product), "INSAR_ISCE_MULTI_BURST");
        if (!match.Success || Date(match, "first") is not { } first || Date(match, "second") is not { } second ||
            OrientedPair.From(first, second) is not { } dates)
        {
            return null;
        }

        var track = match.Groups["track"] is { Success: true } group ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        return new Hyp3Name(product, type, dates, track);
    }

    /// <summary>Splits a file name into product and layer: "..._unw_phase.tif" gives "unw_phase".</summary>
    /// <param name="fileName">Name of the file, without its folder; "_clip" or "_clipped" may stand before the extension.</param>
    /// <returns>Null when the file is no layer of a HyP3 interferogram.</returns>
    public static (string Product, string Layer)? SplitLayer(string fileName)
    {
        var match = LayerPattern().Match(fileName);
        return match.Success ? (match.Groups["product"].Value, match.Groups["layer"].Value) : null;
    }

    /// <summary>What part of the Earth the product shows, as its name says before the dates: "S1_056072_IW2"; empty for scenes.</summary>
    public string Footprint => JobType == "INSAR_GAMMA" ? "" : string.Join('_', Product.Split('_').TakeWhile(part => part.Length != 8 || !part.All(char.IsAsciiDigit)));

    private static DateOnly? Date(Match match, string group) =>
        DateOnly.TryParseExact(match.Groups[group].ValueSpan, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    [GeneratedRegex(@"^S1[A-D][A-D]_(?<first>\d{8})T\d{6}_(?<second>\d{8})T\d{6}_[HV]{2}[PRO]\d{3}_INT\d+_G_[a-zA-Z0-9]{3}_[0-9A-F]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex GammaPattern();

    [GeneratedRegex(@"^S1_\d{6}_[IE]W\d_(?<first>\d{8})_(?<second>\d{8})_[HV]{2}_INT\d+_[0-9A-F]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex BurstPattern();

    [GeneratedRegex(@"^S1_(?<track>\d{3})_[0-9ns-]+_[IE]W_(?<first>\d{8})_(?<second>\d{8})_[HV]{2}_INT\d+_[0-9A-F]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex MultiBurstPattern();

    [GeneratedRegex(@"^(?<product>S1.+?)_(?<layer>unw_phase|corr|conncomp|lv_theta|lv_phi|dem|inc_map_ell|inc_map|water_mask|wrapped_phase|amp|los_disp|vert_disp)(_clip|_clipped)?\.tiff?$", RegexOptions.CultureInvariant)]
    private static partial Regex LayerPattern();
}
