namespace Plumb.Subsidence;

/// <summary>A code by which damage to buildings is judged from the deformation of the ground.</summary>
public enum DamageCode
{
    /// <summary>
    /// Grades I to IV of the Chinese code of coal mining under buildings, water bodies and railways (2017), for brick buildings: tilt 3, 6, 10 mm/m, curvature 0.2, 0.4, 0.6 per km, horizontal
    /// strain 2, 4, 6 mm/m; the worst of the three counts.
    /// </summary>
    China2017,

    /// <summary>
    /// Change of length of a building, strain times its length: 30, 60, 120, 180 mm bound very slight, slight, appreciable, severe and very severe (National Coal Board 1975, Subsidence
    /// Engineers' Handbook).
    /// </summary>
    Ncb,

    /// <summary>
    /// Largest principal strain by horizontal strain and angular distortion together: 0.05, 0.075, 0.15, 0.3 per cent bound negligible, very slight, slight, moderate and severe (Boscardin and Cording 1989,
    /// doi:10.1061/(ASCE)0733-9410(1989)115:1(1); Burland 1995).
    /// </summary>
    Boscardin,
}

/// <summary>Judges the deformation of the ground by a code.</summary>
/// <param name="code">The code.</param>
/// <param name="buildingLength">Length of a building, metres, for the codes that need one.</param>
public sealed class DamageScale(DamageCode code, double buildingLength)
{
    private static readonly double[] ChinaTilt = [3e-3, 6e-3, 10e-3];
    private static readonly double[] ChinaCurvature = [0.2e-3, 0.4e-3, 0.6e-3];
    private static readonly double[] ChinaStrain = [2e-3, 4e-3, 6e-3];
    private static readonly double[] NcbChange = [0.03, 0.06, 0.12, 0.18];
    private static readonly double[] CriticalStrain = [0.5e-3, 0.75e-3, 1.5e-3, 3e-3];

    /// <summary>The classes in words, the mildest first.</summary>
    public IReadOnlyList<string> Classes { get; } = code switch
    {
        DamageCode.China2017 => ["I (none or very slight)", "II (slight)", "III (moderate)", "IV (severe)"],
        DamageCode.Ncb => ["very slight", "slight", "appreciable", "severe", "very severe"],
        _ => ["negligible", "very slight", "slight", "moderate", "severe"],
    };

    /// <summary>The class of a deformation: an index of <see cref="Classes"/> (count from 0).</summary>
    /// <param name="tilt">Tilt (pure number, metre per metre), not negative.</param>
    /// <param name="curvature">Curvature, per metre (1/m); its size counts.</param>
    /// <param name="strain">Horizontal strain (pure number); its size counts.</param>
    public int ClassOf(double tilt, double curvature, double strain)
    {
        var (bend, stretch) = (Math.Abs(curvature), Math.Abs(strain));
        return code switch
        {
            DamageCode.China2017 => Math.Max(Rank(ChinaTilt, tilt), Math.Max(Rank(ChinaCurvature, bend), Rank(ChinaStrain, stretch))),
            DamageCode.Ncb => Rank(NcbChange, stretch * buildingLength),
            _ => Rank(CriticalStrain, Principal(stretch, bend * buildingLength / 2)),
        };
    }

    /// <summary>Largest principal strain of a horizontal strain and an angular distortion: half the first and the root of the sum of the squared halves (Mohr's circle).</summary>
    private static double Principal(double strain, double distortion) => (strain / 2) + Math.Sqrt(((strain * strain) + (distortion * distortion)) / 4);

    private static int Rank(double[] limits, double value)
    {
        var rank = 0;
        while (rank < limits.Length && value > limits[rank])
        {
            rank++;
        }

        return rank;
    }
}
