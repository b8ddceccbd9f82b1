using System.Globalization;
using Plumb.Formats.Products;
using Plumb.Geometry;

namespace Plumb.Formats.Gamma;

/// <summary>Baselines as GAMMA writes them: base.par (components along the track) and bperp.par (a table over the image).</summary>
public static class GammaBaseline
{
    /// <summary>Reads a base.par file: the precision baseline, or the initial one where that is zero.</summary>
    /// <param name="path">The file.</param>
    /// <param name="centreTime">Time of the middle of the first image, seconds since midnight (UTC), which the components hold for.</param>
    /// <returns>The baseline, metres and metres per second.</returns>
    /// <exception cref="RequestException">It cannot be read or is of another kind.</exception>
    public static TrackBaseline ReadComponents(string path, double centreTime)
    {
        var text = ParameterText.Read(path, colon: true);
        foreach (var kind in (string[])["precision", "initial"])
        {
            var (at, rate) = (text.Numbers($"{kind}_baseline(TCN)"), text.Numbers($"{kind}_baseline_rate"));
            if (at.Length >= 3 && rate.Length >= 3 && (at[1] != 0 || at[2] != 0))
            {
                return new TrackBaseline(centreTime, at[1], at[2], rate[1], rate[2]);
            }
        }

        throw new RequestException($"{path} is not a GAMMA base.par file: it has no baseline(TCN) that is not zero. Put the pair's base.par there.");
    }

    /// <summary>Reads a bperp.par table.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">It cannot be read or holds no whole table.</exception>
    public static GammaBaselineTable ReadTable(string path)
    {
        const long LargestFile = 16 << 20;
        if (new FileInfo(path) is not { Exists: true, Length: <= LargestFile })
        {
            throw new RequestException($"{path} is not there or is larger than 16 MiB, so it is not a bperp.par table.");
        }

        var rows = new List<(double Line, double Sample, double Perpendicular)>();
        foreach (var line in File.ReadLines(path))
        {
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 9 && Number(words[0]) is { } l && Number(words[1]) is { } s && Number(words[7]) is { } b)
            {
                rows.Add((l, s, b));
            }
        }

        double[] lines = [.. rows.Select(r => r.Line).Distinct().Order()];
        double[] samples = [.. rows.Select(r => r.Sample).Distinct().Order()];
        if (lines.Length < 2 || samples.Length < 2 || rows.Count != lines.Length * samples.Length)
        {
            throw new RequestException($"{path} holds no whole table of baselines ({rows.Count} lines of nine numbers). It is truncated or of another kind; copy it again.");
        }

        var table = new double[lines.Length * samples.Length];
        foreach (var (l, s, b) in rows)
        {
            table[(Array.BinarySearch(lines, l) * samples.Length) + Array.BinarySearch(samples, s)] = b;
        }

        return new GammaBaselineTable(lines, samples, table);
    }

    private static double? Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n) ? n : null;
}

/// <summary>Perpendicular baselines of a pair over its image, on a regular table of lines and samples.</summary>
public sealed class GammaBaselineTable
{
    private readonly double[] lines;
    private readonly double[] samples;
    private readonly double[] table;

    internal GammaBaselineTable(double[] lines, double[] samples, double[] table)
    {
        this.lines = lines;
        this.samples = samples;
        this.table = table;
    }

    /// <summary>Lines of the table, unit pixels, ascending.</summary>
    public ReadOnlySpan<double> Lines => lines;

    /// <summary>Samples of the table, unit pixels, ascending.</summary>
    public ReadOnlySpan<double> Samples => samples;

    /// <summary>Perpendicular baseline, metres, by bilinear interpolation; beyond the table by continuing its last cell.</summary>
    /// <param name="line">Line of the first image, unit pixels, fractional.</param>
    /// <param name="sample">Sample of the first image, unit pixels, fractional.</param>
    public double At(double line, double sample)
    {
        var (i, fi) = Cell(lines, line);
        var (j, fj) = Cell(samples, sample);
        var n = samples.Length;
        var upper = (table[(i * n) + j] * (1 - fj)) + (table[(i * n) + j + 1] * fj);
        var lower = (table[((i + 1) * n) + j] * (1 - fj)) + (table[((i + 1) * n) + j + 1] * fj);
        return (upper * (1 - fi)) + (lower * fi);
    }

    private static (int Index, double Fraction) Cell(double[] axis, double value)
    {
        var at = Array.BinarySearch(axis, value);
        var index = Math.Clamp(at >= 0 ? at : ~at - 1, 0, axis.Length - 2);
        return (index, (value - axis[index]) / (axis[index + 1] - axis[index]));
    }
}
