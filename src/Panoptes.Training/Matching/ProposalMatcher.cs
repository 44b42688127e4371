using Panoptes.Tensors;

namespace Panoptes.Training.Matching;

/// <summary>
/// Which box, of many, is whose: each belongs to the object that it overlaps most, if by enough (Ren et al. 2015, section 3.1.2;
/// detectron2/modeling/matcher.py).
/// </summary>
/// <param name="background">A box that overlaps no object by this much is background.</param>
/// <param name="foreground">
/// A box that overlaps an object by this much is its own; what lies between the two is neither. At least <paramref name="background"/>.
/// </param>
/// <param name="keepsBest">
/// Whether the boxes that overlap an object most are foreground however little that is, so that every object has one. As in detectron2 such
/// a box still belongs to the object that it overlaps most itself, and where no box meets an object, all boxes are equally near to it.
/// </param>
public sealed class ProposalMatcher(double background, double foreground, bool keepsBest = false)
{
    /// <summary>What a box is that belongs to no object.</summary>
    public const sbyte Background = 0;

    /// <summary>What a box is that is an object's own.</summary>
    public const sbyte Foreground = 1;

    /// <summary>What a box is that is neither and teaches nothing.</summary>
    public const sbyte Neither = -1;

    /// <summary>Matches boxes with objects.</summary>
    /// <param name="overlaps">(G, A) floating, at least 0: how much each of G objects overlaps each of A boxes.</param>
    /// <returns>For each box the object that it overlaps most, the first of several, 0 where there is none; and what it is.</returns>
    public (int[] Matches, sbyte[] Labels) Match(Tensor overlaps)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        var boxes = checked((int)overlaps.Size(1));
        if (overlaps.Size(0) == 0 || boxes == 0)
        {
            return (new int[boxes], new sbyte[boxes]);
        }

        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var (largest, objects) = overlaps.Max(0);
        var matches = Array.ConvertAll(objects.To(Device.Cpu).ToArray<long>(), place => (int)place);
        var labels = Array.ConvertAll(largest.To(Device.Cpu, DType.Float32).ToArray<float>(), Label);
        if (keepsBest)
        {
            var best = overlaps.Eq(overlaps.Amax([1], true)).Any(0).To(Device.Cpu, DType.UInt8).ToArray<byte>();
            for (var k = 0; k < boxes; k++)
            {
                labels[k] = best[k] != 0 ? Foreground : labels[k];
            }
        }

        return (matches, labels);
    }

    // Thresholds are those of the overlaps' own precision.
    private sbyte Label(float overlap) =>
        overlap >= (float)foreground ? Foreground : overlap >= (float)background ? Neither : Background;
}
