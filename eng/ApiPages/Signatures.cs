using System.Reflection;
using System.Runtime.CompilerServices;

namespace ApiPages;

/// <summary>Types and members as they are written.</summary>
internal static class Signatures
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Head(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        Type[] bases =
        [
            .. type is { IsClass: true, BaseType: { } parent } && parent != typeof(object) ? new[] { parent } : [],
            .. type.IsEnum ? [] : type.GetInterfaces().Where(
                contract => contract.IsPublic && contract.Namespace!.StartsWith("Panoptes", StringComparison.Ordinal)),
        ];
        return $"{kind} {Name(type)}{(bases.Length > 0 ? $" : {string.Join(", ", bases.Select(Name))}" : "")}";
    }

    /// <summary>What others can use of a type, without what the compiler writes into records.</summary>
    public static IEnumerable<MemberInfo> Members(Type type) => typeof(Delegate).IsAssignableFrom(type) ? [] : type.GetMembers(Own)
        .Where(member => member is not Type && !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
        {
            ConstructorInfo constructor => IsSeen(constructor),
            MethodInfo method => IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
                && !method.Name.Contains('<'),
            PropertyInfo property => IsSeen(property.GetMethod) || IsSeen(property.SetMethod),
            FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
            EventInfo entry => IsSeen(entry.AddMethod),
            _ => false,
        });

    public static string Line(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Name(constructor.DeclaringType!)}({Parameters(constructor.GetParameters())})",
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}"
            + (method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "")
            + $"({Parameters(method.GetParameters())})",
        PropertyInfo property => Line(property),
        FieldInfo { DeclaringType.IsEnum: true } value => $"{value.Name} = {Convert.ToInt64(value.GetRawConstantValue(), null)}",
        FieldInfo field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}"
            + (field.IsLiteral ? $" = {field.GetRawConstantValue()}" : ""),
        EventInfo entry => $"event {Name(entry.EventHandlerType!)} {entry.Name}",
        _ => member.Name,
    };

    public static string Name(Type type)
    {
        if (type.IsByRef || type.IsPointer || type.IsArray)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : type.IsPointer ? "*" : "");
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Name(inner) + "?";
        }

        var outer = type.IsNested && !type.IsGenericParameter ? Name(type.DeclaringType!) + "." : "";
        var own = Keywords.GetValueOrDefault(type, type.Name.Split('`')[0]);
        return outer + own
            + (type.IsGenericType && type.Name.Contains('`') ? $"<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : "");
    }

    private static Dictionary<Type, string> Keywords { get; } = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    private static bool IsSeen(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Line(PropertyInfo property)
    {
        var set = IsSeen(property.SetMethod)
            ? property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        var name = property.GetIndexParameters() is { Length: > 0 } indices ? $"this[{Parameters(indices)}]" : property.Name;
        var isStatic = (property.GetMethod ?? property.SetMethod!).IsStatic ? "static " : "";
        return $"{isStatic}{Name(property.PropertyType)} {name} {{{(IsSeen(property.GetMethod) ? " get;" : "")}{set} }}";
    }

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(parameter =>
        $"{(parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "")}{Name(parameter.ParameterType)} {parameter.Name}"
            + (parameter.IsOptional ? $" = {Text(parameter.RawDefaultValue)}" : "")));

    private static string Text(object? value) => value switch
    {
        null => "default",
        bool given => given ? "true" : "false",
        _ => $"{value}",
    };
}
