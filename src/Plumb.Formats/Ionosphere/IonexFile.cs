using System.Globalization;
using System.IO.Compression;
using System.Text;
using Plumb.Corrections.Ionosphere;

namespace Plumb.Formats.Ionosphere;

/// <summary>Maps of the ionosphere as analysis centres give them: IONEX, version 1, maps of one shell, plain or gzipped.</summary>
public static class IonexFile
{
    private const int NoValue = 9999;
    private const int Width = 5;
    private const int PerLine = 16;
    private const long LargestText = 256L << 20;

    /// <summary>Times of the first and the last map by the header, UTC; the maps are not read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">It is no IONEX file, or damaged.</exception>
    public static (DateTime First, DateTime Last) Span(string path) => Open(path, reader =>
    {
        var header = IonexHeader.Read(path, reader);
        return (header.First, header.Last);
    });

    /// <summary>Reads all maps. Values are TECU, NaN where the file has none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">It is no IONEX file, or damaged.</exception>
    public static TecMaps Read(string path) => Open(path, reader =>
    {
        var header = IonexHeader.Read(path, reader);
        var (times, content, rms) = (new List<DateTime>(), new List<float[]>(), new SortedDictionary<DateTime, float[]>());
        while (reader.ReadLine() is { } line)
        {
            switch (IonexHeader.Label(line))
            {
                case "START OF TEC MAP":
                    var (time, map) = Map(header, reader, "END OF TEC MAP");
                    times.Add(time);
                    content.Add(map);
                    break;
                case "START OF RMS MAP":
                    var (rmsTime, rmsMap) = Map(header, reader, "END OF RMS MAP");
                    rms[rmsTime] = rmsMap;
                    break;
                case "END OF FILE":
                    return Joined(header, times, content, rms);
                default:
                    break;
            }

            if (times.Count > header.Maps)
            {
                throw header.Wrong($"has more maps than the {header.Maps} of its header");
            }
        }

        throw header.Wrong($"ends after {times.Count} of {header.Maps} maps");
    });

    private static TecMaps Joined(IonexHeader header, List<DateTime> times, List<float[]> content, SortedDictionary<DateTime, float[]> rms)
    {
        if (times.Count != header.Maps)
        {
            throw header.Wrong($"has {times.Count} maps, not the {header.Maps} of its header");
        }

        float[] all = [.. content.SelectMany(m => m)];
        float[]? deviations = times.TrueForAll(rms.ContainsKey) ? [.. times.SelectMany(t => rms[t])] : null;
        return new TecMaps(header.Nodes, header.EarthRadius + header.ShellHeight, header.EarthRadius, [.. times], all, deviations);
    }

    private static (DateTime Time, float[] Values) Map(IonexHeader header, TextReader reader, string end)
    {
        var nodes = header.Nodes;
        var (values, row, exponent, time) = (new float[nodes.Rows * nodes.Columns], 0, header.Exponent, default(DateTime));
        while (reader.ReadLine() is { } line)
        {
            switch (IonexHeader.Label(line))
            {
                case "EPOCH OF CURRENT MAP":
                    time = header.Time(line);
                    break;
                case "EXPONENT":
                    exponent = header.Numbers(line, 1)[0] is >= -10 and <= 10 and var power ? (int)power : throw header.Wrong("has an exponent that is none");
                    break;
                case "LAT/LON1/LON2/DLON/H":
                    RowPlace(header, line, row);
                    Row(header, reader, values.AsSpan(row++ * nodes.Columns, nodes.Columns), Math.Pow(10, exponent));
                    break;
                case var label when label == end:
                    return row == nodes.Rows && time != default ? (time, values) : throw header.Wrong($"has a map with {row} of {nodes.Rows} latitudes, or without time");
                default:
                    break;
            }
        }

        throw header.Wrong("ends within a map");
    }

    /// <summary>Refuses a row that is not the one of the grid: numbers stand side by side there (I5, F6.1), so they are cut by columns.</summary>
    private static void RowPlace(IonexHeader header, string line, int row)
    {
        var nodes = header.Nodes;
        if (row >= nodes.Rows || !double.TryParse(line.AsSpan(2, 6), NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) ||
            Math.Abs(latitude - nodes.Latitude(row)) > 0.05 + (1e-3 * nodes.LatitudeStep) ||
            !double.TryParse(line.AsSpan(8, 6), NumberStyles.Float, CultureInfo.InvariantCulture, out var west) || Math.Abs(west - nodes.West) > 0.05 + (1e-3 * nodes.LongitudeStep))
        {
            throw header.Wrong($"has the row '{line[..IonexHeader.LabelColumn].Trim()}' where the header's grid has another");
        }
    }

    private static void Row(IonexHeader header, TextReader reader, Span<float> values, double unit)
    {
        for (var column = 0; column < values.Length; column += PerLine)
        {
            var line = reader.ReadLine() ?? throw header.Wrong("ends within a map");
            var count = Math.Min(PerLine, values.Length - column);
            for (var i = 0; i < count; i++)
            {
                if (line.Length < ((i + 1) * Width) - 1 ||
                    !int.TryParse(line.AsSpan(i * Width, Math.Min(Width, line.Length - (i * Width))), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value))
                {
                    throw header.Wrong($"has a line '{line.Trim()}' without {count} numbers");
                }

                values[column + i] = value == NoValue ? float.NaN : (float)(value * unit);
            }
        }
    }

    private static T Open<T>(string path, Func<TextReader, T> read)
    {
        try
        {
            using var file = File.OpenRead(path);
            var isZipped = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            using Stream text = isZipped ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(new LimitedStream(text, LargestText, path), Encoding.Latin1);
            return read(reader);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} cannot be read: {e.Message} Get it again.", e);
        }
    }

    /// <summary>A stream that ends with an error where a small packed file would unfold without end, or hold a line without end.</summary>
    private sealed class LimitedStream(Stream inner, long limit, string path) : Stream
    {
        private long taken;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => taken;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            taken += count;
            return taken <= limit ? count : throw new RequestException($"{path} unfolds to more than {limit >> 20} MiB, which no maps of the ionosphere fill. Get it again.");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
