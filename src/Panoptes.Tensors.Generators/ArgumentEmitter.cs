using System.Globalization;
using System.Text;

namespace Panoptes.Tensors.Generators;

/// <summary>How one argument is declared in C# and packed into the dispatcher's tagged value.</summary>
internal sealed class ArgumentEmitter(SchemaArgument argument)
{
    private readonly SchemaType _type = argument.Type;

    public SchemaArgument Argument => argument;

    public string Name { get; } = Naming.Parameter(argument.Name);

    public bool IsTensor => _type is { Kind: SchemaKind.Tensor, IsList: false, IsOptional: false };

    /// <summary>The C# type of the parameter.</summary>
    public string Type => _type.IsList
        ? $"ReadOnlySpan<{ElementType}>"
        : ElementType + ((_type.IsOptional && _type.Kind != SchemaKind.Scalar) || IsDefaultedEnumeration ? "?" : "");

    private string ElementType => _type.Kind switch
    {
        SchemaKind.Tensor => "Tensor" + (_type.IsElementOptional ? "?" : ""),
        SchemaKind.Int => "long",
        SchemaKind.Float => "double",
        SchemaKind.Bool => "bool",
        SchemaKind.Scalar => "Scalar",
        SchemaKind.String => "string",
        SchemaKind.DType => "DType",
        SchemaKind.Layout => "Layout",
        SchemaKind.Device => "Device",
        SchemaKind.MemoryFormat => "MemoryFormat",
        _ => "Generator",
    };

    /// <summary>Enumerations with a named default (<c>memory_format=contiguous_format</c>) leave the default to the schema.</summary>
    private bool IsDefaultedEnumeration =>
        argument.Default is not null and not "None"
            && _type.Kind is SchemaKind.DType or SchemaKind.Layout or SchemaKind.MemoryFormat or SchemaKind.Device
        && argument.Default is not null and not "None";

    /// <summary>The parameter with its default; <paramref name="allowDefault"/> is false where a required parameter follows.</summary>
    public string Declaration(bool allowDefault)
    {
        var value = allowDefault && argument.Default is { } text ? $" = {DefaultLiteral(text)}" : "";
        return $"{Type} {Name}{value}";
    }

    private string DefaultLiteral(string text)
    {
        if (_type.IsList || _type.Kind == SchemaKind.Scalar)
        {
            return "default";
        }

        if (text == "None" || IsDefaultedEnumeration)
        {
            return "null";
        }

        return _type.Kind switch
        {
            SchemaKind.Bool => text.ToLowerInvariant(),
            SchemaKind.Float => double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
            SchemaKind.Int => IntegerLiteral(text),
            SchemaKind.String => "\"" + text.Trim('"', '\'') + "\"",
            _ => "null",
        };
    }

    /// <summary>Reductions are written by name in schemas (<c>int reduction=Mean</c>).</summary>
    private static string IntegerLiteral(string text) => text switch
    {
        "Mean" => "1",
        "Sum" => "2",
        _ => text,
    };

    /// <summary>Statements that must stand before the call: pinned spans and arrays of handles.</summary>
    public void WritePreparation(StringBuilder output, string indent)
    {
        if (!_type.IsList)
        {
            if (_type.Kind == SchemaKind.String)
            {
                output.AppendLine($"{indent}var {Name}Bytes = Value.Utf8({Name});");
            }

            return;
        }

        if (_type.Kind == SchemaKind.Tensor)
        {
            output.AppendLine($"{indent}Span<nint> {Name}Handles = {Name}.Length <= Value.StackedHandles ? stackalloc nint[{Name}.Length] "
                + $": new nint[{Name}.Length];");
            output.AppendLine($"{indent}Value.Handles({Name}, {Name}Handles);");
        }
        else if (_type.Kind == SchemaKind.Scalar)
        {
            output.AppendLine($"{indent}Span<Value> {Name}Values = {Name}.Length <= Value.StackedHandles ? stackalloc "
                + $"Value[{Name}.Length] : new Value[{Name}.Length];");
            output.AppendLine($"{indent}Value.Scalars({Name}, {Name}Values);");
        }
    }

    /// <summary>The pinning clause, or null where nothing is pinned.</summary>
    public string? Pin => (_type.IsList, _type.Kind) switch
    {
        (true, SchemaKind.Tensor) => $"fixed (nint* {Pointer} = {Name}Handles)",
        (true, SchemaKind.Scalar) => $"fixed (Value* {Pointer} = {Name}Values)",
        (true, _) => $"fixed ({ElementType}* {Pointer} = {Name})",
        (false, SchemaKind.String) => $"fixed (byte* {Pointer} = {Name}Bytes)",
        _ => null,
    };

    private string Pointer => Name.TrimStart('@') + "Pointer";

    /// <summary>The expression that packs the argument.</summary>
    public string Pack
    {
        get
        {
            if (!_type.IsList)
            {
                return _type.Kind switch
                {
                    SchemaKind.String => $"Value.Of({Pointer}, {Name}Bytes)",
                    SchemaKind.Scalar => $"Value.Of({Name}, {(argument.Default is not null and not "None" ? "Tag.Default" : "Tag.None")})",
                    _ when IsDefaultedEnumeration => $"Value.OrDefault({Name})",
                    _ => $"Value.Of({Name})",
                };
            }

            var whenEmpty = argument.Default is not null and not "None" ? "Tag.Default" : _type.IsOptional ? "Tag.None" : null;
            var tag = _type.Kind switch
            {
                SchemaKind.Tensor => _type.IsElementOptional ? "Tag.OptionalTensorList" : "Tag.TensorList",
                SchemaKind.Int => "Tag.IntList",
                SchemaKind.Float => "Tag.DoubleList",
                SchemaKind.Bool => "Tag.BoolList",
                _ => "Tag.ScalarList",
            };
            return $"Value.List({tag}, {Pointer}, {Name}.Length, {whenEmpty ?? tag})";
        }
    }
}
