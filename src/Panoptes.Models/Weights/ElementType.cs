using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>The element types weight files know, under their published names.</summary>
internal static class ElementType
{
    private static readonly (DType DType, string Safetensors, string Storage, string Torch, string Numpy)[] Known =
    [
        (DType.UInt8, "U8", "ByteStorage", "uint8", "u1"),
        (DType.Int8, "I8", "CharStorage", "int8", "i1"),
        (DType.Int16, "I16", "ShortStorage", "int16", "i2"),
        (DType.Int32, "I32", "IntStorage", "int32", "i4"),
        (DType.Int64, "I64", "LongStorage", "int64", "i8"),
        (DType.Float16, "F16", "HalfStorage", "float16", "f2"),
        (DType.Float32, "F32", "FloatStorage", "float32", "f4"),
        (DType.Float64, "F64", "DoubleStorage", "float64", "f8"),
        (DType.Bool, "BOOL", "BoolStorage", "bool", "b1"),
        (DType.BFloat16, "BF16", "BFloat16Storage", "bfloat16", ""),
    ];

    /// <summary>Every type, with PyTorch's storage class and dtype name.</summary>
    public static IEnumerable<(DType DType, string Storage, string Torch)> All => Known.Select(k => (k.DType, k.Storage, k.Torch));

    /// <summary>Every name a safetensors header may use.</summary>
    public static IEnumerable<string> SafetensorsNames => Known.Select(k => k.Safetensors);

    /// <summary>The type's name in a safetensors header.</summary>
    public static string SafetensorsName(DType type) => Array.Find(Known, k => k.DType == type).Safetensors;

    /// <summary>The type a safetensors header means, or null where Panoptes has none such.</summary>
    public static DType? FromSafetensors(string name) => Find(k => k.Safetensors == name);

    /// <summary>The type of a numpy type code without its byte order ("f4"), or null where Panoptes has none such.</summary>
    public static DType? FromNumpy(string code) => Find(k => k.Numpy == code && code.Length > 0);

    private static DType? Find(Predicate<(DType DType, string Safetensors, string Storage, string Torch, string Numpy)> match)
    {
        var found = Array.FindIndex(Known, match);
        return found < 0 ? null : Known[found].DType;
    }
}
