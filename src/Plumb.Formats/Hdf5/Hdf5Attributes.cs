using System.Globalization;

namespace Plumb.Formats.Hdf5;

/// <summary>Attributes of an open HDF5 object. To be called inside <see cref="Hdf5Call.Enter"/>.</summary>
internal static unsafe class Hdf5Attributes
{
    private const int Most = 10_000;
    private const int LongestName = 1024;
    private const long LongestValue = 1 << 20;

    /// <summary>All attributes that are text or numbers, as text; several values are joined by commas.</summary>
    public static SortedDictionary<string, string> Read(long owner, string path)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        fixed (byte* here = ".\0"u8)
        {
            for (var n = 0; n < Most; n++)
            {
                var attribute = Hdf5Native.AttributeByIndex(owner, here, 0, 0, (ulong)n, 0, 0);
                if (attribute < 0)
                {
                    break;
                }

                try
                {
                    if (ReadOne(attribute, path) is { } found)
                    {
                        all[found.Name] = found.Value;
                    }
                }
                finally
                {
                    _ = Hdf5Native.AttributeClose(attribute);
                }
            }
        }

        return all;
    }

    /// <summary>Writes a text as h5py does: one UTF-8 string of any length.</summary>
    public static void Write(long owner, string name, string value, string path)
    {
        var type = Hdf5Types.VariableText();
        var space = Hdf5Native.SpaceCreate(0);
        try
        {
            fixed (byte* n = Hdf5Call.Utf8(name), v = Hdf5Call.Utf8(value))
            {
                var attribute = Hdf5Call.CheckWrite(Hdf5Native.AttributeCreate(owner, n, type, space, 0, 0), path, $"attribute {name} could not be made");
                var pointer = v;
                var status = Hdf5Native.AttributeWrite(attribute, type, &pointer);
                _ = Hdf5Native.AttributeClose(attribute);
                _ = Hdf5Call.CheckWrite(status, path, $"attribute {name} could not be written");
            }
        }
        finally
        {
            _ = Hdf5Native.SpaceClose(space);
            _ = Hdf5Native.TypeClose(type);
        }
    }

    private static (string Name, string Value)? ReadOne(long attribute, string path)
    {
        var buffer = stackalloc byte[LongestName];
        var length = Hdf5Call.Check(Hdf5Native.AttributeName(attribute, LongestName, buffer), path, "the name of an attribute could not be read");
        var name = Hdf5Types.Text(new ReadOnlySpan<byte>(buffer, (int)Math.Min(length, LongestName - 1)));
        var type = Hdf5Call.Check(Hdf5Native.AttributeType(attribute), path, $"attribute {name} could not be read");
        var space = Hdf5Native.AttributeSpace(attribute);
        try
        {
            var count = Hdf5Call.Check(space < 0 ? space : Hdf5Native.SpacePoints(space), path, $"attribute {name} could not be read");
            var size = (long)Math.Min(Hdf5Native.TypeSize(type), int.MaxValue);
            if (count == 0 || Hdf5Native.TypeClass(type) < 0)
            {
                return null;
            }

            if (count > LongestValue || count * Math.Max(size, 8) > LongestValue)
            {
                return null;
            }

            var values = Values(attribute, type, space, (int)count, (int)size, path, name);
            return values is null ? null : (name, string.Join(",", values));
        }
        finally
        {
            _ = Hdf5Native.TypeClose(type);
            _ = space >= 0 ? Hdf5Native.SpaceClose(space) : 0;
        }
    }

    private static string[]? Values(long attribute, long type, long space, int count, int size, string path, string name)
    {
        var failed = $"attribute {name} could not be read";
        switch (Hdf5Types.KindOf(type))
        {
            case Hdf5Kind.FixedText:
                var text = new byte[count * size];
                fixed (byte* p = text)
                {
                    _ = Hdf5Call.Check(Hdf5Native.AttributeRead(attribute, type, p), path, failed);
                }

                return [.. Enumerable.Range(0, count).Select(i => Hdf5Types.Text(text.AsSpan(i * size, size)))];
            case Hdf5Kind.VariableText:
                var memory = Hdf5Types.VariableText(Hdf5Native.TypeEncoding(type));
                var pointers = new nint[count];
                try
                {
                    fixed (nint* p = pointers)
                    {
                        _ = Hdf5Call.Check(Hdf5Native.AttributeRead(attribute, memory, p), path, failed);
                        var values = Array.ConvertAll(pointers, Hdf5Types.Text);
                        _ = Hdf5Native.Reclaim(memory, space, 0, p);
                        return values;
                    }
                }
                finally
                {
                    _ = Hdf5Native.TypeClose(memory);
                }

            case Hdf5Kind.Whole or Hdf5Kind.Enumeration:
                return Array.ConvertAll(Numbers<long>(attribute, count, path, failed), v => v.ToString(CultureInfo.InvariantCulture));
            case Hdf5Kind.Real:
                return Array.ConvertAll(Numbers<double>(attribute, count, path, failed), v => v.ToString("R", CultureInfo.InvariantCulture));
            default:
                return null;
        }
    }

    private static T[] Numbers<T>(long attribute, int count, string path, string failed)
        where T : unmanaged
    {
        var values = new T[count];
        fixed (T* p = values)
        {
            _ = Hdf5Call.Check(Hdf5Native.AttributeRead(attribute, Hdf5Types.Memory<T>(), p), path, failed);
        }

        return values;
    }
}
