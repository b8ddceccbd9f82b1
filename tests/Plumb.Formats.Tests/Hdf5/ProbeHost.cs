using System.Runtime.CompilerServices;
using Plumb.Formats.Hdf5;

namespace Plumb.Formats.Tests.Hdf5;

/// <summary>Lets the test program look at damaged HDF5 files in processes of its own, as Plumb's program does.</summary>
internal static class ProbeHost
{
#pragma warning disable CA2255 // The test program's entry point is generated; this is the one place before it.
    [ModuleInitializer]
    internal static void Start()
    {
        Hdf5Probe.Patience = TimeSpan.FromSeconds(10);
        Hdf5Probe.RunIfAsked(Console.Error);
    }
#pragma warning restore CA2255
}
