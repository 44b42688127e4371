namespace Panoptes.Tensors.Generators;

/// <summary>The base type of an argument or a result in a dispatcher schema.</summary>
internal enum SchemaKind
{
    Tensor,
    Int,
    Float,
    Bool,
    Scalar,
    String,
    DType,
    Layout,
    Device,
    MemoryFormat,
    Generator,
}

/// <summary>A type as a schema writes it: <c>Tensor</c>, <c>Tensor?[]</c>, <c>int[2]</c>, <c>ScalarType?</c> …</summary>
/// <param name="Kind">The element's kind.</param>
/// <param name="IsElementOptional">The elements of the list may be absent (<c>Tensor?[]</c>).</param>
/// <param name="IsList">Square brackets follow.</param>
/// <param name="ListSize">The number inside the brackets, or 0.</param>
/// <param name="IsOptional">A question mark follows the whole type.</param>
/// <param name="IsWritten">The alias annotation has an exclamation mark: the operator writes into it.</param>
internal sealed record SchemaType(SchemaKind Kind, bool IsElementOptional, bool IsList, int ListSize, bool IsOptional, bool IsWritten);
