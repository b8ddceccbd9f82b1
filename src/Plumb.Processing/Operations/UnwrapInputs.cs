using System.Globalization;
using Plumb.Formats.Images;
using Plumb.Grids;
using Plumb.Interferograms;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Bowls;

namespace Plumb.Processing.Operations;

/// <summary>
/// The files that an interferogram is unwrapped from, open and checked against each other: its phase without what is left out by the mask and the least coherence,
/// and without what is expected. Read by rows, so that nothing of it need be in memory as a whole.
/// </summary>
internal sealed class UnwrapInputs : IWrappedRows, IDisposable
{
    private const int PixelsAtOnce = 1 << 16;

    // Single precision holds no phase beyond to a hundredth of a radian.
    private const float MostPhase = 1e5f;
    private readonly UnwrapRequest request;
    private readonly ImageFile input;
    private ImageFile? coherence;
    private ImageFile? mask;
    private ImageFile? expected;
    private IReadOnlyList<Bowl> bowls = [];
    private bool hasPhase;
    private float[] pairs = [];
    private float[] beside = [];

    private UnwrapInputs(UnwrapRequest request)
    {
        this.request = request;
        input = ImageFile.Open(request.Input, request.Width, request.Width is null ? ImageSample.Real32 : SampleOf(request));
    }

    /// <summary>Where the interferogram lies.</summary>
    internal Grid Grid => input.Grid;

    /// <summary>Whether the files are flat.</summary>
    internal bool IsFlat => input.IsFlat;

    /// <inheritdoc/>
    public int Rows => input.Grid.Rows;

    /// <inheritdoc/>
    public int Columns => input.Grid.Columns;

    /// <inheritdoc/>
    public bool HasCoherence => coherence is not null;

    /// <inheritdoc/>
    public bool HasAmplitude => input.IsComplex;

    /// <summary>Whether something is expected.</summary>
    internal bool HasExpected => expected is not null;

    private int RowsAtOnce => Math.Max(1, PixelsAtOnce / Columns);

    /// <summary>Opens the files of a request.</summary>
    /// <exception cref="RequestException">A file is missing, of another size, or would be written over.</exception>
    internal static UnwrapInputs Open(UnwrapRequest request)
    {
        var read = new[] { request.Input, request.Coherence, request.Mask, request.Expected };
        if (read.FirstOrDefault(f => f is not null && !File.Exists(f)) is { } missing)
        {
            throw new RequestException($"{missing} does not exist. Check the path.");
        }

        foreach (var name in new[] { request.Output, request.Components, request.Aliasing })
        {
            if (name is not null && read.Any(f => f is not null && Path.GetFullPath(f) == Path.GetFullPath(name)))
            {
                throw new RequestException($"{name} is both read and written. Name another file for the result.");
            }
        }

        if (request.MinCoherence > 0 && request.Coherence is null)
        {
            throw new RequestException("--min-coherence needs the coherence: --coherence FILE.");
        }

        var inputs = new UnwrapInputs(request);
        try
        {
            inputs.coherence = inputs.OpenBeside(request.Coherence, ImageSample.Real32, "coherence");
            inputs.mask = inputs.OpenBeside(request.Mask, request.Mask is { } m && new FileInfo(m).Length == inputs.Grid.PixelCount ? ImageSample.Byte : ImageSample.Real32, "mask");
            inputs.expected = inputs.OpenBeside(request.Expected, ImageSample.Real32, "expected phase");
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public double MeanAmplitude()
    {
        var mean = new AmplitudeMean();
        var (phase, amplitude) = (new float[RowsAtOnce * Columns], new float[RowsAtOnce * Columns]);
        for (var row = 0; row < Rows; row += RowsAtOnce)
        {
            var pixels = Math.Min(RowsAtOnce, Rows - row) * Columns;
            ReadPolar(row, phase.AsSpan(0, pixels), amplitude.AsSpan(0, pixels));
            mean.Add(amplitude.AsSpan(0, pixels));
        }

        return mean.Value;
    }

    /// <inheritdoc/>
    public void Read(int row, int count, Span<float> phase, Span<float> coherence, Span<float> amplitude)
    {
        for (var done = 0; done < count; done += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, count - done);
            var (from, pixels) = (done * Columns, rows * Columns);
            var part = phase.Slice(from, pixels);
            if (HasAmplitude)
            {
                ReadPolar(row + done, part, amplitude.Slice(from, pixels));
            }
            else
            {
                input.ReadRows(row + done, part);
                RequireRadian(part);
            }

            if (this.coherence is not null)
            {
                this.coherence.ReadRows(row + done, coherence.Slice(from, pixels));
                LeaveOutBelow(part, coherence.Slice(from, pixels), request.MinCoherence);
            }

            if (mask is not null)
            {
                LeaveOutZeros(part, ReadBeside(mask, row + done, rows));
            }

            if (expected is not null)
            {
                ExpectedPhase.TakeOff(part, ReadBeside(expected, row + done, rows));
                RequirePhase(part, row + done + rows == Rows);
            }

            if (bowls.Count > 0)
            {
                ExpectedPhase.TakeOff(part, OfBowls(row + done, rows));
            }
        }
    }

    /// <summary>Puts what is expected back onto unwrapped rows.</summary>
    internal void PutBack(int row, int count, Span<float> unwrapped)
    {
        for (var done = 0; (expected is not null || bowls.Count > 0) && done < count; done += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, count - done);
            var part = unwrapped.Slice(done * Columns, rows * Columns);
            if (bowls.Count > 0)
            {
                ExpectedPhase.PutBack(part, OfBowls(row + done, rows));
            }

            if (expected is not null)
            {
                ExpectedPhase.PutBack(part, ReadBeside(expected, row + done, rows));
            }
        }
    }

    /// <summary>Takes bowls off all that is read from now on; <see cref="PutBack"/> puts them back.</summary>
    internal void TakeOff(IReadOnlyList<Bowl> bowls) => this.bowls = bowls;

    public void Dispose()
    {
        input.Dispose();
        coherence?.Dispose();
        mask?.Dispose();
        expected?.Dispose();
    }

    /// <summary>Type of a flat interferogram's numbers: as stated, or by its size beside that of the coherence.</summary>
    private static ImageSample SampleOf(UnwrapRequest request)
    {
        if (request.Sample is { } stated)
        {
            return stated;
        }

        if (request.Coherence is { } coherence)
        {
            var (own, other) = (new FileInfo(request.Input).Length, new FileInfo(coherence).Length);
            return own == 2 * other ? ImageSample.Complex64
                : own == other ? ImageSample.Real32
                : throw new RequestException($"{request.Input} has {own} bytes and {coherence} has {other}: an interferogram of complex numbers is twice as long as its coherence, one of phases just as long. Check that they belong together.");
        }

        throw new RequestException($"{request.Input} may hold complex numbers or phases; nothing beside it tells which. Say --type complex64 or --type float32.");
    }

    private static void LeaveOutBelow(Span<float> phase, ReadOnlySpan<float> coherence, double limit)
    {
        for (var p = 0; p < phase.Length; p++)
        {
            if (!(coherence[p] >= limit))
            {
                phase[p] = float.NaN;
            }
        }
    }

    private static void LeaveOutZeros(Span<float> phase, ReadOnlySpan<float> mask)
    {
        for (var p = 0; p < phase.Length; p++)
        {
            if (mask[p] == 0 || float.IsNaN(mask[p]))
            {
                phase[p] = float.NaN;
            }
        }
    }

    private ImageFile? OpenBeside(string? path, ImageSample sample, string what)
    {
        if (path is null)
        {
            return null;
        }

        var file = ImageFile.Open(path, request.Width, sample);
        var reason = file.Grid.Rows != Rows || file.Grid.Columns != Columns
            ? $"The {what} {path} has {file.Grid.Rows} x {file.Grid.Columns} pixels, the interferogram {request.Input} {Rows} x {Columns}. Bring them to one grid first."
            : !file.Grid.Crs.IsRadar && !Grid.Crs.IsRadar && file.Grid != Grid
            ? $"The {what} {path} lies elsewhere on the map than the interferogram {request.Input}, though it has as many pixels. Bring them to one grid first: gdalwarp."
            : file.IsComplex
            ? $"{path} holds complex numbers where real ones are needed. Name the file that holds the real-valued image."
            : null;
        if (reason is not null)
        {
            file.Dispose();
            throw new RequestException(reason);
        }

        return file;
    }

    private void ReadPolar(int row, Span<float> phase, Span<float> amplitude)
    {
        if (pairs.Length < 2 * phase.Length)
        {
            pairs = new float[2 * phase.Length];
        }

        var values = pairs.AsSpan(0, 2 * phase.Length);
        input.ReadRows(row, values);
        PolarForm.Of(values, phase, amplitude);
    }

    private Span<float> OfBowls(int row, int rows)
    {
        if (beside.Length < rows * Columns)
        {
            beside = new float[RowsAtOnce * Columns];
        }

        var values = beside.AsSpan(0, rows * Columns);
        values.Clear();
        BowlSurface.Add(bowls, row, Columns, values);
        return values;
    }

    private Span<float> ReadBeside(ImageFile file, int row, int rows)
    {
        if (beside.Length < rows * Columns)
        {
            beside = new float[RowsAtOnce * Columns];
        }

        var values = beside.AsSpan(0, rows * Columns);
        file.ReadRows(row, values);
        return values;
    }

    private void RequireRadian(ReadOnlySpan<float> phase)
    {
        foreach (var value in phase)
        {
            if (MathF.Abs(value) > MostPhase && float.IsFinite(value))
            {
                throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"{request.Input} holds {value:0.###e+0}, which is no phase in radian. Check that it is whole, that its numbers are of the type stated (--type) and that their bytes are in order: little-endian where the file is flat."));
            }
        }
    }

    private void RequirePhase(ReadOnlySpan<float> phase, bool isLast)
    {
        for (var p = 0; p < phase.Length && !hasPhase; p++)
        {
            hasPhase = float.IsFinite(phase[p]);
        }

        if (isLast && !hasPhase)
        {
            throw new RequestException($"No pixel has both a phase in {request.Input} and an expected phase in {request.Expected}. Check that they cover the same ground and that the expected phase is 0, not no-data, where nothing moves.");
        }
    }
}
