using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Plumb.Processing.Tests.Architecture;

/// <summary>
/// Every public type and member is documented, and says a unit or a shape where floating-point numbers stand in its signature. Takes types
/// and documentation, so that it can be tried on samples that break it.
/// </summary>
internal static partial class DocumentationRules
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static IEnumerable<string> Violations(IEnumerable<Type> types, string documentation)
    {
        var members = XDocument.Parse(documentation).Descendants("member")
            .ToDictionary(m => (string)m.Attribute("name")!, m => m);
        return types.Where(IsPublic).SelectMany(t => OfType(t, members));
    }

    private static IEnumerable<string> OfType(Type type, Dictionary<string, XElement> members)
    {
        var id = DocumentationId.Of(type);
        foreach (var violation in Judge(id, members.GetValueOrDefault(id), type.IsSubclassOf(typeof(Delegate)) && Signature(type.GetMethod("Invoke")!).Any(IsFloating)))
        {
            yield return violation;
        }

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            yield break;
        }

        foreach (var member in type.GetMembers(Declared).Where(IsSurface))
        {
            var memberId = DocumentationId.Of(member);
            var text = members.GetValueOrDefault(memberId) ?? OfRecord(type, member, members);
            foreach (var violation in Judge(memberId, text, Signature(member).Any(IsFloating)))
            {
                yield return violation;
            }
        }
    }

    private static IEnumerable<string> Judge(string id, XElement? text, bool isFloating)
    {
        if (text is null || (text.Descendants("inheritdoc").FirstOrDefault() is null && text.Value.Trim().Length == 0))
        {
            yield return $"{id} is not documented.";
        }
        else if (isFloating && text.Descendants("inheritdoc").FirstOrDefault() is null && !UnitPattern().IsMatch(text.Value))
        {
            yield return $"{id} names no unit and no shape.";
        }
    }

    // What a positional record takes and shows is documented by the parameters of the type.
    private static XElement? OfRecord(Type type, MemberInfo member, Dictionary<string, XElement> members)
    {
        if (type.GetMethod("<Clone>$") is null && !(type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null))
        {
            return null;
        }

        var own = members.GetValueOrDefault(DocumentationId.Of(type));
        return member switch
        {
            PropertyInfo property => own?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == property.Name),
            ConstructorInfo constructor when constructor.GetParameters().All(p => own?.Elements("param").Any(e => (string?)e.Attribute("name") == p.Name) == true) => own,
            _ => null,
        };
    }

    private static bool IsPublic(Type type) =>
        (type.IsPublic || (type.IsNestedPublic && IsPublic(type.DeclaringType!))) && !IsGenerated(type);

    private static bool IsSurface(MemberInfo member) => !IsGenerated(member) && member switch
    {
        FieldInfo field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName,
        PropertyInfo property => property.GetAccessors(true).Any(IsVisible),
        EventInfo e => IsVisible(e.AddMethod!),
        MethodInfo method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && method.Name != "Finalize",
        ConstructorInfo constructor => IsVisible(constructor) && !IsImplicit(constructor),
        _ => false,
    };

    private static bool IsImplicit(ConstructorInfo constructor) =>
        constructor.GetParameters().Length == 0 && constructor.DeclaringType!.GetConstructors(Declared).Count(c => !c.IsStatic) == 1;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), false) || member.Name.Contains('<', StringComparison.Ordinal);

    private static IEnumerable<Type> Signature(MemberInfo member) => member switch
    {
        FieldInfo field => field.DeclaringType!.IsEnum ? [] : [field.FieldType],
        PropertyInfo property => property.GetIndexParameters().Select(p => p.ParameterType).Append(property.PropertyType),
        MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(p => p.ParameterType),
        _ => [],
    };

    private static bool IsFloating(Type type) =>
        type == typeof(float) || type == typeof(double) || type == typeof(Half) ||
        (type.HasElementType && IsFloating(type.GetElementType()!)) ||
        (type.IsGenericType && type.GetGenericArguments().Any(IsFloating));

    [GeneratedRegex(
        @"\b(?:units?|metres?|m|mm|cm|km|kilometres?|millimetres?|centimetres?|rad|radians?|degrees?|deg|pixels?|years?|yr|days?|seconds?|s|hertz|[kMG]?Hz|bytes?|MiB|GiB|shapes?|pure numbers?|counts?|shares?|fractions?|ratio|per cent|percent|%|dB|decibels?|newtons?|pascals?|[MG]?Pa|colours?|from 0 to 1)(?!\w)")]
    private static partial Regex UnitPattern();
}
