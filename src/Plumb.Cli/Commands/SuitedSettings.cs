using Plumb.Formats.Products;
using Plumb.Inversion;
using Plumb.Processing.Configuration;

namespace Plumb.Cli.Commands;

/// <summary>A setting that is not left at its default because of what the products bring.</summary>
/// <param name="Setting">Its name, with dots between the levels.</param>
/// <param name="Value">What it is set to, as it stands in the file.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record SettingChange(string Setting, string Value, string Reason);

/// <summary>Chooses settings by what an inspection found. Only what would stop or mislead a run is changed.</summary>
internal static class SuitedSettings
{
    /// <summary>Settings with which the products can be run, and what differs from the defaults.</summary>
    public static (PlumbSettings Settings, IReadOnlyList<SettingChange> Changes) For(StackInspection inspection)
    {
        var settings = new PlumbSettings();
        var changes = new List<SettingChange>();
        var withCoherence = inspection.Products.Count(p => p.Coherence is not null);
        if (withCoherence < inspection.Products.Count)
        {
            // A pair without coherence would get next to no weight beside pairs that have one.
            settings = settings with { Inversion = settings.Inversion with { Weighting = Weighting.None } };
            changes.Add(new SettingChange(
                "inversion.weighting",
                "none",
                withCoherence == 0 ? "the products bring no coherence to weigh them by" : $"{inspection.Products.Count - withCoherence} of {inspection.Products.Count} products bring no coherence"));
        }
        else if (inspection.Products.Count > 0 && inspection.Products.All(p => double.IsNaN(p.Looks.Effective)))
        {
            settings = settings with { Inversion = settings.Inversion with { Weighting = Weighting.Coherence } };
            changes.Add(new SettingChange("inversion.weighting", "coherence", "the number of looks is not known, and the phase variance needs it; with input.looks set, 'variance' is better"));
        }

        return (settings, changes);
    }
}
