using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Components;

/// <content>The elimination of the dates one after the other, and the way back.</content>
public static unsafe partial class JointSeries
{
    /// <summary>Eliminates all dates; the border holds the reduced system then.</summary>
    /// <param name="work">The system.</param>
    /// <param name="factor">Factor of the random walks.</param>
    /// <returns>Logarithm of the restricted likelihood, up to a constant.</returns>
    private static DoubleLane Forward(ref Work work, DoubleLane factor)
    {
        Assemble(ref work, factor);
        var (columns, dates, states) = (work.Columns, work.Dates, work.States);
        var logarithm = new LogSum();
        for (var i = 1; i < dates; i++)
        {
            var block = work.BlockOf(i);
            if (i > 1)
            {
                work.StepTo(i);
                Carry(ref work, i);
            }

            logarithm.Add(Invert(states, block));
            Reduce(ref work, i);
        }

        return BorderLikelihood(ref work, factor, ref logarithm);
    }

    /// <summary>What the date before carries over. The block beside the diagonal is -O with O diagonal, so that the border's part is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Carry(ref Work work, int date)
    {
        var (states, columns) = (work.States, work.Columns);
        var step = work.Step;
        var block = work.BlockOf(date);
        var before = work.BlockOf(date - 1);
        for (var a = 0; a < states; a++)
        {
            var row = work.Row(date, a);
            for (var b = 0; b < states; b++)
            {
                var share = step[a] * before[(a * states) + b];
                block[(a * states) + b] -= share * step[b];
                var last = work.Row(date - 1, b);
                for (var k = 0; k <= columns; k++)
                {
                    row[k] = DoubleLane.Fma(share, last[k], row[k]);
                }
            }
        }
    }

    /// <summary>Inverts a symmetric positive definite block in place (Gauss and Jordan).</summary>
    /// <returns>Its determinant.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static DoubleLane Invert(int order, DoubleLane* a)
    {
        var determinant = DoubleLane.Splat(1);
        for (var p = 0; p < order; p++)
        {
            var row = a + (p * order);
            determinant *= row[p];
            var over = DoubleLane.Splat(1) / row[p];
            row[p] = DoubleLane.Splat(1);
            for (var k = 0; k < order; k++)
            {
                row[k] *= over;
            }

            for (var j = 0; j < order; j++)
            {
                if (j == p)
                {
                    continue;
                }

                var other = a + (j * order);
                var share = other[p];
                other[p] = DoubleLane.Zero;
                for (var k = 0; k < order; k++)
                {
                    other[k] -= share * row[k];
                }
            }
        }

        return determinant;
    }

    /// <summary>What a date takes off the border: the product of its columns with the inverse of its block between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reduce(ref Work work, int date)
    {
        var (wide, states) = (work.Columns + 1, work.States);
        var block = work.BlockOf(date);
        for (var j = 0; j < wide; j++)
        {
            var row = work.Border + (j * wide);
            for (var a = 0; a < states; a++)
            {
                var product = DoubleLane.Zero;
                for (var b = 0; b < states; b++)
                {
                    product = DoubleLane.Fma(block[(a * states) + b], work.Row(date, b)[j], product);
                }

                var own = work.Row(date, a);
                for (var k = 0; k <= j; k++)
                {
                    row[k] -= product * own[k];
                }
            }
        }
    }

    /// <summary>Normal equations before any elimination. Lower triangle of the border, its right side as the last row.</summary>
    private static void Assemble(ref Work work, DoubleLane factor)
    {
        var (dates, columns, years, states) = (work.Dates, work.Columns, work.Model.Years, work.States);
        var wide = columns + 1;
        work.Stiffen(factor);
        var (east, up) = (work.Stiffness[0], work.Stiffness[1]);
        new Span<byte>(work.Blocks, (int)((byte*)work.Inverse - (byte*)work.Blocks)).Clear();
        for (var i = 1; i < dates; i++)
        {
            var stiff = DoubleLane.Splat((1 / (years[i] - years[i - 1])) + (i + 1 < dates ? 1 / (years[i + 1] - years[i]) : 0));
            var block = work.BlockOf(i);
            for (var a = 0; a < states; a++)
            {
                block[(a * states) + a] = work.Stiffness[a] * stiff;
            }
        }

        // Increments about a steady rate: the rates touch the last date alone.
        if (dates > 1)
        {
            work.Row(dates - 1, 0)[0] = DoubleLane.Zero - east;
            work.Row(dates - 1, 1)[1] = DoubleLane.Zero - up;
        }

        var length = DoubleLane.Splat(years[dates - 1]);
        work.Border[0] = east * length;
        work.Border[wide + 1] = up * length;
        var spread = work.North[1];
        work.Border[(2 * wide) + 2] = work.Model.North.NorthFree
            ? DoubleLane.Zero
            : DoubleLane.Select(DoubleLane.Less(DoubleLane.Zero, spread), DoubleLane.Splat(1) / (spread * spread), DoubleLane.Splat(1));
        for (var t = 0; t < work.Tracks.Length; t++)
        {
            Observe(ref work, t);
        }
    }

    /// <summary>Adds the observations of a track.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Observe(ref Work work, int track)
    {
        var (columns, level) = (work.Columns, Rates + track);
        var wide = columns + 1;
        // Where the north is known it is in the values, and no unknown.
        var states = work.States;
        var north = work.Model.North.NorthFree ? work.Look(track, 1) : DoubleLane.Select(DoubleLane.Less(DoubleLane.Zero, work.North[1]), work.Look(track, 1), DoubleLane.Zero);
        var looks = stackalloc DoubleLane[] { work.Look(track, 0), work.Look(track, 2), DoubleLane.Splat(1) };
        var border = work.Border;
        var right = border + (columns * wide);
        for (var d = 0; d < work.Tracks[track].DateOf.Length; d++)
        {
            work.Observation(track, d, out var weight, out var value);
            var i = work.Tracks[track].DateOf[d];
            var tilt = north * DoubleLane.Splat(work.Model.Years[i]);
            if (i > 0)
            {
                Span<int> at = [0, 1, Motions + track];
                for (var p = 0; p < (states > Motions ? 3 : 2); p++)
                {
                    var weighted = weight * looks[p];
                    var row = work.Row(i, at[p]);
                    for (var q = 0; q < (states > Motions ? 3 : 2); q++)
                    {
                        work.BlockOf(i)[(at[p] * states) + at[q]] += weighted * looks[q];
                    }

                    (row[2], row[level], row[columns]) = (row[2] + (weighted * tilt), row[level] + weighted, row[columns] + (weighted * value));
                }
            }

            border[(2 * wide) + 2] += weight * tilt * tilt;
            border[(level * wide) + 2] += weight * tilt;
            border[(level * wide) + level] += weight;
            right[2] += weight * tilt * value;
            right[level] += weight * value;
            right[columns] += weight * value * value;
        }
    }
}
