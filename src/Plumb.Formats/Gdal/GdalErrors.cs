using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Plumb.Formats.Gdal;

/// <summary>
/// Catches what GDAL reports, so that nothing is printed and every failure reaches the caller. Failures are kept per
/// thread; <see cref="Clear"/> comes before a call, <see cref="Take"/> after it.
/// </summary>
internal static unsafe class GdalErrors
{
    private const int Failure = 3;
    private const int LongestMessage = 300;

    [ThreadStatic]
    private static string? first;

    internal static void Install() =>
        NativeMethods.CPLSetErrorHandler((nint)(delegate* unmanaged[Cdecl]<int, int, byte*, void>)&OnError);

    internal static void Clear() => first = null;

    /// <summary>The first failure since <see cref="Clear"/>, without its final stop; null where there was none.</summary>
    internal static string? Take()
    {
        var message = first;
        first = null;
        return message;
    }

    /// <summary>The first failure, or a plain sentence where GDAL gave no reason.</summary>
    internal static string Reason() => Take() ?? "GDAL gave no reason";

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(int kind, int number, byte* message)
    {
        if (kind < Failure || first is not null || message == null)
        {
            return;
        }

        var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(message))
            .ReplaceLineEndings(" ").TrimEnd(' ', '.');
        first = text.Length > LongestMessage ? text[..LongestMessage] : text;
    }
}
