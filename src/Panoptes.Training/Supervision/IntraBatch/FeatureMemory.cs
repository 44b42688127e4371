using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.IntraBatch;

/// <summary>The features of the last images, the newest first, without gradients.</summary>
/// <param name="capacity">The most images that are kept.</param>
internal sealed class FeatureMemory(int capacity) : IDisposable
{
    private readonly List<Tensor> kept = [];

    /// <summary>Images that are kept.</summary>
    public int Count => kept.Count;

    /// <summary>(C,h,w) float32 of an image, 0 the newest.</summary>
    public Tensor this[int place] => kept[place];

    /// <summary>Keeps a batch's features; the oldest ones of others fall out.</summary>
    /// <param name="features">(N,C,h,w).</param>
    public void Add(Tensor features)
    {
        if (capacity == 0)
        {
            return;
        }

        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        for (var n = 0; n < features.Size(0); n++)
        {
            kept.Insert(0, features.Select(0, n).Detach().Clone().Keep());
        }

        Trim();
    }

    /// <summary>The living tensors, by place.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State() => [.. kept.Select((tensor, place) => ($"features.{place}", tensor))];

    /// <summary>Takes back what <see cref="State"/> gave.</summary>
    /// <exception cref="InputException">A name is none of it.</exception>
    public void Load(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        Clear();
        for (var place = 0; place < state.Count; place++)
        {
            var tensor = state.FirstOrDefault(entry => entry.Name == $"features.{place}").Tensor ?? throw new InputException(
                "the checkpoint's intra-batch supervision",
                string.Join(", ", state.Select(entry => entry.Name)),
                "features.0, features.1, ... without a gap",
                "go on from another checkpoint");
            using var scope = TensorScope.Open();
            kept.Add(tensor.Clone().Keep());
        }

        Trim();
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Trim()
    {
        foreach (var old in kept.Skip(capacity))
        {
            old.Dispose();
        }

        kept.RemoveRange(Math.Min(capacity, kept.Count), Math.Max(0, kept.Count - capacity));
    }

    private void Clear()
    {
        kept.ForEach(tensor => tensor.Dispose());
        kept.Clear();
    }
}
