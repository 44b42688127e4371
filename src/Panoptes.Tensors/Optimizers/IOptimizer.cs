namespace Panoptes.Tensors.Optimizers;

/// <summary>Changes parameters by their gradients.</summary>
public interface IOptimizer : IDisposable
{
    /// <summary>The groups; their learning rates may be set before every step.</summary>
    IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Changes every parameter that has a gradient.</summary>
    /// <param name="skip">
    /// One float32 on the parameters' device: where it is not 0, nothing is changed and nothing remembered. The host need not know it:
    /// on a GPU it is not waited for, where libtorch (2.3 and later) can step there in one call.
    /// </param>
    void Step(Tensor? skip = null);

    /// <summary>Forgets the gradients of all parameters.</summary>
    void ZeroGrad();

    /// <summary>
    /// Everything that the next steps depend on besides the parameters, under names that end in the parameters' names. The tensors
    /// are the optimizer's own, or belong to the innermost open scope.
    /// </summary>
    IReadOnlyList<(string Name, Tensor Tensor)> State();

    /// <summary>Goes back to a state that <see cref="State"/> gave for the same parameters.</summary>
    /// <exception cref="ArgumentException">A name is unknown, a part is missing, or a shape differs; nothing was changed.</exception>
    void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state);
}
