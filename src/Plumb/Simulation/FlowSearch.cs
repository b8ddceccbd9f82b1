namespace Plumb.Simulation;

/// <summary>
/// Shortest paths from several nodes at once, with node potentials that keep every cost from becoming negative (Johnson's reweighting) and a
/// search that ends at the first sink. Marks carry the number of the search, so that nothing is cleared between two.
/// </summary>
/// <param name="nodes">Number of nodes (count).</param>
internal sealed class FlowSearch(int nodes)
{
    private readonly long[] potential = new long[nodes];
    private readonly long[] distance = new long[nodes];
    private readonly int[] before = new int[nodes];
    private readonly byte[] way = new byte[nodes];
    private readonly int[] seen = new int[nodes];
    private readonly int[] done = new int[nodes];
    private readonly PriorityQueue<int, long> queue = new();
    private readonly List<int> taken = [];
    private int round;

    internal void Begin()
    {
        round++;
        queue.Clear();
        taken.Clear();
    }

    internal void Start(int node)
    {
        (seen[node], distance[node], before[node]) = (round, 0, -1);
        queue.Enqueue(node, 0);
    }

    internal bool TryTake(out int node)
    {
        while (queue.TryDequeue(out node, out _))
        {
            if (done[node] != round)
            {
                done[node] = round;
                taken.Add(node);
                return true;
            }
        }

        return false;
    }

    internal void Offer(int from, int to, int through, long cost)
    {
        var length = distance[from] + cost + potential[from] - potential[to];
        if (done[to] != round && (seen[to] != round || length < distance[to]))
        {
            (seen[to], distance[to], before[to], way[to]) = (round, length, from, (byte)through);
            queue.Enqueue(to, length);
        }
    }

    /// <summary>Ends a search at a sink: nodes nearer than it get the potentials that keep costs from becoming negative.</summary>
    internal void Settle(int sink)
    {
        foreach (var node in taken)
        {
            potential[node] += distance[node] - distance[sink];
        }
    }

    internal int Before(int node) => before[node];

    internal int Way(int node) => way[node];
}
