using Plumb.Formats.Gamma;
using Plumb.Formats.Hyp3;
using Plumb.Formats.RoiPac;

namespace Plumb.Formats.Products;

/// <summary>All families of products that can be read, in the order in which they are asked.</summary>
public static class ProductFamilies
{
    /// <summary>The families. Those with the most telling names come first.</summary>
    public static IReadOnlyList<IProductFamily> All { get; } = [new Hyp3Family(), new RoiPacFamily(), new GammaFamily()];
}
