using System.Reflection;

namespace ApiPages;

/// <summary>The ids under which the compiler writes documentation (ECMA-334, annex D).</summary>
internal static class DocumentationIds
{
    public static string Of(Type type) => $"T:{Full(type)}";

    public static string Of(MemberInfo member) => member switch
    {
        Type type => Of(type),
        ConstructorInfo constructor => $"M:{Full(constructor.DeclaringType!)}.#ctor{Parameters(constructor.GetParameters())}",
        MethodInfo method => $"M:{Full(method.DeclaringType!)}.{method.Name}"
            + (method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "") + Parameters(method.GetParameters())
            + (method.Name is "op_Implicit" or "op_Explicit" ? $"~{Reference(method.ReturnType)}" : ""),
        PropertyInfo property => $"P:{Full(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        FieldInfo field => $"F:{Full(field.DeclaringType!)}.{field.Name}",
        EventInfo entry => $"E:{Full(entry.DeclaringType!)}.{entry.Name}",
        _ => "",
    };

    private static string Full(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Reference(parameter.ParameterType)))})";

    private static string Reference(Type type)
    {
        if (type.IsByRef)
        {
            return Reference(type.GetElementType()!) + "@";
        }

        if (type.IsPointer)
        {
            return Reference(type.GetElementType()!) + "*";
        }

        if (type.IsArray)
        {
            var sizes = type.GetArrayRank() == 1 ? "" : string.Join(',', Enumerable.Repeat("0:", type.GetArrayRank()));
            return $"{Reference(type.GetElementType()!)}[{sizes}]";
        }

        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        if (!type.IsGenericType)
        {
            return Full(type);
        }

        var own = type.GetGenericTypeDefinition().FullName!.Replace('+', '.');
        var at = own.IndexOf('`');
        return $"{(at < 0 ? own : own[..at])}{{{string.Join(',', type.GetGenericArguments().Select(Reference))}}}";
    }
}
