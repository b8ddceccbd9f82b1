using System.Buffers;
using System.Globalization;
using System.Text;
using Plumb.Formats.Gdal;
using Plumb.Formats.Points;

namespace Plumb.Formats.Csv;

/// <summary>
/// Writes points as comma-separated text (UTF-8, LF, point as decimal mark), one line per point, the unit in each
/// column's name: degrees, pixels, mm/yr, mm, metres. A field without a value is empty.
/// </summary>
public sealed class CsvPointWriter : IPointWriter
{
    private const int FlushAt = 1 << 16;

    private readonly PointTable table;
    private readonly string path;
    private readonly string part;
    private readonly ArrayBufferWriter<byte> buffer = new(FlushAt * 2);
    private FileStream? file;

    private CsvPointWriter(string path, PointTable table)
    {
        this.path = path;
        this.table = table;
        part = PartFile.NameFor(path);
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file; an existing one is replaced when the new one is complete.</param>
    /// <param name="table">What the table holds; series in metres become millimetres.</param>
    /// <param name="comments">Whether lines that begin with # say unit, sign and reference before the header.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static CsvPointWriter Create(string path, PointTable table, bool comments = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(table);
        var writer = new CsvPointWriter(path, table);
        PartFile.Prepare(writer.part, path);
        writer.Guard(() => writer.file = new FileStream(writer.part, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
        if (comments)
        {
            writer.Text("# " + table.Description.ReplaceLineEndings(" ") + "\n");
        }

        writer.Text(Header(table) + "\n");
        return writer;
    }

    /// <inheritdoc/>
    public void Write(in MeasuredPoint point, ReadOnlySpan<float> series)
    {
        ObjectDisposedException.ThrowIf(file is null, this);
        table.Check(series);
        Integer(point.Id);
        Number(point.Longitude, "F7");
        Number(point.Latitude, "F7");
        Separator();
        Integer(point.Row);
        Separator();
        Integer(point.Column);
        Millimetres(point.Rate);
        Millimetres(point.RateSigma);
        Number(point.TemporalCoherence, "0.####");
        Number(point.Height, "0.###");
        Millimetres(series.Length > 0 ? series[^1] : double.NaN);
        if (table.WithSeries)
        {
            foreach (var value in series)
            {
                Millimetres(value);
            }
        }

        buffer.Write("\n"u8);
        if (buffer.WrittenCount >= FlushAt)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(file is null, this);
        Flush();
        Guard(file.Dispose);
        file = null;
        PartFile.Publish(part, path);
    }

    /// <summary>Ends the writer; a file that is not complete is removed.</summary>
    public void Dispose()
    {
        file?.Dispose();
        file = null;
        PartFile.Remove(part);
    }

    private static string Header(PointTable table)
    {
        var header = new StringBuilder("id,longitude_deg,latitude_deg,row,column,rate_mm_yr,rate_sigma_mm_yr,temporal_coherence,height_m,displacement_mm");
        if (table.WithSeries)
        {
            foreach (var date in table.Dates)
            {
                header.Append(',').Append(PointTable.ColumnOf(date)).Append("_mm");
            }
        }

        return header.ToString();
    }

    private void Millimetres(double metres) => Number(PointTable.Millimetres(metres), "0.####");

    private void Number(double value, string format)
    {
        Separator();
        if (double.IsFinite(value))
        {
            value.TryFormat(buffer.GetSpan(400), out var written, format, CultureInfo.InvariantCulture);
            buffer.Advance(written);
        }
    }

    private void Integer(long value)
    {
        value.TryFormat(buffer.GetSpan(24), out var written, default, CultureInfo.InvariantCulture);
        buffer.Advance(written);
    }

    private void Separator() => buffer.Write(","u8);

    private void Text(string text) => Encoding.UTF8.GetBytes(text, buffer);

    private void Flush()
    {
        Guard(() => file!.Write(buffer.WrittenSpan));
        buffer.ResetWrittenCount();
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be written: {e.Message} Check the space and the rights of its disk.", e);
        }
    }
}
