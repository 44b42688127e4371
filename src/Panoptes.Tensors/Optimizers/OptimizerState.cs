namespace Panoptes.Tensors.Optimizers;

/// <summary>The tensors that an optimizer remembers between steps, a set of named slots a parameter. It owns them.</summary>
internal sealed class OptimizerState : IDisposable
{
    private readonly string[] _slots;
    private readonly Dictionary<string, Tensor> _parameters = [];
    private readonly Dictionary<string, Tensor[]> _memory = [];

    /// <param name="groups">The parameters; a name may occur only once.</param>
    /// <param name="slots">Names of what is remembered for each.</param>
    public OptimizerState(IReadOnlyList<ParameterGroup> groups, params string[] slots)
    {
        _slots = slots;
        foreach (var (name, tensor) in groups.SelectMany(g => g.Parameters))
        {
            if (!_parameters.TryAdd(name, tensor))
            {
                throw new ArgumentException($"the parameter '{name}' is in two groups", nameof(groups));
            }
        }
    }

    /// <summary>The slots of a parameter, or null before its first step.</summary>
    public Tensor[]? Find(string parameter) => _memory.GetValueOrDefault(parameter);

    /// <summary>Remembers tensors for a parameter; they are taken out of their scope.</summary>
    public void Set(string parameter, params Tensor[] tensors) => _memory[parameter] = [.. tensors.Select(t => t.Keep())];

    /// <summary>All slots as "slot.parameter", in the order of the parameters.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> List() =>
    [
        .. _parameters.Keys.Where(_memory.ContainsKey).SelectMany(name => _slots.Select((slot, k) => ($"{slot}.{name}", _memory[name][k]))),
    ];

    /// <summary>Replaces everything remembered by copies of what <see cref="List"/> gave once.</summary>
    public void Load(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        var found = new Dictionary<string, Tensor?[]>();
        foreach (var (name, tensor) in state)
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            var slot = dot < 0 ? -1 : Array.IndexOf(_slots, name[..dot]);
            if (slot < 0 || !_parameters.TryGetValue(name[(dot + 1)..], out var parameter))
            {
                throw new ArgumentException($"the optimizer state has '{name}', which fits no parameter", nameof(state));
            }

            if (tensor.Rank > 0 && !tensor.Shape.SequenceEqual(parameter.Shape))
            {
                throw new ArgumentException($"the optimizer state's '{name}' is {tensor}, but its parameter is {parameter}", nameof(state));
            }

            var slots = found.GetValueOrDefault(name[(dot + 1)..]) ?? new Tensor?[_slots.Length];
            slots[slot] = tensor;
            found[name[(dot + 1)..]] = slots;
        }

        if (found.FirstOrDefault(entry => entry.Value.Contains(null)) is { Key: { } incomplete })
        {
            throw new ArgumentException($"the optimizer state of '{incomplete}' lacks one of {string.Join(", ", _slots)}", nameof(state));
        }

        Dispose();
        using var noGrad = Autograd.NoGrad();
        foreach (var (name, slots) in found)
        {
            var parameter = _parameters[name];
            Set(name, [.. slots.Select(t => Copy(t!, parameter))]);
        }
    }

    /// <summary>Frees everything remembered.</summary>
    public void Dispose()
    {
        foreach (var tensor in _memory.Values.SelectMany(slots => slots))
        {
            tensor.Dispose();
        }

        _memory.Clear();
    }

    /// <summary>A copy that lies where, and as, the parameter does: the elementwise kernels run fastest on equal strides.</summary>
    private static Tensor Copy(Tensor source, Tensor parameter)
    {
        if (source.Rank == 0 && parameter.Rank > 0)
        {
            return source.Clone();
        }

        var copy = parameter.EmptyLike();
        copy.CopyInPlace(source);
        return copy;
    }
}
