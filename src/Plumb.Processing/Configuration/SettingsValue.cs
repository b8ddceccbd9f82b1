using System.Globalization;
using System.Text;

namespace Plumb.Processing.Configuration;

/// <summary>How single values are spelt in a settings file: read and written here, so that what is written is read back exactly.</summary>
internal static class SettingsValue
{
    private const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool IsScalar(Type type) =>
        type == typeof(string) || type == typeof(bool) || type.IsEnum || type == typeof(DateOnly) || IsInteger(type) || IsReal(type);

    public static bool IsNumber(Type type) => !type.IsEnum && (IsInteger(type) || IsReal(type));

    /// <summary>The value, or null with the reason in words when the text is none of the type.</summary>
    public static object? Read(SettingsScalar scalar, Type type, out string expected)
    {
        expected = Describe(type);
        var text = scalar.Text;
        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(DateOnly))
        {
            return DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
        }

        if (scalar.Quoted)
        {
            expected += ", not in quotes";
            return null;
        }

        if (type == typeof(bool))
        {
            return text is "true" or "True" or "TRUE" ? true : text is "false" or "False" or "FALSE" ? false : null;
        }

        if (type.IsEnum)
        {
            var name = Enum.GetNames(type).FirstOrDefault(name => string.Equals(SettingNames.Underscored(name), text, StringComparison.OrdinalIgnoreCase));
            return name is null ? null : Enum.Parse(type, name);
        }

        return IsReal(type) ? ReadReal(text, type, ref expected) : ReadInteger(text, type);
    }

    /// <summary>The value as it stands in a settings file.</summary>
    public static string Write(object? value) => value switch
    {
        null => "null",
        string text => WriteText(text),
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum word => SettingNames.Underscored(word.ToString()),
        double.NaN or float.NaN => ".nan",
        double.PositiveInfinity or float.PositiveInfinity => ".inf",
        double.NegativeInfinity or float.NegativeInfinity => "-.inf",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType()} is not a single value of a settings file.", nameof(value)),
    };

    /// <summary>What is allowed, in words for people.</summary>
    public static string Describe(Type type) => type switch
    {
        _ when type == typeof(string) => "a text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(DateOnly) => "a date such as 2021-06-30",
        _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type).Select(SettingNames.Underscored)),
        _ when IsReal(type) => "a number such as 0.5",
        _ => "a whole number",
    };

    private static object? ReadReal(string text, Type type, ref string expected)
    {
        double? number = text switch
        {
            ".nan" or ".NaN" => double.NaN,
            ".inf" => double.PositiveInfinity,
            "-.inf" => double.NegativeInfinity,
            _ when double.TryParse(text, Real, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed) => parsed,
            _ => null,
        };
        if (number is null)
        {
            if (double.TryParse(text.Replace(',', '.'), Real, CultureInfo.InvariantCulture, out _))
            {
                expected = "a number with a point, not a comma, such as 0.5";
            }

            return null;
        }

        if (type == typeof(double))
        {
            return number.Value;
        }

        // A float is parsed as a float: going through a double could round twice.
        return float.TryParse(text, Real, CultureInfo.InvariantCulture, out var single) ? single : (float)number.Value;
    }

    private static object? ReadInteger(string text, Type type)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        try
        {
            return Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static string WriteText(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFD' =>
                    "\\u" + ((int)letter).ToString("x4", CultureInfo.InvariantCulture),
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Whether a text can stand without quotes and still be read as itself by every YAML reader.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 &&
        char.IsAsciiLetter(text[0]) &&
        text[^1] != ' ' &&
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '_' or '-' or '.' or '/' or '+' or '(' or ')') &&
        text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "NULL" or "Y" or "N");

    private static bool IsReal(Type type) => type == typeof(double) || type == typeof(float);

    private static bool IsInteger(Type type) => Type.GetTypeCode(type) is
        TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64;
}
