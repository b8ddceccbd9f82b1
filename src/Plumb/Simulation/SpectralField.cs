using Plumb.Kernels;

namespace Plumb.Simulation;

/// <summary>
/// Power spectrum of an isotropic random field: mean power per unit area of the wavenumber plane, up to a factor.
/// </summary>
/// <param name="wavenumber">Wavenumber, cycles per metre, positive.</param>
/// <returns>Power, in the squared unit of the field times square metres, up to a factor.</returns>
public delegate double PowerSpectrum(double wavenumber);

/// <summary>
/// Layout of random fields made by spectral synthesis over one image: white noise shaped by a power spectrum and summed by
/// the Fourier transform. The main mesh covers the image with a margin of a quarter, so that its period is never seen,
/// with at most <see cref="LargestMesh"/> nodes a side. Where its nodes are wider than a pixel, the main mesh carries only
/// wavelengths of at least four nodes; the shorter ones come from a periodic patch of <see cref="PatchSize"/> pixels at
/// full resolution, so that memory stays bounded for any image. Immutable and safe for threads.
/// </summary>
public sealed class SpectralMesh
{
    /// <summary>Most nodes per side of the main mesh (pure number).</summary>
    public const int LargestMesh = 1024;

    /// <summary>Pixels per side of the periodic patch that carries the short wavelengths (unit: pixels).</summary>
    public const int PatchSize = 256;

    private const double Margin = 1.25;
    private readonly Fft mainPlan;
    private readonly Fft patchPlan = new(PatchSize);
    private readonly int[] columnNode;
    private readonly float[] columnWeights;

    /// <summary>The layout for an image.</summary>
    /// <param name="rows">Rows of the image, pixels.</param>
    /// <param name="columns">Columns of the image, pixels.</param>
    /// <param name="stepX">Pixel width on the ground, metres.</param>
    /// <param name="stepY">Pixel height on the ground, metres, positive.</param>
    public SpectralMesh(int rows, int columns, double stepX, double stepY)
    {
        (Rows, Columns, StepX, StepY) = (rows, columns, stepX, stepY);
        var wanted = Margin * Math.Max(Math.Max(rows, columns), 16);
        Nodes = (int)Math.Min(LargestMesh, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Ceiling(wanted)));
        PixelsPerNode = Math.Max(1.0, wanted / Nodes);
        mainPlan = new Fft(Nodes);
        columnNode = new int[columns];
        columnWeights = new float[4 * columns];
        for (var column = 0; column < columns; column++)
        {
            columnNode[column] = Weights(column, columnWeights.AsSpan(4 * column, 4));
        }
    }

    /// <summary>Rows of the image, pixels.</summary>
    public int Rows { get; }

    /// <summary>Columns of the image, pixels.</summary>
    public int Columns { get; }

    /// <summary>Pixel width on the ground, metres.</summary>
    public double StepX { get; }

    /// <summary>Pixel height on the ground, metres, positive.</summary>
    public double StepY { get; }

    /// <summary>Nodes per side of the main mesh, pure number.</summary>
    public int Nodes { get; }

    /// <summary>Distance of two nodes of the main mesh, pixels, at least 1.</summary>
    public double PixelsPerNode { get; }

    /// <summary>Distance after which the main mesh repeats itself, the shorter of both directions, metres.</summary>
    public double Period => Nodes * PixelsPerNode * Math.Min(StepX, StepY);

    /// <summary>Whether a patch carries the wavelengths that the main mesh cannot.</summary>
    public bool HasPatch => PixelsPerNode > 1.0;

    /// <summary>Memory of one field, bytes.</summary>
    public long BytesPerField => sizeof(float) * (((long)Nodes * Nodes) + (HasPatch ? PatchSize * PatchSize : 0));

    /// <summary>
    /// Variance of fields with a spectrum, and half the mean squared difference of two points at a distance (the
    /// semivariogram), both as the sums over the wavenumbers that the mesh carries.
    /// </summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <param name="distance">Distance along the rows and the columns (their mean is given), metres.</param>
    /// <returns>Variance and semivariogram, in the squared unit of the field.</returns>
    public (double Variance, double Semivariogram) Moments(PowerSpectrum spectrum, double distance)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        var (variance, semivariogram) = (0.0, 0.0);
        for (var patch = 0; patch <= (HasPatch ? 1 : 0); patch++)
        {
            var size = patch == 0 ? Nodes : PatchSize;
            for (var j = 0; j < size; j++)
            {
                for (var k = 0; k < size; k++)
                {
                    var power = Power(spectrum, patch == 1, j, k, out var kx, out var ky);
                    variance += power;
                    semivariogram += power * (1.0 - (0.5 * (Math.Cos(2 * Math.PI * kx * distance) + Math.Cos(2 * Math.PI * ky * distance))));
                }
            }
        }

        return (variance, semivariogram);
    }

    /// <summary>Two independent random fields, the real and the imaginary part of one sum.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <param name="random">The stream of random numbers.</param>
    /// <param name="scale">Factor on the fields, unit of the fields.</param>
    public (SpectralField First, SpectralField Second) Draw(PowerSpectrum spectrum, CounterRandom random, double scale)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        var (first, second) = Draw(spectrum, random, scale, patch: false);
        var (firstPatch, secondPatch) = HasPatch ? Draw(spectrum, random, scale, patch: true) : ([], []);
        return (new SpectralField(this, first, firstPatch), new SpectralField(this, second, secondPatch));
    }

    /// <summary>Nodes and weights (pure numbers) of Catmull and Rom's cubic interpolation at a pixel.</summary>
    /// <param name="pixel">Row or column of the image.</param>
    /// <param name="weights">Receives the weights of four nodes, pure numbers; shape (4).</param>
    /// <returns>The first of the four nodes.</returns>
    internal int Weights(int pixel, Span<float> weights)
    {
        var position = (pixel / PixelsPerNode) + 1.0;
        var node = (int)Math.Floor(position);
        var t = position - node;
        weights[0] = (float)(0.5 * t * (-1.0 + (t * (2.0 - t))));
        weights[1] = (float)(0.5 * (2.0 + (t * t * (-5.0 + (3.0 * t)))));
        weights[2] = (float)(0.5 * t * (1.0 + (t * (4.0 - (3.0 * t)))));
        weights[3] = (float)(0.5 * t * t * (t - 1.0));
        return node - 1;
    }

    internal int ColumnNode(int column) => columnNode[column];

    internal ReadOnlySpan<float> ColumnWeights(int column) => columnWeights.AsSpan(4 * column, 4);

    private double Power(PowerSpectrum spectrum, bool patch, int j, int k, out double kx, out double ky)
    {
        var size = patch ? PatchSize : Nodes;
        var spacing = patch ? 1.0 : PixelsPerNode;
        // cycles per pixel
        var cy = (j <= size / 2 ? j : j - size) / (size * spacing);
        var cx = (k <= size / 2 ? k : k - size) / (size * spacing);
        (kx, ky) = (cx / StepX, cy / StepY);
        var isLong = !HasPatch || (cx * cx) + (cy * cy) <= 1.0 / (16.0 * PixelsPerNode * PixelsPerNode);
        if ((j == 0 && k == 0) || isLong == patch)
        {
            return 0.0;
        }

        var cell = 1.0 / (size * spacing * StepX * size * spacing * StepY);
        return spectrum(Math.Sqrt((kx * kx) + (ky * ky))) * cell;
    }

    private (float[] First, float[] Second) Draw(PowerSpectrum spectrum, CounterRandom random, double scale, bool patch)
    {
        var size = patch ? PatchSize : Nodes;
        var real = new double[size * size];
        var imaginary = new double[size * size];
        var offset = patch ? 1UL << 40 : 0UL;
        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k < size; k++)
            {
                var power = Power(spectrum, patch, j, k, out _, out _);
                if (power > 0.0)
                {
                    var cell = (j * size) + k;
                    var amplitude = scale * Math.Sqrt(power);
                    var (a, b) = random.NormalPair(offset + (ulong)cell);
                    (real[cell], imaginary[cell]) = (amplitude * a, amplitude * b);
                }
            }
        }

        (patch ? patchPlan : mainPlan).SumSquare(real, imaginary);
        return (Array.ConvertAll(real, v => (float)v), Array.ConvertAll(imaginary, v => (float)v));
    }
}

/// <summary>A random field over an image, evaluated row by row anywhere in it. Immutable and safe for threads.</summary>
public sealed class SpectralField
{
    private readonly SpectralMesh mesh;
    private readonly float[] main;
    private readonly float[] patch;

    internal SpectralField(SpectralMesh mesh, float[] main, float[] patch)
    {
        this.mesh = mesh;
        this.main = main;
        this.patch = patch;
    }

    /// <summary>The values at part of a row.</summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="column">First column, 0 at the west.</param>
    /// <param name="values">Receives the values, in the unit of the field; shape (pixels); never NaN.</param>
    public void Row(int row, int column, Span<float> values)
    {
        var nodes = mesh.Nodes;
        if (!mesh.HasPatch)
        {
            main.AsSpan((row * nodes) + column, values.Length).CopyTo(values);
            return;
        }

        Span<float> weights = stackalloc float[4];
        var node = mesh.Weights(row, weights);
        var first = mesh.ColumnNode(column);
        var count = mesh.ColumnNode(column + values.Length - 1) + 4 - first;
        Span<float> line = stackalloc float[SpectralMesh.LargestMesh];
        line = line[..count];
        for (var i = 0; i < count; i++)
        {
            var at = (node * nodes) + first + i;
            line[i] = (weights[0] * main[at]) + (weights[1] * main[at + nodes]) +
                (weights[2] * main[at + (2 * nodes)]) + (weights[3] * main[at + (3 * nodes)]);
        }

        var patchRow = (row % SpectralMesh.PatchSize) * SpectralMesh.PatchSize;
        for (var i = 0; i < values.Length; i++)
        {
            var at = mesh.ColumnNode(column + i) - first;
            var w = mesh.ColumnWeights(column + i);
            values[i] = (w[0] * line[at]) + (w[1] * line[at + 1]) + (w[2] * line[at + 2]) + (w[3] * line[at + 3]) +
                patch[patchRow + ((column + i) % SpectralMesh.PatchSize)];
        }
    }
}
