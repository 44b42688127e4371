namespace Panoptes.Tensors.Generators;

/// <summary>An argument of an operator; <paramref name="Default"/> is the schema's text, or null where the argument is required.</summary>
internal sealed record SchemaArgument(SchemaType Type, string Name, string? Default);

/// <summary>A result of an operator; its name may be empty.</summary>
internal sealed record SchemaResult(SchemaType Type, string Name);

/// <summary>One parsed line of operators.txt; <paramref name="Since"/> is the first libtorch that has the operator, or empty.</summary>
internal sealed record OperatorSchema(
    string Text, string Since, string Name, string Overload, SchemaArgument[] Arguments, SchemaResult[] Results, int Line);

/// <summary>A line that could not be read: where, and why.</summary>
internal sealed record SchemaError(int Line, int Column, string Message);
