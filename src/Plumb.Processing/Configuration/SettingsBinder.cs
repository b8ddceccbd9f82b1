using System.Collections;
using System.Globalization;

namespace Plumb.Processing.Configuration;

/// <summary>Makes a typed tree of the nodes of a settings file and notes every mistake with its line.</summary>
internal sealed class SettingsBinder
{
    private const int MostMistakesShown = 8;

    private readonly string fileName;
    private readonly List<(int Line, string What)> mistakes = [];

    private SettingsBinder(string fileName) => this.fileName = fileName;

    /// <summary>The tree, or one error that names the mistakes.</summary>
    public static T Bind<T>(SettingsNode? root, string fileName)
        where T : class
    {
        var binder = new SettingsBinder(fileName);
        var value = binder.BindRecord(root ?? new SettingsSection(1, []), typeof(T), null, "");
        binder.ThrowIfMistaken();
        return (T)value!;
    }

    private void ThrowIfMistaken()
    {
        if (mistakes.Count == 0)
        {
            return;
        }

        var ordered = mistakes.OrderBy(mistake => mistake.Line).ToArray();
        if (ordered is [var only])
        {
            throw new RequestException($"{fileName}:{only.Line}: {only.What}");
        }

        var lines = ordered.Take(MostMistakesShown).Select(mistake => $"  line {mistake.Line}: {mistake.What}");
        var rest = ordered.Length > MostMistakesShown
            ? string.Create(CultureInfo.InvariantCulture, $"\n  and {ordered.Length - MostMistakesShown} more")
            : "";
        throw new RequestException(
            string.Create(CultureInfo.InvariantCulture, $"{fileName}: {ordered.Length} settings are wrong:\n") + string.Join('\n', lines) + rest);
    }

    private object? BindRecord(SettingsNode node, Type type, object? template, string path)
    {
        var shape = SettingShape.Of(type);
        if (node is SettingsScalar { IsEmpty: true })
        {
            // A section whose entries are all commented out keeps its defaults.
            node = new SettingsSection(node.Line, []);
        }

        if (node is not SettingsSection section)
        {
            return Mistake(node.Line, $"{Subject(path)} is a section with the entries {Listed(shape)}, not a single value or a list.");
        }

        var values = DefaultsOf(shape, template);
        var before = mistakes.Count;
        BindEntries(section, shape, values, path);
        foreach (var member in shape.Members.Where(member => member.IsRequired && !values.ContainsKey(member)))
        {
            Mistake(section.Line, $"{Subject(path)} needs '{member.Name}', which is missing.");
        }

        return mistakes.Count > before ? null : Create(shape, values, section, path);
    }

    /// <summary>What holds where the file says nothing: the values of the parent's default, or else the record's own.</summary>
    private static Dictionary<SettingMember, object?> DefaultsOf(SettingShape shape, object? template)
    {
        var source = template ?? shape.CreateDefault();
        return source is null
            ? []
            : shape.Members
                .Where(member => template is not null || !member.IsRequired)
                .ToDictionary(member => member, member => member.Property.GetValue(source));
    }

    private void BindEntries(SettingsSection section, SettingShape shape, Dictionary<SettingMember, object?> values, string path)
    {
        foreach (var entry in section.Entries)
        {
            var member = shape.Members.FirstOrDefault(candidate => candidate.Name == entry.Name);
            if (member is null)
            {
                Mistake(entry.Line, DescribeUnknown(entry.Name, shape, path));
                continue;
            }

            var old = values.GetValueOrDefault(member);
            values[member] = BindMember(entry.Value, member, old, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
        }
    }

    private static string DescribeUnknown(string name, SettingShape shape, string path)
    {
        var place = path.Length == 0 ? "" : $" in {path}";
        var nearest = SettingNames.Nearest(name, shape.Members.Select(member => member.Name));
        return nearest is null
            ? $"there is no setting '{SettingsDocument.Shorten(name)}'{place}; known are {Listed(shape)}."
            : $"there is no setting '{SettingsDocument.Shorten(name)}'{place}; did you mean '{nearest}'?";
    }

    private object? Create(SettingShape shape, Dictionary<SettingMember, object?> values, SettingsSection section, string path)
    {
        try
        {
            return shape.Create(values);
        }
        catch (Exception error) when (error is ArgumentException or RequestException)
        {
            return Mistake(section.Line, $"{Subject(path)} is not possible: {error.Message}");
        }
    }

    private object? BindMember(SettingsNode node, SettingMember member, object? template, string path)
    {
        if (member.AllowsNull && node is SettingsScalar { IsEmpty: true })
        {
            return null;
        }

        var value = BindValue(node, member.Type, template, path);
        if (member.Setting is not null && SettingsValue.IsNumber(member.Type) && value is not null)
        {
            CheckRange(node, member.Setting, Convert.ToDouble(value, CultureInfo.InvariantCulture), path);
        }

        return value;
    }

    private object? BindValue(SettingsNode node, Type type, object? template, string path)
    {
        if (SettingsValue.IsScalar(type))
        {
            return BindScalar(node, type, path);
        }

        return SettingsElements.ElementType(type) is { } element
            ? BindList(node, type, element, path)
            : BindRecord(node, type, template, path);
    }

    private object? BindScalar(SettingsNode node, Type type, string path)
    {
        if (node is not SettingsScalar scalar)
        {
            var found = node is SettingsList ? "a list" : "a section";
            return Mistake(node.Line, $"{path} is {found}; it must be {SettingsValue.Describe(type)}.");
        }

        if (scalar.IsEmpty)
        {
            var way = type == typeof(string) ? "write \"\" for an empty text" : $"it must be {SettingsValue.Describe(type)}";
            return Mistake(node.Line, $"{path} has no value; {way}, or delete the line to take the default.");
        }

        var value = SettingsValue.Read(scalar, type, out var expected);
        if (value is not null)
        {
            return value;
        }

        var nearest = type.IsEnum ? SettingNames.Nearest(scalar.Text, Enum.GetNames(type).Select(SettingNames.Underscored)) : null;
        var hint = nearest is null ? "" : $" Did you mean '{nearest}'?";
        return Mistake(node.Line, $"{path} is '{SettingsDocument.Shorten(scalar.Text)}'; it must be {expected}.{hint}");
    }

    private object? BindList(SettingsNode node, Type type, Type element, string path)
    {
        if (node is not SettingsList list)
        {
            return Mistake(node.Line, $"{path} is a list: write it as [first, second] or with one '- ' line for each entry.");
        }

        var array = Array.CreateInstance(element, list.Items.Count);
        for (var i = 0; i < array.Length; i++)
        {
            var value = BindValue(list.Items[i], element, null, string.Create(CultureInfo.InvariantCulture, $"{path}[{i + 1}]"));
            if (value is not null)
            {
                array.SetValue(value, i);
            }
        }

        return SettingsElements.Fill(type, element, array);
    }

    private void CheckRange(SettingsNode node, SettingAttribute setting, double value, string path)
    {
        if (!double.IsFinite(value))
        {
            Mistake(node.Line, $"{path} must be a finite number.");
        }
        else if (!(value >= setting.Minimum && value <= setting.Maximum))
        {
            var unit = setting.Unit.Length == 0 ? "" : " " + setting.Unit;
            Mistake(node.Line, $"{path} is {SettingsValue.Write(value)}{unit}; it must be {SettingsRange.Describe(setting)}{unit}.");
        }
    }

    private static string Subject(string path) => path.Length == 0 ? "the file" : path;

    private static string Listed(SettingShape shape) => string.Join(", ", shape.Members.Select(member => member.Name));

    private object? Mistake(int line, string what)
    {
        mistakes.Add((line, what));
        return null;
    }
}

/// <summary>The range of a number in words.</summary>
internal static class SettingsRange
{
    public static string Describe(SettingAttribute setting) => (double.IsFinite(setting.Minimum), double.IsFinite(setting.Maximum)) switch
    {
        (true, true) => $"between {SettingsValue.Write(setting.Minimum)} and {SettingsValue.Write(setting.Maximum)}",
        (true, false) => $"{SettingsValue.Write(setting.Minimum)} or more",
        (false, true) => $"{SettingsValue.Write(setting.Maximum)} or less",
        _ => "any number",
    };
}

/// <summary>The lists a settings record may hold: arrays, List and the read-only interfaces they fill.</summary>
internal static class SettingsElements
{
    /// <summary>Type of the entries; null for a type that is no list.</summary>
    public static Type? ElementType(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        return type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) && type.GetGenericArguments() is [var element]
            && (type.IsAssignableFrom(element.MakeArrayType()) || type == typeof(List<>).MakeGenericType(element))
            ? element
            : null;
    }

    public static object Fill(Type type, Type element, Array array) =>
        type.IsAssignableFrom(array.GetType()) ? array : Activator.CreateInstance(typeof(List<>).MakeGenericType(element), array)!;
}
