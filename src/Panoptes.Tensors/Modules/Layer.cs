namespace Panoptes.Tensors.Modules;

/// <summary>A module that maps one tensor to one tensor.</summary>
public abstract class Layer : Module
{
    /// <summary>Computes the layer's output, which belongs to the innermost open scope.</summary>
    public abstract Tensor Forward(Tensor x);
}
