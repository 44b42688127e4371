namespace Panoptes.Tensors;

/// <content>Other dtypes, devices and memory formats, and arithmetic signs.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>This tensor with another element type (the same tensor where it has it already).</summary>
    public Tensor To(DType dtype) => Ops.To(this, dtype);

    /// <summary>This tensor on another device (the same tensor where it is there already).</summary>
    /// <param name="device">Where to.</param>
    /// <param name="nonBlocking">Does not wait for the copy where the memory is pinned.</param>
    public Tensor To(Device device, bool nonBlocking = false) => Ops.To(this, device, DType, nonBlocking);

    /// <summary>This tensor on another device with another element type.</summary>
    public Tensor To(Device device, DType dtype, bool nonBlocking = false) => Ops.To(this, device, dtype, nonBlocking);

    /// <summary>This tensor with its elements in another order in memory; the values and the shape stay.</summary>
    public Tensor ToMemoryFormat(MemoryFormat format) => Ops.Contiguous(this, format);

    /// <summary>The sum.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Tensor left, Scalar right) => left.Add(right);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Scalar left, Tensor right) => right.Add(left);

    /// <summary>The difference.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => left.Sub(right);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor left, Scalar right) => left.Sub(right);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Scalar left, Tensor right) => right.Rsub(left);

    /// <summary>The negative.</summary>
    public static Tensor operator -(Tensor value) => value.Neg();

    /// <summary>The product, element by element.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => left.Mul(right);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor left, Scalar right) => left.Mul(right);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Scalar left, Tensor right) => right.Mul(left);

    /// <summary>The quotient, element by element.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => left.Div(right);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor left, Scalar right) => left.Div(right);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Scalar left, Tensor right) => right.Reciprocal().Mul(left);
}
