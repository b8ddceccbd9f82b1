using System.Collections;
using System.Text;

namespace Plumb.Processing.Configuration;

/// <summary>
/// Writes settings and scenes as YAML that <see cref="SettingsReader"/> reads back exactly, either bare or with the
/// meaning, unit, range, default and paper of every entry above it. Lines end with a line feed. Safe for threads.
/// </summary>
public static class SettingsWriter
{
    private const int LineWidth = 100;

    /// <summary>The tree as YAML.</summary>
    /// <typeparam name="T">Root record of the tree.</typeparam>
    /// <param name="value">The tree.</param>
    /// <param name="comments">Whether each entry with a <see cref="SettingAttribute"/> is explained above it.</param>
    public static string Write<T>(T value, bool comments)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder();
        WriteRecord(text, value, value.GetType(), 0, comments, separate: comments);
        return text.Length == 0 ? "{}\n" : text.ToString();
    }

    private static void WriteRecord(StringBuilder text, object record, Type type, int indent, bool comments, bool separate)
    {
        var shape = SettingShape.Of(type);
        var defaults = comments ? shape.CreateDefault() : null;
        var first = true;
        foreach (var member in shape.Members)
        {
            if (separate && !first)
            {
                text.Append('\n');
            }

            first = false;
            if (comments && member.Setting is not null)
            {
                WriteComment(text, member, defaults, indent);
            }

            text.Append(' ', indent).Append(member.Name).Append(':');
            WriteValue(text, member.Property.GetValue(record), indent, comments);
        }
    }

    /// <summary>The value after its name or dash, with the line feed that ends it.</summary>
    private static void WriteValue(StringBuilder text, object? value, int indent, bool comments)
    {
        if (value is null || SettingsValue.IsScalar(value.GetType()))
        {
            text.Append(' ').Append(SettingsValue.Write(value)).Append('\n');
            return;
        }

        if (value is IEnumerable list)
        {
            WriteList(text, [.. list.Cast<object?>()], indent + 2, comments);
            return;
        }

        if (SettingShape.Of(value.GetType()).Members.Count == 0)
        {
            text.Append(" {}\n");
            return;
        }

        text.Append('\n');
        WriteRecord(text, value, value.GetType(), indent + 2, comments, separate: false);
    }

    private static void WriteList(StringBuilder text, object?[] items, int indent, bool comments)
    {
        if (items.Length == 0)
        {
            text.Append(" []\n");
            return;
        }

        if (items.All(item => item is not null && SettingsValue.IsNumber(item.GetType())))
        {
            text.Append(" [").AppendJoin(", ", items.Select(SettingsValue.Write)).Append("]\n");
            return;
        }

        text.Append('\n');
        foreach (var item in items)
        {
            text.Append(' ', indent).Append('-');
            if (item is null || SettingsValue.IsScalar(item.GetType()) || item is IEnumerable || SettingShape.Of(item.GetType()).Members.Count == 0)
            {
                WriteValue(text, item, indent, comments);
                continue;
            }

            // The first entry of a record stands behind the dash, the others below it.
            var start = text.Length;
            WriteRecord(text, item, item.GetType(), indent + 2, comments: false, separate: false);
            text.Remove(start, indent + 2).Insert(start, " ");
        }
    }

    private static void WriteComment(StringBuilder text, SettingMember member, object? defaults, int indent)
    {
        var setting = member.Setting!;
        AppendComment(text, setting.Reason, indent);
        var facts = new List<string>();
        if (setting.Unit.Length > 0)
        {
            facts.Add($"Unit: {setting.Unit}.");
        }

        if (SettingsValue.IsNumber(member.Type))
        {
            facts.Add($"Range: {SettingsRange.Describe(setting)}.");
        }
        else if (member.Type.IsEnum || member.Type == typeof(bool))
        {
            facts.Add($"Range: {SettingsValue.Describe(member.Type)}.");
        }

        if (defaults is not null && !member.IsRequired && DescribeDefault(member.Property.GetValue(defaults)) is { } standard)
        {
            facts.Add($"Default: {standard}.");
        }

        if (facts.Count > 0)
        {
            AppendComment(text, string.Join(' ', facts), indent);
        }

        if (setting.Paper.Length > 0)
        {
            AppendComment(text, $"Paper: {setting.Paper}.", indent);
        }
    }

    private static string? DescribeDefault(object? value) => value switch
    {
        null => "none",
        _ when SettingsValue.IsScalar(value.GetType()) => SettingsValue.Write(value),
        ICollection { Count: 0 } => "[]",
        _ => null,
    };

    private static void AppendComment(StringBuilder text, string words, int indent)
    {
        var length = 0;
        foreach (var word in words.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (length == 0 || indent + length + word.Length + 1 > LineWidth)
            {
                if (length > 0)
                {
                    text.Append('\n');
                }

                text.Append(' ', indent).Append('#');
                length = 1;
            }

            text.Append(' ').Append(word);
            length += word.Length + 1;
        }

        text.Append('\n');
    }
}
