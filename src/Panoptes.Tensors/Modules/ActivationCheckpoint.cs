using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Modules;

/// <summary>
/// Activation checkpointing (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"): a segment of a network keeps only its
/// inputs, and is computed again when the backward pass comes to it. Less memory for about a third more time; the same gradients, bit
/// for bit where the segment's operators are deterministic.
/// </summary>
/// <remarks>
/// <para>Usage, one line in a backbone: <c>x = checkpointing ? ActivationCheckpoint.Run(block, x) : block.Forward(x);</c></para>
/// <para>
/// The recomputation finds the default random generators (CPU, and the first input's GPU) and autocast as the first pass did, so that
/// dropout and drop path draw the same; the generators are put back afterwards. <see cref="BatchNorm2d"/> counts the batch once: a layer
/// with a state of its own asks
/// <see cref="IsRecomputing"/> before it writes to it. Exceptions of the segment pass through <c>Backward</c> unchanged. Segments nest.
/// </para>
/// <para>
/// Where nothing is recorded (<see cref="Autograd.NoGrad"/>, or nothing in the segment wants a gradient) the segment runs plainly.
/// Derivatives of derivatives are refused. A tensor that the segment reads and that is neither an input nor a parameter of its owner gets
/// no gradient through it. A <see cref="Generator"/> of one's own is not put back.
/// </para>
/// </remarks>
public static class ActivationCheckpoint
{
    /// <summary>
    /// Whether this thread computes a segment for the second time: what counts calls or keeps statistics must not do so again.
    /// </summary>
    public static bool IsRecomputing => RecomputedSegment.IsRecomputing;

    /// <summary>Runs a layer without keeping what it computes on the way.</summary>
    /// <param name="segment">The layer; not switched between training and evaluation before the backward pass.</param>
    /// <param name="x">Its input. The layer must not write to it.</param>
    /// <returns>The layer's output, in the innermost open scope.</returns>
    public static Tensor Run(Layer segment, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return Run(segment, segment.Forward, x);
    }

    /// <summary>Runs a function of one tensor without keeping what it computes on the way.</summary>
    /// <param name="owner">The module whose parameters the function uses.</param>
    /// <param name="segment">The function. It may run several times, must give the same each time, and must not write to its input.</param>
    /// <param name="x">Its input.</param>
    /// <returns>The function's output, in the innermost open scope.</returns>
    public static Tensor Run(Module owner, Func<Tensor, Tensor> segment, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return Run(owner, inputs => [segment(inputs[0])], x)[0];
    }

    /// <summary>Runs a function of several tensors without keeping what it computes on the way.</summary>
    /// <param name="owner">The module whose parameters the function uses.</param>
    /// <param name="segment">The function. It may run several times, must give the same each time, and must not write to its
    /// inputs.</param>
    /// <param name="inputs">Its inputs, one or more.</param>
    /// <returns>The function's outputs, in the innermost open scope.</returns>
    /// <exception cref="InvalidOperationException">The segment wrote to one of its inputs, which could then not be computed from
    /// again.</exception>
    public static Tensor[] Run(Module owner, Func<Tensor[], Tensor[]> segment, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(inputs);
        if (!Autograd.IsEnabled)
        {
            return segment(inputs);
        }

        Tensor[] parameters = [.. owner.NamedParameters().Select(entry => entry.Tensor).Where(parameter => parameter.RequiresGrad)];
        return parameters.Length == 0 && !inputs.Any(input => input.RequiresGrad)
            ? segment(inputs)
            : new RecomputedSegment(segment, inputs, parameters).Run();
    }
}
