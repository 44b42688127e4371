namespace Panoptes.Tensors.Modules;

/// <summary>
/// A part of a network: named parameters, named buffers and named children. Names and their order are PyTorch's, so that published
/// weights fit. A module owns its tensors and its children, and frees them when it is disposed.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly List<(string Name, Tensor Tensor, bool IsPersistent)> _buffers = [];
    private readonly List<(string Name, Module Module)> _children = [];

    /// <summary>Whether the module behaves as in training (dropout draws, batch normalization uses the batch). True at first.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The children in the order of their registration.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _children;

    /// <summary>The module's own parameters, without its children's.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> OwnParameters => _parameters;

    /// <summary>The parameters, children's included, under dotted names; a shared one appears once.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> NamedParameters()
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var found = new List<(string, Tensor)>();
        foreach (var (prefix, module) in NamedModules())
        {
            foreach (var (name, tensor) in module._parameters)
            {
                if (seen.Add(tensor))
                {
                    found.Add((Join(prefix, name), tensor));
                }
            }
        }

        return found;
    }

    /// <summary>The buffers (running statistics and the like), children's included, under dotted names.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> NamedBuffers() =>
        [.. NamedModules().SelectMany(m => m.Module._buffers, (m, b) => (Join(m.Name, b.Name), b.Tensor))];

    /// <summary>This module (under the empty name) and all below it, each before its children.</summary>
    public IReadOnlyList<(string Name, Module Module)> NamedModules()
    {
        var found = new List<(string, Module)>();
        Collect("", found);
        return found;
    }

    /// <summary>
    /// Everything that is saved: per module its parameters, its persistent buffers, then its children's, as PyTorch orders it.
    /// </summary>
    /// <returns>The living tensors: writing to them changes the module.</returns>
    public IReadOnlyList<(string Name, Tensor Tensor)> StateDict()
    {
        var state = new List<(string, Tensor)>();
        foreach (var (prefix, module) in NamedModules())
        {
            state.AddRange(module._parameters.Select(p => (Join(prefix, p.Name), p.Tensor)));
            state.AddRange(module._buffers.Where(b => b.IsPersistent).Select(b => (Join(prefix, b.Name), b.Tensor)));
        }

        return state;
    }

    /// <summary>Copies a whole state into this module.</summary>
    /// <param name="state">Exactly the names of <see cref="StateDict"/>, in any order, with their shapes.</param>
    /// <exception cref="ArgumentException">A name is missing, unknown or twice there, or a shape differs; nothing was copied.</exception>
    public void LoadStateDict(IEnumerable<(string Name, Tensor Tensor)> state)
    {
        var given = new Dictionary<string, Tensor>();
        foreach (var (name, tensor) in state)
        {
            if (!given.TryAdd(name, tensor))
            {
                throw new ArgumentException($"the state has '{name}' twice", nameof(state));
            }
        }

        var own = StateDict();
        foreach (var (name, tensor) in own)
        {
            if (!given.TryGetValue(name, out var value))
            {
                throw new ArgumentException($"the state lacks '{name}' {tensor}", nameof(state));
            }

            if (!value.Shape.SequenceEqual(tensor.Shape))
            {
                throw new ArgumentException($"the state's '{name}' is {value}, but the module's is {tensor}", nameof(state));
            }
        }

        var known = own.Select(entry => entry.Name).ToHashSet();
        if (given.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"the module has no '{unknown}'", nameof(state));
        }

        using var noGrad = Autograd.NoGrad();
        foreach (var (name, tensor) in own)
        {
            tensor.CopyInPlace(given[name]);
        }
    }

    /// <summary>Switches this module and all below it to training or, with false, to evaluation.</summary>
    public void Train(bool mode = true)
    {
        foreach (var (_, module) in NamedModules())
        {
            module.IsTraining = mode;
        }
    }

    /// <summary>Switches this module and all below it to evaluation.</summary>
    public void Eval() => Train(false);

    /// <summary>Moves every parameter, its gradient and every buffer to a device. The <see cref="Tensor"/> objects stay the same.</summary>
    public void To(Device device) => Convert(tensor => tensor.To(device));

    /// <summary>Converts every floating-point parameter, its gradient and every floating-point buffer to another dtype.</summary>
    public void To(DType dtype) => Convert(tensor => tensor.DType.IsFloatingPoint() ? tensor.To(dtype) : tensor);

    /// <summary>Lays every tensor of rank 4 out in another order; values and shapes stay.</summary>
    public void ToMemoryFormat(MemoryFormat format) => Convert(tensor => tensor.Rank == 4 ? tensor.ToMemoryFormat(format) : tensor);

    /// <summary>Sets whether gradients are wanted for all parameters of this module and below it.</summary>
    public void RequireGradients(bool wanted)
    {
        foreach (var (_, tensor) in NamedParameters())
        {
            tensor.RequiresGrad = wanted;
        }
    }

    /// <summary>Forgets the gradients of all parameters of this module and below it.</summary>
    public void ZeroGrad() => Autograd.ClearGrads([.. NamedParameters().Select(p => p.Tensor)]);

    /// <summary>
    /// Takes batch normalizations and rectifiers into the convolutions before them, and lays weights out for the processor's own kernels,
    /// until disposed: evaluation then computes the same to rounding (about 1e-6 of a value) in less time. Training mode, parameters,
    /// buffers and saved states are as before. While it is open, parameters and statistics must not change: what was taken in would be out
    /// of date.
    /// </summary>
    /// <returns>Disposing it undoes the preparation.</returns>
    /// <exception cref="InvalidOperationException">The module is prepared already.</exception>
    public IDisposable PrepareInference() => new PreparedInference(this);

    /// <summary>
    /// The module's own convolutions whose output goes to a batch normalization and nowhere else, each with that normalization: what
    /// <see cref="PrepareInference"/> may merge. <see cref="Sequential"/> finds its own; a module that calls its children itself names them
    /// here.
    /// </summary>
    protected internal virtual IEnumerable<FoldablePair> FoldablePairs() => [];

    /// <summary>Frees the parameters, the buffers and the children.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the parameters, the buffers and the children.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var (_, child) in _children)
        {
            child.Dispose();
        }

        foreach (var (_, tensor) in _parameters)
        {
            tensor.Dispose();
        }

        foreach (var (_, tensor, _) in _buffers)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Registers a child, which this module owns from now on.</summary>
    /// <returns>The child.</returns>
    protected T Child<T>(string name, T module)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        CheckName(name);
        _children.Add((name, module));
        return module;
    }

    /// <summary>Registers a parameter, which this module owns from now on; its gradient is wanted.</summary>
    /// <returns>The tensor; it stays the same object when the module is moved or converted.</returns>
    protected Tensor Parameter(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        CheckName(name);
        _parameters.Add((name, tensor.Keep()));
        tensor.RequiresGrad = true;
        return tensor;
    }

    /// <summary>Registers a tensor that is no parameter; this module owns it from now on.</summary>
    /// <param name="name">Its name, without dots.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="persistent">Whether it belongs to the saved state.</param>
    /// <returns>The tensor; it stays the same object when the module is moved or converted.</returns>
    protected Tensor Buffer(string name, Tensor tensor, bool persistent = true)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        CheckName(name);
        _buffers.Add((name, tensor.Keep(), persistent));
        return tensor;
    }

    /// <summary>
    /// Puts another tensor in the place of a buffer. This module owns it from now on, and the caller owns the one that it takes out.
    /// </summary>
    /// <param name="name">The buffer's name.</param>
    /// <param name="tensor">The tensor, of the same shape.</param>
    protected void ReplaceBuffer(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var place = _buffers.FindIndex(buffer => buffer.Name == name);
        _buffers[place] = _buffers[place] with { Tensor = tensor };
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}.{name}";

    private void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var isTaken = _parameters.Any(p => p.Name == name) || _buffers.Any(b => b.Name == name) || _children.Any(c => c.Name == name);
        if (isTaken || name.Contains('.'))
        {
            throw new ArgumentException(
                isTaken ? $"the module has a '{name}' already" : $"the name '{name}' must not contain a dot", nameof(name));
        }
    }

    private void Collect(string prefix, List<(string, Module)> found)
    {
        found.Add((prefix, this));
        foreach (var (name, child) in _children)
        {
            child.Collect(Join(prefix, name), found);
        }
    }

    private void Convert(Func<Tensor, Tensor> convert)
    {
        foreach (var (_, tensor) in NamedParameters())
        {
            tensor.ReplaceBy(convert);
        }

        foreach (var (_, tensor) in NamedBuffers())
        {
            tensor.ReplaceBy(convert);
        }
    }
}
