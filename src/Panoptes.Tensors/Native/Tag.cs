namespace Panoptes.Tensors.Native;

/// <summary>What a <see cref="Value"/> holds; mirrors the bridge's enumeration.</summary>
internal enum Tag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    TensorList = 6,
    String = 7,
    DoubleList = 8,
    OptionalTensorList = 9,
    Device = 10,
    BoolList = 11,
    Generator = 12,
    ScalarList = 13,
    Default = 14,
}
