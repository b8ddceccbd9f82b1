using System.Globalization;

namespace Plumb.Processing.Uncertainties;

/// <summary>Makes the record of a stage whose maps are written.</summary>
internal static class UncertaintyRecordBuilder
{
    public static UncertaintyRecord Build(UncertaintyJob job)
    {
        var drawn = job.Settings.BootstrapDraws >= 2 && job.Network.Dates.Count >= 4 ? Draw(job) : "";
        var table = new UncertaintyTable(job);
        var atmosphere = job.Atmosphere;
        return new UncertaintyRecord
        {
            DateNoise = atmosphere?.Mean.Describe() ?? "",
            Model = atmosphere?.Mean,
            Semivariogram = atmosphere?.Empirical ?? [],
            Dates = atmosphere is null ? [] :
            [
                .. atmosphere.Dates.Select((d, i) => new DateRecord(
                    job.Network.Dates[i],
                    Math.Sqrt(2 * d.Sill),
                    d.Sill > 0 ? d.SillError / Math.Sqrt(2 * d.Sill) : 0,
                    Math.Sqrt(2 * d.Nugget),
                    Math.Sqrt(d.HeightSlope),
                    d.Own)),
            ],
            HeightTest = atmosphere?.HeightTest ?? double.NaN,
            ReferenceRateSigma = job.Noise.Length > 0 ? Math.Sqrt(job.Noise[UncertaintyJob.RateFunction].Reference) : double.NaN,
            Classes = table.Classes(),
            Weaknesses = table.Weaknesses(),
            Notes = [.. Notes(job, drawn)],
        };
    }

    private static string Draw(UncertaintyJob job)
    {
        var sample = new BootstrapSample(job);
        var pixels = sample.Write();
        return string.Create(CultureInfo.InvariantCulture, $"Pairs and blocks of {sample.Block} dates were drawn {job.Settings.BootstrapDraws} times for {pixels} pixels.");
    }

    private static IEnumerable<string> Notes(UncertaintyJob job, string drawn)
    {
        if (!job.IsPlain)
        {
            yield return "The series was not made by least squares over the pairs alone; the noise of the pairs is that which least squares would have, for the rate, and that of the inversion itself, for the dates.";
        }

        if (!job.Stack.HasCoherence)
        {
            yield return "There is no coherence; the noise of the pairs is what their residuals show.";
        }

        if (job.Atmosphere is null)
        {
            yield return job.Settings.Covariance == Configuration.DateNoiseModel.None
                ? "The noise of the dates (atmosphere) was not asked for: standard deviations are far too small away from the reference."
                : "The noise of the dates (atmosphere) could not be measured: too few good pixels or dates. Standard deviations are far too small away from the reference.";
        }
        else if (job.Atmosphere.Dates.All(d => d.Sill == 0))
        {
            yield return "No noise that pixels share stands out of that of the pairs.";
        }

        if (job.Atmosphere is { HasHeight: true })
        {
            yield return "Delays go with height; they are counted with the height above the reference.";
        }

        if (job.Filters.Count > 0)
        {
            yield return "A correction averaged over dates. The noise of the dates was measured on the series without it, and what the averages leave of it is counted. Motion that the averages take for weather is not in any standard deviation.";
        }

        if (job.Terms.IsRobust)
        {
            yield return "The terms were fitted robustly. Their standard deviations are those of the same terms by least squares without robust weights.";
        }

        if (!job.IsMetric)
        {
            yield return "In radar coordinates distances are counted in pixels.";
        }

        if (drawn.Length > 0)
        {
            yield return drawn;
        }
    }
}
