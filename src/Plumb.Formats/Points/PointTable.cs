using System.Collections.Immutable;
using System.Globalization;

namespace Plumb.Formats.Points;

/// <summary>What a table of points holds, said once for all its points.</summary>
/// <param name="Title">A few words for people.</param>
/// <param name="RelativeTo">What rate and displacement are relative to: reference area and reference date.</param>
/// <param name="Dates">Dates of the displacements, ascending; the length of each point's series.</param>
/// <param name="WithSeries">Whether each date becomes a column; otherwise only the last displacement is written.</param>
public sealed record PointTable(string Title, string RelativeTo, ImmutableArray<DateOnly> Dates, bool WithSeries)
{
    /// <summary>Decimals that are written of millimetres; a ten-thousandth is far below any measurement, unit: digits.</summary>
    public const int Decimals = 4;

    /// <summary>One sentence that says unit, sign and reference of the numbers (mm, mm/yr).</summary>
    public string Description =>
        $"{Title}. Rate in mm/yr and displacement in mm along the line of sight, positive towards the satellite, relative to {RelativeTo}. Empty where there is no value.";

    /// <summary>Name of a date's column, dYYYYMMDD; its displacements are millimetres.</summary>
    /// <param name="date">The date.</param>
    public static string ColumnOf(DateOnly date) => date.ToString("'d'yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Metres as millimetres, rounded to <see cref="Decimals"/>; NaN stays NaN.</summary>
    /// <param name="metres">Metres (or metres per year).</param>
    public static double Millimetres(double metres) => Math.Round(metres * 1000.0, Decimals);

    internal void Check(ReadOnlySpan<float> series)
    {
        if (series.Length != Dates.Length)
        {
            throw new ArgumentException($"A series of {series.Length} values does not fit {Dates.Length} dates.", nameof(series));
        }
    }
}
