using Plumb.Acquisitions;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>How a product's grid relates to the chosen one.</summary>
public enum AlignmentKind
{
    /// <summary>The same grid.</summary>
    Same,

    /// <summary>Shifted by whole pixels: values are copied.</summary>
    Offset,

    /// <summary>Another step, system or a part of a pixel: values are resampled.</summary>
    Resampled,

    /// <summary>It cannot be aligned: one is in radar coordinates.</summary>
    Impossible,
}

/// <summary>How one grid is brought to another.</summary>
/// <param name="Kind">What has to be done.</param>
/// <param name="Row">Row of the product's first pixel in the chosen grid, for an offset (unit: pixels).</param>
/// <param name="Column">Column of the product's first pixel in the chosen grid, for an offset (unit: pixels).</param>
public readonly record struct Alignment(AlignmentKind Kind, int Row, int Column)
{
    /// <summary>How <paramref name="source"/> is brought to <paramref name="target"/>.</summary>
    /// <param name="source">Grid of the product.</param>
    /// <param name="target">The chosen grid.</param>
    public static Alignment Of(Grid source, Grid target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (target.TryOffset(source, out var row, out var column) && !source.Crs.IsRadar)
        {
            var same = row == 0 && column == 0 && source.Rows == target.Rows && source.Columns == target.Columns;
            return new Alignment(same ? AlignmentKind.Same : AlignmentKind.Offset, row, column);
        }

        if (source.Crs.IsRadar || target.Crs.IsRadar)
        {
            return new Alignment(source == target ? AlignmentKind.Same : AlignmentKind.Impossible, 0, 0);
        }

        return new Alignment(AlignmentKind.Resampled, 0, 0);
    }

    /// <summary>In words for the inspection table.</summary>
    /// <param name="source">Grid of the product.</param>
    public string Describe(Grid source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Kind switch
        {
            AlignmentKind.Same => "same grid",
            AlignmentKind.Offset => $"offset ({Row}, {Column})",
            AlignmentKind.Resampled => $"resampled from {ShortName(source.Crs)}",
            _ => "cannot be aligned",
        };
    }

    /// <summary>A short name of a system: its code, or "WKT" where it has none.</summary>
    /// <param name="crs">The system.</param>
    public static string ShortName(Crs crs)
    {
        ArgumentNullException.ThrowIfNull(crs);
        return crs.IsRadar ? "radar" : crs.Definition.Length <= 20 ? crs.Definition : "WKT";
    }
}

/// <summary>Which grid a stack is aligned to.</summary>
public static class GridChoice
{
    /// <summary>The setting's word for the most common grid.</summary>
    public const string MostCommonName = "most_common";

    /// <summary>The grid most products have; of several, the one with most pixels, then the one of the earliest pair.</summary>
    /// <param name="products">The products, at least one.</param>
    /// <exception cref="ArgumentException">There is no product.</exception>
    public static Grid MostCommon(IReadOnlyList<InterferogramProduct> products)
    {
        ArgumentNullException.ThrowIfNull(products);
        if (products.Count == 0)
        {
            throw new ArgumentException("There is no product to take a grid from.", nameof(products));
        }

        return products
            .GroupBy(p => p.Grid)
            .OrderByDescending(g => g.Count())
            .ThenByDescending(g => g.Key.PixelCount)
            .ThenBy(g => g.Min(p => p.Pair))
            .First().Key;
    }

    /// <summary>The grid by the setting's word.</summary>
    /// <param name="setting">"most_common" or a pair as yyyyMMdd_yyyyMMdd.</param>
    /// <param name="products">The products, at least one.</param>
    /// <exception cref="RequestException">The word is neither, or the pair is not among the products.</exception>
    public static Grid Choose(string setting, IReadOnlyList<InterferogramProduct> products)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(products);
        if (setting.Length == 0 || setting == MostCommonName)
        {
            return MostCommon(products);
        }

        if (!DatePair.TryParse(setting, out var pair))
        {
            throw new RequestException($"input.grid is '{setting}', which is neither most_common nor a pair. Write yyyyMMdd_yyyyMMdd, earlier date first.");
        }

        return products.FirstOrDefault(p => p.Pair == pair)?.Grid
            ?? throw new RequestException($"input.grid names the pair {pair}, which is not among the {products.Count} products. Take one that 'plumb inspect' lists.");
    }
}
