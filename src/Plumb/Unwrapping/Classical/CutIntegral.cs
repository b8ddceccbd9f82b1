namespace Plumb.Unwrapping.Classical;

/// <summary>Adds up wrapped differences without crossing cuts. Uses the labels of the network as working memory.</summary>
internal static unsafe class CutIntegral
{
    /// <summary>Adds to each wrapped phase its whole cycles; NaN where cuts part a pixel from the largest piece of its region.</summary>
    /// <param name="flow">The network, the cycles of the wrapped differences on its arcs.</param>
    /// <param name="phase">Wrapped phase, radian, shape (rows, columns), NaN is no-data; becomes the unwrapped phase.</param>
    /// <param name="cuts">Which edges are cut, by the cells that own them.</param>
    /// <param name="cutUp">Bit of the edge that the arc up crosses.</param>
    /// <param name="cutLeft">Bit of the edge that the arc left crosses.</param>
    internal static ClassicalSum Add(GridFlow flow, float* phase, byte* cuts, byte cutUp, byte cutLeft)
    {
        var (rows, columns) = (flow.Rows - 1, flow.Columns - 1);
        var (pieces, whole) = (new PixelRuns(), new PixelRuns());
        new Span<FlowLabel>(flow.Labels, (int)flow.Stride).Clear();
        for (var r = 0; r < rows; r++)
        {
            FindRuns(r);
        }

        var pieceOf = pieces.NumberSets(out var pieceCount);
        var regionOf = whole.NumberSets(out var regions);
        var (pixels, sum) = pieces.Sum(pieceOf, pieceCount);
        var isKept = Largest(pieceOf, regionOf, regions, pixels);
        var (kept, lost) = (0L, 0L);
        for (var r = 0; r < rows; r++)
        {
            var label = flow.Labels + ((r + 1) * flow.Stride) + 1;
            var p = phase + ((long)r * columns);
            for (var c = 0; c < columns; c++)
            {
                if (label[c].Mark == 0)
                {
                    continue;
                }

                var run = (int)label[c].Mark - 1;
                var piece = pieceOf[run];
                if (!isKept[piece])
                {
                    p[c] = float.NaN;
                    lost++;
                    continue;
                }

                var cycles = label[c].Distance + pieces.Find(run).Cycles - (int)Math.Round((double)sum[piece] / pixels[piece]);
                p[c] = (float)(p[c] + (2 * Math.PI * cycles));
                kept++;
            }
        }

        return new ClassicalSum(regions, kept, lost);

        void FindRuns(int row)
        {
            var first = ((row + 1) * flow.Stride) + 1;
            var p = phase + ((long)row * columns);
            flow.Labels[first - 1].Mark = 0;
            var (run, cycles, from, total) = (-1, 0, 0, 0L);
            for (var c = 0; c < columns; c++)
            {
                var i = first + c;
                if (float.IsNaN(p[c]))
                {
                    End(c);
                    flow.Labels[i].Mark = 0;
                    continue;
                }

                var before = run;
                if (run >= 0 && (cuts[i - 1] & cutUp) != 0)
                {
                    End(c);
                }

                if (run < 0)
                {
                    (run, cycles, from, total) = (pieces.Begin(), 0, c, 0);
                    whole.Begin();
                    if (before >= 0)
                    {
                        whole.Join(before, run, 0);
                    }
                }
                else
                {
                    cycles += flow.Jumps[2 * (i - 1)];
                    total += cycles;
                }

                flow.Labels[i] = new FlowLabel { Distance = cycles, Mark = (uint)run + 1 };
                var up = flow.Labels[i - flow.Stride];
                if (up.Mark > 0)
                {
                    whole.Join((int)up.Mark - 1, run, 0);
                    if ((cuts[i - flow.Stride] & cutLeft) == 0)
                    {
                        pieces.Join((int)up.Mark - 1, run, up.Distance + flow.Jumps[(2 * (i - flow.Stride)) + 1] - cycles);
                    }
                }
            }

            End(columns);

            void End(int column)
            {
                if (run >= 0)
                {
                    pieces.End(run, column - from, total);
                    run = -1;
                }
            }
        }
    }

    /// <summary>Whether each piece is the largest of its region, the first of several.</summary>
    private static bool[] Largest(int[] pieceOf, int[] regionOf, int regions, long[] pixels)
    {
        var best = new int[regions];
        Array.Fill(best, -1);
        for (var run = 0; run < pieceOf.Length; run++)
        {
            ref var leader = ref best[regionOf[run]];
            if (leader < 0 || pixels[pieceOf[run]] > pixels[leader])
            {
                leader = pieceOf[run];
            }
        }

        var isKept = new bool[pixels.Length];
        Array.ForEach(best, piece => isKept[piece] = true);
        return isKept;
    }
}
