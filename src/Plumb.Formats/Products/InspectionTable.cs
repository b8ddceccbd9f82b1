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
/// <param name="Units">Unit of the phase.</param>
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

/// <summary>Turns an inspection into the table that people see first.</summary>
public static class InspectionTable
{
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
            "rad",
            p.Family,
            inspection.Grid is null ? "" : Alignment.Of(p.Grid, inspection.Grid).Describe(p.Grid),
            string.Join(", ", Missing(p, inspection.Geometry)),
            p.Source))];
    }

    /// <summary>The table and the findings as plain text.</summary>
    /// <param name="inspection">The inspection.</param>
    public static string Text(StackInspection inspection)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        var text = new StringBuilder();
        var lines = Rows(inspection).Select(r => (string[])[
            r.Pair, r.Days.ToString(CultureInfo.InvariantCulture), r.PerpendicularBaseline?.ToString("F1", CultureInfo.InvariantCulture) ?? "?",
            r.Grid, r.Size, r.Extent, r.Sign, r.Units, r.Family, r.Action, r.Missing.Length == 0 ? "-" : r.Missing]).Prepend(Titles).ToArray();
        var widths = Enumerable.Range(0, Titles.Length).Select(c => lines.Max(l => l[c].Length)).ToArray();
        foreach (var line in lines)
        {
            text.AppendJoin("  ", line.Select((cell, c) => c is 1 or 2 ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c])));
            while (text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        foreach (var finding in inspection.Problems)
        {
            text.Append('\n').Append(finding);
        }

        return text.Append('\n').ToString();
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
