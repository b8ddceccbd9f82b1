using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Plumb.Processing.Configuration;

/// <summary>One setting of a record: its name in the file, its property, and what is known about it.</summary>
internal sealed record SettingMember(
    string Name, PropertyInfo Property, SettingAttribute? Setting, bool AllowsNull, bool IsRequired, ParameterInfo? Parameter)
{
    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;
}

/// <summary>
/// What a settings file may say about a record: its properties that can be set, in the order they are declared, and how
/// an instance is made of them. Works for records with properties and for records with a parameter list.
/// </summary>
internal sealed class SettingShape
{
    private static readonly ConcurrentDictionary<Type, SettingShape> Known = new();
    private readonly ConstructorInfo? constructor;

    private SettingShape(Type type)
    {
        Type = type;
        constructor = ChooseConstructor(type);
        var parameters = constructor?.GetParameters() ?? [];
        var nullability = new NullabilityInfoContext();
        var members = new List<SettingMember>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.MetadataToken))
        {
            var parameter = parameters.FirstOrDefault(candidate => string.Equals(candidate.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            var isSettable = parameter is not null || property.SetMethod is { IsPublic: true };
            if (!isSettable || property.GetMethod is null || property.GetIndexParameters().Length > 0)
            {
                continue;
            }

            var allowsNull = Nullable.GetUnderlyingType(property.PropertyType) is not null ||
                (!property.PropertyType.IsValueType && nullability.Create(property).ReadState == NullabilityState.Nullable);
            var isRequired = parameter is { HasDefaultValue: false } || property.IsDefined(typeof(RequiredMemberAttribute));
            members.Add(new SettingMember(
                SettingNames.Underscored(property.Name), property, property.GetCustomAttribute<SettingAttribute>(), allowsNull, isRequired, parameter));
        }

        Members = members;
    }

    public Type Type { get; }

    public IReadOnlyList<SettingMember> Members { get; }

    public static SettingShape Of(Type type) => Known.GetOrAdd(type, static type => new SettingShape(type));

    /// <summary>An instance without anything set, its required members included; null for a record with a parameter list.</summary>
    public object? CreateDefault() => constructor is null ? Activator.CreateInstance(Type) : null;

    /// <summary>An instance of the values that are given; the others keep their defaults.</summary>
    public object Create(IReadOnlyDictionary<SettingMember, object?> values)
    {
        object instance;
        if (constructor is null)
        {
            instance = Activator.CreateInstance(Type)!;
        }
        else
        {
            var parameters = constructor.GetParameters();
            var arguments = parameters.Select(parameter =>
            {
                var member = Members.FirstOrDefault(candidate => candidate.Parameter?.Position == parameter.Position);
                return member is not null && values.TryGetValue(member, out var value) ? value : DefaultOf(parameter);
            });
            instance = constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. arguments], null);
        }

        foreach (var (member, value) in values)
        {
            if (member.Parameter is null)
            {
                member.Property.SetMethod!.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, [value], null);
            }
        }

        return instance;
    }

    private static object? DefaultOf(ParameterInfo parameter) => parameter.HasDefaultValue
        ? parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)
        : null;

    private static ConstructorInfo? ChooseConstructor(Type type)
    {
        var constructors = type.GetConstructors()
            .Where(candidate => candidate.GetParameters() is not [var only] || only.ParameterType != type)
            .ToArray();
        return constructors.Any(candidate => candidate.GetParameters().Length == 0)
            ? null
            : constructors.MaxBy(candidate => candidate.GetParameters().Length);
    }
}
