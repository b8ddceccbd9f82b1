using System.Runtime.InteropServices;
using Plumb.Kernels;

namespace Plumb.Interferograms;

/// <summary>
/// Sample coherence |sum of a b* e^(-i f)| / sqrt(sum |a|^2 sum |b|^2) of two coregistered complex images over a window (Touzi et al. 1999, doi:10.1109/36.739146, equation 1), f the
/// fringes of the local rate or 0; or, of an interferogram alone, |sum of z e^(-i f)| / sum |z|. Pixels without data (0, or not finite, in either) count for nothing and have no coherence,
/// nor have those whose window holds fewer than <see cref="CoherenceBias.LeastLooks"/> looks. Safe for threads with a scratch each; estimating allocates nothing.
/// </summary>
public sealed unsafe class CoherenceEstimator
{
    private const int Planes = 12;
    private readonly CoherenceOptions options;
    private readonly int columns;
    private readonly SeparableWindow window;
    private readonly FringeRate? fringe;
    private readonly CoherenceTable table;

    /// <summary>An estimator for images of one width.</summary>
    /// <param name="options">Window and form.</param>
    /// <param name="columns">Columns of the images, pixels.</param>
    /// <exception cref="RequestException">An option lies outside its range.</exception>
    public CoherenceEstimator(CoherenceOptions options, int columns)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        options.Check();
        (this.options, this.columns) = (options, columns);
        window = SeparableWindow.Box(options.WindowRows, options.WindowColumns);
        fringe = options.Fringe ? new FringeRate((2 * options.WindowRows) + 1, (2 * options.WindowColumns) + 1) : null;
        table = new CoherenceTable(options.WindowRows * options.WindowColumns, options.LooksPerPixel);
    }

    /// <summary>Rows above and below a band that its result depends on, pixels.</summary>
    public int Halo => Math.Max(Math.Max(window.HalfRows, window.HalfColumns), fringe?.Reach ?? 0);

    /// <summary>Numbers (unit: single precision numbers) of working memory that a band needs.</summary>
    /// <param name="rows">Rows of the band, pixels.</param>
    public int ScratchLength(int rows) => Planes * new PlaneShape(rows, columns, Halo).Length;

    /// <summary>Estimates a band of rows.</summary>
    /// <param name="first">Real and imaginary parts of rows of the first image or of the interferogram, any unit: the band and, where the image has them, <see cref="Halo"/> rows above and below; shape (rows, columns, 2).</param>
    /// <param name="second">The same rows of the second image; empty where the first is an interferogram. Shape (rows, columns, 2).</param>
    /// <param name="firstRow">Row of the image that those begin with, pixels.</param>
    /// <param name="bandFirst">First row of the band in the image, pixels.</param>
    /// <param name="coherence">Receives the coherence, 0 to 1 (pure number), NaN for no-data; shape (band rows, columns).</param>
    /// <param name="sigma">Receives its standard deviation (pure number) over all samples of such ground, for two images; shape (band rows, columns), or empty.</param>
    /// <param name="scratch">Working memory of <see cref="ScratchLength"/>.</param>
    /// <exception cref="ArgumentException">A span is not of its shape.</exception>
    public void Estimate(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int firstRow, int bandFirst, Span<float> coherence, Span<float> sigma, TileBuffer<float> scratch) =>
        Estimate(first, second, firstRow, bandFirst, coherence, sigma, scratch, LaneWidth.Widest);

    internal void Estimate(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int firstRow, int bandFirst, Span<float> coherence, Span<float> sigma, TileBuffer<float> scratch, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        var rows = coherence.Length / columns;
        if (coherence.Length != rows * columns || first.Length % (2 * columns) != 0 || (second.Length > 0 && second.Length != first.Length) || (sigma.Length > 0 && sigma.Length != coherence.Length)
            || scratch.Length < ScratchLength(rows) || bandFirst < firstRow || bandFirst + rows > firstRow + (first.Length / 2 / columns))
        {
            throw new ArgumentException($"A band of {coherence.Length} pixels from row {bandFirst} does not lie in {first.Length} and {second.Length} parts from row {firstRow} of {columns} columns.");
        }

        var shape = new PlaneShape(rows, columns, Halo);
        var memory = scratch.Pointer;
        NativeMemory.Clear(memory, (nuint)(Planes * (long)shape.Length * sizeof(float)));
        Load(new ComplexRows(first, firstRow, columns), new ComplexRows(second, firstRow, columns), shape, bandFirst, memory);
        switch (LaneWidths.Choose(width))
        {
            case LaneWidth.Bits128:
                Run<Lane128>(shape, memory);
                break;
            case LaneWidth.Bits256:
                Run<Lane256>(shape, memory);
                break;
            default:
                Run<Lane512>(shape, memory);
                break;
        }

        Give(shape, memory, second.Length > 0, coherence, sigma);
    }

    private static void Load(ComplexRows first, ComplexRows second, PlaneShape shape, int bandFirst, float* memory)
    {
        var length = shape.Length;
        for (var r = -shape.Halo; r < shape.Rows + shape.Halo; r++)
        {
            var a = first.Row(bandFirst + r);
            var b = second.Row(bandFirst + r);
            var to = memory + shape.At(r, 0);
            for (var c = 0; c < a.Length / 2; c++)
            {
                var (x, y) = (a[2 * c], a[(2 * c) + 1]);
                if (!ComplexRows.IsData(x, y))
                {
                    continue;
                }

                if (b.Length == 0)
                {
                    var modulus = MathF.Sqrt((x * x) + (y * y));
                    (to[c], to[length + c], to[(2 * length) + c], to[(3 * length) + c], to[(4 * length) + c]) = (x, y, modulus, modulus, 1);
                    continue;
                }

                var (u, v) = (b[2 * c], b[(2 * c) + 1]);
                if (ComplexRows.IsData(u, v))
                {
                    (to[c], to[length + c]) = ((x * u) + (y * v), (y * u) - (x * v));
                    (to[(2 * length) + c], to[(3 * length) + c], to[(4 * length) + c]) = ((x * x) + (y * y), (u * u) + (v * v), 1);
                }
            }
        }
    }

    private void Run<T>(PlaneShape shape, float* memory)
        where T : unmanaged, ILane<T>
    {
        var length = shape.Length;
        var x = memory;
        var y = memory + length;
        var middle = memory + (9 * length);
        var down = memory + (7 * length);
        var across = memory + (8 * length);
        if (fringe is not null)
        {
            var unitX = memory + (5 * length);
            var unitY = memory + (6 * length);
            for (var i = 0; i < length / T.Width * T.Width; i += T.Width)
            {
                var (u, v) = (*(T*)(x + i), *(T*)(y + i));
                var scale = T.Splat(1) / T.Max(T.Sqrt(T.Fma(u, u, v * v)), T.Splat(1e-30f));
                *(T*)(unitX + i) = u * scale;
                *(T*)(unitY + i) = v * scale;
            }

            fringe.Estimate<T>(shape, unitX, unitY, down, across, middle);
            Along<T>(shape, x, y, down, across, unitX, unitY);
        }
        else
        {
            window.Sum<T>(shape, x, middle, memory + (5 * length), 0);
            window.Sum<T>(shape, y, middle, memory + (6 * length), 0);
        }

        window.Sum<T>(shape, memory + (2 * length), middle, memory + (2 * length), 0);
        window.Sum<T>(shape, memory + (3 * length), middle, memory + (3 * length), 0);
        window.Sum<T>(shape, memory + (4 * length), middle, memory + (10 * length), 0);
    }

    /// <summary>Sums along the fringes: Horner's scheme along each row of the window and over the rows, one pixel per lane.</summary>
    private void Along<T>(PlaneShape shape, float* x, float* y, float* down, float* across, float* toX, float* toY)
        where T : unmanaged, ILane<T>
    {
        for (var r = 0; r < shape.Rows; r++)
        {
            for (var c = 0; c < shape.Columns; c += T.Width)
            {
                var at = shape.At(r, c);
                LaneMath.SinCos(*(T*)(across + at), out var sa, out var ca);
                LaneMath.SinCos(*(T*)(down + at), out var sd, out var cd);
                var (sumX, sumY) = (T.Splat(0), T.Splat(0));
                for (var i = window.HalfRows; i >= -window.HalfRows; i--)
                {
                    var (lineX, lineY) = (T.Splat(0), T.Splat(0));
                    var line = at + (i * shape.Stride);
                    for (var j = window.HalfColumns; j >= -window.HalfColumns; j--)
                    {
                        // (line) e^(-i rate) + z
                        (lineX, lineY) = (T.Fma(lineX, ca, T.Fma(lineY, sa, *(T*)(x + line + j))), T.Fma(lineY, ca, *(T*)(y + line + j) - (lineX * sa)));
                    }

                    (sumX, sumY) = (T.Fma(sumX, cd, T.Fma(sumY, sd, lineX)), T.Fma(sumY, cd, lineY - (sumX * sd)));
                }

                *(T*)(toX + at) = sumX;
                *(T*)(toY + at) = sumY;
            }
        }
    }

    private void Give(PlaneShape shape, float* memory, bool isPair, Span<float> coherence, Span<float> sigma)
    {
        var length = shape.Length;
        for (var r = 0; r < shape.Rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var p = shape.At(r, c);
                var at = (r * columns) + c;
                var count = (int)memory[(10 * length) + p];
                var (result, spread) = (float.NaN, float.NaN);
                if (memory[(4 * length) + p] > 0 && table.HasLooks(count))
                {
                    double u = memory[(5 * length) + p];
                    double v = memory[(6 * length) + p];
                    var power = Math.Sqrt((double)memory[(2 * length) + p] * memory[(3 * length) + p]);
                    var sample = power > 0 ? (float)Math.Min(1, Math.Sqrt((u * u) + (v * v)) / power) : float.NaN;
                    (result, spread) = isPair ? table.Of(count, sample, options.Unbiased) : (sample, float.NaN);
                }

                coherence[at] = result;
                if (sigma.Length > 0)
                {
                    sigma[at] = spread;
                }
            }
        }
    }
}
