using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>Shape and cost of an operator's result, from its arguments alone.</summary>
/// <param name="Shape">The result's shape.</param>
/// <param name="MultiplyAdds">Multiply-adds, one each.</param>
internal readonly record struct ProductShape(long[] Shape, long MultiplyAdds);

/// <summary>The operators that multiply and add: convolutions, matrix products, attention.</summary>
internal static unsafe class ProductShapes
{
    /// <summary>What an operator with these arguments gives; null where it is no product.</summary>
    public static ProductShape? Of(string name, Value* arguments, int count) => name switch
    {
        "aten::conv2d" => Convolution(arguments[0], arguments[1], arguments[3], arguments[4], arguments[5]),
        "panoptes::depthwise_conv2d" or "panoptes::depthwise_conv2d_clamp" =>
            Convolution(arguments[0], arguments[1], default, arguments[3], arguments[4]),
        "panoptes::deform_conv2d" => Convolution(arguments[0], arguments[1], arguments[5], arguments[6], arguments[7]),
        "aten::linear" => Linear(arguments[0], arguments[1]),
        "aten::matmul" or "aten::mm" or "aten::bmm" => Product(Shape(arguments[0]), Shape(arguments[1])),
        "aten::addmm" or "aten::baddbmm" => Product(Shape(arguments[1]), Shape(arguments[2])),
        "aten::scaled_dot_product_attention" or "panoptes::attention" => Attention(arguments[0], arguments[1], arguments[2]),
        _ => null,
    };

    /// <summary>The element type of a tensor argument.</summary>
    public static DType DTypeOf(Value tensor) => (DType)NativeMethods.DTypeOf(tensor.Pointer);

    private static long[] Shape(Value tensor)
    {
        var shape = new long[NativeMethods.Rank(tensor.Pointer)];
        fixed (long* sizes = shape)
        {
            TensorException.ThrowIfFailed(NativeMethods.Sizes(tensor.Pointer, sizes, shape.Length), "sizes");
        }

        return shape;
    }

    private static ProductShape Convolution(Value input, Value weight, Value stride, Value padding, Value dilation)
    {
        var (from, kernel) = (Shape(input), Shape(weight));
        var result = (long[])[from[0], kernel[0], Side(0), Side(1)];
        return new ProductShape(result, Count(result) * kernel[1] * kernel[2] * kernel[3]);

        long Side(int axis)
        {
            var reach = (Setting(dilation, axis, 1) * (kernel[2 + axis] - 1)) + 1;
            return ((from[2 + axis] + (2 * Setting(padding, axis, 0)) - reach) / Setting(stride, axis, 1)) + 1;
        }
    }

    /// <summary>An element of an integer list; lists of one stand for all axes, empty and absent ones for the default.</summary>
    private static long Setting(Value list, int axis, long usual) => list.Tag switch
    {
        Tag.IntList when list.Count > 0 => ((long*)list.Pointer)[Math.Min(axis, list.Count - 1)],
        Tag.Int => list.Integer,
        _ => usual,
    };

    private static ProductShape Linear(Value input, Value weight)
    {
        var (from, matrix) = (Shape(input), Shape(weight));
        var result = (long[])[.. from[..^1], matrix[0]];
        return new ProductShape(result, Count(result) * matrix[1]);
    }

    private static ProductShape Attention(Value query, Value key, Value value)
    {
        var (queries, keys, values) = (Shape(query), Shape(key), Shape(value));
        var result = (long[])[.. queries[..^1], values[^1]];
        return new ProductShape(result, Count(queries[..^1]) * keys[^2] * (queries[^1] + values[^1]));
    }

    /// <summary>
    /// As <c>torch.matmul</c> takes them: vectors become matrices for the time being, and leading dimensions are broadcast.
    /// </summary>
    private static ProductShape Product(long[] left, long[] right)
    {
        var (a, b) = (left.Length == 1 ? [1, left[0]] : left, right.Length == 1 ? [right[0], 1] : right);
        var rank = Math.Max(a.Length, b.Length) - 2;
        var leading = Enumerable.Range(0, rank).Select(k => Math.Max(At(a, k - rank - 2), At(b, k - rank - 2))).ToArray();
        long[] shape =
            [.. leading, .. left.Length == 1 ? Array.Empty<long>() : [a[^2]], .. right.Length == 1 ? Array.Empty<long>() : [b[^1]]];
        return new ProductShape(shape, Count(leading) * a[^2] * a[^1] * b[^1]);

        static long At(long[] sizes, int fromEnd) => sizes.Length + fromEnd >= 0 ? sizes[sizes.Length + fromEnd] : 1;
    }

    private static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);
}
