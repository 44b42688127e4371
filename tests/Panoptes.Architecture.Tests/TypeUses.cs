using System.Reflection;
using System.Reflection.Emit;

namespace Panoptes.Architecture.Tests;

/// <summary>The types of an assembly that each of its types needs: in what it is, in its members, and in the code of its methods.</summary>
internal static class TypeUses
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Pairs of outermost types, of which the first uses the second; a type is not paired with itself.</summary>
    public static IEnumerable<(Type User, Type Used)> Of(Assembly assembly) =>
        from type in assembly.GetTypes()
        let user = Outermost(type)
        from used in Needed(type).SelectMany(Parts).Where(part => part.Assembly == assembly).Select(Outermost).Distinct()
        where used != user
        select (user, used);

    private static IEnumerable<Type> Needed(Type type)
    {
        var methods = type.GetConstructors(Own).Concat<MethodBase>(type.GetMethods(Own)).ToList();
        return
        [
            .. type.BaseType is { } parent ? new[] { parent } : [],
            .. type.GetInterfaces(),
            .. type.GetFields(Own).Select(field => field.FieldType),
            .. type.GetCustomAttributesData().Concat(type.GetMembers(Own).SelectMany(member => member.GetCustomAttributesData()))
                .Select(attribute => attribute.AttributeType),
            .. methods.SelectMany(Signature),
            .. methods.SelectMany(Code),
        ];
    }

    private static IEnumerable<Type> Signature(MethodBase method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method is MethodInfo { ReturnType: var result } ? new[] { result } : [],
        .. method.IsGenericMethod ? method.GetGenericArguments()
            .SelectMany(argument => argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : [argument]) : [],
    ];

    private static IEnumerable<Type> Code(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            yield break;
        }

        foreach (var local in body.LocalVariables)
        {
            yield return local.LocalType;
        }

        foreach (var member in Operands(method, body.GetILAsByteArray()!))
        {
            Type[] named = member switch
            {
                Type type => [type],
                FieldInfo field => [field.DeclaringType!, field.FieldType],
                MethodBase called => [.. called.DeclaringType is { } owner ? new[] { owner } : [], .. Signature(called)],
                _ => [],
            };
            foreach (var type in named)
            {
                yield return type;
            }
        }
    }

    private static IEnumerable<MemberInfo> Operands(MethodBase method, byte[] code)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var opcode = OpCodesByValue[code[at] == 0xFE ? (short)(0xFE00 | code[++at]) : code[at]];
            at++;
            switch (opcode.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!;
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(code, at));
                    break;
                default:
                    at += Bytes(opcode.OperandType);
                    break;
            }
        }
    }

    private static int Bytes(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    /// <summary>A type without what is around it: the elements of arrays, and the arguments of generic types too.</summary>
    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { HasElementType: true } => Parts(type.GetElementType()!),
        { IsGenericParameter: true } => [],
        { IsGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()),
        _ => [type],
    };

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
