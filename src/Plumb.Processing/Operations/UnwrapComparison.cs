using System.Globalization;
using Plumb.Grids;
using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Operations;

/// <summary>One interferogram unwrapped by all methods.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Residues">Number of residues (count).</param>
/// <param name="Rows">The methods, the statistical one first.</param>
public sealed record UnwrapComparison(Grid Grid, long Residues, IReadOnlyList<UnwrapComparisonRow> Rows)
{
    /// <summary>The table as CSV: a head, then a line a method; numbers with points.</summary>
    public string Csv()
    {
        var hasTruth = Rows[0].BesideTruth is not null;
        var lines = new List<string>
        {
            "method,min_rad,max_rad,within_range,m_statistical_minus_method_rad,m_method_minus_statistical_rad,mse_rad2,other_cycles_pixels,other_cycles_percent"
                + (hasTruth ? ",m_truth_minus_method_rad,mse_truth_rad2,wrong_pixels,wrong_percent" : "") + ",unreached_pixels,seconds,working_bytes",
        };
        foreach (var row in Rows)
        {
            var (a, t) = (row.BesideStatistical, row.BesideTruth);
            var within = row.IsWithinRange is { } yes ? yes ? "yes" : "no" : "";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{row.Name},{row.Shown.Least:0.####},{row.Shown.Most:0.####},{within},{a.MeanIMinusK:g6},{a.MeanKMinusI:g6},{a.MeanSquare:g6},{a.WrongPixels},{100 * a.WrongShare:0.####}")
                + (t is null ? "" : string.Create(CultureInfo.InvariantCulture, $",{t.MeanIMinusK:g6},{t.MeanSquare:g6},{t.WrongPixels},{100 * t.WrongShare:0.####}"))
                + string.Create(CultureInfo.InvariantCulture, $",{row.Unreached},{row.Seconds:0.###},{row.WorkingBytes}"));
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The table as text for people.</summary>
    public string Text()
    {
        var hasTruth = Rows[0].BesideTruth is not null;
        var beside = hasTruth ? "truth" : "statistical";
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{Grid.Rows} x {Grid.Columns} pixels, {Residues} residues; M and MSE beside the {beside} (I), method (K); phases in rad"),
            "method                      min        max  range     M I-K     M K-I        MSE    wrong       %  unreached      s    MiB",
        };
        foreach (var row in Rows)
        {
            var shown = row.Shown;
            var within = row.IsWithinRange is { } yes ? yes ? "yes" : "no" : "-";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{row.Name,-22} {shown.Least,8:0.000} {shown.Most,10:0.000} {within,6} {shown.MeanIMinusK,9:0.0000} {shown.MeanKMinusI,9:0.0000} {shown.MeanSquare,10:0.0000} {shown.WrongPixels,8} {100 * shown.WrongShare,7:0.00} {row.Unreached,10} {row.Seconds,6:0.00} {row.WorkingBytes / 1048576.0,6:0.0}"));
        }

        return string.Join('\n', lines);
    }
}

/// <summary>One method of a comparison.</summary>
public sealed record UnwrapComparisonRow
{
    /// <summary>The method; null for the statistical costs.</summary>
    public required ClassicalMethod? Method { get; init; }

    /// <summary>Unwrapped phase, radian; shape (rows, columns); NaN is no-data.</summary>
    public required float[] Phase { get; init; }

    /// <summary>Number of pixels that have a value (count).</summary>
    public required long Pixels { get; init; }

    /// <summary>Number of pixels that branch cuts part from their region (count).</summary>
    public required long Unreached { get; init; }

    /// <summary>Agreement with the statistical method.</summary>
    public required CycleAgreement BesideStatistical { get; init; }

    /// <summary>Agreement with the truth; null where it is not known.</summary>
    public required CycleAgreement? BesideTruth { get; init; }

    /// <summary>Whether least and greatest value lie in the range that the truth asks for; null where it is not known.</summary>
    public required bool? IsWithinRange { get; init; }

    /// <summary>Time of the unwrapping itself, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Working memory beside the image and the result, bytes (unit: byte).</summary>
    public required long WorkingBytes { get; init; }

    /// <summary>Agreement with the truth where it is known, otherwise with the statistical method.</summary>
    public CycleAgreement Shown => BesideTruth ?? BesideStatistical;

    /// <summary>Name on the command line and of the files.</summary>
    public string Name => UnwrapMethods.NameOf(Method);

    /// <summary>A few words for people.</summary>
    public string Title => UnwrapMethods.TitleOf(Method);
}
