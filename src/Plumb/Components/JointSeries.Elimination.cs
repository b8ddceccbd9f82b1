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
        var (columns, dates, years) = (work.Columns, work.Dates, work.Model.Years);
        var (east, up) = (DoubleLane.Splat(1 / work.Model.EastWalk) / factor, DoubleLane.Splat(1 / work.Model.UpWalk) / factor);
        var logarithm = new LogSum();
        for (var i = 1; i < dates; i++)
        {
            var block = work.Blocks + (Block * i);
            var (a, b, c) = (block[0], block[1], block[2]);
            var rowEast = work.Row(i, 0);
            var rowUp = work.Row(i, 1);
            if (i > 1)
            {
                var step = DoubleLane.Splat(1 / (years[i] - years[i - 1]));
                var (oe, ou) = (east * step, up * step);
                var before = block - Block;
                (a, b, c) = (a - (oe * oe * before[0]), b - (oe * ou * before[1]), c - (ou * ou * before[2]));
                var lastEast = work.Row(i - 1, 0);
                var lastUp = work.Row(i - 1, 1);
                for (var k = 0; k <= columns; k++)
                {
                    // The block beside the diagonal is -O, so that what it carries over is added.
                    rowEast[k] += oe * ((before[0] * lastEast[k]) + (before[1] * lastUp[k]));
                    rowUp[k] += ou * ((before[1] * lastEast[k]) + (before[2] * lastUp[k]));
                }
            }

            var determinant = (a * c) - (b * b);
            logarithm.Add(determinant);
            var over = DoubleLane.Splat(1) / determinant;
            (block[0], block[1], block[2]) = (c * over, DoubleLane.Zero - (b * over), a * over);
            Reduce(ref work, block, rowEast, rowUp);
        }

        return BorderLikelihood(ref work, factor, ref logarithm);
    }

    /// <summary>What a date takes off the border: the product of its columns with the inverse of its block between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reduce(ref Work work, DoubleLane* block, DoubleLane* east, DoubleLane* up)
    {
        var wide = work.Columns + 1;
        for (var j = 0; j < wide; j++)
        {
            var (pe, pu) = ((block[0] * east[j]) + (block[1] * up[j]), (block[1] * east[j]) + (block[2] * up[j]));
            var row = work.Border + (j * wide);
            for (var k = 0; k <= j; k++)
            {
                row[k] = row[k] - (pe * east[k]) - (pu * up[k]);
            }
        }
    }

    /// <summary>Normal equations before any elimination. Lower triangle of the border, its right side as the last row.</summary>
    private static void Assemble(ref Work work, DoubleLane factor)
    {
        var (dates, columns, years) = (work.Dates, work.Columns, work.Model.Years);
        var wide = columns + 1;
        var (east, up) = (DoubleLane.Splat(1 / work.Model.EastWalk) / factor, DoubleLane.Splat(1 / work.Model.UpWalk) / factor);
        new Span<byte>(work.Blocks, (int)((byte*)work.Inverse - (byte*)work.Blocks)).Clear();
        for (var i = 1; i < dates; i++)
        {
            var stiff = DoubleLane.Splat((1 / (years[i] - years[i - 1])) + (i + 1 < dates ? 1 / (years[i + 1] - years[i]) : 0));
            var block = work.Blocks + (Block * i);
            (block[0], block[2]) = (east * stiff, up * stiff);
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
        var north = work.Model.North;
        work.Border[(2 * wide) + 2] = DoubleLane.Splat(north.NorthFree ? 0 : north.NorthSigma > 0 ? 1 / (north.NorthSigma * north.NorthSigma) : 1);
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
        var isNorthKnown = !work.Model.North.NorthFree && work.Model.North.NorthSigma == 0;
        var (east, north, up) = (work.Look(track, 0), work.Look(track, 1), work.Look(track, 2));
        var border = work.Border;
        var right = border + (columns * wide);
        for (var d = 0; d < work.Tracks[track].DateOf.Length; d++)
        {
            work.Observation(track, d, out var weight, out var value);
            var i = work.Tracks[track].DateOf[d];
            var tilt = isNorthKnown ? DoubleLane.Zero : north * DoubleLane.Splat(work.Model.Years[i]);
            if (i > 0)
            {
                var (we, wu) = (weight * east, weight * up);
                var block = work.Blocks + (Block * i);
                var rowEast = work.Row(i, 0);
                var rowUp = work.Row(i, 1);
                (block[0], block[1], block[2]) = (block[0] + (we * east), block[1] + (we * up), block[2] + (wu * up));
                (rowEast[2], rowUp[2]) = (rowEast[2] + (we * tilt), rowUp[2] + (wu * tilt));
                (rowEast[level], rowUp[level]) = (rowEast[level] + we, rowUp[level] + wu);
                (rowEast[columns], rowUp[columns]) = (rowEast[columns] + (we * value), rowUp[columns] + (wu * value));
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
