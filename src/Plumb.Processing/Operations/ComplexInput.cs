using Plumb.Formats.Images;

namespace Plumb.Processing.Operations;

/// <summary>Opens the images of an operation on complex images and refuses those that do not go together.</summary>
internal static class ComplexInput
{
    /// <summary>Opens a complex image.</summary>
    internal static ImageFile Open(string path, int? width)
    {
        RequireThere(path);
        var file = ImageFile.Open(path, width, ImageSample.Complex64);
        if (file.IsComplex)
        {
            return file;
        }

        file.Dispose();
        throw new RequestException($"{path} holds real numbers where complex ones are needed. Name the complex image, or make phasors of the phase first: cos and sin as real and imaginary part.");
    }

    /// <summary>Opens an image of the same pixels.</summary>
    internal static ImageFile OpenBeside(string path, int? width, bool isComplex, ImageFile first)
    {
        RequireThere(path);
        var file = isComplex ? Open(path, width) : ImageFile.Open(path, width, ImageSample.Real32);
        var why = file.Grid.Rows != first.Grid.Rows || file.Grid.Columns != first.Grid.Columns
            ? $"has {file.Grid.Rows} x {file.Grid.Columns} pixels, {first.Path} {first.Grid.Rows} x {first.Grid.Columns}"
            : !file.Grid.Crs.IsRadar && !first.Grid.Crs.IsRadar && file.Grid != first.Grid ? $"lies elsewhere on the map than {first.Path}, though it has as many pixels"
            : !isComplex && file.IsComplex ? "holds complex numbers where real ones are needed"
            : null;
        if (why is null)
        {
            return file;
        }

        file.Dispose();
        throw new RequestException($"{path} {why}. Both must be images of the same pixels: coregister them, or bring them to one grid first.");
    }

    /// <summary>Refuses to overwrite what is read.</summary>
    internal static void RequireApart(string output, params string?[] inputs)
    {
        if (inputs.Any(i => i is not null && Path.GetFullPath(i) == Path.GetFullPath(output)))
        {
            throw new RequestException($"{output} is both read and written. Name another file for the result.");
        }
    }

    /// <summary>The format of a result: as its name says, or as that of the image it comes from.</summary>
    internal static ImageFormat FormatOf(string output, ImageFile input) => ImageWriter.FormatOf(output, input.IsFlat ? ImageFormat.Flat : ImageFormat.Envi);

    private static void RequireThere(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new RequestException($"{path} does not exist. Check the path.");
        }
    }
}
