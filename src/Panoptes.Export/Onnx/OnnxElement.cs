using Panoptes.Tensors;

namespace Panoptes.Export.Onnx;

/// <summary>Element types by ONNX's numbers (<c>TensorProto.DataType</c>).</summary>
internal enum OnnxElement
{
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
    Double = 11,
    BFloat16 = 16,
}

/// <summary>Element types of the tensor library as ONNX has them.</summary>
internal static class OnnxElements
{
    public static OnnxElement Of(DType dtype) => dtype switch
    {
        DType.Float32 => OnnxElement.Float,
        DType.UInt8 => OnnxElement.UInt8,
        DType.Int8 => OnnxElement.Int8,
        DType.Int16 => OnnxElement.Int16,
        DType.Int32 => OnnxElement.Int32,
        DType.Int64 => OnnxElement.Int64,
        DType.Bool => OnnxElement.Bool,
        DType.Float16 => OnnxElement.Float16,
        DType.Float64 => OnnxElement.Double,
        DType.BFloat16 => OnnxElement.BFloat16,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "ONNX has no such element type"),
    };
}
