using System.Numerics;

namespace Plumb.Tests.Interferograms;

/// <summary>Two images of circular Gaussian speckle with a stated coherence and phase between them.</summary>
internal static class SpeckledPair
{
    internal static (float[] A, float[] B) Make(int rows, int columns, Func<int, int, double> coherence, Func<int, int, double> phase, int seed)
    {
        var random = new Random(seed);
        Complex Draw() => Complex.FromPolarCoordinates(Math.Sqrt(-Math.Log(1 - random.NextDouble())), 2 * Math.PI * random.NextDouble());
        var (a, b) = (new float[2 * rows * columns], new float[2 * rows * columns]);
        for (var p = 0; p < rows * columns; p++)
        {
            var (r, c) = (p / columns, p % columns);
            var (first, other, g) = (Draw(), Draw(), coherence(r, c));
            var second = ((g * first) + (Math.Sqrt(1 - (g * g)) * other)) * Complex.FromPolarCoordinates(1, -phase(r, c));
            (a[2 * p], a[(2 * p) + 1], b[2 * p], b[(2 * p) + 1]) = ((float)first.Real, (float)first.Imaginary, (float)second.Real, (float)second.Imaginary);
        }

        return (a, b);
    }

    /// <summary>Takes the data out of rows and columns.</summary>
    internal static void Hole(float[] image, int columns, int top, int end, int left, int right)
    {
        for (var r = top; r < end; r++)
        {
            image.AsSpan(2 * ((r * columns) + left), 2 * (right - left)).Clear();
        }
    }
}
