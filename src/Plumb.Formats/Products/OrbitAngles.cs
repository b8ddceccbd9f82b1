using Plumb.Acquisitions;
using Plumb.Formats.Gdal;
using Plumb.Geometry;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>Which number of the viewing geometry a raster holds.</summary>
public enum ViewQuantity
{
    /// <summary>Incidence angle, radians from the vertical.</summary>
    Incidence,

    /// <summary>Heading, radians clockwise from north.</summary>
    Heading,

    /// <summary>Slant range, metres.</summary>
    SlantRange,
}

/// <summary>
/// Incidence, heading or slant range of each pixel from the orbit and the heights, worked out while it is read, for
/// products that bring state vectors but no angle rasters. NaN where the height is NaN or the orbit does not reach.
/// </summary>
/// <param name="heights">Heights, metres above the ellipsoid.</param>
/// <param name="orbit">Orbit of one acquisition.</param>
/// <param name="quantity">What is wanted.</param>
public sealed class OrbitAngles(IRasterSource heights, Orbit orbit, ViewQuantity quantity) : IRasterSource
{
    /// <inheritdoc/>
    public string Path => heights.Path;

    /// <inheritdoc/>
    public Grid Grid => heights.Grid;

    /// <inheritdoc/>
    public IRasterReader Open() => new Reader(heights.Open(), heights.Grid, orbit, quantity);

    private sealed class Reader : IRasterReader
    {
        private readonly IRasterReader heights;
        private readonly Grid grid;
        private readonly Orbit orbit;
        private readonly ViewQuantity quantity;
        private readonly CoordinateTransform? transform;

        public Reader(IRasterReader heights, Grid grid, Orbit orbit, ViewQuantity quantity)
        {
            (this.heights, this.grid, this.orbit, this.quantity) = (heights, grid, orbit, quantity);
            try
            {
                transform = grid.Crs == Crs.Wgs84 ? null : new CoordinateTransform(grid.Crs, Crs.Wgs84);
            }
            catch
            {
                heights.Dispose();
                throw;
            }
        }

        public void Read(Tile tile, Span<float> values)
        {
            heights.Read(tile, values);
            var n = tile.Columns;
            var (x, y) = (new double[n], new double[n]);
            var (incidence, heading, range) = (new float[n], new float[n], new float[n]);
            for (var r = 0; r < tile.Rows; r++)
            {
                for (var c = 0; c < n; c++)
                {
                    (x[c], y[c]) = grid.CentreOf(tile.Row + r, tile.Column + c);
                }

                transform?.Apply(x, y);
                var line = values.Slice(r * n, n);
                RadarView.Angles(orbit, x, y, line, incidence, heading, range);
                var wanted = quantity switch { ViewQuantity.Incidence => incidence, ViewQuantity.Heading => heading, _ => range };
                wanted.CopyTo(line);
            }
        }

        public void Dispose()
        {
            heights.Dispose();
            transform?.Dispose();
        }
    }
}
