using System.Runtime.InteropServices;
using Plumb.Kernels;

namespace Plumb.Interferograms;

/// <summary>
/// Filters complex interferograms, band by band of rows. A pixel without data (0, or not finite) has no part in any other's result and stays as it is. A pixel's result has
/// the same bits whatever bands the image is cut into. Safe for threads with a scratch each; filtering allocates nothing.
/// </summary>
public sealed unsafe class InterferogramFilter
{
    private const int Planes = 7;
    private readonly FilterOptions options;
    private readonly int columns;
    private readonly SpectralFilter? spectral;
    private readonly SeparableWindow? window;
    private readonly DirectionalFilter? directional;
    private readonly SeparableWindow own = SeparableWindow.Box(5, 5);

    /// <summary>A filter for images of one width.</summary>
    /// <param name="options">Which filter.</param>
    /// <param name="columns">Columns of the images, pixels.</param>
    /// <exception cref="RequestException">An option lies outside its range.</exception>
    public InterferogramFilter(FilterOptions options, int columns)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        options.Check();
        (this.options, this.columns) = (options, columns);
        spectral = options.Method switch
        {
            FilterMethod.Goldstein => new SpectralFilter(options.Patch, options.Alpha),
            FilterMethod.Baran => new SpectralFilter(options.Patch, null),
            _ => null,
        };
        window = options.Method switch
        {
            FilterMethod.Boxcar => SeparableWindow.Box(options.WindowRows, options.WindowColumns),
            FilterMethod.Gaussian => SeparableWindow.Bell(options.Sigma, options.Sigma),
            _ => null,
        };
        directional = options.Method == FilterMethod.Adaptive ? new DirectionalFilter(options.Looks) : null;
    }

    /// <summary>Rows above and below a band that its result depends on, pixels.</summary>
    public int Halo => (spectral?.Halo ?? Math.Max(window?.HalfRows ?? 0, directional is null ? 0 : DirectionalFilter.Half)) + (NeedsCoherence ? own.HalfRows : 0);

    /// <summary>Whether the result depends on the coherence. Where none is given it is estimated from the interferogram itself, by the mean phasor of 5 x 5 pixels.</summary>
    public bool NeedsCoherence => options.Method is FilterMethod.Baran or FilterMethod.Adaptive;

    private int Border => Math.Max(Halo, window?.HalfColumns ?? 0);

    /// <summary>Numbers (unit: single precision numbers) of working memory that a band needs.</summary>
    /// <param name="rows">Rows of the band, pixels.</param>
    public int ScratchLength(int rows) => (Planes * new PlaneShape(rows, columns, Border).Length) + (spectral?.ScratchLength ?? 0);

    /// <summary>Filters a band of rows.</summary>
    /// <param name="pairs">Real and imaginary parts of rows of the image, any unit: the band and, where the image has them, <see cref="Halo"/> rows above and below; shape (rows, columns, 2).</param>
    /// <param name="coherence">Coherence of the same rows, 0 to 1 (pure number), NaN for no-data; shape (rows, columns). Empty: none.</param>
    /// <param name="firstRow">Row of the image that those begin with, pixels.</param>
    /// <param name="bandFirst">First row of the band in the image, pixels.</param>
    /// <param name="filtered">Receives the band, unit of the input; shape (band rows, columns, 2).</param>
    /// <param name="scratch">Working memory of <see cref="ScratchLength"/>.</param>
    /// <exception cref="ArgumentException">A span is not of its shape.</exception>
    public void Filter(ReadOnlySpan<float> pairs, ReadOnlySpan<float> coherence, int firstRow, int bandFirst, Span<float> filtered, TileBuffer<float> scratch) =>
        Filter(pairs, coherence, firstRow, bandFirst, filtered, scratch, LaneWidth.Widest);

    internal void Filter(ReadOnlySpan<float> pairs, ReadOnlySpan<float> coherence, int firstRow, int bandFirst, Span<float> filtered, TileBuffer<float> scratch, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        var rows = filtered.Length / 2 / columns;
        if (filtered.Length != 2 * rows * columns || pairs.Length % (2 * columns) != 0 || (coherence.Length > 0 && 2 * coherence.Length != pairs.Length)
            || scratch.Length < ScratchLength(rows) || bandFirst < firstRow || bandFirst + rows > firstRow + (pairs.Length / 2 / columns))
        {
            throw new ArgumentException($"A band of {filtered.Length} parts from row {bandFirst} does not lie in {pairs.Length} parts from row {firstRow} of {columns} columns, with {coherence.Length} coherences.");
        }

        var source = new ComplexRows(pairs, firstRow, columns);
        var shape = new PlaneShape(rows, columns, Border);
        var memory = scratch.Pointer;
        switch (LaneWidths.Choose(width))
        {
            case LaneWidth.Bits128:
                Run<Lane128>(source, coherence, shape, bandFirst, memory);
                break;
            case LaneWidth.Bits256:
                Run<Lane256>(source, coherence, shape, bandFirst, memory);
                break;
            default:
                Run<Lane512>(source, coherence, shape, bandFirst, memory);
                break;
        }

        PutBack(source, shape, bandFirst, memory, filtered);
    }

    private void Run<T>(ComplexRows source, ReadOnlySpan<float> coherence, PlaneShape shape, int bandFirst, float* memory)
        where T : unmanaged, ILane<T>
    {
        var length = shape.Length;
        var real = memory;
        var imaginary = memory + length;
        var valid = memory + (2 * length);
        var toReal = memory + (3 * length);
        var toImaginary = memory + (4 * length);
        var gamma = memory + (5 * length);
        var spare = memory + (6 * length);
        NativeMemory.Clear(memory, (nuint)(Planes * (long)length * sizeof(float)));
        Load(source, shape, bandFirst, real, imaginary, valid, directional is not null);
        if (NeedsCoherence)
        {
            if (coherence.Length > 0)
            {
                LoadCoherence(coherence, source, shape, bandFirst, valid, gamma);
            }
            else
            {
                Estimate<T>(shape, real, imaginary, valid, toReal, toImaginary, gamma, spare);
                NativeMemory.Clear(toReal, (nuint)(2 * (long)length * sizeof(float)));
            }
        }

        if (spectral is not null)
        {
            spectral.Filter<T>(shape, bandFirst, real, imaginary, valid, gamma, toReal, toImaginary, memory + (Planes * length));
        }
        else if (directional is not null)
        {
            directional.Filter<T>(shape, real, imaginary, valid, gamma, toReal, toImaginary);
        }
        else if (window is not null)
        {
            window.Sum<T>(shape, real, spare, toReal, 0);
            window.Sum<T>(shape, imaginary, spare, toImaginary, 0);
            window.Sum<T>(shape, valid, spare, valid, 0);
            Divide<T>(shape, toReal, toImaginary, valid);
        }
        else
        {
            new ReadOnlySpan<float>(real, 2 * length).CopyTo(new Span<float>(toReal, 2 * length));
        }
    }

    private static void Load(ComplexRows source, PlaneShape shape, int bandFirst, float* real, float* imaginary, float* valid, bool unit)
    {
        for (var r = -shape.Halo; r < shape.Rows + shape.Halo; r++)
        {
            var line = source.Row(bandFirst + r);
            var at = shape.At(r, 0);
            for (var c = 0; c < line.Length / 2; c++)
            {
                var (x, y) = (line[2 * c], line[(2 * c) + 1]);
                if (!ComplexRows.IsData(x, y))
                {
                    continue;
                }

                var scale = unit ? 1 / MathF.Sqrt((x * x) + (y * y)) : 1;
                (real[at + c], imaginary[at + c], valid[at + c]) = (x * scale, y * scale, 1);
            }
        }
    }

    private static void LoadCoherence(ReadOnlySpan<float> coherence, ComplexRows source, PlaneShape shape, int bandFirst, float* valid, float* gamma)
    {
        for (var r = -shape.Halo; r < shape.Rows + shape.Halo; r++)
        {
            if (source.Row(bandFirst + r).Length == 0)
            {
                continue;
            }

            var line = coherence.Slice((bandFirst + r - source.FirstRow) * source.Columns, source.Columns);
            var at = shape.At(r, 0);
            for (var c = 0; c < line.Length; c++)
            {
                gamma[at + c] = valid[at + c] * (float.IsFinite(line[c]) ? Math.Clamp(line[c], 0, 1) : 0);
            }
        }
    }

    /// <summary>Length of the mean phasor of 5 x 5 pixels, where there is data.</summary>
    private void Estimate<T>(PlaneShape shape, float* real, float* imaginary, float* valid, float* x, float* y, float* gamma, float* spare)
        where T : unmanaged, ILane<T>
    {
        for (var i = 0; i < shape.Length / T.Width * T.Width; i += T.Width)
        {
            var (u, v) = (*(T*)(real + i), *(T*)(imaginary + i));
            var scale = T.Splat(1) / T.Max(T.Sqrt(T.Fma(u, u, v * v)), T.Splat(1e-30f));
            *(T*)(x + i) = u * scale;
            *(T*)(y + i) = v * scale;
        }

        var margin = shape.Halo - own.HalfRows;
        own.Sum<T>(shape, x, spare, x, margin);
        own.Sum<T>(shape, y, spare, y, margin);
        own.Sum<T>(shape, valid, spare, gamma, margin);
        for (var r = -margin; r < shape.Rows + margin; r++)
        {
            var at = shape.At(r, -margin);
            for (var c = 0; c < shape.Columns + (2 * margin); c += T.Width)
            {
                var (u, v) = (*(T*)(x + at + c), *(T*)(y + at + c));
                *(T*)(gamma + at + c) = *(T*)(valid + at + c) * T.Sqrt(T.Fma(u, u, v * v)) / T.Max(*(T*)(gamma + at + c), T.Splat(1));
            }
        }
    }

    private static void Divide<T>(PlaneShape shape, float* real, float* imaginary, float* weight)
        where T : unmanaged, ILane<T>
    {
        for (var r = 0; r < shape.Rows; r++)
        {
            for (var c = 0; c < shape.Columns; c += T.Width)
            {
                var at = shape.At(r, c);
                var scale = T.Splat(1) / T.Max(*(T*)(weight + at), T.Splat(1e-30f));
                *(T*)(real + at) = *(T*)(real + at) * scale;
                *(T*)(imaginary + at) = *(T*)(imaginary + at) * scale;
            }
        }
    }

    private void PutBack(ComplexRows source, PlaneShape shape, int bandFirst, float* memory, Span<float> filtered)
    {
        var toReal = memory + (3 * shape.Length);
        var toImaginary = memory + (4 * shape.Length);
        for (var r = 0; r < shape.Rows; r++)
        {
            var line = source.Row(bandFirst + r);
            var to = filtered.Slice(2 * r * columns, 2 * columns);
            var at = shape.At(r, 0);
            for (var c = 0; c < columns; c++)
            {
                var (x, y) = (line[2 * c], line[(2 * c) + 1]);
                var scale = directional is not null ? MathF.Sqrt((x * x) + (y * y)) : 1;
                (to[2 * c], to[(2 * c) + 1]) = ComplexRows.IsData(x, y) ? (toReal[at + c] * scale, toImaginary[at + c] * scale) : (x, y);
            }
        }
    }
}
