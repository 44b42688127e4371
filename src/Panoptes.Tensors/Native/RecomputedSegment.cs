using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Panoptes.Tensors.Native;

/// <summary>
/// One call of a checkpointed segment: its first pass, and what the graph needs to run it again. The graph owns it after the first pass.
/// </summary>
internal sealed unsafe class RecomputedSegment
{
    [ThreadStatic]
    private static bool s_isRecomputing;

    private readonly Func<Tensor[], Tensor[]> _segment;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _parameters;
    private readonly bool[] _wantsGradient;
    private readonly Device[] _devices;
    private readonly byte[][] _random;
    private readonly AutocastState[] _autocast;

    public RecomputedSegment(Func<Tensor[], Tensor[]> segment, Tensor[] inputs, Tensor[] parameters)
    {
        (_segment, _inputs, _parameters) = (segment, [.. inputs], parameters);
        _wantsGradient = Array.ConvertAll(inputs, input => input.RequiresGrad);
        var device = (inputs.FirstOrDefault() ?? parameters[0]).Device;
        _devices = device.IsCpu ? [device] : [Device.Cpu, device];
        _random = Array.ConvertAll(_devices, Randomness.GetState);
        _autocast = Array.ConvertAll(_devices, AutocastState.Now);
    }

    /// <summary>Whether this thread is in a second pass.</summary>
    public static bool IsRecomputing
    {
        get => s_isRecomputing;
        private set => s_isRecomputing = value;
    }

    /// <summary>The first pass: nothing is recorded but the segment as a whole.</summary>
    public Tensor[] Run()
    {
        using var scope = TensorScope.Open();
        var outputs = FirstPass();
        Register(outputs);

        // What is left of this object belongs to the graph, which holds the inputs' elements itself.
        Array.Clear(_inputs);
        return scope.Return(outputs);
    }

    private Tensor[] FirstPass()
    {
        var versions = Array.ConvertAll(_inputs, input => NativeMethods.VersionOf(input.Handle));
        using var noGrad = Autograd.NoGrad();

        // Weights cast here know no gradient: they must not be found by what comes after.
        using var uncached = new UncachedCasts();
        var outputs = Array.ConvertAll(_segment([.. _inputs]), output => output.Detach());
        for (var k = 0; k < _inputs.Length; k++)
        {
            if (NativeMethods.VersionOf(_inputs[k].Handle) != versions[k])
            {
                throw new InvalidOperationException(
                    $"a checkpointed segment wrote to its input {k}, {_inputs[k]}, which it needs to be computed again; let its first "
                        + "operator make a new tensor");
            }
        }

        return outputs;
    }

    private void Register(Tensor[] outputs)
    {
        var (inputs, parameters, results) = (new nint[_inputs.Length], new nint[_parameters.Length], new nint[outputs.Length]);
        Value.Handles(_inputs, inputs);
        Value.Handles(_parameters, parameters);
        Value.Handles(outputs, results);
        var state = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        fixed (nint* from = inputs)
        fixed (nint* read = parameters)
        fixed (nint* to = results)
        {
            var status = NativeMethods.RecomputeLater(
                from, inputs.Length, read, parameters.Length, to, results.Length, &Recompute, &Forget, state);
            TensorException.ThrowIfFailed(status, "checkpointed segment");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Forget(nint state) => GCHandle.FromIntPtr(state).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Recompute(nint state, nint* inputs, int inputCount, nint* gradients, int outputCount, nint* results)
    {
        try
        {
            using var scope = TensorScope.Open();
            var sources = Wrap(inputs, inputCount);
            var outer = Wrap(gradients, outputCount);
            var derivatives = ((RecomputedSegment)GCHandle.FromIntPtr(state).Target!).Differentiate(sources!, outer);
            for (var k = 0; k < derivatives.Length; k++)
            {
                results[k] = derivatives[k] is { } derivative ? NativeMethods.Share(derivative.Handle) : 0;
            }

            return 0;
        }
#pragma warning disable CA1031 // Nothing may leave through native frames; the exception goes on where libtorch has returned.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ManagedFailures.Keep(e);
        }
    }

    private static Tensor?[] Wrap(nint* handles, int count)
    {
        var tensors = new Tensor?[count];
        for (var k = 0; k < count; k++)
        {
            tensors[k] = handles[k] == 0 ? null : new Tensor(handles[k]);
        }

        return tensors;
    }

    /// <summary>The second pass: the derivatives with respect to every input and every parameter.</summary>
    private Tensor?[] Differentiate(Tensor[] sources, Tensor?[] outer)
    {
        var leaves = new Tensor[sources.Length];
        for (var k = 0; k < sources.Length; k++)
        {
            leaves[k] = sources[k].Detach();
            leaves[k].RequiresGrad = _wantsGradient[k];
        }

        var outputs = SecondPass(leaves);
        CheckSame(outputs, outer);

        int[] roots = [.. Enumerable.Range(0, outer.Length).Where(k => outer[k] is not null && outputs[k].RequiresGrad)];
        int[] wanted = [.. Enumerable.Range(0, leaves.Length).Where(k => _wantsGradient[k])];
        var derivatives = new Tensor?[leaves.Length + _parameters.Length];
        if (roots.Length == 0)
        {
            return derivatives;
        }

        var found = Autograd.Gradients(
            [.. roots.Select(k => outputs[k])], [.. roots.Select(k => outer[k]!)], [.. wanted.Select(k => leaves[k]), .. _parameters]);
        for (var k = 0; k < wanted.Length; k++)
        {
            derivatives[wanted[k]] = found[k];
        }

        Array.Copy(found, wanted.Length, derivatives, leaves.Length, _parameters.Length);
        return derivatives;
    }

    private static void CheckSame(Tensor[] outputs, Tensor?[] outer)
    {
        if (outputs.Length != outer.Length)
        {
            throw new InvalidOperationException(
                $"a checkpointed segment gave {outer.Length} outputs at first and {outputs.Length} when it was computed again");
        }

        for (var k = 0; k < outputs.Length; k++)
        {
            if (outer[k] is { } gradient && !gradient.Shape.SequenceEqual(outputs[k].Shape))
            {
                throw new InvalidOperationException($"output {k} of a checkpointed segment had the shape of {gradient} at first and is "
                    + $"{outputs[k]} when it was computed again");
            }
        }
    }

    private Tensor[] SecondPass(Tensor[] leaves)
    {
        var before = Array.ConvertAll(_devices, Randomness.GetState);
        var outer = IsRecomputing;
        var regions = new Stack<Autocast>();
        using var grad = Autograd.EnableGrad();
        using var uncached = new UncachedCasts();
        try
        {
            IsRecomputing = true;
            SetRandom(_random);
            foreach (var state in _autocast)
            {
                regions.Push(Autocast.Like(state));
            }

            return _segment(leaves);
        }
        finally
        {
            while (regions.TryPop(out var region))
            {
                region.Dispose();
            }

            SetRandom(before);
            IsRecomputing = outer;
        }
    }

    private void SetRandom(byte[][] states)
    {
        for (var k = 0; k < states.Length; k++)
        {
            Randomness.SetState(_devices[k], states[k]);
        }
    }

    /// <summary>Keeps autocast from remembering cast weights.</summary>
    private readonly struct UncachedCasts : IDisposable
    {
        private readonly int _before;

        public UncachedCasts() => _before = NativeMethods.SetAutocastCache(0);

        public void Dispose() => _ = NativeMethods.SetAutocastCache(_before);
    }
}
