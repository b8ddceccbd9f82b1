using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Plumb.Grids;

namespace Plumb.Processing.Journal;

/// <summary>
/// A tree of settings as one text, equal exactly where the settings are equal: what the keys of stages are made of. Records are
/// written property by property in the order in which these are declared, those marked [JsonIgnore] left out. Safe for threads.
/// </summary>
internal static class SettingsText
{
    private const int Deepest = 16;

    /// <summary>The text of a value.</summary>
    /// <param name="value">Settings: texts, numbers, words, days, lists and records of these.</param>
    /// <exception cref="ArgumentException">The value holds itself.</exception>
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value, Deepest);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        if (depth == 0)
        {
            throw new ArgumentException($"A {value?.GetType().Name} among the settings is nested more than {Deepest} times.", nameof(value));
        }

        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string s:
                text.Append(CultureInfo.InvariantCulture, $"{s.Length}\"{s}\"");
                break;
            case Grid g:
                Append(text, new { g.Crs.Definition, g.Crs.IsGeographic, g.OriginX, g.OriginY, g.StepX, g.StepY, g.Columns, g.Rows }, depth - 1);
                break;
            case Enum or bool:
                text.Append(value);
                break;
            case DateOnly or DateTime:
                text.Append(CultureInfo.InvariantCulture, $"{value:O}");
                break;
            case IFormattable number:
                text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable list:
                text.Append('[');
                foreach (var item in list)
                {
                    Append(text, item, depth - 1);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                AppendRecord(text, value, depth);
                break;
        }
    }

    private static void AppendRecord(StringBuilder text, object value, int depth)
    {
        text.Append('{');
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.MetadataToken))
        {
            if (property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always })
            {
                text.Append(property.Name).Append(':');
                Append(text, property.GetValue(value), depth - 1);
                text.Append(';');
            }
        }

        text.Append('}');
    }
}
