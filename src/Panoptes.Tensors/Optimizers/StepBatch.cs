using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Optimizers;

/// <summary>The parameters of a group that have a gradient now, and the gradients, as lists for the multi-tensor operators.</summary>
internal readonly record struct StepBatch(string[] Names, Tensor[] Parameters, Tensor[] Gradients)
{
    /// <summary>Reads the gradients; their handles belong to the innermost open scope.</summary>
    public static StepBatch Of(ParameterGroup group)
    {
        var parameters = group.Parameters.Select(p => p.Tensor).ToArray();
        var gradients = Autograd.Grads(parameters);
        var present = Enumerable.Range(0, parameters.Length).Where(k => gradients[k] is not null).ToArray();
        return new StepBatch(
            [.. present.Select(k => group.Parameters[k].Name)], [.. present.Select(k => parameters[k])],
            [.. present.Select(k => gradients[k]!)]);
    }

    /// <summary>Parts the batch into what one native call can step, and the rest, which takes an operator after the other.</summary>
    /// <param name="remembered">What the optimizer remembers of a parameter; each must lie as the parameter does.</param>
    public (StepBatch Fused, StepBatch Others) Part(Func<string, IEnumerable<Tensor>> remembered)
    {
        var (parameters, names) = (Parameters, Names);
        bool IsFusable(int k) => NativeMethods.CanFuse(parameters[k].Handle) != 0
            && remembered(names[k]).All(
                tensor => NativeMethods.CanFuse(tensor.Handle) != 0 && NativeMethods.SameOrder(tensor.Handle, parameters[k].Handle) != 0);
        var groups = Enumerable.Range(0, Parameters.Length).ToLookup(IsFusable);
        return (Take([.. groups[true]]), Take([.. groups[false]]));
    }

    /// <summary>The native handles of tensors.</summary>
    public static nint[] Handles(Tensor[] tensors) => Array.ConvertAll(tensors, tensor => tensor.Handle);

    private StepBatch Take(int[] which)
    {
        var (names, parameters, gradients) = (Names, Parameters, Gradients);
        return new StepBatch([.. which.Select(k => names[k])], [.. which.Select(k => parameters[k])], [.. which.Select(k => gradients[k])]);
    }
}
