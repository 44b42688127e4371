namespace Panoptes.Export.Sessions;

/// <summary>Arithmetic of an exported graph.</summary>
public enum ExportPrecision
{
    /// <summary>32-bit numbers.</summary>
    Fp32,

    /// <summary>16-bit weights and values; inputs and outputs, and what loses too much, stay in 32 bits.</summary>
    Fp16,
}
