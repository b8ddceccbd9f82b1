namespace Plumb.Interferograms;

/// <summary>Counts residues of an image row by row: loops of 2 x 2 pixels with data around which the wrapped differences do not add up to 0. Used by one thread.</summary>
public sealed class ResidueCount
{
    private readonly float[] amplitude;
    private float[] last;
    private float[] phase;
    private bool hasLast;

    /// <summary>A count for images of one width.</summary>
    /// <param name="columns">Columns, pixels.</param>
    public ResidueCount(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (amplitude, last, phase) = (new float[columns], new float[columns], new float[columns]);
    }

    /// <summary>Residues found so far (count).</summary>
    public long Residues { get; private set; }

    /// <summary>Pixels with data so far (count).</summary>
    public long Pixels { get; private set; }

    /// <summary>Takes the next rows.</summary>
    /// <param name="pairs">Real and imaginary parts, any unit; shape (rows, columns, 2).</param>
    public void Add(ReadOnlySpan<float> pairs)
    {
        for (var at = 0; at < pairs.Length; at += 2 * phase.Length)
        {
            PolarForm.Of(pairs.Slice(at, 2 * phase.Length), phase, amplitude);
            for (var c = 0; c < phase.Length; c++)
            {
                Pixels += float.IsNaN(phase[c]) ? 0 : 1;
            }

            if (hasLast)
            {
                for (var c = 0; c + 1 < phase.Length; c++)
                {
                    // A NaN anywhere makes the sum NaN, which counts as none.
                    var sum = Cycles(last[c + 1] - last[c]) + Cycles(phase[c + 1] - last[c + 1]) + Cycles(phase[c] - phase[c + 1]) + Cycles(last[c] - phase[c]);
                    Residues += Math.Abs(sum) > 0.5f ? 1 : 0;
                }
            }

            (last, phase, hasLast) = (phase, last, true);
        }
    }

    /// <summary>Whole cycles that wrapping takes off a difference.</summary>
    private static float Cycles(float difference) => MathF.Round(difference * (float)(0.5 / Math.PI));
}
