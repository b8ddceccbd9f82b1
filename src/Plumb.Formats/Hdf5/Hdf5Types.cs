using System.Runtime.InteropServices;

namespace Plumb.Formats.Hdf5;

/// <summary>From Plumb's element types to HDF5's. To be called inside <see cref="Hdf5Call.Enter"/>.</summary>
internal static unsafe class Hdf5Types
{
    /// <summary>The type of elements in memory.</summary>
    /// <exception cref="NotSupportedException">Another type than float, double, short, ushort, int, byte, sbyte, long.</exception>
    public static long Memory<T>()
        where T : unmanaged => Hdf5Native.Exported(
            typeof(T) == typeof(float) ? "H5T_NATIVE_FLOAT_g" :
            typeof(T) == typeof(double) ? "H5T_NATIVE_DOUBLE_g" :
            typeof(T) == typeof(short) ? "H5T_NATIVE_SHORT_g" :
            typeof(T) == typeof(ushort) ? "H5T_NATIVE_USHORT_g" :
            typeof(T) == typeof(int) ? "H5T_NATIVE_INT_g" :
            typeof(T) == typeof(byte) ? "H5T_NATIVE_UCHAR_g" :
            typeof(T) == typeof(sbyte) ? "H5T_NATIVE_SCHAR_g" :
            typeof(T) == typeof(long) ? "H5T_NATIVE_LLONG_g" :
            throw new NotSupportedException($"HDF5 data are read as float, double, short, ushort, int, byte, sbyte or long; not {typeof(T).Name}."));

    /// <summary>A type in the file; a new id, to be closed.</summary>
    public static long InFile(Hdf5Type type)
    {
        if (type == Hdf5Type.Truth)
        {
            return Boolean("H5T_STD_I8LE_g");
        }

        return Hdf5Native.TypeCopy(Hdf5Native.Exported(type switch
        {
            Hdf5Type.Real32 => "H5T_IEEE_F32LE_g",
            Hdf5Type.Real64 => "H5T_IEEE_F64LE_g",
            Hdf5Type.Signed16 => "H5T_STD_I16LE_g",
            Hdf5Type.Unsigned16 => "H5T_STD_U16LE_g",
            Hdf5Type.Signed32 => "H5T_STD_I32LE_g",
            Hdf5Type.Unsigned8 => "H5T_STD_U8LE_g",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type that is written."),
        }));
    }

    /// <summary>Strings of a length in bytes, zero-padded as numpy's S type; a new id, to be closed.</summary>
    public static long FixedText(int length)
    {
        var type = Hdf5Native.TypeCopy(Hdf5Native.Exported("H5T_C_S1_g"));
        _ = Hdf5Native.TypeSetSize(type, (nuint)length);
        _ = Hdf5Native.TypeSetPadding(type, 1);
        return type;
    }

    /// <summary>Strings of any length, UTF-8 or as another type has it; a new id, to be closed.</summary>
    public static long VariableText(int encoding = 1)
    {
        var type = Hdf5Native.TypeCopy(Hdf5Native.Exported("H5T_C_S1_g"));
        _ = Hdf5Native.TypeSetSize(type, nuint.MaxValue);
        _ = Hdf5Native.TypeSetEncoding(type, encoding);
        return type;
    }

    /// <summary>h5py's truth values over an integer type; a new id, to be closed.</summary>
    public static long Boolean(string integer)
    {
        var type = Hdf5Native.EnumCreate(Hdf5Native.Exported(integer));
        sbyte value = 0;
        fixed (byte* no = "FALSE\0"u8, yes = "TRUE\0"u8)
        {
            _ = Hdf5Native.EnumInsert(type, no, &value);
            value = 1;
            _ = Hdf5Native.EnumInsert(type, yes, &value);
        }

        return type;
    }

    /// <summary>What the elements of a type are.</summary>
    public static Hdf5Kind KindOf(long type) => Hdf5Native.TypeClass(type) switch
    {
        0 => Hdf5Kind.Whole,
        1 => Hdf5Kind.Real,
        3 => Hdf5Native.TypeIsVariable(type) > 0 ? Hdf5Kind.VariableText : Hdf5Kind.FixedText,
        8 => Hdf5Kind.Enumeration,
        _ => Hdf5Kind.Other,
    };

    /// <summary>Text out of a fixed-length field: up to the first zero byte, without spaces at the end.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? field : field[..end]).TrimEnd(' ');
    }

    /// <summary>Text out of a C string that the library owns; empty for none.</summary>
    public static string Text(nint pointer) => Marshal.PtrToStringUTF8(pointer) ?? "";
}
