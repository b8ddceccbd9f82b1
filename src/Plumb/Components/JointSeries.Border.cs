using Plumb.Kernels;

namespace Plumb.Components;

/// <content>Rates and levels, the likelihood, and the way back to the dates.</content>
public static unsafe partial class JointSeries
{
    /// <summary>
    /// Factors the border in place (L L', the diagonal of L inverted) with its right side, and adds up the likelihood: -2 log is the logarithm of the determinants less those of
    /// the random walk and the weights, and what is left of the squares of the observations.
    /// </summary>
    private static DoubleLane BorderLikelihood(ref Work work, DoubleLane factor, ref LogSum logarithm)
    {
        var wide = work.Columns + 1;
        for (var j = 0; j < wide; j++)
        {
            var row = work.Border + (j * wide);
            for (var k = 0; k < j; k++)
            {
                var other = work.Border + (k * wide);
                var sum = row[k];
                for (var m = 0; m < k; m++)
                {
                    sum -= row[m] * other[m];
                }

                row[k] = sum * other[k];
            }

            var pivot = row[j];
            for (var m = 0; m < j; m++)
            {
                pivot -= row[m] * row[m];
            }

            if (j == wide - 1)
            {
                // The squares that are left.
                return Total(ref work, factor, pivot, ref logarithm);
            }

            // A track without data has a level that nothing says anything of; 1 in its place harms nobody.
            var good = DoubleLane.Less(DoubleLane.Splat(1e-11) * (DoubleLane.Abs(row[j]) + DoubleLane.Splat(1e-30)), pivot);
            pivot = DoubleLane.Select(good, pivot, DoubleLane.Splat(1));
            logarithm.Add(pivot);
            row[j] = DoubleLane.Splat(1) / DoubleLane.Sqrt(pivot);
        }

        return DoubleLane.Zero;
    }

    private static DoubleLane Total(ref Work work, DoubleLane factor, DoubleLane squares, ref LogSum logarithm)
    {
        // Precision of the increments: product over the steps of 1 / (q dt) for both components.
        var both = DoubleLane.Splat(work.Model.EastWalk * work.Model.UpWalk) * factor * factor;
        var walk = new LogSum();
        walk.Add(both);
        var steps = DoubleLane.Splat(work.Dates - 1) * walk.Value;
        var weights = new LogSum();
        for (var t = 0; t < work.Tracks.Length; t++)
        {
            for (var d = 0; d < work.Tracks[t].DateOf.Length; d++)
            {
                work.Observation(t, d, out var weight, out _);
                weights.Add(DoubleLane.Select(DoubleLane.Less(DoubleLane.Zero, weight), weight, DoubleLane.Splat(1)));
            }
        }

        return DoubleLane.Splat(-0.5) * (logarithm.Value + steps - weights.Value + squares);
    }

    /// <summary>Solves the border, then the dates from the last to the first with their variances.</summary>
    private static void Backward(ref Work work, DoubleLane factor, DoubleLane probability)
    {
        var (columns, dates, years) = (work.Columns, work.Dates, work.Model.Years);
        SolveBorder(ref work);
        var solution = work.Spare;
        var (walkEast, walkUp) = (DoubleLane.Splat(1 / work.Model.EastWalk) / factor, DoubleLane.Splat(1 / work.Model.UpWalk) / factor);
        var (pa, pb, pc) = (DoubleLane.Zero, DoubleLane.Zero, DoubleLane.Zero);
        for (var i = dates - 1; i >= 1; i--)
        {
            var block = work.Blocks + (Block * i);
            var rowEast = work.Row(i, 0);
            var rowUp = work.Row(i, 1);
            var (oe, ou) = (DoubleLane.Zero, DoubleLane.Zero);
            if (i + 1 < dates)
            {
                var step = DoubleLane.Splat(1 / (years[i + 1] - years[i]));
                (oe, ou) = (walkEast * step, walkUp * step);
            }

            var nextEast = work.Row(i + 1 < dates ? i + 1 : i, 0);
            var nextUp = work.Row(i + 1 < dates ? i + 1 : i, 1);
            for (var k = 0; k <= columns; k++)
            {
                var (e, u) = (rowEast[k], rowUp[k]);
                if (i + 1 < dates)
                {
                    (e, u) = (e + (oe * nextEast[k]), u + (ou * nextUp[k]));
                }

                (rowEast[k], rowUp[k]) = ((block[0] * e) + (block[1] * u), (block[1] * e) + (block[2] * u));
            }

            // Inverse of the dates' own system at this date: D + D O P O D.
            var (qa, qb, qc) = (oe * oe * pa, oe * ou * pb, ou * ou * pc);
            var (ta, tb, tc, td) = ((qa * block[0]) + (qb * block[1]), (qa * block[1]) + (qb * block[2]), (qb * block[0]) + (qc * block[1]), (qb * block[1]) + (qc * block[2]));
            (pa, pb, pc) = (block[0] + (block[0] * ta) + (block[1] * tc), block[1] + (block[0] * tb) + (block[1] * td), block[2] + (block[1] * tb) + (block[2] * td));
            AddMoments(ref work, i, solution, (pa, pc), probability);
        }
    }

    /// <summary>Writes mean and standard deviation over the walk factors; at the first date all is 0.</summary>
    private static void Give(ref Work work, DoubleLane enough, JointTile result)
    {
        for (var date = 0; date < work.Dates; date++)
        {
            var at = (date * work.Pixels) + work.Start;
            var sums = work.Moments + (Sums * date);
            Write(sums[0], enough, result.East, at, work.Lanes);
            Write(sums[1], enough, result.Up, at, work.Lanes);
            Write(DoubleLane.Sqrt(DoubleLane.Max(DoubleLane.Zero, sums[2] - (sums[0] * sums[0]))), enough, result.EastSigma, at, work.Lanes);
            Write(DoubleLane.Sqrt(DoubleLane.Max(DoubleLane.Zero, sums[3] - (sums[1] * sums[1]))), enough, result.UpSigma, at, work.Lanes);
        }
    }

    /// <summary>Adds motion and second moment at a date: the dates' own part less what rates and levels take, and the variance that these bring.</summary>
    private static void AddMoments(ref Work work, int date, DoubleLane* solution, (DoubleLane East, DoubleLane Up) own, DoubleLane probability)
    {
        var columns = work.Columns;
        var sums = work.Moments + (Sums * date);
        for (var component = 0; component < 2; component++)
        {
            var row = work.Row(date, component);
            var (value, variance) = (row[columns], component == 0 ? own.East : own.Up);
            for (var j = 0; j < columns; j++)
            {
                value -= row[j] * solution[j];
                var sum = DoubleLane.Zero;
                for (var k = 0; k < columns; k++)
                {
                    sum = DoubleLane.Fma(work.Inverse[(j * columns) + k], row[k], sum);
                }

                variance = DoubleLane.Fma(row[j], sum, variance);
            }

            // A lane without data has no probability, and no number either.
            var counts = DoubleLane.Less(DoubleLane.Zero, probability);
            sums[component] += DoubleLane.Select(counts, probability * value, DoubleLane.Zero);
            sums[component + 2] += DoubleLane.Select(counts, probability * (variance + (value * value)), DoubleLane.Zero);
        }
    }

    /// <summary>Solution and inverse of the factored border.</summary>
    private static void SolveBorder(ref Work work)
    {
        var (columns, wide) = (work.Columns, work.Columns + 1);
        for (var column = 0; column <= columns; column++)
        {
            // Column by column of the unit matrix, and the right side, which the factoring has brought forward already.
            var target = column < columns ? work.Inverse + (column * columns) : work.Spare;
            for (var j = 0; j < columns; j++)
            {
                var row = work.Border + (j * wide);
                if (column == columns)
                {
                    target[j] = work.Border[(columns * wide) + j];
                    continue;
                }

                var sum = DoubleLane.Splat(j == column ? 1 : 0);
                for (var k = 0; k < j; k++)
                {
                    sum -= row[k] * target[k];
                }

                target[j] = sum * row[j];
            }

            for (var j = columns - 1; j >= 0; j--)
            {
                var x = target[j] * work.Border[(j * wide) + j];
                target[j] = x;
                for (var k = 0; k < j; k++)
                {
                    target[k] -= work.Border[(j * wide) + k] * x;
                }
            }
        }
    }

    /// <summary>Sum of logarithms, lane by lane.</summary>
    private struct LogSum
    {
        public DoubleLane Value { get; private set; }

        public void Add(DoubleLane number)
        {
            var lanes = (double*)&number;
            for (var i = 0; i < DoubleLane.Width; i++)
            {
                lanes[i] = Math.Log(lanes[i]);
            }

            Value += number;
        }
    }
}
