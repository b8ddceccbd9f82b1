using System.Globalization;
using System.Reflection;
using System.Text;

namespace Plumb.Processing.Tests.Architecture;

/// <summary>The name a member has in the compiler's XML documentation (C# specification, annex D.4.2).</summary>
internal static class DocumentationId
{
    internal static string Of(Type type) => "T:" + Declared(type);

    internal static string Of(MemberInfo member)
    {
        var owner = Declared(member.DeclaringType!) + ".";
        return member switch
        {
            FieldInfo field => "F:" + owner + field.Name,
            EventInfo e => "E:" + owner + e.Name,
            PropertyInfo property => "P:" + owner + Escape(property.Name) + Parameters(property.GetIndexParameters()),
            ConstructorInfo constructor => "M:" + owner + Escape(constructor.Name) + Parameters(constructor.GetParameters()),
            MethodInfo method => "M:" + owner + Escape(method.Name) + Arity(method) + Parameters(method.GetParameters()) + Conversion(method),
            _ => throw new ArgumentException($"{member} has no documentation.", nameof(member)),
        };
    }

    private static string Declared(Type type) => type.FullName!.Replace('+', '.');

    private static string Escape(string name) => name.Replace('.', '#').Replace('<', '{').Replace('>', '}').Replace(',', '@');

    private static string Arity(MethodInfo method) =>
        method.IsGenericMethod ? string.Create(CultureInfo.InvariantCulture, $"``{method.GetGenericArguments().Length}") : "";

    private static string Conversion(MethodInfo method) =>
        method.Name is "op_Implicit" or "op_Explicit" ? "~" + Used(method.ReturnType) : "";

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(p => Used(p.ParameterType)))})";

    private static string Used(Type type)
    {
        if (type.IsByRef)
        {
            return Used(type.GetElementType()!) + "@";
        }

        if (type.IsPointer)
        {
            return Used(type.GetElementType()!) + "*";
        }

        if (type.IsArray)
        {
            var rank = type.GetArrayRank();
            return Used(type.GetElementType()!) + (rank == 1 ? "[]" : $"[{string.Join(',', Enumerable.Repeat("0:", rank))}]");
        }

        if (type.IsGenericParameter)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{(type.DeclaringMethod is null ? "`" : "``")}{type.GenericParameterPosition}");
        }

        return type.IsGenericType ? Generic(type) : Declared(type);
    }

    // A nested type of a generic one holds the arguments of both; each level shows its own.
    private static string Generic(Type type)
    {
        var levels = new Stack<Type>();
        for (var level = type.GetGenericTypeDefinition(); level is not null; level = level.DeclaringType)
        {
            levels.Push(level);
        }

        var arguments = type.GetGenericArguments();
        var text = new StringBuilder(levels.Peek().Namespace);
        var used = 0;
        foreach (var level in levels)
        {
            var count = level.GetGenericArguments().Length;
            text.Append(text.Length > 0 ? "." : "").Append(level.Name.Split('`')[0]);
            if (count > used)
            {
                text.Append('{').AppendJoin(',', arguments[used..count].Select(Used)).Append('}');
                used = count;
            }
        }

        return text.ToString();
    }
}
