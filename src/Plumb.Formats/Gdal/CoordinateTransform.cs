using Plumb.Grids;

namespace Plumb.Formats.Gdal;

/// <summary>
/// Moves coordinates from one reference system to another, through PROJ. Axes are in the order east (longitude),
/// north (latitude); units are degrees for a geographic system and metres for a projected one.
/// One instance per thread at a time.
/// </summary>
public sealed class CoordinateTransform : IDisposable
{
    private nint handle;

    /// <summary>A transformation.</summary>
    /// <param name="from">System of the coordinates that are given.</param>
    /// <param name="to">System of the coordinates that are wanted.</param>
    /// <exception cref="RequestException">A system is not understood or is radar, or no way leads from one to the other.</exception>
    public CoordinateTransform(Crs from, Crs to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.IsRadar || to.IsRadar)
        {
            throw new RequestException("Radar coordinates have no map position, so they cannot be transformed to or from a map. Geocode the data first.");
        }

        using var source = SpatialReference.From(from.Definition);
        using var target = SpatialReference.From(to.Definition);
        GdalErrors.Clear();
        handle = NativeMethods.OCTNewCoordinateTransformation(source.Handle, target.Handle);
        if (handle == 0)
        {
            throw new RequestException($"No transformation leads from {from.Definition} to {to.Definition}: {GdalErrors.Reason()}.");
        }
    }

    /// <summary>Transforms coordinates in place. A point outside where the systems hold becomes NaN in both coordinates.</summary>
    /// <param name="x">East coordinates (degree or metre), shape (points).</param>
    /// <param name="y">North coordinates (degree or metre), shape (points).</param>
    /// <returns>Number of points that became NaN.</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public unsafe int Apply(Span<double> x, Span<double> y)
    {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"{x.Length} east coordinates do not pair with {y.Length} north coordinates.", nameof(y));
        }

        const int Batch = 1024;
        var success = stackalloc int[Batch];
        var lost = 0;
        GdalErrors.Clear();
        fixed (double* px = x, py = y)
        {
            for (var start = 0; start < x.Length; start += Batch)
            {
                var count = Math.Min(Batch, x.Length - start);
                _ = NativeMethods.OCTTransformEx(handle, count, px + start, py + start, null, success);
                for (var i = 0; i < count; i++)
                {
                    if (success[i] == 0 || !double.IsFinite(px[start + i]) || !double.IsFinite(py[start + i]))
                    {
                        px[start + i] = py[start + i] = double.NaN;
                        lost++;
                    }
                }
            }
        }

        GdalErrors.Clear();
        return lost;
    }

    /// <summary>Transforms one point.</summary>
    /// <param name="x">East coordinate (degree or metre).</param>
    /// <param name="y">North coordinate (degree or metre).</param>
    /// <returns>The point in the other system (degree or metre); NaN where the systems do not hold.</returns>
    public (double X, double Y) Apply(double x, double y)
    {
        Apply(new Span<double>(ref x), new Span<double>(ref y));
        return (x, y);
    }

    /// <summary>Frees the native transformation.</summary>
    public void Dispose()
    {
        if (handle != 0)
        {
            NativeMethods.OCTDestroyCoordinateTransformation(handle);
            handle = 0;
        }
    }
}
