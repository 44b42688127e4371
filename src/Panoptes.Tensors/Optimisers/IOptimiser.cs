namespace Panoptes.Tensors.Optimisers;

/// <summary>Changes parameters by their gradients.</summary>
public interface IOptimiser : IDisposable
{
    /// <summary>The groups; their learning rates may be set before every step.</summary>
    IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Changes every parameter that has a gradient.</summary>
    void Step();

    /// <summary>Forgets the gradients of all parameters.</summary>
    void ZeroGrad();

    /// <summary>
    /// Everything that the next steps depend on besides the parameters, under names that end in the parameters' names. The tensors
    /// are the optimiser's own, or belong to the innermost open scope.
    /// </summary>
    IReadOnlyList<(string Name, Tensor Tensor)> State();

    /// <summary>Goes back to a state that <see cref="State"/> gave for the same parameters.</summary>
    /// <exception cref="ArgumentException">A name is unknown, a part is missing, or a shape differs; nothing was changed.</exception>
    void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state);
}
