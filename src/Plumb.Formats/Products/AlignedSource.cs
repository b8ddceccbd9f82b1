using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>
/// A raster brought to another grid: copied where the grids are shifted by whole pixels, resampled otherwise. Where the
/// raster does not reach, values are NaN. Safe for threads; its readers are not.
/// </summary>
public sealed class AlignedSource : IRasterSource
{
    private readonly IRasterSource source;
    private readonly ResamplingKind kind;

    private AlignedSource(IRasterSource source, Grid target, ResamplingKind kind, Alignment alignment)
    {
        this.source = source;
        this.kind = kind;
        Grid = target;
        Alignment = alignment;
    }

    /// <inheritdoc/>
    public string Path => source.Path;

    /// <inheritdoc/>
    public Grid Grid { get; }

    /// <summary>What is done to the raster.</summary>
    public Alignment Alignment { get; }

    /// <summary>What would be done to bring one grid to another, in words: "same grid", "offset (3, -2)", "resampled from EPSG:32614".</summary>
    /// <param name="source">Grid of the raster.</param>
    /// <param name="target">The grid wanted.</param>
    public static string Describe(Grid source, Grid target) => Alignment.Of(source, target).Describe(source);

    /// <summary>A raster on another grid; the raster itself where it lies there already.</summary>
    /// <param name="source">The raster.</param>
    /// <param name="target">The grid wanted.</param>
    /// <param name="kind">How values are resampled if they must be.</param>
    /// <exception cref="RequestException">One grid is in radar coordinates and the other is not the same.</exception>
    public static IRasterSource Align(IRasterSource source, Grid target, ResamplingKind kind)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var alignment = Alignment.Of(source.Grid, target);
        return alignment.Kind switch
        {
            AlignmentKind.Same => source,
            AlignmentKind.Impossible => throw new RequestException(
                $"{source.Path} ({source.Grid.Rows} x {source.Grid.Columns}, {Alignment.ShortName(source.Grid.Crs)}) cannot be brought to a grid of " +
                $"{target.Rows} x {target.Columns} ({Alignment.ShortName(target.Crs)}): radar coordinates have no map position. Geocode the product first."),
            _ => new AlignedSource(source, target, kind, alignment),
        };
    }

    /// <inheritdoc/>
    public IRasterReader Open() => Alignment.Kind == AlignmentKind.Offset
        ? new OffsetReader(source.Open(), source.Grid, Grid, Alignment)
        : new ResamplingReader(source.Open(), source.Grid, Grid, kind);

    private static void Check(Grid grid, Tile tile, Span<float> values)
    {
        if (!grid.Whole.Contains(tile) || values.Length < tile.PixelCount)
        {
            throw new ArgumentException($"Tile {tile} does not lie in the {grid.Rows} x {grid.Columns} grid, or the span is too short.", nameof(tile));
        }
    }

    private sealed class OffsetReader(IRasterReader reader, Grid sourceGrid, Grid target, Alignment alignment) : IRasterReader
    {
        private float[] buffer = [];

        public void Read(Tile tile, Span<float> values)
        {
            Check(target, tile, values);
            var wanted = tile with { Row = tile.Row - alignment.Row, Column = tile.Column - alignment.Column };
            var common = wanted.Intersect(sourceGrid.Whole);
            if (common == wanted)
            {
                reader.Read(wanted, values);
                return;
            }

            values[..tile.PixelCount].Fill(float.NaN);
            if (common.Rows == 0 || common.Columns == 0)
            {
                return;
            }

            if (buffer.Length < common.PixelCount)
            {
                buffer = new float[common.PixelCount];
            }

            reader.Read(common, buffer);
            for (var r = 0; r < common.Rows; r++)
            {
                var to = ((common.Row - wanted.Row + r) * tile.Columns) + (common.Column - wanted.Column);
                buffer.AsSpan(r * common.Columns, common.Columns).CopyTo(values[to..]);
            }
        }

        public void Dispose() => reader.Dispose();
    }

    private sealed class ResamplingReader : IRasterReader
    {
        /// <summary>Most source pixels held at once (16 MiB); a tile that needs more is done in parts.</summary>
        private const long LargestWindow = 1 << 22;

        private readonly IRasterReader reader;
        private readonly Grid sourceGrid;
        private readonly Grid target;
        private readonly ResamplingKind kind;
        private readonly CoordinateTransform? transform;
        private float[] window = [];
        private float[] part = [];
        private double[] rows = [];
        private double[] columns = [];

        public ResamplingReader(IRasterReader reader, Grid sourceGrid, Grid target, ResamplingKind kind)
        {
            this.reader = reader;
            this.sourceGrid = sourceGrid;
            this.target = target;
            this.kind = kind;
            try
            {
                transform = sourceGrid.Crs == target.Crs ? null : new CoordinateTransform(target.Crs, sourceGrid.Crs);
            }
            catch
            {
                reader.Dispose();
                throw;
            }
        }

        public void Read(Tile tile, Span<float> values)
        {
            Check(target, tile, values);
            ReadPart(tile, tile, values);
        }

        public void Dispose()
        {
            reader.Dispose();
            transform?.Dispose();
        }

        private void ReadPart(Tile whole, Tile tile, Span<float> values)
        {
            var n = tile.PixelCount;
            if (n == 0)
            {
                return;
            }

            if (rows.Length < n)
            {
                (rows, columns, part) = (new double[n], new double[n], new float[n]);
            }

            var covered = Positions(tile, rows.AsSpan(0, n), columns.AsSpan(0, n));
            if ((long)covered.Rows * covered.Columns > LargestWindow && n > 1)
            {
                foreach (var half in Halves(tile))
                {
                    ReadPart(whole, half, values);
                }

                return;
            }

            var result = part.AsSpan(0, n);
            Sample(covered, n, result);
            for (var r = 0; r < tile.Rows; r++)
            {
                var to = ((tile.Row - whole.Row + r) * whole.Columns) + (tile.Column - whole.Column);
                result.Slice(r * tile.Columns, tile.Columns).CopyTo(values[to..]);
            }
        }

        private void Sample(Tile covered, int n, Span<float> result)
        {
            if (covered.Rows == 0 || covered.Columns == 0)
            {
                result.Fill(float.NaN);
                return;
            }

            if (window.Length < covered.PixelCount)
            {
                window = new float[covered.PixelCount];
            }

            var source = window.AsSpan(0, covered.PixelCount);
            reader.Read(covered, source);
            for (var i = 0; i < n; i++)
            {
                rows[i] -= covered.Row;
                columns[i] -= covered.Column;
            }

            Resampling.Resample(kind, source, covered.Rows, covered.Columns, rows.AsSpan(0, n), columns.AsSpan(0, n), result);
        }

        /// <summary>Fractional source positions of a tile's pixels, and the source window that holds them and their neighbours.</summary>
        private Tile Positions(Tile tile, Span<double> row, Span<double> column)
        {
            for (int r = 0, i = 0; r < tile.Rows; r++)
            {
                for (var c = 0; c < tile.Columns; c++, i++)
                {
                    (column[i], row[i]) = target.CentreOf(tile.Row + r, tile.Column + c);
                }
            }

            transform?.Apply(column, row);
            var (top, left, bottom, right) = (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
            for (var i = 0; i < row.Length; i++)
            {
                (row[i], column[i]) = sourceGrid.PixelAt(column[i], row[i]);
                if (double.IsNaN(row[i]) || double.IsNaN(column[i]))
                {
                    continue;
                }

                (top, bottom) = (Math.Min(top, row[i]), Math.Max(bottom, row[i]));
                (left, right) = (Math.Min(left, column[i]), Math.Max(right, column[i]));
            }

            if (!(top <= bottom && left <= right))
            {
                return default;
            }

            var r0 = (int)Math.Clamp(Math.Floor(top), 0, sourceGrid.Rows);
            var c0 = (int)Math.Clamp(Math.Floor(left), 0, sourceGrid.Columns);
            var r1 = (int)Math.Clamp(Math.Floor(bottom) + 2, r0, sourceGrid.Rows);
            var c1 = (int)Math.Clamp(Math.Floor(right) + 2, c0, sourceGrid.Columns);
            return new Tile(r0, c0, r1 - r0, c1 - c0);
        }

        private static Tile[] Halves(Tile tile)
        {
            if (tile.Rows >= tile.Columns)
            {
                var half = tile.Rows / 2;
                return [tile with { Rows = half }, tile with { Row = tile.Row + half, Rows = tile.Rows - half }];
            }

            var side = tile.Columns / 2;
            return [tile with { Columns = side }, tile with { Column = tile.Column + side, Columns = tile.Columns - side }];
        }
    }
}
