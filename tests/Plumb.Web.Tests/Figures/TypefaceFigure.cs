using Plumb.Web.Figures;

namespace Plumb.Web.Tests.Figures;

/// <summary>All letters at the sizes figures use.</summary>
internal sealed class TypefaceFigure : Figure
{
    private static readonly string[] Lines =
    [
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789",
        "abcdefghijklmnopqrstuvwxyz .,:;!?'\"()[]{}/\\|",
        "-–—−_+=<>≤≥±×÷*#%&@$^~ °µ²³¹·…‘’“” σλπΔφ →←↑↓✓",
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß",
        "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ¡¿£¥¢§¶©®«»¬¦¯ªº¤¼½¾",
        "Rate −84.2 ± 1.3 mm/yr, towards the satellite +  112.45°E 35.3°N",
    ];

    public override double Width => 760;

    public override double Height => 440;

    public override string Title => "The typeface";

    public override string Description => "All letters at several sizes.";

    public override void Draw(Canvas canvas)
    {
        var y = 8.0;
        foreach (var (size, bold) in new[] { (11.0, false), (12.5, false), (13.0, true), (16.0, false) })
        {
            foreach (var line in Lines)
            {
                y += size + 4;
                canvas.Text(Fit(line, Width - 20, size, bold), new Position(10, y), new TextStyle(size, Colour.Ink, Bold: bold));
            }
        }
    }
}
