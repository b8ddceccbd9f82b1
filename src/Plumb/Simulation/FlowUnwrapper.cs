namespace Plumb.Simulation;

/// <summary>
/// Unwraps a phase without noise as a real unwrapper would: wrapped differences of neighbouring pixels plus whole cycles, chosen so that
/// every loop of four pixels closes and the sum of the squared differences is smallest (a minimum-cost flow on the loops, Costantini 1998,
/// doi:10.1109/36.673674; quadratic costs as the smoothness costs of Chen and Zebker 2001, doi:10.1364/JOSAA.18.000338, solved by successive
/// shortest paths, which is exact for convex costs: Ahuja, Magnanti and Orlin 1993, chapters 9.7 and 14). Where no true difference exceeds half a cycle
/// the result is the true phase; where one does, the steps that wrapping hid stay hidden and the trough comes out too shallow.
/// </summary>
internal sealed class FlowUnwrapper
{
    private const float Turn = 2f * MathF.PI;

    // Costs are whole numbers so that paths of the same cost stay so: a cycle on a flat step costs this much.
    private const int CostScale = 1024;
    private readonly int rows;
    private readonly int columns;
    private readonly int faceRows;
    private readonly int faceColumns;
    private readonly int ground;
    private readonly float[] phase;
    private readonly short[] stepEast;
    private readonly short[] stepSouth;
    private readonly int[] charge;
    private readonly FlowSearch search;

    private FlowUnwrapper(float[] phase, int rows, int columns)
    {
        (this.phase, this.rows, this.columns) = (phase, rows, columns);
        (faceRows, faceColumns) = (rows - 1, columns - 1);
        ground = faceRows * faceColumns;
        stepEast = new short[rows * columns];
        stepSouth = new short[rows * columns];
        charge = new int[ground + 1];
        search = new FlowSearch(ground + 1);
    }

    /// <summary>Whether two neighbouring pixels differ by more than half a cycle anywhere.</summary>
    /// <param name="phase">True phase, radians; shape (rows, columns).</param>
    /// <param name="columns">Number of columns.</param>
    internal static bool IsAliased(ReadOnlySpan<float> phase, int columns)
    {
        for (var i = 0; i < phase.Length; i++)
        {
            if (((i + 1) % columns != 0 && MathF.Abs(phase[i + 1] - phase[i]) > MathF.PI) ||
                (i + columns < phase.Length && MathF.Abs(phase[i + columns] - phase[i]) > MathF.PI))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whole cycles that the unwrapped phase has too many, relative to the cycles most pixels have; shape (rows, columns).</summary>
    /// <param name="phase">True phase, radians, finite; shape (rows, columns).</param>
    /// <param name="rows">Number of rows, at least 2.</param>
    /// <param name="columns">Number of columns, at least 2.</param>
    internal static short[] ExcessCycles(float[] phase, int rows, int columns)
    {
        var unwrapper = new FlowUnwrapper(phase, rows, columns);
        unwrapper.FindCharges();
        unwrapper.Discharge();
        return unwrapper.Integrate();
    }

    /// <summary>Half cycles that wrapping took from the step between two pixels, as whole cycles: the wrapped step is the true one minus these.</summary>
    private static int Hidden(float step) => (int)MathF.Round(step / Turn);

    private float East(int row, int column) => phase[(row * columns) + column + 1] - phase[(row * columns) + column];

    private float South(int row, int column) => phase[((row + 1) * columns) + column] - phase[(row * columns) + column];

    private void FindCharges()
    {
        for (var r = 0; r < faceRows; r++)
        {
            for (var c = 0; c < faceColumns; c++)
            {
                // True steps close every loop, so that the wrapped ones miss by what was hidden.
                var q = Hidden(South(r, c)) + Hidden(East(r + 1, c)) - Hidden(South(r, c + 1)) - Hidden(East(r, c));
                charge[(r * faceColumns) + c] = q;
                charge[ground] -= q;
            }
        }
    }

    private void Discharge()
    {
        while (true)
        {
            search.Begin();
            for (var face = 0; face < charge.Length; face++)
            {
                if (charge[face] > 0)
                {
                    search.Start(face);
                }
            }

            var sink = -1;
            while (search.TryTake(out var face))
            {
                if (charge[face] < 0)
                {
                    sink = face;
                    break;
                }

                Expand(face);
            }

            if (sink < 0)
            {
                return;
            }

            search.Settle(sink);
            for (var face = sink; ;)
            {
                var from = search.Before(face);
                if (from < 0)
                {
                    charge[sink]++;
                    charge[face]--;
                    break;
                }

                Move(from, face, search.Way(face));
                face = from;
            }
        }
    }

    /// <summary>Offers the four neighbours of a loop, or all outer loops to the ground.</summary>
    private void Expand(int face)
    {
        if (face == ground)
        {
            for (var c = 0; c < faceColumns; c++)
            {
                Offer(ground, c, 2);
                Offer(ground, ((faceRows - 1) * faceColumns) + c, 0);
            }

            for (var r = 0; r < faceRows; r++)
            {
                Offer(ground, r * faceColumns, 1);
                Offer(ground, (r * faceColumns) + faceColumns - 1, 3);
            }

            return;
        }

        var (row, column) = (face / faceColumns, face % faceColumns);
        Offer(face, row > 0 ? face - faceColumns : ground, 0);
        Offer(face, column < faceColumns - 1 ? face + 1 : ground, 1);
        Offer(face, row < faceRows - 1 ? face + faceColumns : ground, 2);
        Offer(face, column > 0 ? face - 1 : ground, 3);
    }

    private void Offer(int from, int to, int way)
    {
        var (step, wrapped, sign) = Edge(from, to, way);
        var cycles = sign * step;
        var incline = (int)MathF.Round(CostScale * sign * wrapped / MathF.PI);
        search.Offer(from, to, way, (((2 * cycles) + 1) * CostScale) + incline);
    }

    private void Move(int from, int to, int way)
    {
        var (index, isEast, sign) = Crossing(from, to, way);
        (isEast ? stepEast : stepSouth)[index] += (short)sign;
    }

    private (int Cycles, float Wrapped, int Sign) Edge(int from, int to, int way)
    {
        var (index, isEast, sign) = Crossing(from, to, way);
        var (row, column) = (index / columns, index % columns);
        var step = isEast ? East(row, column) : South(row, column);
        return ((isEast ? stepEast : stepSouth)[index], step - (Turn * Hidden(step)), sign);
    }

    /// <summary>The step that a unit crosses when it leaves a loop north, east, south or west (0 to 3), and by how much the step's cycles change.</summary>
    private (int Index, bool IsEast, int Sign) Crossing(int from, int to, int way)
    {
        // From the ground the way is that of the unit as it enters the loop: south through the upper edge.
        var face = from == ground ? to : from;
        var entering = from == ground;
        var (row, column) = (face / faceColumns, face % faceColumns);
        return way switch
        {
            0 => (((entering ? row + 1 : row) * columns) + column, true, -1),
            2 => (((entering ? row : row + 1) * columns) + column, true, 1),
            1 => ((row * columns) + (entering ? column : column + 1), false, -1),
            _ => ((row * columns) + (entering ? column + 1 : column), false, 1),
        };
    }

    private short[] Integrate()
    {
        // Excess over the truth: the added cycles less the hidden ones, summed from the first pixel.
        var excess = new short[rows * columns];
        for (var i = 1; i < excess.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            excess[i] = column > 0
                ? (short)(excess[i - 1] + stepEast[i - 1] - Hidden(East(row, column - 1)))
                : (short)(excess[i - columns] + stepSouth[i - columns] - Hidden(South(row - 1, column)));
        }

        var usual = excess.CountBy(e => e).MaxBy(e => e.Value).Key;
        for (var i = 0; i < excess.Length; i++)
        {
            excess[i] -= usual;
        }

        return excess;
    }
}
