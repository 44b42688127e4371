using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>
/// Refuses a pooling branch that would normalize a single value per channel, which has no variance: it happens where a map is
/// pooled to one pixel and the batch is one image.
/// </summary>
internal static class PooledBatch
{
    /// <summary>Checks a branch before it runs.</summary>
    /// <param name="owner">Whose branch it is; only training is checked.</param>
    /// <param name="branch">Its name.</param>
    /// <param name="x">What is pooled.</param>
    /// <param name="cells">Pixels that one image is pooled to.</param>
    /// <exception cref="InputException">One value per channel would be normalized.</exception>
    public static void Check(Module owner, string branch, Tensor x, long cells)
    {
        if (owner.IsTraining && x.Size(0) * cells < 2 && !IsPartOfOthers(owner))
        {
            throw new InputException(
                $"model branch decode_head.{branch}",
                "one value per channel to normalize (a batch of 1, pooled to 1x1)",
                "at least 2 images per training batch",
                "set train.batch_size to 2 or more");
        }
    }

    // Where processes normalize together, those of the others are there, too.
    private static bool IsPartOfOthers(Module owner) =>
        owner.NamedModules().Select(entry => entry.Module).OfType<BatchNorm2d>().Any(norm => norm.Processes is { Size: > 1 });
}
