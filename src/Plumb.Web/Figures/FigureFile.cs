using System.Text;
using Plumb.Formats.Store;

namespace Plumb.Web.Figures;

/// <summary>Writes figures to files: first under a temporary name beside the target, then renamed.</summary>
public static class FigureFile
{
    /// <summary>Writes a figure as PNG.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="scale">Picture pixels for one layout pixel, a pure number, 0.25 to 8.</param>
    public static void WritePng(Figure figure, string path, double scale = 2)
    {
        ArgumentNullException.ThrowIfNull(figure);
        Replace(path, figure.ToPng(scale));
    }

    /// <summary>Writes a figure as a stand-alone SVG file.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="path">The file; an older one is replaced.</param>
    public static void WriteSvg(Figure figure, string path)
    {
        ArgumentNullException.ThrowIfNull(figure);
        Replace(path, Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + figure.ToSvg("figure") + "\n"));
    }

    /// <summary>Writes bytes so that the target holds either the old or the new content, whatever happens.</summary>
    internal static void Replace(string path, byte[] bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, bytes, Durability.Synced);
    }
}
