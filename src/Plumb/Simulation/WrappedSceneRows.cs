namespace Plumb.Simulation;

/// <summary>
/// The interferogram of <see cref="WrappedScene"/> row by row, so that it need not fit into memory. The clean phase comes first, for all rows: its
/// steepest fringe decides by how much it is flattened. Rows depend on kind, size, seed and their number alone; safe for threads.
/// </summary>
public sealed class WrappedSceneRows
{
    private const float WaterCoherence = 0.03f;
    private const double WaterHalfWidth = 0.04;
    private const double Atmosphere = 2;
    private const double AtmosphereExponent = 11.0 / 3;
    private const double CoherenceExponent = 3;

    // Streams of random numbers, apart from those of the scenes of whole stacks.
    private const int AtmosphereStream = 101;
    private const int RampStream = 102;
    private const int BowlsStream = 103;
    private const int CoherenceStream = 104;
    private const int NoiseStream = 105;

    private readonly Law law;
    private readonly SpectralField delay;
    private readonly SpectralField cover;
    private readonly SpectralField water;
    private readonly List<Bowl> bowls;
    private readonly CounterRandom noise;
    private readonly double rampX;
    private readonly double rampY;

    /// <summary>The rows of a scene.</summary>
    /// <param name="kind">How hard it is to unwrap.</param>
    /// <param name="rows">Number of rows, pixels, at least 16.</param>
    /// <param name="columns">Number of columns, pixels, at least 16.</param>
    /// <param name="seed">Seed (pure number): other seeds make other scenes.</param>
    public WrappedSceneRows(WrappedSceneKind kind, int rows, int columns, long seed)
        : this(kind, rows, columns, seed, seed)
    {
    }

    internal WrappedSceneRows(WrappedSceneKind kind, int rows, int columns, long seed, long noiseSeed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 16);
        (Rows, Columns, law) = (rows, columns, Law.Of(kind));
        var mesh = new SpectralMesh(rows, columns, 1, 1);
        delay = DrawDelay(mesh, seed, Atmosphere);
        PowerSpectrum ground = k => Math.Pow(Math.Max(k, 1.0 / 256), -CoherenceExponent);
        (cover, water) = mesh.Draw(ground, new CounterRandom(seed, CoherenceStream), 1 / Math.Sqrt(mesh.Moments(ground, 1).Variance));
        bowls = Bowls(seed);
        var random = new CounterRandom(seed, RampStream);
        (rampX, rampY) = (law.Ramp * ((2 * random.Uniform(0)) - 1), law.Ramp * ((2 * random.Uniform(1)) - 1));
        noise = new CounterRandom(noiseSeed, NoiseStream);
    }

    /// <summary>Number of rows, pixels.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, pixels.</summary>
    public int Columns { get; }

    /// <summary>Number of independent looks of the interferogram (count).</summary>
    public int Looks => law.Looks;

    /// <summary>The clean phase of a row before it is flattened.</summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="clean">Receives the phase, radian; shape (columns); never NaN.</param>
    public void Clean(int row, Span<float> clean)
    {
        delay.Row(row, 0, clean);
        for (var c = 0; c < clean.Length; c++)
        {
            clean[c] += (float)((rampX * c) + (rampY * row));
        }

        foreach (var bowl in bowls)
        {
            bowl.AddTo(row, clean);
        }
    }

    /// <summary>The steepest fringe within a row and down to the next, radian per pixel.</summary>
    /// <param name="clean">Clean phase of the row, radian; shape (columns); never NaN.</param>
    /// <param name="below">Clean phase of the next row, radian; shape (columns), or empty for the last row; never NaN.</param>
    public static float Steepest(ReadOnlySpan<float> clean, ReadOnlySpan<float> below)
    {
        var steepest = 0f;
        for (var c = 0; c < clean.Length; c++)
        {
            var across = c + 1 < clean.Length ? Math.Abs(clean[c + 1] - clean[c]) : 0;
            var down = below.Length > 0 ? Math.Abs(below[c] - clean[c]) : 0;
            steepest = Math.Max(steepest, Math.Max(across, down));
        }

        return steepest;
    }

    /// <summary>
    /// The factor (pure number) by which the clean phase is to be multiplied. Bowls that overlap add up: the whole is flattened to the steepest fringes of its kind.
    /// </summary>
    /// <param name="steepest">The steepest fringe of the whole scene, radian per pixel.</param>
    public float Flattening(float steepest) => steepest > law.Gradient ? (float)(law.Gradient / steepest) : 1;

    /// <summary>True coherence of a row.</summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="clean">Flattened clean phase of the row, radian; shape (columns); never NaN.</param>
    /// <param name="beside">The same of the row above, or of the row below for row 0; shape (columns); never NaN.</param>
    /// <param name="coherence">Receives the coherence, 0 to 1 (pure number); shape (columns); never NaN.</param>
    public void Coherence(int row, ReadOnlySpan<float> clean, ReadOnlySpan<float> beside, Span<float> coherence)
    {
        var courses = new float[Columns];
        cover.Row(row, 0, coherence);
        water.Row(row, 0, courses);
        for (var c = 0; c < Columns; c++)
        {
            var value = law.Coherence + (law.CoherenceSpread * coherence[c]);
            var slope = Math.Max(Math.Abs(clean[c] - clean[c > 0 ? c - 1 : c + 1]), Math.Abs(clean[c] - beside[c]));
            value *= 1 - (law.FringeLoss * Math.Min(1, slope / Math.PI));
            coherence[c] = Math.Abs(courses[c]) < WaterHalfWidth ? WaterCoherence : (float)Math.Clamp(value, 0.05, 0.95);
        }
    }

    /// <summary>Draws the noise of a row.</summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="coherence">True coherence, 0 to 1 (pure number); shape (columns); never NaN.</param>
    /// <param name="truth">Flattened clean phase, radian; receives the phase with its noise, the truth of unwrapping; shape (columns); never NaN.</param>
    /// <param name="wrapped">Receives the wrapped phase, radian from -pi to pi; shape (columns); never NaN.</param>
    /// <param name="sample">Receives the sample coherence, 0 to 1 (pure number); shape (columns); never NaN.</param>
    public void Observe(int row, ReadOnlySpan<float> coherence, Span<float> truth, Span<float> wrapped, Span<float> sample)
    {
        var padded = (Columns + WishartNoise.Lanes - 1) / WishartNoise.Lanes * WishartNoise.Lanes;
        var (given, phase, drawn) = (new float[padded], new float[padded], new float[padded]);
        coherence.CopyTo(given);
        WishartNoise.DrawRow(noise, row, 0, Looks, given, phase, drawn);
        drawn.AsSpan(0, Columns).CopyTo(sample);
        for (var c = 0; c < Columns; c++)
        {
            truth[c] += phase[c];
            wrapped[c] = (float)Math.IEEERemainder(truth[c], 2 * Math.PI);
        }
    }

    /// <summary>The atmosphere of one date, of which two make that of a scene, radian; shape (rows, columns).</summary>
    internal static float[] DelayOfDate(int rows, int columns, long seed)
    {
        var values = new float[rows * columns];
        var delay = DrawDelay(new SpectralMesh(rows, columns, 1, 1), seed, Atmosphere * Math.Sqrt(0.5));
        for (var r = 0; r < rows; r++)
        {
            delay.Row(r, 0, values.AsSpan(r * columns, columns));
        }

        return values;
    }

    private static SpectralField DrawDelay(SpectralMesh mesh, long seed, double sigma)
    {
        PowerSpectrum spectrum = k => Math.Pow(Math.Max(k, 1.0 / 512), -AtmosphereExponent);
        return mesh.Draw(spectrum, new CounterRandom(seed, AtmosphereStream), sigma / Math.Sqrt(mesh.Moments(spectrum, 1).Variance)).Item1;
    }

    private List<Bowl> Bowls(long seed)
    {
        var random = new CounterRandom(seed, BowlsStream);
        var count = Math.Max(1, (int)Math.Round(law.BowlsPerMegapixel * Rows * Columns * 1e-6));
        var bowls = new List<Bowl>();
        for (var i = 0UL; i < (ulong)count; i++)
        {
            double Draw(ulong which) => random.Uniform((8 * i) + which);
            var gradient = law.Gradient * (0.35 + (0.65 * Draw(0)));
            var width = law.NarrowestBowl * Math.Pow(law.WidestBowl / law.NarrowestBowl, Draw(1));

            // A Gaussian bowl of depth a and width s is steepest at s from its centre: a exp(-1/2) / s.
            var depth = Math.Clamp(gradient * width * Math.Exp(0.5), law.ShallowestBowl, law.DeepestBowl);
            width = Math.Max(width, depth * Math.Exp(-0.5) / law.Gradient);
            bowls.Add(new Bowl(Draw(2) * Rows, Draw(3) * Columns, depth, width * (1 + (0.5 * Draw(4))), width, Math.PI * Draw(5)));
        }

        return bowls;
    }

    private sealed record Bowl(double Row, double Column, double Depth, double LongWidth, double Width, double Turn)
    {
        // Where the square of the distance in widths exceeds it, nothing is added.
        private const double Farthest = 50;

        private double Reach { get; } = (Math.Sqrt(Farthest) * Math.Max(LongWidth, Width)) + 1;

        internal void AddTo(int row, Span<float> line)
        {
            var y = row - Row;
            if (Math.Abs(y) > Reach)
            {
                return;
            }

            var (sine, cosine) = Math.SinCos(Turn);
            var end = Math.Min(line.Length - 1, Column + Reach);
            for (var c = (int)Math.Max(0, Column - Reach); c <= end; c++)
            {
                var x = c - Column;
                var (u, v) = (((cosine * x) + (sine * y)) / LongWidth, ((cosine * y) - (sine * x)) / Width);
                var square = (u * u) + (v * v);
                if (square < Farthest)
                {
                    line[c] += (float)(Depth * Math.Exp(-0.5 * square));
                }
            }
        }
    }

    private sealed record Law(int Looks, double Coherence, double CoherenceSpread, double Gradient, double FringeLoss)
    {
        internal double BowlsPerMegapixel { get; init; } = 60;

        internal double NarrowestBowl { get; init; } = 22;

        internal double WidestBowl { get; init; } = 80;

        internal double ShallowestBowl { get; init; } = 5;

        internal double DeepestBowl { get; init; } = 60;

        internal double Ramp { get; init; } = 0.05;

        internal static Law Of(WrappedSceneKind kind) => kind switch
        {
            WrappedSceneKind.Standard => new Law(20, 0.61, 0.20, 0.9, 0),
            WrappedSceneKind.Hard => new Law(20, 0.46, 0.22, 1.65, 0) { ShallowestBowl = 20 },
            _ => new Law(8, 0.48, 0.20, 2.9, 0.75) { ShallowestBowl = 40, DeepestBowl = 110, BowlsPerMegapixel = 30 },
        };
    }
}
