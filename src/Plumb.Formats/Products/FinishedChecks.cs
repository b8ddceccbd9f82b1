namespace Plumb.Formats.Products;

/// <summary>What must hold for finished products: a run begins either with interferograms or with one finished product.</summary>
internal static class FinishedChecks
{
    private const int MostListed = 6;

    public static void Check(IReadOnlyList<InterferogramProduct> interferograms, IReadOnlyList<FinishedProduct> finished, FindingList findings)
    {
        var series = finished.Where(f => f.Kind == FinishedKind.Series).ToArray();
        var velocities = finished.Where(f => f.Kind == FinishedKind.Velocity).ToArray();
        if (series.Length + velocities.Length == 0)
        {
            return;
        }

        if (interferograms.Count > 0)
        {
            var sources = interferograms.Select(p => p.Unwrapped.Path).Distinct().ToArray();
            findings.Error(
                "the products",
                $"There are {interferograms.Count} interferograms ({Listed(sources)}) and also finished products ({Listed([.. series.Concat(velocities).Select(f => f.Source)])}); a run begins with one kind.",
                "Name the files or folders of the interferograms, or one finished file, instead of the folder that holds both.");
            return;
        }

        if (series.Length > 1 || (series.Length == 0 && velocities.Length > 1))
        {
            var several = series.Length > 1 ? series : velocities;
            findings.Error(
                "the products",
                $"There are {several.Length} finished {(series.Length > 1 ? "series" : "velocities")} ({Listed([.. several.Select(f => f.Source)])}); a run takes one.",
                $"Name the one to use, such as {several[0].Source}.");
        }
        else if (series.Length == 1 && velocities.Length > 0)
        {
            findings.Note(Listed([.. velocities.Select(f => f.Source)]), "Left aside: a run fits the rate to the series itself.", "To take this rate, name its file alone.");
        }

        var entry = series.Concat(velocities).First();
        if (entry.Sensor is null)
        {
            findings.Error(entry.Source, "The file has no WAVELENGTH, without which the limits of the measurement cannot be told.", "Add the attribute, in metres.");
        }

        if (entry.Kind == FinishedKind.Series && entry.Dates.Count < 2)
        {
            findings.Error(entry.Source, "The series has a single date, to which no rate can be fitted.", "Name a series of two dates or more.");
        }

        if (entry.ReferencePixel is null)
        {
            findings.Warn(entry.Source, "The file does not tell what its values are relative to (REF_Y, REF_X).", "Add the attributes if you know the reference pixel.");
        }
    }

    private static string Listed(string[] names) =>
        names.Length <= MostListed ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostListed))} and {names.Length - MostListed} more";
}
