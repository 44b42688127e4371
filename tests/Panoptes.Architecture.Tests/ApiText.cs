using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Panoptes.Architecture.Tests;

/// <summary>
/// Writes what others can use of an assembly, a line a member, in an order that does not depend on where things stand in the code.
/// </summary>
internal static class ApiText
{
    /// <summary>Bits of a record that the compiler writes and that say nothing of their own.</summary>
    private static readonly string[] OfRecords = [
        "Equals", "GetHashCode", "ToString", "PrintMembers", "EqualityContract", "Deconstruct", "<Clone>$", "op_Equality", "op_Inequality",
    ];

    /// <summary>
    /// The public and protected members of all public types but the generated <c>Ops</c>, which are the lines of operators.txt.
    /// </summary>
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(type => type.Name != "Ops")
            .OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append($"{Head(type)}\n");
            foreach (var member in Members(type).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append($"    {member}\n");
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
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
        string[] above = type is { IsClass: true, BaseType: { } parent } && parent != typeof(object) ? [Name(parent)] : [];
        string[] contracts = type.IsEnum ? [] : [.. type.GetInterfaces().Where(contract => contract.IsPublic && !contract.IsGenericType)
            .Select(Name).Order(StringComparer.Ordinal)];
        var bases = string.Join(", ", above.Concat(contracts));
        return $"{kind} {type.Namespace}.{Name(type)}{(bases.Length > 0 ? $" : {bases}" : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        }

        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.DeclaredOnly;
        var isRecord = type.GetMethod("<Clone>$", Own) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Own) is not null);
        bool IsOwn(MemberInfo member) => !(isRecord && OfRecords.Contains(member.Name)
            && (member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name is "EqualityContract" or "<Clone>$"));
        return
        [
            .. type.GetConstructors(Own).Where(IsSeen).Where(constructor => !isRecord || !IsCopy(constructor, type))
                .Select(constructor => $"{Seen(constructor)}new({Parameters(constructor)})"),
            .. type.GetMethods(Own).Where(method => IsSeen(method) && !IsAccessor(method) && IsOwn(method)).Select(Line),
            .. type.GetProperties(Own).Where(IsOwn).Select(Line).OfType<string>(),
            .. type.GetFields(Own).Where(field => field.IsPublic || field.IsFamily)
                .Select(field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}"),
            .. type.GetEvents(Own).Where(entry => entry.AddMethod is { } add && IsSeen(add))
                .Select(entry => $"event {Name(entry.EventHandlerType!)} {entry.Name}"),
        ];
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsCopy(ConstructorInfo constructor, Type type) =>
        constructor.GetParameters() is [var only] && only.ParameterType == type;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Line(MethodInfo method)
    {
        var kind = method.IsStatic ? "static " : method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : "";
        return $"{Seen(method)}{kind}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})";
    }

    private static string? Line(PropertyInfo property)
    {
        string[] accessors =
        [
            .. property.GetMethod is { } get && IsSeen(get) ? new[] { "get;" } : [],
            .. property.SetMethod is { } set && IsSeen(set)
                ? [set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;"]
                : Array.Empty<string>(),
        ];
        var any = property.GetMethod ?? property.SetMethod!;
        var name = property.GetIndexParameters() is { Length: > 0 } indices
            ? $"this[{string.Join(", ", indices.Select(index => Name(index.ParameterType)))}]"
            : property.Name;
        return accessors.Length == 0
            ? null
            : $"{(any.IsStatic ? "static " : "")}{Name(property.PropertyType)} {name} {{ {string.Join(' ', accessors)} }}";
    }

    private static string Seen(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters()
            .Select(
                parameter =>
                    $"{(parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "")}{Name(parameter.ParameterType)} "
                        + $"{parameter.Name}{(parameter.IsOptional ? " = " + (parameter.RawDefaultValue?.ToString() ?? "default") : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef || type.IsPointer || type.IsArray)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : type.IsPointer ? "*" : "");
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Name(inner) + "?";
        }

        var own = type.Name.Split('`')[0];
        var outer = type.IsNested && !type.IsGenericParameter ? Name(type.DeclaringType!) + "." : "";
        return outer + own
            + (type.IsGenericType && type.Name.Contains('`') ? $"<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : "");
    }
}
