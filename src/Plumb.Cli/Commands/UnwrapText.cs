using System.Globalization;
using Plumb.Processing.Operations;
using Plumb.Unwrapping.Bowls;

namespace Plumb.Cli.Commands;

/// <summary>What <c>plumb unwrap</c> says of bowls and of steep phase.</summary>
internal static class UnwrapText
{
    /// <summary>A line for each bowl; one that says so where none was taken off.</summary>
    internal static IEnumerable<string> Bowls(UnwrapRequest request, UnwrapReport report)
    {
        if (request.Bowl is null)
        {
            return [];
        }

        return report.Bowls.Count == 0
            ? ["No model bowl was taken off: none makes neighbouring pixels agree better."]
            : report.Bowls.Select((b, k) => Bowl(k + 1, b));
    }

    /// <summary>How much of the phase cannot be trusted.</summary>
    internal static string Steepness(UnwrapSteepness steepness) => steepness.Untrusted == 0
        ? string.Create(CultureInfo.InvariantCulture, $"no pixel is too steep; the steepest reaches {100 * steepness.Steepest:0} % of half a cycle a pixel")
        : string.Create(CultureInfo.InvariantCulture, $"{steepness.Untrusted} pixels cannot be trusted: half a cycle a pixel lies there or on every way to them");

    private static string Bowl(int number, FittedBowl fitted)
    {
        var (bowl, sigma) = (fitted.Bowl, fitted.Sigma);
        var radius = bowl.Shape == BowlShape.Gaussian ? "" : string.Create(CultureInfo.InvariantCulture, $", radius of influence {bowl.Radius:0.0} +- {sigma.Radius:0.0}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"bowl {number}: {bowl.Depth:0.0} +- {sigma.Depth:0.0} rad at row {bowl.Row:0.0} +- {sigma.Row:0.0}, column {bowl.Column:0.0} +- {sigma.Column:0.0}, {bowl.Along:0.0} +- {sigma.Along:0.0} x {bowl.Across:0.0} +- {sigma.Across:0.0} pixels{radius}; steepest {bowl.SteepestSlope:0.0} rad a pixel; neighbours agree by {fitted.AgreementBefore:0.00} before, {fitted.AgreementAfter:0.00} after");
    }
}
