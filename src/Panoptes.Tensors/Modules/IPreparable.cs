namespace Panoptes.Tensors.Modules;

/// <summary>A module that evaluates in less time once its weights are laid out for it (<see cref="Module.PrepareInference"/>).</summary>
public interface IPreparable
{
    /// <summary>Whether it is prepared.</summary>
    bool IsPrepared { get; }

    /// <summary>Prepares it by itself, where that is worth it and it is not prepared.</summary>
    void Prepare();

    /// <summary>Forgets what was prepared.</summary>
    void Release();
}
