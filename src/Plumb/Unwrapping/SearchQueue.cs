using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plumb.Unwrapping;

/// <summary>Places in order of distance, then of number: a heap with four children a node. Grows by itself; not safe for threads.</summary>
internal struct SearchQueue
{
    private ulong[] entries;

    /// <summary>An empty queue.</summary>
    public SearchQueue() => entries = new ulong[1024];

    /// <summary>Number of entries.</summary>
    internal int Count { get; private set; }

    /// <summary>Removes all.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Adds a place, of 32 bits without sign, at a distance that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(int distance, nint place)
    {
        if (Count == entries.Length)
        {
            Array.Resize(ref entries, 2 * entries.Length);
        }

        var entry = ((ulong)(uint)distance << 32) | (uint)place;
        ref var first = ref MemoryMarshal.GetArrayDataReference(entries);
        nint i = Count++;
        while (i > 0)
        {
            var parent = (i - 1) >> 2;
            var above = Unsafe.Add(ref first, parent);
            if (above <= entry)
            {
                break;
            }

            Unsafe.Add(ref first, i) = above;
            i = parent;
        }

        Unsafe.Add(ref first, i) = entry;
    }

    /// <summary>Distance of the nearest place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly int Nearest() => (int)(entries[0] >> 32);

    /// <summary>Takes the nearest place out.</summary>
    internal nint Take()
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(entries);
        var taken = (nint)(uint)first;
        nint count = --Count;
        var last = Unsafe.Add(ref first, count);
        nint i = 0;
        for (nint child = 1; child < count; child = (i << 2) + 1)
        {
            var smallest = Unsafe.Add(ref first, child);
            var at = child;
            var end = Math.Min(child + 4, count);
            for (var k = child + 1; k < end; k++)
            {
                var entry = Unsafe.Add(ref first, k);
                if (entry < smallest)
                {
                    (smallest, at) = (entry, k);
                }
            }

            if (smallest >= last)
            {
                break;
            }

            Unsafe.Add(ref first, i) = smallest;
            i = at;
        }

        Unsafe.Add(ref first, i) = last;
        return taken;
    }
}
