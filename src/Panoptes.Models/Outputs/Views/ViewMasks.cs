using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Views;

/// <summary>What one view of an image says of things in it: candidates, each with a class, a score and a mask.</summary>
/// <param name="Classes">Each one's class.</param>
/// <param name="Scores">How sure each is.</param>
/// <param name="Draw">Takes some places in the lists, (M) int64, and gives their masks in the cells of the grid, (M, H, W) float32.</param>
internal sealed record ViewMasks(IReadOnlyList<int> Classes, IReadOnlyList<float> Scores, Func<Tensor, Tensor> Draw)
{
    /// <summary>How many there are.</summary>
    public int Count => Classes.Count;

    /// <summary>The masks of some of them.</summary>
    /// <param name="places">Which.</param>
    /// <param name="device">Where the masks lie.</param>
    public Tensor Masks(IEnumerable<int> places, Device device) => Draw(Rows(places, device));

    /// <summary>Places as a tensor, (M) int64.</summary>
    public static Tensor Rows(IEnumerable<int> places, Device device)
    {
        long[] rows = [.. places.Select(place => (long)place)];
        return Tensor.From<long>(rows, rows.Length).To(device);
    }
}
