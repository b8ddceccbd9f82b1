using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Where everything of a <see cref="BorderedEngine{TWeight}"/> stands in the working memory of one thread.</summary>
internal readonly unsafe struct BorderedWork
{
    // Observations of a strip, single precision, per block of 8 pixels.
    public readonly Lane256* Phase;
    public readonly Lane256* Weight;
    public readonly Lane256* CoherenceSum;
    public readonly float* Padding;

    // One block, single precision, by position.
    public readonly Lane256* Total;
    public readonly Lane256* Series;
    public readonly Lane256* Degree;
    public readonly Lane256* Linked;

    // One block, double precision: the system, by slot, position or column.
    public readonly DoubleLane* Slots;
    public readonly DoubleLane* Inverse;
    public readonly DoubleLane* Value;
    public readonly DoubleLane* Border;
    public readonly DoubleLane* Corner;
    public readonly DoubleLane* CornerInverse;
    public readonly DoubleLane* Unknown;

    // Its inverse, of the system itself and of the one whose assumption is a little stronger.
    public readonly DoubleLane* OffDiagonal;
    public readonly DoubleLane* Response;
    public readonly DoubleLane* Covariance;
    public readonly DoubleLane* Variance;
    public readonly DoubleLane* Stepped;
    public readonly DoubleLane* Pivot;
    public readonly DoubleLane* CornerPivot;
    public readonly Lane256* Sigma;

    // Robust norms: factor of each pair's weight, and the values before.
    public readonly DoubleLane* Effective;
    public readonly DoubleLane* Before;

    /// <summary>Length of the working memory (unit: 32-bit elements).</summary>
    public readonly int Length;

    public BorderedWork(BorderedIndex index, bool weighted, bool robust, float* memory)
    {
        var (graph, columns) = (index.Graph, index.Columns);
        var next = 0;
        float* Take(int floats)
        {
            // Every array begins at a whole line of 64 bytes.
            var at = memory + next;
            next = checked(next + ((floats + 15) / 16 * 16));
            return at;
        }

        DoubleLane* Double(int length) => (DoubleLane*)Take(checked(length * 2 * DoubleLane.Width));
        Lane256* Single(int length) => (Lane256*)Take(checked(length * Lane256.Width));

        var blocks = InversionEngine.Strip / Lane256.Width;
        var unknowns = graph.Nodes + columns;
        CoherenceSum = Single(blocks);
        Total = Single(graph.Nodes);
        Series = Single(graph.Nodes);
        Degree = Single(graph.Nodes);
        Linked = Single(graph.Slots);
        Slots = Double(graph.Slots);
        Inverse = Double(graph.Nodes);
        Value = Double(graph.Nodes);
        Border = Double(columns * graph.Nodes);
        Corner = Double(columns * columns);
        CornerInverse = Double(columns);
        Unknown = Double(columns);
        OffDiagonal = Double(graph.Slots);
        Response = Double(columns * graph.Nodes);
        Covariance = Double(columns * columns);
        Variance = Double(unknowns);
        Stepped = Double(unknowns);
        Pivot = Double(graph.Nodes);
        CornerPivot = Double(columns);
        Sigma = Single(unknowns);
        Effective = Double(robust ? graph.Pairs : 0);
        Before = Double(robust ? graph.Nodes + columns : 0);
        Phase = Single(checked(blocks * graph.Pairs));
        Weight = Single(weighted ? checked(blocks * graph.Pairs) : 0);
        Padding = Take(4 * InversionEngine.Strip);
        Length = next;
    }
}
