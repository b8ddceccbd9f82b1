namespace Plumb.Simulation;

/// <summary>How hard a simulated interferogram is to unwrap (shares of residues in percent of all 2 x 2 loops, gradients in radian per pixel).</summary>
public enum WrappedSceneKind
{
    /// <summary>Mean coherence near 0.59, 20 looks, fringes up to 0.9 radian per pixel; some 1.6 percent of the loops are residues.</summary>
    Standard,

    /// <summary>Mean coherence near 0.44, 20 looks, fringes up to 1.7 radian per pixel; some 4.6 percent of the loops are residues.</summary>
    Hard,

    /// <summary>Mean coherence near 0.39, 8 looks, fringes up to 2.9 radian per pixel that cost coherence; some 9.5 percent of the loops are residues.</summary>
    VeryHard,
}

/// <summary>
/// One simulated interferogram over mines, with its truth: subsidence bowls, a ramp and a power-law atmosphere make the clean phase;
/// a power-law field with watercourses that keep no coherence makes the true coherence; noise and sample coherence are drawn from
/// their exact joint law (<see cref="WishartNoise"/>). Depends on kind, size and seed alone, not on threads. All layers have
/// shape (rows, columns), row by row, and no no-data.
/// </summary>
public sealed class WrappedScene
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

    private WrappedScene(int rows, int columns, int looks)
    {
        (Rows, Columns, Looks) = (rows, columns, looks);
        var pixels = checked(rows * columns);
        (Wrapped, Clean, Truth, Coherence, TrueCoherence) = (new float[pixels], new float[pixels], new float[pixels], new float[pixels], new float[pixels]);
    }

    /// <summary>Number of rows, pixels.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, pixels.</summary>
    public int Columns { get; }

    /// <summary>Number of independent looks of the interferogram (count).</summary>
    public int Looks { get; }

    /// <summary>Wrapped phase, radian from -pi to pi; shape (rows, columns).</summary>
    public float[] Wrapped { get; }

    /// <summary>The phase without noise, radian, not wrapped; shape (rows, columns).</summary>
    public float[] Clean { get; }

    /// <summary>The unwrapped phase that belongs to it, radian: the clean phase plus the noise from -pi to pi; shape (rows, columns).</summary>
    public float[] Truth { get; }

    /// <summary>Sample coherence, which is what an unwrapper gets, 0 to 1 (pure number); shape (rows, columns).</summary>
    public float[] Coherence { get; }

    /// <summary>True coherence, 0 to 1 (pure number); shape (rows, columns).</summary>
    public float[] TrueCoherence { get; }

    /// <summary>Makes a scene.</summary>
    /// <param name="kind">How hard it is.</param>
    /// <param name="rows">Number of rows, pixels, at least 16.</param>
    /// <param name="columns">Number of columns, pixels, at least 16.</param>
    /// <param name="seed">Seed (pure number): other seeds make other scenes.</param>
    public static WrappedScene Make(WrappedSceneKind kind, int rows, int columns, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 16);
        var law = Law.Of(kind);
        var scene = new WrappedScene(rows, columns, law.Looks);
        var mesh = new SpectralMesh(rows, columns, 1, 1);
        scene.FillClean(law, mesh, seed);
        scene.FillCoherence(law, mesh, seed);
        scene.Truth.CopyTo(scene.Clean, 0);
        scene.AddNoise(seed);
        return scene;
    }

    /// <summary>Bowls, ramp and one atmosphere of a kind, radian; shape (rows, columns).</summary>
    internal static float[] Motion(WrappedSceneKind kind, int rows, int columns, long seed)
    {
        var law = Law.Of(kind);
        var scene = new WrappedScene(rows, columns, law.Looks);
        scene.FillClean(law, new SpectralMesh(rows, columns, 1, 1), seed);
        return scene.Truth;
    }

    /// <summary>The atmosphere of one date, of which two make that of a scene, radian; shape (rows, columns).</summary>
    internal static float[] Delay(int rows, int columns, long seed)
    {
        var values = new float[rows * columns];
        var delay = DrawDelay(new SpectralMesh(rows, columns, 1, 1), seed, Atmosphere * Math.Sqrt(0.5));
        for (var r = 0; r < rows; r++)
        {
            delay.Row(r, 0, values.AsSpan(r * columns, columns));
        }

        return values;
    }

    /// <summary>A scene of a given clean phase, radian, shape (rows, columns); its coherence by one seed, its noise by another.</summary>
    internal static WrappedScene Of(WrappedSceneKind kind, int rows, int columns, float[] clean, long seed, long noiseSeed)
    {
        var law = Law.Of(kind);
        var scene = new WrappedScene(rows, columns, law.Looks);
        clean.CopyTo(scene.Truth.AsSpan());
        scene.FillCoherence(law, new SpectralMesh(rows, columns, 1, 1), seed);
        scene.Truth.CopyTo(scene.Clean, 0);
        scene.AddNoise(noiseSeed);
        return scene;
    }

    private static SpectralField DrawDelay(SpectralMesh mesh, long seed, double sigma)
    {
        PowerSpectrum spectrum = k => Math.Pow(Math.Max(k, 1.0 / 512), -AtmosphereExponent);
        return mesh.Draw(spectrum, new CounterRandom(seed, AtmosphereStream), sigma / Math.Sqrt(mesh.Moments(spectrum, 1).Variance)).Item1;
    }

    private void FillClean(Law law, SpectralMesh mesh, long seed)
    {
        var delay = DrawDelay(mesh, seed, Atmosphere);
        var bowls = Bowls(law, seed);
        var random = new CounterRandom(seed, RampStream);
        var (rampX, rampY) = (law.Ramp * ((2 * random.Uniform(0)) - 1), law.Ramp * ((2 * random.Uniform(1)) - 1));
        for (var r = 0; r < Rows; r++)
        {
            var line = Truth.AsSpan(r * Columns, Columns);
            delay.Row(r, 0, line);
            for (var c = 0; c < Columns; c++)
            {
                line[c] += (float)((rampX * c) + (rampY * r));
            }

            foreach (var bowl in bowls)
            {
                bowl.AddTo(r, line);
            }
        }

        // Bowls that overlap add up: the whole is flattened to the steepest fringes of its kind.
        var steepest = SteepestFringe();
        if (steepest > law.Gradient)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(Truth, (float)(law.Gradient / steepest), Truth);
        }
    }

    private double SteepestFringe()
    {
        var steepest = 0f;
        for (var p = 0; p < Truth.Length; p++)
        {
            var across = (p + 1) % Columns > 0 ? Math.Abs(Truth[p + 1] - Truth[p]) : 0;
            var down = p + Columns < Truth.Length ? Math.Abs(Truth[p + Columns] - Truth[p]) : 0;
            steepest = Math.Max(steepest, Math.Max(across, down));
        }

        return steepest;
    }

    private List<Bowl> Bowls(Law law, long seed)
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

    private void FillCoherence(Law law, SpectralMesh mesh, long seed)
    {
        PowerSpectrum spectrum = k => Math.Pow(Math.Max(k, 1.0 / 256), -CoherenceExponent);
        var variance = mesh.Moments(spectrum, 1).Variance;
        var (cover, water) = mesh.Draw(spectrum, new CounterRandom(seed, CoherenceStream), 1 / Math.Sqrt(variance));
        var courses = new float[Columns];
        var clean = Truth;
        for (var r = 0; r < Rows; r++)
        {
            var line = TrueCoherence.AsSpan(r * Columns, Columns);
            cover.Row(r, 0, line);
            water.Row(r, 0, courses);
            for (var c = 0; c < Columns; c++)
            {
                var p = (r * Columns) + c;
                var value = law.Coherence + (law.CoherenceSpread * line[c]);
                var slope = Math.Max(
                    Math.Abs(clean[p] - clean[c > 0 ? p - 1 : p + 1]), Math.Abs(clean[p] - clean[r > 0 ? p - Columns : p + Columns]));
                value *= 1 - (law.FringeLoss * Math.Min(1, slope / Math.PI));
                line[c] = Math.Abs(courses[c]) < WaterHalfWidth ? WaterCoherence : (float)Math.Clamp(value, 0.05, 0.95);
            }
        }
    }

    private void AddNoise(long seed)
    {
        var random = new CounterRandom(seed, NoiseStream);
        var padded = (Columns + WishartNoise.Lanes - 1) / WishartNoise.Lanes * WishartNoise.Lanes;
        Parallel.For(0, Rows, r =>
        {
            var (truth, noise, sample) = (new float[padded], new float[padded], new float[padded]);
            TrueCoherence.AsSpan(r * Columns, Columns).CopyTo(truth);
            WishartNoise.DrawRow(random, r, 0, Looks, truth, noise, sample);
            sample.AsSpan(0, Columns).CopyTo(Coherence.AsSpan(r * Columns));
            for (var c = 0; c < Columns; c++)
            {
                var p = (r * Columns) + c;
                Truth[p] += noise[c];
                Wrapped[p] = (float)Math.IEEERemainder(Truth[p], 2 * Math.PI);
            }
        });
    }

    private sealed record Bowl(double Row, double Column, double Depth, double LongWidth, double Width, double Turn)
    {
        internal void AddTo(int row, Span<float> line)
        {
            var (sine, cosine) = Math.SinCos(Turn);
            var y = row - Row;
            for (var c = 0; c < line.Length; c++)
            {
                var x = c - Column;
                var (u, v) = (((cosine * x) + (sine * y)) / LongWidth, ((cosine * y) - (sine * x)) / Width);
                var square = (u * u) + (v * v);
                if (square < 50)
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
