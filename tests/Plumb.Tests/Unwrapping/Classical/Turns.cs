using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Tests.Unwrapping.Classical;

/// <summary>Transposes and mirrors of an image: where each pixel goes.</summary>
internal static class Turns
{
    internal static IEnumerable<(int[] Places, bool IsTransposed)> Of(int rows, int columns)
    {
        var pixels = Enumerable.Range(0, rows * columns).ToArray();
        yield return (Array.ConvertAll(pixels, i => (i % columns * rows) + (i / columns)), true);
        yield return (Array.ConvertAll(pixels, i => (i / columns * columns) + (columns - 1 - (i % columns))), false);
        yield return (Array.ConvertAll(pixels, i => ((rows - 1 - (i / columns)) * columns) + (i % columns)), false);
    }

    /// <summary>Turns an image, unwraps it, and turns the result back.</summary>
    internal static float[] Unwrap(WrappedImage image, int[] places, bool isTransposed, ClassicalMethod method)
    {
        var (phase, coherence) = (new float[places.Length], new float[places.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            (phase[places[i]], coherence[places[i]]) = (image.Phase[i], image.Coherence![i]);
        }

        var turned = isTransposed
            ? new WrappedImage(image.Columns, image.Rows, phase, coherence)
            : new WrappedImage(image.Rows, image.Columns, phase, coherence);
        var result = ClassicalUnwrapperTests.Unwrap(turned, method).Phase;
        return Array.ConvertAll(places, p => result[p]);
    }
}
