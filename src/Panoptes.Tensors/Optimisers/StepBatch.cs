namespace Panoptes.Tensors.Optimisers;

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
            [.. present.Select(k => group.Parameters[k].Name)], [.. present.Select(k => parameters[k])], [.. present.Select(k => gradients[k]!)]);
    }
}
