using Plumb.Grids;

namespace Plumb.Formats.Gdal;

/// <summary>A native spatial reference with its axes in the order east, north. Not safe for threads.</summary>
internal sealed class SpatialReference : IDisposable
{
    private const int TraditionalOrder = 0;

    private SpatialReference(nint handle)
    {
        Handle = handle;
        NativeMethods.OSRSetAxisMappingStrategy(handle, TraditionalOrder);
    }

    internal nint Handle { get; private set; }

    public void Dispose()
    {
        if (Handle != 0)
        {
            NativeMethods.OSRDestroySpatialReference(Handle);
            Handle = 0;
        }
    }

    /// <summary>From a definition; the caller has made sure that it is neither a file nor an address.</summary>
    internal static SpatialReference From(string definition)
    {
        GdalLibrary.Require();
        var reference = new SpatialReference(NativeMethods.OSRNewSpatialReference(0));
        GdalErrors.Clear();
        if (NativeMethods.OSRSetFromUserInput(reference.Handle, definition) != 0)
        {
            reference.Dispose();
            throw new RequestException($"'{Shorten(definition)}' is not a coordinate reference system that PROJ knows: {GdalErrors.Reason()}. Give EPSG:n or WKT.");
        }

        return reference;
    }

    /// <summary>A copy of a reference that GDAL lends.</summary>
    internal static SpatialReference Copy(nint borrowed) => new(NativeMethods.OSRClone(borrowed));

    /// <summary>The typed system: heights are left out, units must be degrees or metres.</summary>
    /// <param name="where">The file or setting it comes from, for the message.</param>
    internal Crs ToCrs(string where)
    {
        if (NativeMethods.OSRIsCompound(Handle) != 0)
        {
            _ = NativeMethods.OSRStripVertical(Handle);
        }

        _ = NativeMethods.OSRDemoteTo2D(Handle, null);
        var geographic = NativeMethods.OSRIsGeographic(Handle) != 0;
        if (!geographic && NativeMethods.OSRIsProjected(Handle) == 0)
        {
            throw new RequestException($"{where}: the coordinate reference system is neither longitude and latitude nor a map projection. Reproject with gdalwarp -t_srs EPSG:n.");
        }

        var unit = geographic ? NativeMethods.OSRGetAngularUnits(Handle, 0) * (180.0 / Math.PI) : NativeMethods.OSRGetLinearUnits(Handle, 0);
        if (Math.Abs(unit - 1.0) > 1e-9)
        {
            throw new RequestException($"{where}: the coordinate reference system does not count in {(geographic ? "degrees" : "metres")}. Reproject with gdalwarp -t_srs EPSG:n.");
        }

        return new Crs(Code() ?? Wkt(), geographic);
    }

    internal unsafe string Wkt(string format = "WKT2_2019")
    {
        using var options = new NativeText("FORMAT=" + format, "MULTILINE=NO");
        GdalErrors.Clear();
        var failed = NativeMethods.OSRExportToWktEx(Handle, out var text, options.Pointer) != 0;
        var wkt = NativeText.Borrow(text);
        NativeMethods.VSIFree(text);
        return failed || string.IsNullOrEmpty(wkt)
            ? throw new RequestException($"The coordinate reference system cannot be written as WKT: {GdalErrors.Reason()}. Give EPSG:n.")
            : wkt;
    }

    private static string Shorten(string text) => text.Length > 60 ? text[..60] + "..." : text;

    /// <summary>The EPSG code that the definition names, or of the official system that is the same in all but name.</summary>
    private unsafe string? Code()
    {
        if (Authority(Handle) is { } known)
        {
            return known;
        }

        GdalErrors.Clear();
        var matches = NativeMethods.OSRFindMatches(Handle, null, out var count, out var confidences);
        string? code = null;
        for (var i = 0; i < count && code is null; i++)
        {
            if (Authority(matches[i]) is { } candidate)
            {
                using var official = From(candidate);
                code = NativeMethods.OSRIsSame(Handle, official.Handle) != 0 ? candidate : null;
            }
        }

        if (matches != null)
        {
            NativeMethods.OSRFreeSRSArray(matches);
        }

        NativeMethods.VSIFree(confidences);
        GdalErrors.Clear();
        return code;
    }

    private static string? Authority(nint reference) =>
        NativeText.Borrow(NativeMethods.OSRGetAuthorityName(reference, null)) == "EPSG" &&
        NativeText.Borrow(NativeMethods.OSRGetAuthorityCode(reference, null)) is { Length: > 0 } code
            ? "EPSG:" + code
            : null;
}
