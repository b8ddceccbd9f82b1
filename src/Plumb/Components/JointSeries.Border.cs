using System.Runtime.CompilerServices;
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
        // Precision of the increments: product over the steps of 1 / (q dt) for both motions; the drifts' is the same whatever the walks.
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
        var (columns, dates, states) = (work.Columns, work.Dates, work.States);
        SolveBorder(ref work);
        work.Stiffen(factor);
        var own = stackalloc DoubleLane[Motions + MostTracks];
        for (var i = dates - 1; i >= 1; i--)
        {
            var block = work.BlockOf(i);
            var isLast = i + 1 == dates;
            if (!isLast)
            {
                work.StepTo(i + 1);
            }

            for (var k = 0; k <= columns; k++)
            {
                for (var a = 0; a < states; a++)
                {
                    own[a] = isLast ? work.Row(i, a)[k] : DoubleLane.Fma(work.Step[a], work.Row(i + 1, a)[k], work.Row(i, a)[k]);
                }

                for (var a = 0; a < states; a++)
                {
                    var sum = DoubleLane.Zero;
                    for (var b = 0; b < states; b++)
                    {
                        sum = DoubleLane.Fma(block[(a * states) + b], own[b], sum);
                    }

                    work.Row(i, a)[k] = sum;
                }
            }

            CovarianceAt(ref work, block, isLast);
            AddMoments(ref work, i, work.Spare, (work.Covariance[0], work.Covariance[states + 1]), probability);
        }
    }

    /// <summary>Inverse of the dates' own system at a date from that at the next: D + D O P O D.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CovarianceAt(ref Work work, DoubleLane* block, bool isLast)
    {
        var states = work.States;
        var covariance = work.Covariance;
        var between = work.Products;
        var product = between + (states * states);
        for (var j = 0; !isLast && j < states * states; j++)
        {
            between[j] = work.Step[j / states] * covariance[j] * work.Step[j % states];
        }

        Multiply(states, between, block, product, isLast);
        Multiply(states, block, product, covariance, isLast);
        for (var j = 0; j < states * states; j++)
        {
            covariance[j] += block[j];
        }
    }

    /// <summary>The product of two square matrices; 0 where nothing comes after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(int order, DoubleLane* left, DoubleLane* right, DoubleLane* product, bool isZero)
    {
        for (var a = 0; a < order; a++)
        {
            for (var b = 0; b < order; b++)
            {
                var sum = DoubleLane.Zero;
                for (var k = 0; !isZero && k < order; k++)
                {
                    sum = DoubleLane.Fma(left[(a * order) + k], right[(k * order) + b], sum);
                }

                product[(a * order) + b] = sum;
            }
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
