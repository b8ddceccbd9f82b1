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
        var source = new WrappedSceneRows(kind, rows, columns, seed);
        var scene = new WrappedScene(rows, columns, source.Looks);
        scene.Fill(source);
        return scene;
    }

    /// <summary>Bowls, ramp and one atmosphere of a kind, radian; shape (rows, columns).</summary>
    internal static float[] Motion(WrappedSceneKind kind, int rows, int columns, long seed)
    {
        var source = new WrappedSceneRows(kind, rows, columns, seed);
        var scene = new WrappedScene(rows, columns, source.Looks);
        scene.FillClean(source);
        return scene.Truth;
    }

    /// <summary>A scene of a given clean phase, radian, shape (rows, columns); its coherence by one seed, its noise by another.</summary>
    internal static WrappedScene Of(WrappedSceneKind kind, int rows, int columns, float[] clean, long seed, long noiseSeed)
    {
        var source = new WrappedSceneRows(kind, rows, columns, seed, noiseSeed);
        var scene = new WrappedScene(rows, columns, source.Looks);
        clean.CopyTo(scene.Truth.AsSpan());
        scene.Observe(source);
        return scene;
    }

    private void Fill(WrappedSceneRows source)
    {
        FillClean(source);
        Observe(source);
    }

    private void FillClean(WrappedSceneRows source)
    {
        Parallel.For(0, Rows, r => source.Clean(r, Row(Truth, r)));
        var steepest = 0f;
        for (var r = 0; r < Rows; r++)
        {
            steepest = Math.Max(steepest, WrappedSceneRows.Steepest(Row(Truth, r), r + 1 < Rows ? Row(Truth, r + 1) : default));
        }

        System.Numerics.Tensors.TensorPrimitives.Multiply(Truth, source.Flattening(steepest), Truth);
    }

    private void Observe(WrappedSceneRows source)
    {
        Parallel.For(0, Rows, r => source.Coherence(r, Row(Truth, r), Row(Truth, r > 0 ? r - 1 : 1), Row(TrueCoherence, r)));
        Truth.CopyTo(Clean, 0);
        Parallel.For(0, Rows, r => source.Observe(r, Row(TrueCoherence, r), Row(Truth, r), Row(Wrapped, r), Row(Coherence, r)));
    }

    private Span<float> Row(float[] layer, int row) => layer.AsSpan(row * Columns, Columns);
}
