using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Formats.Store;

/// <summary>The element types of the store and their Zarr names. Little-endian, as the machines Plumb runs on.</summary>
internal static class ElementType
{
    /// <summary>Zarr name of a type, "&lt;f4" for float.</summary>
    public static string NameOf<T>()
        where T : unmanaged
    {
        var name =
            typeof(T) == typeof(float) ? "<f4" :
            typeof(T) == typeof(double) ? "<f8" :
            typeof(T) == typeof(short) ? "<i2" :
            typeof(T) == typeof(ushort) ? "<u2" :
            typeof(T) == typeof(byte) ? "|u1" :
            typeof(T) == typeof(int) ? "<i4" : null;
        return name ?? throw new NotSupportedException($"The store holds float, double, short, ushort, byte and int; not {typeof(T).Name}.");
    }

    /// <summary>Bytes per element; 0 where the name is not one of the store's types.</summary>
    public static int SizeOf(string name) => name switch
    {
        "<f8" => 8,
        "<f4" or "<i4" => 4,
        "<i2" or "<u2" => 2,
        "|u1" => 1,
        _ => 0,
    };

    /// <summary>A value as Zarr writes its fill_value: not-a-number and the infinities are words.</summary>
    public static JsonNode FillToJson<T>(T fill)
        where T : unmanaged
    {
        switch (fill)
        {
            case float or double:
                var number = Convert.ToDouble(fill, CultureInfo.InvariantCulture);
                return double.IsNaN(number) ? "NaN" :
                    double.IsPositiveInfinity(number) ? "Infinity" :
                    double.IsNegativeInfinity(number) ? "-Infinity" :
                    number;
            default:
                return Convert.ToInt64(fill, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Reads a fill_value. null is zero, as other writers mean it. Returns false where it does not fit the type.</summary>
    public static bool TryFill<T>(JsonElement json, out T fill)
        where T : unmanaged
    {
        fill = default;
        double number;
        switch (json.ValueKind)
        {
            case JsonValueKind.Null:
                return true;
            case JsonValueKind.Number when json.TryGetDouble(out number):
                break;
            case JsonValueKind.String:
                var word = json.GetString();
                if (word is not ("NaN" or "Infinity" or "-Infinity"))
                {
                    return false;
                }

                number = word == "NaN" ? double.NaN : word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                break;
            default:
                return false;
        }

        try
        {
            fill = (T)Convert.ChangeType(number, typeof(T), CultureInfo.InvariantCulture);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
