namespace Plumb.Web.Report;

/// <summary>Settings, provenance and glossary.</summary>
internal static class ReportAppendix
{
    private static readonly (string Name, string Meaning)[] Glossary =
    [
        ("Coherence", "How alike two radar images are at a spot, from 0 (nothing in common) to 1. Bare ground and buildings have high coherence, water and woods low."),
        ("Cumulative displacement", "How far a spot has moved since the first date, in mm."),
        ("Interferogram", "The difference of two radar images of the same ground, an image pair; it shows the motion between the two dates."),
        ("Line of sight", "The line between the ground and the satellite. Motion is measured along it: positive towards the satellite, negative away from it."),
        ("Masked", "Left out because the measurement there cannot be trusted; the table of reasons says why."),
        ("Perpendicular baseline", "How far apart the satellite flew at two dates, across its view, in metres. Short ones are better."),
        ("Rate", "The steady speed of motion over the whole time, in mm per year: the slope of the straight line through the series."),
        ("Reference area", "Ground that is taken not to move. All motion is relative to it."),
        ("Residual", "What is left of the measurements when the series is taken out: small means that they agree."),
        ("Series", "The displacement of one spot at every date."),
        ("Standard deviation (sigma, ±)", "The size of a typical random error. The true value lies within one of them in two cases of three, within two in 19 of 20."),
        ("Temporal coherence", "How well all image pairs of a spot agree with its series, from 0 to 1."),
        ("Unwrapping", "Counting whole wave cycles in an interferogram. A wrong count is an error of half a wavelength of motion."),
    ];

    public static void Write(Page page, ReportModel model)
    {
        page.Markup("<section aria-labelledby=\"settings\">").Markup("<h2 id=\"settings\">Settings and origin</h2>");
        var origin = model.Provenance;
        page.Definitions(
        [
            ("Software", "Plumb " + origin.SoftwareVersion),
            ("Hash of the inputs", origin.InputHash),
            ("Hash of the settings", origin.SettingsHash),
            .. origin.Notes,
        ]);
        page.Paragraph("The same inputs, settings and software give the same numbers to the last digit; the hashes tell whether they were the same.", "note");
        if (model.Settings.Count > 0)
        {
            page.Markup("<div class=\"settings\">").Table(
                "Settings in effect",
                ["Setting", "Value", "Unit", "Origin", "What it does"],
                model.Settings.Select(s => (IReadOnlyList<string>)[s.Name, s.Value.Length == 0 ? "(empty)" : s.Value, s.Unit, s.IsDefault ? "default" : "set", s.Reason]));
            page.Markup("</div>");
        }

        page.Markup("</section>");
        page.Markup("<section aria-labelledby=\"glossary\">").Markup("<h2 id=\"glossary\">Glossary</h2>").Definitions(Glossary).Markup("</section>");
    }
}
