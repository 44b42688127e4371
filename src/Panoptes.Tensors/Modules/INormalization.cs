namespace Panoptes.Tensors.Modules;

/// <summary>Marks layers that normalize: optimizers can be told to treat their parameters differently.</summary>
#pragma warning disable CA1040 // It marks a kind of module; there is nothing to call.
public interface INormalization
{
}
#pragma warning restore CA1040
