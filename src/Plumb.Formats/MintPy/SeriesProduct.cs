using Plumb.Formats.Hdf5;
using Plumb.Grids;

namespace Plumb.Formats.MintPy;

/// <summary>
/// A finished displacement series, open for reading: metres along the line of sight, positive towards the satellite,
/// relative to <see cref="MintPyHeader.ReferencePixel"/> and <see cref="MintPyHeader.ReferenceDate"/>. Safe for threads.
/// </summary>
public sealed class SeriesProduct : IDisposable
{
    private readonly Hdf5File file;
    private readonly Hdf5Dataset values;

    internal SeriesProduct(Hdf5File file, MintPyHeader header, IReadOnlyList<DateOnly> dates)
    {
        this.file = file;
        Header = header;
        Dates = dates;
        var dataset = file.OpenDataset("timeseries");
        if (!Hdf5Raster.Fits(dataset.Shape, dates.Count - 1, header.Grid) || dataset.Shape[0] != dates.Count || !dataset.IsBacked)
        {
            dataset.Dispose();
            throw new RequestException(
                $"{file.Location}: dataset timeseries of shape ({string.Join(", ", dataset.Shape)}) does not fill {dates.Count} dates of {header.Grid.Rows} x {header.Grid.Columns} pixels. " +
                "The file is damaged or unfinished; copy it again.");
        }

        values = dataset;
    }

    /// <summary>What the file says about itself: grid, instrument, reference.</summary>
    public MintPyHeader Header { get; }

    /// <summary>The dates (UTC), ascending.</summary>
    public IReadOnlyList<DateOnly> Dates { get; }

    /// <summary>Reads all dates of a tile.</summary>
    /// <param name="tile">The tile, inside the grid.</param>
    /// <param name="destination">
    /// Takes displacement, metres, positive towards the satellite; shape (date, row, column). A pixel that is 0 at every
    /// date and is not the reference pixel has no data: NaN.
    /// </param>
    /// <exception cref="ArgumentException">The tile reaches outside the grid, or does not fit the destination.</exception>
    /// <exception cref="RequestException">The file is truncated or damaged here.</exception>
    public void Read(Tile tile, Span<float> destination)
    {
        values.Read([0, tile.Row, tile.Column], [Dates.Count, tile.Rows, tile.Columns], destination);
        var pixels = tile.PixelCount;
        var reference = Header.ReferencePixel is { } p && p.Row >= tile.Row && p.Row < tile.Row + tile.Rows && p.Column >= tile.Column && p.Column < tile.Column + tile.Columns
            ? ((p.Row - tile.Row) * tile.Columns) + p.Column - tile.Column
            : -1;
        for (var i = 0; i < pixels; i++)
        {
            var isEmpty = i != reference;
            for (var d = 0; isEmpty && d < Dates.Count; d++)
            {
                isEmpty = destination[(d * pixels) + i] == 0;
            }

            for (var d = 0; isEmpty && d < Dates.Count; d++)
            {
                destination[(d * pixels) + i] = float.NaN;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        values.Dispose();
        file.Dispose();
    }
}
