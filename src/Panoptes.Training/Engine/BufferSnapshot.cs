using Panoptes.Tensors;

namespace Panoptes.Training.Engine;

/// <summary>
/// The buffers of a model, such as the running statistics of batch norm, as they were before the last good step: a forward pass changes
/// them at once, so that those of a step that was not finite have to be put back.
/// </summary>
/// <param name="all">The buffers, where they stay.</param>
internal sealed class BufferSnapshot(IReadOnlyList<Tensor> all) : IDisposable
{
    private readonly List<(Tensor[] Buffers, Tensor Kept)> groups = [];

    /// <summary>
    /// Keeps the buffers as they are, unless the training was stopped on the device before: one copy a number type, without waiting.
    /// </summary>
    /// <param name="stopped">0 or 1: <see cref="UpdateGuard.Stopped"/>.</param>
    public void Take(Tensor stopped)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        if (groups.Count == 0)
        {
            groups.AddRange(all
                .GroupBy(buffer => buffer.DType)
                .Select(group => (group.ToArray(), Joined([.. group]).Keep())));
            return;
        }

        foreach (var (buffers, kept) in groups)
        {
            kept.CopyInPlace(Ops.Where(stopped.Gt(0), kept, Joined(buffers)));
        }
    }

    /// <summary>Puts the buffers back.</summary>
    public void Restore()
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        foreach (var (buffers, kept) in groups)
        {
            var at = 0L;
            foreach (var buffer in buffers)
            {
                buffer.CopyInPlace(kept.Narrow(0, at, buffer.Count).Reshape(buffer.Shape));
                at += buffer.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => groups.ForEach(group => group.Kept.Dispose());

    private static Tensor Joined(IReadOnlyList<Tensor> buffers) => Ops.Cat([.. buffers.Select(buffer => buffer.Reshape([-1]))], 0);
}
