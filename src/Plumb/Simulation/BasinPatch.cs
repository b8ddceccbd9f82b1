namespace Plumb.Simulation;

/// <summary>Which kind of patch of an interferogram over a mining basin is simulated (sizes in pixels, phases in radian).</summary>
public enum BasinCase
{
    /// <summary>Clear: 64 x 64 pixels, two fringes, high coherence; no residue.</summary>
    Clear,

    /// <summary>Interrupted: 64 x 64 pixels, four fringes, poor coherence, gaps of 2 to 3 pixels in the edges of the fringes.</summary>
    Interrupted,

    /// <summary>Confused: 100 x 100 pixels, four fringes on a ramp, very poor coherence, a tenth to a fifth of the area noise alone.</summary>
    Confused,
}

/// <summary>
/// A patch with one subsidence basin as in the study of Huaibei's mines (Wang et al. 2021, Remote Sensing): phase
/// b + A exp(-0.5 ((x / sx)^2 + (y / sy)^2)), the axes turned by 0.4 radian, its noise and sample coherence drawn from the exact law of
/// multilooked interferograms (<see cref="WishartNoise"/>). Depends on case and seed alone. All layers have shape (rows, columns), row by row, and no no-data.
/// </summary>
public sealed class BasinPatch
{
    private const double Turn = 0.4;
    private const int NoiseStream = 151;
    private const int DamageStream = 152;

    private BasinPatch(int side)
    {
        Side = side;
        (Clean, Wrapped, Truth) = (new float[side * side], new float[side * side], new float[side * side]);
        (Coherence, TrueCoherence) = (new float[side * side], new float[side * side]);
    }

    /// <summary>Rows and columns, pixels.</summary>
    public int Side { get; }

    /// <summary>Number of independent looks (count).</summary>
    public int Looks { get; private init; }

    /// <summary>Fringes (count) from the border to the middle of the basin.</summary>
    public int Fringes { get; private init; }

    /// <summary>Phase without noise, radian; shape (rows, columns).</summary>
    public float[] Clean { get; }

    /// <summary>Wrapped phase with noise, radian from -pi to pi; shape (rows, columns).</summary>
    public float[] Wrapped { get; }

    /// <summary>Unwrapped phase with noise, radian: the clean phase plus the noise from -pi to pi; shape (rows, columns).</summary>
    public float[] Truth { get; }

    /// <summary>Sample coherence, 0 to 1 (pure number); shape (rows, columns).</summary>
    public float[] Coherence { get; }

    /// <summary>True coherence, 0 to 1 (pure number); shape (rows, columns).</summary>
    public float[] TrueCoherence { get; }

    /// <summary>Makes a patch.</summary>
    /// <param name="kind">The case.</param>
    /// <param name="seed">Seed (pure number): other seeds make other noise and damage.</param>
    /// <param name="isHarder">Whether there is more noise: interrupted, coherence 0.45 and 5 looks; confused, coherence 0.15. The clear case stays as it is.</param>
    public static BasinPatch Make(BasinCase kind, long seed, bool isHarder = false)
    {
        var law = Law.Of(kind, isHarder);
        var patch = new BasinPatch(law.Side) { Fringes = law.Fringes, Looks = law.Looks };
        patch.FillClean(law);
        Array.Fill(patch.TrueCoherence, law.Coherence);
        var random = new CounterRandom(seed, DamageStream);
        if (kind == BasinCase.Interrupted)
        {
            patch.BreakFringes(random);
        }
        else if (kind == BasinCase.Confused)
        {
            patch.DropDiscs(random);
        }

        patch.AddNoise(seed);
        return patch;
    }

    private void FillClean(Law law)
    {
        var (sine, cosine) = Math.SinCos(Turn);
        for (var p = 0; p < Clean.Length; p++)
        {
            var (x, y) = ((p % Side) - (0.5 * (Side - 1)), (p / Side) - (0.5 * (Side - 1)));
            var (along, across) = (((cosine * x) + (sine * y)) / law.SpreadX, ((cosine * y) - (sine * x)) / law.SpreadY);
            Clean[p] = (float)(law.Base + (law.Depth * Math.Exp(-0.5 * ((along * along) + (across * across)))) + (law.Ramp * (x + (0.5 * y)) / Side));
        }
    }

    /// <summary>Four to eight gaps of 2 to 3 pixels where the wrap count of the clean phase changes.</summary>
    private void BreakFringes(CounterRandom random)
    {
        var edges = Enumerable.Range(0, Clean.Length)
            .Where(p => (p + 1) % Side > 0 && p + Side < Clean.Length && (CountAt(p) != CountAt(p + 1) || CountAt(p) != CountAt(p + Side))).ToArray();
        var gaps = 4 + (int)(5 * random.Uniform(0));
        for (var g = 0; g < gaps; g++)
        {
            var at = edges[(int)(edges.Length * random.Uniform((ulong)((3 * g) + 1)))];
            var size = 2 + (int)(2 * random.Uniform((ulong)((3 * g) + 2)));
            Clear(at / Side, at % Side, (row, column) => Math.Max(row, column) < size && Math.Min(row, column) >= 0);
        }

        int CountAt(int p) => (int)Math.Round(Clean[p] / (2 * Math.PI));
    }

    /// <summary>Discs of noise alone until they cover 15 percent of the patch.</summary>
    private void DropDiscs(CounterRandom random)
    {
        for (var d = 0UL; TrueCoherence.Count(c => c == 0) < 0.15 * TrueCoherence.Length; d++)
        {
            var radius = 3 + (5 * random.Uniform(3 * d));
            Clear((int)(Side * random.Uniform((3 * d) + 1)), (int)(Side * random.Uniform((3 * d) + 2)), (row, column) => (row * row) + (column * column) <= radius * radius);
        }
    }

    private void Clear(int row, int column, Func<int, int, bool> isInside)
    {
        for (var p = 0; p < TrueCoherence.Length; p++)
        {
            TrueCoherence[p] = isInside((p / Side) - row, (p % Side) - column) ? 0 : TrueCoherence[p];
        }
    }

    private void AddNoise(long seed)
    {
        var random = new CounterRandom(seed, NoiseStream);
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var p = (row * Side) + column;
                var (noise, sample) = WishartNoise.DrawPixel(random, row, column, Looks, TrueCoherence[p]);
                Truth[p] = Clean[p] + noise;
                Wrapped[p] = (float)Math.IEEERemainder(Truth[p], 2 * Math.PI);
                Coherence[p] = sample;
            }
        }
    }

    private readonly record struct Law(int Side, double Base, double Depth, double SpreadX, double SpreadY, double Ramp, float Coherence, int Fringes, int Looks)
    {
        internal static Law Of(BasinCase kind, bool isHarder) => kind switch
        {
            BasinCase.Clear => new(64, -1.011, 15.07, 13, 10, 0, 0.85f, 2, 20),
            BasinCase.Interrupted => new(64, -1.689, 26.97, 13, 10, 0, isHarder ? 0.45f : 0.30f, 4, isHarder ? 5 : 20),
            BasinCase.Confused => new(100, -3.648, 25.73, 20, 15, 2, isHarder ? 0.15f : 0.25f, 4, 20),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are three cases."),
        };
    }
}
