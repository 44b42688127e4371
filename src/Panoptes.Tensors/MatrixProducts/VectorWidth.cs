namespace Panoptes.Tensors.MatrixProducts;

/// <summary>The vector instructions of a processor or of a kernel, each including those before it.</summary>
internal enum VectorWidth
{
    /// <summary>128 bits.</summary>
    Sse,

    /// <summary>256 bits.</summary>
    Avx,

    /// <summary>256 bits with fused multiply-add.</summary>
    Avx2,

    /// <summary>512 bits: the foundation with the byte, word, doubleword and conflict parts, as Skylake's servers have them.</summary>
    Avx512,
}
