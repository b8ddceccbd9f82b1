using Plumb.Formats.Products;
using Plumb.Processing.Stages;

namespace Plumb.Web.Report;

/// <summary>What a report says of a run that began with a finished product.</summary>
internal static class ReportFinished
{
    /// <summary>What was read.</summary>
    public static string Products(FinishedInput product)
    {
        var span = product is { First: { } first, Last: { } last } ? $", {Words.Date(first)} to {Words.Date(last)}" : "";
        return product.Kind == FinishedKind.Series
            ? $"a finished series of {product.Family} ({product.Source})"
            : $"finished rates of {product.Family} ({product.Source}){span}";
    }

    /// <summary>What a reader must know, each a sentence or two.</summary>
    public static IReadOnlyList<string> Warnings(FinishedInput product)
    {
        var unknown = product.HasTemporalCoherence || product.HasMask
            ? ""
            : " Neither temporal coherence nor a mask came with it, so every pixel with a value counts as good.";
        return product.Kind == FinishedKind.Series
            ? [$"This run began with a finished series of {product.Family}, {product.Source}: how it was made was not examined, and the image pairs behind it are not part of this report.{unknown}"]
            : [$"This run began with finished rates of {product.Family}, {product.Source}: how they were made was not examined, and there is no series, so the report shows how fast the ground moves and not when.{unknown}"];
    }
}
