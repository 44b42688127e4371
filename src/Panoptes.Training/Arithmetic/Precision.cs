namespace Panoptes.Training.Arithmetic;

/// <summary>The arithmetic of the forward and backward pass. Weights, optimizer state and losses stay in 32 bits.</summary>
public enum Precision
{
    /// <summary>32-bit floats throughout: bit-reproducible on the CPU.</summary>
    Fp32,

    /// <summary>Autocast to bfloat16: same range as 32 bits, so no loss scaling.</summary>
    Bf16,

    /// <summary>Autocast to float16 with dynamic loss scaling; CUDA only.</summary>
    Fp16,
}
