using Plumb.Unwrapping.Bowls;

namespace Plumb.Processing.Stages;

/// <summary>Fitted bowls as a row of numbers, in which a stopped run keeps them: how many, then those of each.</summary>
internal static class BowlFindings
{
    internal const int Most = 12;
    internal const int Length = 1 + (Most * PerBowl);
    private const int PerBowl = 18;

    internal static void Write(IReadOnlyList<FittedBowl> bowls, Span<double> row)
    {
        row[0] = bowls.Count;
        for (var k = 0; k < bowls.Count; k++)
        {
            var at = row.Slice(1 + (k * PerBowl), PerBowl);
            var fitted = bowls[k];
            Write(fitted.Bowl, at);
            Write(fitted.Sigma, at[7..]);
            (at[14], at[15], at[16], at[17]) = ((double)fitted.Bowl.Shape, fitted.Coherence, fitted.AgreementBefore, fitted.AgreementAfter);
        }
    }

    internal static IReadOnlyList<FittedBowl> Read(double[] row, int start)
    {
        var bowls = new FittedBowl[(int)row[start]];
        for (var k = 0; k < bowls.Length; k++)
        {
            var at = row.AsSpan(start + 1 + (k * PerBowl), PerBowl);
            var shape = (BowlShape)(int)at[14];
            bowls[k] = new FittedBowl(Read(shape, at), Read(shape, at[7..]), at[15], at[16], at[17]);
        }

        return bowls;
    }

    private static void Write(Bowl bowl, Span<double> at) =>
        (at[0], at[1], at[2], at[3], at[4], at[5], at[6]) = (bowl.Row, bowl.Column, bowl.Depth, bowl.Azimuth, bowl.Along, bowl.Across, bowl.Radius);

    private static Bowl Read(BowlShape shape, ReadOnlySpan<double> at) => new(shape, at[0], at[1], at[2], at[3], at[4], at[5], at[6]);
}
