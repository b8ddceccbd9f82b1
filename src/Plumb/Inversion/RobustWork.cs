using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>Where everything of a <see cref="RobustEngine{T, TWeight}"/> stands in the working memory of one thread (unit of length: lanes).</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal readonly unsafe struct RobustWork<T>
    where T : unmanaged, ILane<T>
{
    public readonly T* Phase;
    public readonly T* Weight;
    public readonly T* CoherenceSum;
    public readonly T* Root;
    public readonly T* Slope;
    public readonly T* Ratio;
    public readonly T* Slots;
    public readonly T* OffDiagonal;
    public readonly T* Inverse;
    public readonly T* Value;
    public readonly T* Step;
    public readonly T* Right;
    public readonly T* Variance;
    public readonly T* Degree;
    public readonly T* Returned;
    public readonly float* Padding;

    /// <summary>Length of the working memory (unit: 32-bit elements).</summary>
    public readonly int Length;

    public RobustWork(InversionIndex graph, bool weighted, float* memory)
    {
        var blocks = InversionEngine.Strip / T.Width;
        var next = 0;
        T* Take(int length)
        {
            var at = (T*)memory + next;
            next = checked(next + length);
            return at;
        }

        CoherenceSum = Take(blocks);
        Root = Take(graph.Pairs);
        Slope = Take(graph.Pairs);
        Ratio = Take(graph.Pairs);
        Slots = Take(graph.Slots);
        OffDiagonal = Take(graph.Slots);
        Inverse = Take(graph.Nodes);
        Value = Take(graph.Nodes);
        Step = Take(graph.Nodes);
        Right = Take(graph.Nodes);
        Variance = Take(graph.Nodes);
        Degree = Take(graph.Nodes);
        Returned = Take(1);
        Phase = Take(checked(blocks * graph.Pairs));
        Weight = Take(weighted ? checked(blocks * graph.Pairs) : 0);
        Padding = (float*)((T*)memory + next);
        Length = checked((next * T.Width) + (4 * InversionEngine.Strip));
    }
}
