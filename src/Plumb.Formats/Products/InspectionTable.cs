using System.Globalization;
using System.Text;

namespace Plumb.Formats.Products;

/// <summary>One line of the inspection table, ready to be printed or written as JSON.</summary>
/// <param name="Pair">The pair as yyyyMMdd_yyyyMMdd.</param>
/// <param name="Days">Time between the dates, days.</param>
/// <param name="PerpendicularBaseline">Perpendicular baseline, metres; null when unknown.</param>
/// <param name="Grid">System of the grid.</param>
/// <param name="Size">Rows x columns, unit pixels.</param>
/// <param name="Extent">West, south, east, north in the grid's unit (degrees or metres).</param>
/// <param name="Sign">What was done to reach Plumb's sign.</param>
/// <param name="Units">Unit of the phase, and whether it is wrapped.</param>
/// <param name="Family">Product family.</param>
/// <param name="Action">How it is brought to the chosen grid.</param>
/// <param name="Missing">What it lacks; empty when nothing.</param>
/// <param name="Source">The product.</param>
public sealed record InspectionRow(
    string Pair,
    int Days,
    double? PerpendicularBaseline,
    string Grid,
    string Size,
    string Extent,
    string Sign,
    string Units,
    string Family,
    string Action,
    string Missing,
    string Source);

/// <summary>One line of the table of finished products.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Dates">Number of dates with the first and last, or the period.</param>
/// <param name="Grid">System of the grid.</param>
/// <param name="Size">Rows x columns, unit pixels.</param>
/// <param name="Extent">West, south, east, north in the grid's unit (degrees or metres).</param>
/// <param name="Sign">Which way is positive.</param>
/// <param name="Units">Unit of the values.</param>
/// <param name="Reference">What the values are relative to.</param>
/// <param name="Family">Product family.</param>
/// <param name="Source">The file.</param>
public sealed record FinishedRow(
    string Kind, string Dates, string Grid, string Size, string Extent, string Sign, string Units, string Reference, string Family, string Source);

/// <summary>Turns an inspection into the table that people see first.</summary>
public static class InspectionTable
{
    private static readonly string[] FinishedTitles = ["finished", "dates", "grid", "size", "extent W S E N", "sign", "units", "reference", "family", "file"];
    private static readonly string[] Titles = ["pair", "days", "bperp m", "grid", "size", "extent W S E N", "sign", "units", "family", "action", "missing"];

    /// <summary>One row per product.</summary>
    /// <param name="inspection">The inspection.</param>
    public static IReadOnlyList<InspectionRow> Rows(StackInspection inspection)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        return [.. inspection.Products.Select(p => new InspectionRow(
            p.Pair.ToString(),
            p.Pair.Days,
            p.Baseline.IsKnown ? Math.Round(p.Baseline.Perpendicular, 1) : null,
            Alignment.ShortName(p.Grid.Crs),
            string.Create(CultureInfo.InvariantCulture, $"{p.Grid.Rows} x {p.Grid.Columns}"),
            GridCover.Extent(p.Grid),
            p.Converted,
            p.IsWrapped ? "rad, wrapped" : "rad",
            p.Family,
            inspection.Grid is null ? "" : Alignment.Of(p.Grid, inspection.Grid).Describe(p.Grid),
            string.Join(", ", Missing(p, inspection.Geometry)),
            p.Source))];
    }

    /// <summary>One row per finished product.</summary>
    /// <param name="inspection">The inspection.</param>
    public static IReadOnlyList<FinishedRow> FinishedRows(StackInspection inspection)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        return [.. inspection.Finished.Select(f => new FinishedRow(
            f.Kind switch { FinishedKind.Series => "series", FinishedKind.Velocity => "velocity", FinishedKind.Mask => "mask", _ => "temporal coherence" },
            f.Dates.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(f.Kind == FinishedKind.Series ? $"{f.Dates.Count}, " : "")}{f.Dates[0]:yyyy-MM-dd} to {f.Dates[^1]:yyyy-MM-dd}"),
            Alignment.ShortName(f.Grid.Crs),
            string.Create(CultureInfo.InvariantCulture, $"{f.Grid.Rows} x {f.Grid.Columns}"),
            GridCover.Extent(f.Grid),
            f.IsEntry ? "towards satellite +" : "none",
            f.Unit,
            !f.IsEntry ? "" : (f.ReferencePixel is { } p ? string.Create(CultureInfo.InvariantCulture, $"row {p.Row}, column {p.Column}") : "?")
                + (f.Kind == FinishedKind.Series && f.ReferenceDate is { } d ? string.Create(CultureInfo.InvariantCulture, $"; {d:yyyy-MM-dd}") : ""),
            f.Family,
            f.Source))];
    }

    /// <summary>The tables and the findings as plain text.</summary>
    /// <param name="inspection">The inspection.</param>
    public static string Text(StackInspection inspection)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        var text = new StringBuilder();
        var lines = Rows(inspection).Select(r => (string[])[
            r.Pair, r.Days.ToString(CultureInfo.InvariantCulture), r.PerpendicularBaseline?.ToString("F1", CultureInfo.InvariantCulture) ?? "?",
            r.Grid, r.Size, r.Extent, r.Sign, r.Units, r.Family, r.Action, r.Missing.Length == 0 ? "-" : r.Missing]).Prepend(Titles).ToArray();
        if (inspection.Products.Count > 0 || inspection.Finished.Count == 0)
        {
            Append(text, lines, c => c is 1 or 2);
        }

        if (inspection.Finished.Count > 0)
        {
            text.Append(text.Length > 0 ? "\n" : "");
            Append(text, [FinishedTitles, .. FinishedRows(inspection).Select(r => (string[])[
                r.Kind, r.Dates, r.Grid, r.Size, r.Extent, r.Sign, r.Units, r.Reference, r.Family, Path.GetFileName(r.Source)])], _ => false);
        }

        foreach (var finding in inspection.Problems)
        {
            text.Append('\n').Append(finding);
        }

        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, string[][] lines, Func<int, bool> isNumber)
    {
        var widths = Enumerable.Range(0, lines[0].Length).Select(c => lines.Max(l => l[c].Length)).ToArray();
        foreach (var line in lines)
        {
            text.AppendJoin("  ", line.Select((cell, c) => isNumber(c) ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c])));
            while (text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }
    }

    private static IEnumerable<string> Missing(InterferogramProduct p, StackGeometry geometry)
    {
        if (p.Sensor is null)
        {
            yield return "wavelength";
        }

        if (p.Coherence is null)
        {
            yield return "coherence";
        }

        if (!p.Baseline.IsKnown)
        {
            yield return "baseline";
        }

        if (geometry.Incidence is null && double.IsNaN(p.IncidenceAtCentre))
        {
            yield return "incidence";
        }

        if (geometry.Heading is null && double.IsNaN(p.Heading))
        {
            yield return "heading";
        }

        if (double.IsNaN(p.Looks.Effective))
        {
            yield return "looks";
        }
    }
}
