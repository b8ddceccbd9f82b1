using System.Runtime.InteropServices;
using System.Text;

namespace Plumb.Formats.Gdal;

/// <summary>Lists of text as GDAL takes and gives them: UTF-8, each ended by zero, the list ended by a null pointer.</summary>
internal sealed unsafe class NativeText : IDisposable
{
    private byte** list;

    internal NativeText(params IReadOnlyList<string> items)
    {
        list = (byte**)NativeMemory.AllocZeroed((nuint)(items.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < items.Count; i++)
        {
            list[i] = (byte*)Marshal.StringToCoTaskMemUTF8(items[i]);
        }
    }

    internal byte** Pointer => list;

    public void Dispose()
    {
        if (list == null)
        {
            return;
        }

        for (var item = list; *item != null; item++)
        {
            Marshal.FreeCoTaskMem((nint)(*item));
        }

        NativeMemory.Free(list);
        list = null;
    }

    /// <summary>Text that GDAL lends; null for a null pointer.</summary>
    internal static string? Borrow(nint text) => Marshal.PtrToStringUTF8(text);

    /// <summary>A list of KEY=VALUE that GDAL lends.</summary>
    internal static Dictionary<string, string> BorrowPairs(nint list)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (list != 0)
        {
            for (var item = (byte**)list; *item != null; item++)
            {
                var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*item));
                var equals = text.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                {
                    pairs[text[..equals]] = text[(equals + 1)..];
                }
            }
        }

        return pairs;
    }
}
