namespace Plumb.Formats.Products;

/// <summary>All families of products that can be read, in the order in which they are asked.</summary>
public static class ProductFamilies
{
    /// <summary>The families.</summary>
    public static IReadOnlyList<IProductFamily> All { get; } = [];
}
